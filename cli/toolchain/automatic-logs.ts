import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../context.ts";

const NOTE = `The Pulumi CLI keeps a log of all that it does in a folder of this name, for its own developers, and can be told
so by nothing else than a file in its place. It took half of what the CLI computes. TRAINYARD_PULUMI_LOGS=1 brings it back.
`;

/**
 * Keeps the CLI from writing its automatic logs to `pulumiHome`: megabytes with every command, of every property of every
 * resource, and unencrypted until the stack's key is known. It goes on without them where their folder cannot be made.
 * `TRAINYARD_PULUMI_LOGS=1` lets them be written.
 */
export async function refuseAutomaticLogs(pulumiHome: string, env: Environment): Promise<void> {
  const place = join(pulumiHome, "logs");
  const there = await lstat(place).catch(() => undefined);
  const isWanted = env["TRAINYARD_PULUMI_LOGS"] === "1";
  if (there !== undefined && there.isDirectory() === isWanted) return;
  await rm(place, { recursive: true, force: true });
  if (isWanted) return;
  await mkdir(pulumiHome, { recursive: true });
  await writeFile(place, NOTE);
}
