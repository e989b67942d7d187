import { type Command, InvalidArgumentError } from "commander";
import { BenchBed } from "../bench/bed.ts";
import { type Bench, benches } from "../bench/benches.ts";
import type { BenchRow } from "../bench/result.ts";
import { renderTable } from "../bench/table.ts";
import type { Context } from "../context.ts";
import { ensureEngine, privateEngineRecord, stopPrivateEngine } from "../engine/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { trainerImage } from "../images/index.ts";
import { withExample } from "../program.ts";

interface BenchOptions {
  readonly runs: number;
  readonly only?: string;
  readonly image?: string;
}

/** `./yard bench`: the numbers of the project, each with its goal. */
export function register(program: Command, context: Context): void {
  const names = Object.keys(benches);
  const command = program
    .command("bench")
    .description("measure: medians of warm runs, each against its goal")
    .option("--runs <n>", "samples of each row, after one that warms up", readRuns, 5)
    .option("--only <name>", `one of ${names.join(", ")}`)
    .option("--image <name>", "image with python3 that the runs use; default: the trainer image");
  withExample(command, "./yard bench", "./yard bench --only preview --runs 9 --json").action(
    async (options: BenchOptions) => {
      const rows = await measure(context, options);
      context.out.text(renderTable(rows));
      context.out.document({ runs: options.runs, rows });
      if (rows.some((row) => !row.met)) process.exitCode = exitCodes.failed;
    },
  );
}

function readRuns(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1 && runs <= 100) return runs;
  throw new InvalidArgumentError("it must be a whole number from 1 to 100");
}

async function measure(context: Context, options: BenchOptions): Promise<readonly BenchRow[]> {
  const chosen = chosenBenches(options.only);
  const progress = (line: string) => context.out.progress(line);
  const ranBefore = (await privateEngineRecord(context)) !== undefined;
  const engine = await ensureEngine(context, progress);
  try {
    const image = options.image ?? (await trainerImage(engine, context, progress)).name;
    const rows: BenchRow[] = [];
    for (const [name, bench] of chosen) {
      progress(`bench ${name}`);
      const bed = await BenchBed.open(context, { image, dockerHost: engine.host });
      try {
        rows.push(...(await bench(bed, options.runs)));
      } finally {
        await bed.close();
      }
    }
    return rows;
  } finally {
    if (engine.origin === "private" && !ranBefore) await stopPrivateEngine(context);
  }
}

function chosenBenches(only: string | undefined): readonly (readonly [string, Bench])[] {
  const all = Object.entries(benches);
  const chosen = all.filter(([name]) => only === undefined || name === only);
  if (chosen.length > 0) return chosen;
  const todo = `choose one of ${all.map(([name]) => name).join(", ")}`;
  throw new Failure(
    { what: "there is no such bench", on: only ?? "", why: "its name is not known", todo },
    exitCodes.usage,
  );
}
