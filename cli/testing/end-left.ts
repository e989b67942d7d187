import { dirname } from "node:path";
import { processesOf, wordsOf } from "../../local/host/leftovers.ts";
import { endProcess } from "../../local/process/identity.ts";
import { stopLocal } from "../local.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { RUN_MARK } from "./environment.ts";

const graceSeconds = 5;

/**
 * Ends what tests of a run started and did not end, as where ^C came: an emulated RunPod outlives its test, as it outlives
 * the command that starts it. First the test beds, with their containers and clusters, then whatever else has the run's
 * mark in its environment.
 */
export async function endLeft(site: Site, run: string, progress: Progress): Promise<void> {
  const homes = new Set(processesOf(`${RUN_MARK}=${run}`).flatMap(({ pid }) => homeOf(wordsOf(pid)) ?? []));
  for (const home of homes) {
    progress(`stopping what a test left in ${home}`);
    await stopLocal({ ...site, home }, () => undefined);
  }
  await Promise.all(processesOf(`${RUN_MARK}=${run}`).map((left) => endProcess(left, graceSeconds)));
}

/** The TRAINYARD_HOME of an emulated RunPod, by its command line; undefined for any other process. */
export function homeOf(words: readonly string[]): string | undefined {
  const state = words[words.indexOf("--state") + 1];
  const isEmulator = words.some((word) => word.endsWith("/local/runpod/main.ts"));
  return isEmulator && state !== undefined && state.endsWith("/local/runpod") ? dirname(dirname(state)) : undefined;
}
