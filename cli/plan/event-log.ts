import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFrom } from "../runs/read-from.ts";

/**
 * Where the engine writes its events: a file without a name, held open here and handed to the CLI as a descriptor. The
 * events hold what the SDK writes for debugging, secrets too, so whatever is killed, at whatever moment, nothing of them
 * stays on the disk. Close it when the events were read.
 */
export class EventLog {
  readonly #descriptor: number;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), "trainyard-events-"));
    try {
      this.#descriptor = openSync(join(folder, "events.json"), "wx+", 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The descriptor in this process, for `stdio` of the CLI. */
  get descriptor(): number {
    return this.#descriptor;
  }

  /** What was written so far. */
  text(): string {
    return readFrom(this.#descriptor, 0).toString("utf8");
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
