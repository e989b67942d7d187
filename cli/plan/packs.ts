import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { type Limits, withBalance } from "./balance.ts";
import { jointRule, JOINT_FOLDER } from "./joint-pack.ts";

/** Names of the policy packs under `policies/`; what lies beside them is shared by their rules. */
export function packNames(root: string): readonly string[] {
  const folder = join(root, "policies");
  return readdirSync(folder)
    .filter((name) => name !== JOINT_FOLDER && existsSync(join(folder, name, "PulumiPolicy.yaml")))
    .sort();
}

/**
 * Flags that run every pack with the limits of this environment: one process for those that can share it, one for each of
 * the others. `folder` takes files that the CLI reads; `balanceUsd` is what the account holds, where that is known.
 * Throws a Failure for an environment without limits.
 */
export function policyFlags(root: string, stack: string, folder: string, balanceUsd?: number): string[] {
  const packs = packNames(root).map((name) => {
    const limits = limitsOf(root, name, stack);
    return { name, limits: name === "cost" ? withBalance(limits, balanceUsd) : limits };
  });
  const shared = joined(root);
  // What a file says of "all" rules is meant for those of its own pack, which runs alone then, and so do the others.
  const together = packs.filter(({ name, limits }) => shared.has(name) && !("all" in limits));
  const isJoint = together.length > 0 && together.length === shared.size;
  const apart = isJoint ? packs.filter((pack) => !together.includes(pack)) : packs;
  const flags = (name: string, limits: Limits) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(limits));
    return ["--policy-pack", join(root, "policies", name), "--policy-pack-config", file];
  };
  return [
    ...(isJoint ? flags(JOINT_FOLDER, jointLimits(together)) : []),
    ...apart.flatMap(({ name, limits }) => flags(name, limits)),
  ];
}

/** Calls the Pulumi CLI with those flags; the files of limits are there as long as it runs. */
export async function withPolicyFlags<T>(
  where: { readonly root: string; readonly stack: string; readonly balanceUsd?: number | undefined },
  call: (flags: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "trainyard-limits-"));
  try {
    return await call(policyFlags(where.root, where.stack, folder, where.balanceUsd));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of the packs whose rules the joint pack has. */
function joined(root: string): ReadonlySet<string> {
  const file = join(root, "policies", JOINT_FOLDER, "packs.json");
  return new Set(existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as readonly string[]) : []);
}

function jointLimits(packs: readonly { readonly name: string; readonly limits: Limits }[]): Limits {
  return Object.fromEntries(
    packs.flatMap(({ name, limits }) => Object.entries(limits).map(([rule, said]) => [jointRule(name, rule), said])),
  );
}

/** What an environment's file of a pack says. Throws a Failure for one that is missing or holds no rules. */
export function limitsOf(root: string, name: string, stack: string): Limits {
  const file = join(root, "policies", name, `${stack}.json`);
  const refused = (what: string, why: string, todo: string) =>
    new Failure({ what, on: file, why, todo }, exitCodes.refused);
  if (!existsSync(file)) {
    const why = "the file does not exist, and there is no default limit: somebody decides";
    throw refused(
      `the policy pack ${name} has no limits for stack ${stack}`,
      why,
      `create it after policies/${name}/dev.json`,
    );
  }
  try {
    const said: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof said === "object" && said !== null && !Array.isArray(said)) return said as Limits;
    throw new Error("it holds no object of rules");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(
      `the limits of the policy pack ${name} cannot be read`,
      why,
      `write it like policies/${name}/dev.json`,
    );
  }
}
