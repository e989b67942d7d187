import { rename, writeFile } from "node:fs/promises";
import { stackConfigFiles } from "../stack-config.ts";
import { type Entry, writeHistory } from "./history.ts";

/** Writes a stack's configuration and what its images were, each whole or not at all. */
export async function keep(root: string, stack: string, text: string, entries: readonly Entry[]): Promise<void> {
  const file = stackConfigFiles({ root, home: root }, stack).committed;
  await writeHistory(root, stack, entries);
  await writeFile(`${file}.aside`, text);
  await rename(`${file}.aside`, file);
}
