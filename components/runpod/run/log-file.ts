import { z } from "zod";
import type { PodLogLine } from "../service.ts";
import type { RunFolder } from "./run-folder.ts";
import type { Keeping } from "./world.ts";

const positionSchema = z.object({
  podId: z.string(),
  lastId: z.string().nullable(),
  bytes: z.object({ container: z.number(), system: z.number() }),
});
type Position = z.infer<typeof positionSchema>;

const MEMORY = 10_000;
const sources = ["container", "system"] as const;

/** container.log and system.log of one attempt: every line once, in the order of the stream, over cuts and restarts of ours. */
export class LogFile {
  private readonly world: Keeping;
  private readonly path: string;
  private position: Position;
  private waiting: PodLogLine[] = [];
  /** How often a line has come, at most over one connection; and over the present one. */
  private readonly known = new Map<string, number>();
  private readonly seen = new Map<string, number>();
  private readonly ahead = new Map<string, number>();
  private writing: Promise<void> = Promise.resolve();

  private constructor(world: Keeping, path: string, position: Position) {
    this.world = world;
    this.path = path;
    this.position = position;
  }

  static async open(world: Keeping, folder: RunFolder, podId: string): Promise<LogFile> {
    const text = await world.runs.read(`${folder.path}/log-position.json`);
    const kept = parsePosition(text);
    const fresh = { podId, lastId: null, bytes: { container: 0, system: 0 } };
    const file = new LogFile(world, folder.path, kept?.podId === podId ? kept : fresh);
    await file.readAhead();
    return file;
  }

  /** Where the stream goes on; undefined at the first start. */
  get lastId(): string | undefined {
    return this.position.lastId ?? undefined;
  }

  /** A new connection, over which lines may come again. */
  connect(): void {
    this.seen.clear();
  }

  /**
   * False for a line that is here already. An id may be no more than the time of its line, so equal lines may be two: one
   * connection brings none twice, and of those that come again over the next only what exceeds the first is new.
   */
  take(line: PodLogLine): boolean {
    const key = `${line.source} ${line.id} ${line.ts} ${line.line}`;
    const times = (this.seen.get(key) ?? 0) + 1;
    remember(this.seen, key, times);
    if (times <= (this.known.get(key) ?? 0)) return false;
    remember(this.known, key, times);
    const text = lineText(line);
    const left = this.ahead.get(`${line.source} ${text}`) ?? 0;
    this.position = { ...this.position, lastId: line.id };
    if (left > 0) {
      this.ahead.set(`${line.source} ${text}`, left - 1);
      return true;
    }
    this.waiting.push(line);
    return true;
  }

  /** Writes what has come, then the place up to which it reaches; one after the other, so that lines keep their order. */
  flush(): Promise<void> {
    this.writing = this.writing.catch(() => undefined).then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    const lines = this.waiting;
    if (lines.length === 0) return;
    this.waiting = [];
    const { lastId, podId } = this.position;
    const bytes = { ...this.position.bytes };
    for (const source of sources) {
      const text = lines.flatMap((line) => (line.source === source ? `${lineText(line)}\n` : [])).join("");
      if (text === "") continue;
      await this.world.runs.append(`${this.path}/${source}.log`, text);
      bytes[source] += Buffer.byteLength(text);
    }
    const position = { podId, lastId, bytes };
    this.position = { ...this.position, bytes };
    await this.world.runs.write(`${this.path}/log-position.json`, `${JSON.stringify(position)}\n`);
  }

  /** Lines that were written just before we were killed come again: they are expected, and not written twice. */
  private async readAhead(): Promise<void> {
    for (const source of sources) {
      const path = `${this.path}/${source}.log`;
      const from = this.position.bytes[source];
      const size = await this.world.runs.size(path);
      if (size <= from) continue;
      const rest = Buffer.from((await this.world.runs.read(path)) ?? "").subarray(from);
      for (const text of rest.toString().split("\n").filter(Boolean)) {
        const key = `${source} ${text}`;
        this.ahead.set(key, (this.ahead.get(key) ?? 0) + 1);
      }
      this.position = { ...this.position, bytes: { ...this.position.bytes, [source]: size } };
    }
  }
}

function remember(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, times);
  if (counts.size > MEMORY) counts.delete(counts.keys().next().value ?? key);
}

function lineText(line: PodLogLine): string {
  return `${line.ts} ${line.line.replaceAll("\n", " ")}`;
}

function parsePosition(text: string | undefined): Position | undefined {
  try {
    return positionSchema.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined;
  }
}
