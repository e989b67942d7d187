import { RuleError, RunpodError } from "../failures.ts";
import type { PodLogLine } from "../service.ts";
import { type Logged, podIdOf } from "./attempt.ts";
import { LogFile } from "./log-file.ts";
import { AbortedError } from "./outcome.ts";
import { Signs } from "./signs.ts";

const FLUSH_MS = 500;
/** The most that RunPod gives of the end of a log; and a time before every pod, from which on it gives all. */
const TAIL = 5_000;
const BEGINNING = new Date("2020-01-01T00:00:00Z");

/** Follows a pod's log in the background, both sources, over every cut, and keeps it on disk. */
export class LogStream {
  readonly signs: Signs;
  private readonly attempt: Logged;
  private readonly file: LogFile;
  private readonly stopping = new AbortController();
  private connection = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private flushedAt = 0;
  private fromBeginning = true;
  private failed: Error | undefined;
  /** When a line last came, and when the stream last broke off; epoch milliseconds. */
  lineAt = 0;
  brokenAt: number;

  private constructor(attempt: Logged, file: LogFile) {
    this.attempt = attempt;
    this.file = file;
    this.signs = new Signs(attempt.folder.token, attempt.folder.record.name);
    this.brokenAt = attempt.world.clock.now();
  }

  static async start(attempt: Logged): Promise<LogStream> {
    const file = await LogFile.open(attempt.world, attempt.folder, podIdOf(attempt));
    const stream = new LogStream(attempt, file);
    stream.following = stream.follow();
    return stream;
  }

  /** Throws what stopped the stream for good: a full disk, or the end of our own program. */
  check(): void {
    if (this.failed !== undefined) throw this.failed;
  }

  /** Drops the connection, which may be dead without our knowing; it is made again at once. */
  reconnect(): void {
    this.connection.abort();
  }

  /** Ends it and writes the rest. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.connection.abort();
    await this.following;
    if (this.failed === undefined) await this.file.flush();
  }

  /** Writes what has come, now and then, also where no further line comes. */
  async flush(): Promise<void> {
    const now = this.attempt.world.clock.now();
    if (now - this.flushedAt < FLUSH_MS) return;
    this.flushedAt = now;
    await this.file.flush();
  }

  private async follow(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      const before = this.lineAt;
      try {
        await this.read();
      } catch (error) {
        if (!(error instanceof RunpodError)) {
          // A stream that dies of something else must not take the process with it: the watch asks for it.
          this.failed = error instanceof Error ? error : new Error(String(error));
          return;
        }
        if (error instanceof RuleError) this.fromBeginning = false; // then the end of the log, as every service has it
        this.brokenAt = this.attempt.world.clock.now();
      }
      failures = this.lineAt > before ? 0 : failures + 1;
      const { signal } = this.stopping;
      await this.attempt.world.clock.sleep(Math.min(500 * 2 ** Math.min(failures, 5), 15_000), signal).catch(this.end);
    }
  }

  private readonly end = (error: unknown): void => {
    this.failed = error instanceof Error ? error : new AbortedError();
    this.stopping.abort();
  };

  private async read(): Promise<void> {
    const { world } = this.attempt;
    this.connection = new AbortController();
    if (this.stopping.signal.aborted) return;
    this.file.connect();
    const options = { ...this.place(), signal: this.connection.signal };
    const lines = world.service.podLogs(podIdOf(this.attempt), options);
    for await (const line of lines) {
      this.lineAt = world.clock.now();
      if (this.file.take(line)) await this.tell(line);
      await this.flush();
    }
  }

  /** Where the stream is to begin. One that nothing here is known of, as after another machine's, begins with the pod. */
  private place(): { after: string } | { since?: Date; tail: number } {
    const after = this.file.lastId;
    if (after !== undefined) return { after };
    return this.fromBeginning ? { since: BEGINNING, tail: TAIL } : { tail: TAIL };
  }

  private async tell(line: PodLogLine): Promise<void> {
    const { folder, world } = this.attempt;
    const before = JSON.stringify(this.signs.heartbeat?.progress ?? null);
    const heartbeat = this.signs.read(line, world.clock.now());
    const progress = heartbeat?.progress ?? null;
    if (heartbeat === undefined || progress === null || JSON.stringify(progress) === before) return;
    const { step = null, totalSteps = null, loss = null, tokensPerSecond = null } = progress;
    const phase = progress.phase ?? heartbeat.phase;
    await folder.event({ kind: "progress", step, totalSteps, loss, tokensPerSecond, phase });
  }
}
