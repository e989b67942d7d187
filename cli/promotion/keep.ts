import { readFile, rename, writeFile } from "node:fs/promises";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { type Entry, writeHistory } from "./history.ts";

/** What is to be written, and the text that it was made from. */
export interface Kept {
  readonly read: string;
  readonly text: string;
  readonly entries: readonly Entry[];
}

/**
 * Writes a stack's configuration and what its images were, each whole or not at all. Throws a Failure where somebody has
 * changed the configuration since it was read: their words stay.
 */
export async function keep(root: string, stack: string, { read, text, entries }: Kept): Promise<void> {
  const file = stackConfigFiles({ root, home: root }, stack).committed;
  if ((await readFile(file, "utf8")) !== read) throw changedMeanwhile(file);
  await writeHistory(root, stack, entries);
  await writeFile(`${file}.aside`, text);
  await rename(`${file}.aside`, file);
}

function changedMeanwhile(file: string): Failure {
  return new Failure(
    {
      what: "the configuration was changed meanwhile; nothing was written",
      on: file,
      why: "it is not as it was read, so it was not judged as it is, and writing would undo the change",
      todo: "run it again",
    },
    exitCodes.refused,
  );
}
