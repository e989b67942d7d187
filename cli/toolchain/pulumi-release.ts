import { join } from "node:path";
import type { Locations } from "../context.ts";
import type { Version } from "./version.ts";

/**
 * The Pulumi CLI that this project is tested with. Newer ones cannot be built from source alone: from 3.256 on they ask
 * for an unpublished gocloud.dev.
 */
export const pinnedPulumi = "3.250.0";

/** The oldest CLI on PATH that is taken as it is. */
export const oldestPulumi: Version = [3, 250, 0];

/** Where a Pulumi CLI with its language host lies: all of it in one `bin` folder, as the official archive has it. */
export interface PulumiHome {
  readonly bin: string;
  readonly kind: "official" | "source";
  readonly version: string;
}

/** The folder of CLIs in the cache. */
export function pulumiCache(locations: Pick<Locations, "cache">): string {
  return join(locations.cache, "pulumi");
}

/** The names of this machine as the official archives spell them, or undefined where there is no archive. */
export function releasePlatform(platform = process.platform, arch = process.arch): string | undefined {
  const system = { linux: "linux", darwin: "darwin" }[platform as string];
  const machine = { x64: "x64", arm64: "arm64" }[arch as string];
  return system === undefined || machine === undefined ? undefined : `${system}-${machine}`;
}
