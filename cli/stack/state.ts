import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { lastLines, run } from "../../local/process/run.ts";
import { Failure } from "../failure.ts";
import { parsedJson } from "../parsed-json.ts";
import { stackExists, stacksFolder } from "../pulumi.ts";
import type { Site, Toolchain } from "../toolchain/index.ts";

const resource = z.looseObject({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
/** One resource as the state has it; secrets in it are encrypted. */
export type StateResource = z.infer<typeof resource>;

const pending = z.looseObject({ type: z.string(), resource });
const latest = z
  .looseObject({ resources: z.array(resource).nullish(), pending_operations: z.array(pending).nullish() })
  .nullish();
/** As the file backend keeps it, and as the CLI exports it. */
const kept = z.looseObject({ checkpoint: z.looseObject({ latest }) });
const exported = z.looseObject({ deployment: latest });

/** The resources of a stack's state; none where the backend does not know the stack. Throws a Failure for one that cannot be read. */
export async function readState(site: Site, toolchain: Toolchain, stack: string): Promise<readonly StateResource[]> {
  return (await readLatest(site, toolchain, stack))?.resources ?? [];
}

/** The resources of a stack's state, and those in whose update a CLI was ended: the state does not know how far it came. */
export async function readWholeState(site: Site, toolchain: Toolchain, stack: string) {
  const found = await readLatest(site, toolchain, stack);
  const broken = (found?.pending_operations ?? []).filter(({ type }) => type === "updating");
  return { resources: found?.resources ?? [], inUpdate: broken.map(({ resource }) => resource) };
}

async function readLatest(site: Site, toolchain: Toolchain, stack: string): Promise<z.infer<typeof latest>> {
  if (!(await stackExists(site, toolchain, stack))) return undefined;
  // A call of the CLI takes a second; the file of a backend in a folder is there to be read.
  const file = await stateFile(site, toolchain, stack);
  const own = file === undefined ? undefined : kept.safeParse(parsedJson(await readFile(file, "utf8"))).data;
  if (own !== undefined) return own.checkpoint.latest;
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const said = await run("pulumi", args, { cwd: site.root, env: { ...site.env, ...toolchain.env } });
  const state = said.exitCode === 0 ? exported.safeParse(parsedJson(said.stdout)).data : undefined;
  if (state !== undefined) return state.deployment;
  throw new Failure({
    what: `the state of stack ${stack} could not be read`,
    on: toolchain.env["PULUMI_BACKEND_URL"] ?? site.env["PULUMI_BACKEND_URL"] ?? "the Pulumi backend",
    why: lastLines(said.stderr, 6) || "pulumi stack export gave no state",
    todo: "check the backend (PULUMI_BACKEND_URL) and its login",
  });
}

/** Ids of all resources in a stack's state. */
export async function resourceIds(site: Site, toolchain: Toolchain, stack: string): Promise<ReadonlySet<string>> {
  return new Set((await readState(site, toolchain, stack)).flatMap(({ id }) => id ?? []));
}

/** The stack's outputs as the state has them. */
export function outputsOf(state: readonly StateResource[]): Readonly<Record<string, unknown>> {
  return state.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

async function stateFile(site: Site, toolchain: Toolchain, stack: string): Promise<string | undefined> {
  const folder = await stacksFolder(site, toolchain);
  if (folder === undefined) return undefined;
  const file = join(folder, `${stack}.json`);
  return existsSync(file) ? file : undefined;
}
