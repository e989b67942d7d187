import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** Names of the policy packs under `policies/`; what lies beside them is shared by their rules. */
export function packNames(root: string): readonly string[] {
  const folder = join(root, "policies");
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "PulumiPolicy.yaml")))
    .sort();
}

/** The file that a pack is given for its committed one. */
type Told = (pack: string, config: string) => string;

/**
 * Flags that run every pack with the limits of this environment; `told` may give a file with more than the committed one.
 * Throws a Failure for an environment without limits.
 */
export function policyFlags(root: string, stack: string, told: Told = (_pack, config) => config): string[] {
  return packNames(root).flatMap((name) => {
    const pack = join(root, "policies", name);
    const config = join(pack, `${stack}.json`);
    if (existsSync(config)) return ["--policy-pack", pack, "--policy-pack-config", told(name, config)];
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
