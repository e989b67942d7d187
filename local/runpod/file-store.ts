import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StateStore } from "./store.ts";

/** Text of a file, or undefined where there is none. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Never half a file, even when the process is killed at any moment. */
function replace(path: string, text: string): void {
  const aside = `${path}.${process.pid}.tmp`;
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, path);
}

/** State in `directory`: `state.json` and `logs/<pod>.jsonl`, readable by their owner only. */
export function createFileStore(directory: string): StateStore {
  const state = join(directory, "state.json");
  const log = (podId: string) => join(directory, "logs", `${podId}.jsonl`);
  mkdirSync(join(directory, "logs"), { recursive: true, mode: 0o700 });
  return {
    load: () => read(state),
    save: (snapshot) => replace(state, snapshot),
    appendLog: (podId, lines) => appendFileSync(log(podId), lines, { mode: 0o600 }),
    readLog: (podId) => read(log(podId)) ?? "",
    writeLog: (podId, lines) => (lines === "" ? rmSync(log(podId), { force: true }) : replace(log(podId), lines)),
  };
}
