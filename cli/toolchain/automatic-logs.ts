import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "../context.ts";

const NOTE = `The Pulumi CLI would keep a log of all that it does here, in a folder of this name: half of what it computes in a preview.
Only a file in the folder's place keeps it from that. ./yard with TRAINYARD_PULUMI_LOGS=1 takes this file away again.
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
