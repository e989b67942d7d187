import { readFile } from "node:fs/promises";
import type { Locations } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { lossOf } from "./formats.ts";
import { type Entry, formerOf, historyFile, readHistory, recordedVersion, sameImages } from "./history.ts";
import { keep } from "./keep.ts";
import type { RunningImage } from "./running.ts";
import { imagesIn, withImages } from "./stack-file.ts";

/** A rollback that was written down. */
export interface Rollback {
  readonly images: Readonly<Record<string, string>>;
  /** When they were promoted. */
  readonly of: string;
  /** Puts everything back as it stood, where nothing was made of it. */
  readonly undo: () => Promise<void>;
}

/** Writes the former digests into a stack's configuration. Throws a Failure where there are none, or where data would be lost. */
export async function rollBack(
  site: Pick<Locations, "root" | "home">,
  stack: string,
  running: () => Promise<readonly RunningImage[]>,
): Promise<Rollback> {
  const { root } = site;
  const file = stackConfigFiles(site, stack).committed;
  const text = await readFile(file, "utf8").catch(() => "config: {}\n");
  const history = await readHistory(root, stack);
  const last = history.at(-1);
  const former = formerOf(history);
  if (last === undefined || former === undefined) throw nowhere(root, stack);
  if (!sameImages(last.images, imagesIn(text))) throw changedByHand(file, stack);
  const losses = lossesOf(history, former.entry, await running());
  if (losses.length > 0) throw lost(stack, losses);
  const { images, versions, at: of } = former.entry;
  const entry: Entry = { at: new Date().toISOString(), by: "rollback", to: former.number, images, versions };
  const back = withImages(text, images);
  await keep(root, stack, { read: text, text: back, entries: [...history, entry] });
  return { images, of, undo: () => keep(root, stack, { read: back, text, entries: history }) };
}

/** What of a stack's data the former images could not read. What does not run, or runs already as it was, loses nothing. */
export function lossesOf(
  history: readonly Entry[],
  former: Pick<Entry, "images" | "versions">,
  running: readonly RunningImage[],
): readonly string[] {
  return running.flatMap(({ name, reference }) => {
    if (former.images[name] === reference) return [];
    const version = recordedVersion(history, name, reference);
    return lossOf({ image: name, running: version, former: former.versions[name] }) ?? [];
  });
}

function lost(stack: string, losses: readonly string[]): Failure {
  return new Failure(
    {
      what: "not rolled back: data would be lost; nothing was changed",
      on: `stack ${stack}`,
      why: losses.join("\n"),
      todo: "mend it forward with a newer image, or restore the data of before first (docs/environments.md) and name the former images in trainyard:images",
    },
    exitCodes.refused,
  );
}

function nowhere(root: string, stack: string): Failure {
  return new Failure(
    {
      what: "there is nothing to return to; nothing was changed",
      on: historyFile(root, stack),
      why: `stack ${stack} has no former digests on record`,
      todo: "check out the commit that it was brought up from and run ./yard up; ./yard promote keeps a history from its first time on",
    },
    exitCodes.refused,
  );
}

function changedByHand(file: string, stack: string): Failure {
  return new Failure(
    {
      what: "not rolled back: trainyard:images is not what was promoted last; nothing was changed",
      on: file,
      why: `somebody changed it by hand since, so nobody can say what is former to it (stacks/promotions/${stack}.json)`,
      todo: "take the file back from git, or set trainyard:images by hand",
    },
    exitCodes.refused,
  );
}
