import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { BenchBed } from "./bed.ts";
import type { StackValues } from "./stacks.ts";

/** The configuration of stack dev as committed, its keys without `trainyard:`. */
export async function committedDev(bed: BenchBed): Promise<StackValues> {
  const { config } = parse(await readFile(join(bed.root, "Pulumi.dev.yaml"), "utf8")) as { config: object };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace(/^trainyard:/, ""), value]));
}

/** Keys of what runs on RunPod; all others belong to what stays up. */
const runKeys = ["runpod", "volume", "jobs"];

/** Its training runs alone, with what they train on. */
export function runsOf(values: StackValues): StackValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => runKeys.includes(key)));
}

/** What stays up alone: no training run, and no volume that only a run would use. */
export function withoutRuns({ volume: _volume, jobs: _jobs, ...rest }: StackValues): StackValues {
  return rest;
}
