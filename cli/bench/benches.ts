import type { BenchBed } from "./bed.ts";
import type { BenchRow } from "./result.ts";
import { benchDataApi } from "./data-api.ts";
import { benchDataLayer } from "./data-layer.ts";
import { benchEnding } from "./ending.ts";
import { benchHundredJobs } from "./hundred-jobs.ts";
import { benchPacks } from "./packs.ts";
import { benchCluster, benchPlatform } from "./platform.ts";
import { benchPreview } from "./preview.ts";
import { benchUpAgain } from "./up-again.ts";

/** Measures on a bed that it has for itself, `runs` samples after one that warms the caches. */
export type Bench = (bed: BenchBed, runs: number) => Promise<readonly BenchRow[]>;

/** What `./yard bench` measures, by name. */
export const benches: Readonly<Record<string, Bench>> = {
  "up-again": benchUpAgain,
  preview: benchPreview,
  "hundred-jobs": benchHundredJobs,
  ending: benchEnding,
  packs: benchPacks,
  cluster: benchCluster,
  platform: benchPlatform,
  "data-layer": benchDataLayer,
  "data-api": benchDataApi,
};
