import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { Command } from "commander";
import { LOG_COPIES } from "../../components/runpod/run/log-copy.ts";
import { isOver } from "../../components/runpod/run/record.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { withExample } from "../program.ts";
import { listRuns, type RunRecord, unreadableLine } from "../runs/records.ts";

interface LogOptions {
  readonly attempt?: string;
  readonly system: boolean;
  readonly follow: boolean;
}

/** `./yard logs <job>`: the kept log of a run, live while it grows. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("logs")
    .description("the log of a run, from what is kept on this machine; live with --follow")
    .argument("<job>", "name of the job")
    .option("--attempt <n>", "which attempt, as ./yard jobs shows it (hash-aN or N)")
    .option("--system", "the platform's lines (image pulls, host errors) instead of the container's", false)
    .option("-f, --follow", "go on until the run is over", false);
  withExample(command, "./yard logs khmer-smoke", "./yard logs khmer-smoke --attempt 2 --system").action(
    async (job: string, options: LogOptions) => {
      const record = chooseRun(context, job, options.attempt);
      const file = join(record.folder, options.system ? "system.log" : "container.log");
      const shown = await show(context, file, record, options.follow);
      const copies = options.system ? [] : copiesIn(record.folder);
      for (const copy of copies) context.out.warn(`the stream missed a part of this log; the pod's own copy: ${copy}`);
      context.out.document({ run: record.name, file, lines: shown.split("\n").filter((line) => line !== "") });
    },
  );
}

/** What was taken of a log where its stream was away, from the pod or from its volume. */
const copiesIn = (folder: string): readonly string[] =>
  Object.values(LOG_COPIES)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path));

function chooseRun(context: Context, job: string, attempt: string | undefined): RunRecord {
  const { runs } = listRuns(context.home, { stack: context.options().stack, job });
  const wanted = runs.filter(
    (run) =>
      attempt === undefined || attempt === String(run.attempt) || attempt === `${run.hash.slice(0, 8)}-a${run.attempt}`,
  );
  const last = wanted.at(-1);
  if (last !== undefined) return last;
  const kept = listRuns(context.home, { stack: context.options().stack });
  const known = [...new Set(kept.runs.map((run) => run.job))].join(", ") || "nothing";
  const torn = kept.unreadable.map(unreadableLine);
  throw new Failure(
    {
      what: attempt === undefined ? "no run of this job is kept" : "no such attempt is kept",
      on: attempt === undefined ? job : `${job}, attempt ${attempt}`,
      why: [`kept here: ${known}`, ...torn].join("\n"),
      todo: "./yard jobs lists every attempt",
    },
    exitCodes.usage,
  );
}

/** Shows the log piece by piece, whatever its size. Answers with all of it where a document is wanted. */
async function show(context: Context, file: string, record: RunRecord, follow: boolean): Promise<string> {
  const { out } = context;
  const decoder = new StringDecoder("utf8"); // a piece may end within a character
  const shown: string[] = [];
  let [offset, last] = [0, "\n"];
  for (;;) {
    const current = listRuns(context.home, { stack: record.stack, job: record.job }).runs.find(
      (run) => run.folder === record.folder,
    );
    for await (const piece of piecesFrom(file, offset)) {
      offset += piece.length;
      const text = decoder.write(piece);
      out.piece(text);
      if (out.json) shown.push(text);
      last = text.at(-1) ?? last;
    }
    const isLast = !follow || context.interrupted.aborted || current === undefined || isOver(current);
    if (isLast && last !== "\n") out.piece("\n"); // of a process that was killed while it wrote
    if (isLast || out.readerGone) return shown.join("");
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** What a file has from a byte on, and nothing where there is no file yet. */
async function* piecesFrom(file: string, offset: number): AsyncGenerator<Buffer> {
  if (!existsSync(file)) return;
  const stream = createReadStream(file, { start: offset, highWaterMark: 1 << 20 });
  for await (const piece of stream) yield piece as Buffer;
}
