import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** Flags that run every pack of policies/ with the ceilings of this environment. */
export function policyFlags(root: string, stack: string): string[] {
  const folder = join(root, "policies");
  const packs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return packs.flatMap(({ name }) => {
    const config = join(folder, name, `${stack}.json`);
    if (existsSync(config)) return ["--policy-pack", join(folder, name), "--policy-pack-config", config];
    throw new Failure(
      {
        what: `the policy pack ${name} has no limits for stack ${stack}`,
        on: config,
        why: "the file does not exist, and there is no default limit: somebody decides",
        todo: `create it after policies/${name}/dev.json`,
      },
      exitCodes.refused,
    );
  });
}
