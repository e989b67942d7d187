/** Where the emulator's state outlives its process. All calls are synchronous: what was answered is on disk. */
export interface StateStore {
  /** The last saved snapshot, undefined at the first start. */
  load(): string | undefined;
  save(snapshot: string): void;
  /** Adds whole lines to the log of a pod. */
  appendLog(podId: string, lines: string): void;
  /** All kept lines, "" where there are none. */
  readLog(podId: string): string;
  /** Replaces the log, "" removes it. */
  writeLog(podId: string, lines: string): void;
}
