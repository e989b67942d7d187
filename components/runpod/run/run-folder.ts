import type { JobPlan } from "../../training-job/plan.ts";
import type { Complaint } from "./outcome.ts";
import { type RunRecord, runRecordSchema, timeText } from "./record.ts";
import type { Keeping } from "./world.ts";

export type Phase =
  | "stage"
  | "preflight"
  | "lookup"
  | "create"
  | "adopt"
  | "provision"
  | "run"
  | "drain"
  | "terminate"
  | "prove"
  | "fetch"
  | "bill"
  | "done"
  | "failed"
  | "detached";

/** Folder of one attempt, relative to TRAINYARD_HOME. */
export function folderPath(job: Pick<JobPlan, "job" | "stack" | "hash">, attempt: number): string {
  return `runs/${job.job}/${job.stack}-${job.hash.slice(0, 8)}-a${attempt}`;
}

/** The kept record of one attempt: status.json, token, events, logs, artifacts. */
export class RunFolder {
  readonly path: string;
  readonly token: string;
  private current: RunRecord;
  private readonly world: Keeping;
  private seq: number | undefined;

  private constructor(world: Keeping, path: string, record: RunRecord, token: string) {
    this.world = world;
    this.path = path;
    this.current = record;
    this.token = token;
  }

  get record(): RunRecord {
    return this.current;
  }

  /** Makes the folder of an attempt; what an earlier, podless try of the same number left is replaced. */
  static async make(world: Keeping, job: JobPlan, attempt: number, token: string): Promise<RunFolder> {
    const path = folderPath(job, attempt);
    const record = newRecord(world, job, attempt);
    await world.runs.write(`${path}/token`, token, 0o600);
    const folder = new RunFolder(world, path, record, token);
    await folder.save({});
    return folder;
  }

  /** undefined where there is no such folder; throws where its record or token cannot be read. */
  static async open(
    world: Keeping,
    job: Pick<JobPlan, "job" | "stack" | "hash">,
    attempt: number,
  ): Promise<RunFolder | undefined> {
    const path = folderPath(job, attempt);
    const [text, token] = [await world.runs.read(`${path}/status.json`), await world.runs.read(`${path}/token`)];
    if (text === undefined) return undefined;
    return new RunFolder(world, path, runRecordSchema.parse(JSON.parse(text)), (token ?? "").trim());
  }

  async save(change: Partial<RunRecord>): Promise<void> {
    this.current = { ...this.current, ...change };
    await this.world.runs.write(`${this.path}/status.json`, `${JSON.stringify(this.current, null, 2)}\n`);
  }

  async phase(phase: Phase, message: string): Promise<void> {
    this.world.log(message);
    await this.event({ kind: "phase", phase, message });
  }

  async complain(kind: "warning" | "error", complaint: Complaint): Promise<void> {
    this.world.log(`${kind}: ${complaint.what} (${complaint.on}): ${complaint.why}; ${complaint.todo}`);
    await this.event({ kind, ...complaint });
  }

  /** One line of events.jsonl. */
  async event(fields: { readonly kind: string } & Readonly<Record<string, unknown>>): Promise<void> {
    const path = `${this.path}/events.jsonl`;
    this.seq ??= await this.world.runs.size(path);
    const line = { ts: timeText(this.world.clock.now()), seq: this.seq, ...fields };
    const text = `${JSON.stringify(line)}\n`;
    // The offset of a line grows from process to process, so it orders and names the line without a counter on disk.
    this.seq += Buffer.byteLength(text);
    await this.world.runs.append(path, text);
  }
}

function newRecord(world: Keeping, job: JobPlan, attempt: number): RunRecord {
  const path = folderPath(job, attempt);
  return {
    name: `${job.run}-a${attempt}`,
    run: job.run,
    job: job.job,
    stack: job.stack,
    hash: job.hash,
    attempt,
    podIds: [],
    shownPodId: null,
    gpu: null,
    cloud: null,
    dataCenter: null,
    hourlyUsd: null,
    isPriced: false,
    status: "planned",
    exitCode: null,
    reason: null,
    createSentAt: null,
    createdAt: null,
    startedAt: null,
    finishedAt: null,
    terminatedAt: null,
    provedGoneAt: null,
    deadlineAt: null,
    limitedBy: "duration",
    fetchedAt: null,
    spentUsd: 0,
    extrasUsd: 0,
    unseenUsd: 0,
    billedUsd: null,
    worstCaseUsd: 0,
    artifactsPath: world.runs.absolute(`${path}/artifacts`),
    logsPath: world.runs.absolute(`${path}/container.log`),
    metrics: null,
  };
}
