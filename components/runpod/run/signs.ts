import type { Heartbeat, PodEnd } from "../render/status-line.ts";
import { decisiveEnd, parseSupervisorLine } from "../render/status-line.ts";
import type { PodLogLine } from "../service.ts";
import { endOf } from "./ends.ts";
import { Pulls } from "./pull.ts";

/** What the log has told of a pod so far. Times are epoch milliseconds of our clock. */
export class Signs {
  private readonly token: string;
  private readonly name: string;
  private readonly ends: PodEnd[] = [];
  heartbeat: Heartbeat | undefined;
  heartbeatAt: number | undefined;
  /** When the progress last changed. */
  progressAt: number | undefined;
  readonly pulls = new Pulls();
  private progressText = "";

  constructor(token: string, name: string) {
    this.token = token;
    this.name = name;
  }

  /** How the command ended, once a status signed for this attempt was read. */
  get end(): PodEnd | undefined {
    return decisiveEnd(this.ends);
  }

  addEnd(end: PodEnd | undefined): void {
    if (end !== undefined) this.ends.push(end);
  }

  /** Returns the heartbeat when the line is one. */
  read(line: PodLogLine, now: number): Heartbeat | undefined {
    if (line.source === "system") {
      if (this.heartbeat === undefined) this.pulls.read(line);
      return undefined;
    }
    const parsed = parseSupervisorLine(line.line);
    if (parsed?.kind === "status") this.addEnd(endOf(parsed, this.token, this.name));
    if (parsed?.kind !== "heartbeat") return undefined;
    this.heartbeat = parsed;
    this.heartbeatAt = now;
    const progress = JSON.stringify(parsed.progress);
    if (progress !== this.progressText || parsed.phase !== "run") this.progressAt = now;
    this.progressText = progress;
    return parsed;
  }
}
