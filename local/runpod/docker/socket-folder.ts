import { createHash } from "node:crypto";
import { lstat, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The kernel takes no longer path for a unix socket; the longest name in the folder has about 40 characters. */
const MAX_FOLDER_LENGTH = 60;

/** Names an emulator by its state directory. */
export function emulatorId(stateDir: string): string {
  return createHash("sha256").update(stateDir).digest("hex").slice(0, 16);
}

/** An empty folder for the unix sockets of this emulator: in its state directory, or in /tmp where that path is too long. */
export async function makeSocketFolder(stateDir: string): Promise<string> {
  const inside = join(stateDir, "sockets");
  const folder = inside.length <= MAX_FOLDER_LENGTH ? inside : join(tmpdir(), `trainyard-${emulatorId(stateDir)}`);
  const before = await lstat(folder).catch(() => undefined);
  if (before !== undefined && (!before.isDirectory() || before.uid !== process.getuid?.())) {
    throw new Error(`${folder} belongs to somebody else; remove it or choose another --state`);
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700, recursive: true });
  return folder;
}
