import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Environment } from "../context.ts";
import { run } from "../../local/process/run.ts";
import { findOnPath } from "../../local/host/find-on-path.ts";
import type { PulumiHome } from "./pulumi-release.ts";
import { oldestPulumi } from "./pulumi-release.ts";
import { isSuitable, parseVersion } from "./version.ts";

/** The Pulumi CLI on PATH, if it is new enough and has a language host for Node.js; else why not. */
export async function pulumiOnPath(env: Environment): Promise<PulumiHome | { readonly refused: string }> {
  const file = findOnPath("pulumi", env["PATH"]);
  if (file === undefined) return { refused: "no pulumi on PATH" };
  const said = await run(file, ["version"], { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeoutSeconds: 20 });
  const version = parseVersion(said.stdout);
  if (version === undefined || !isSuitable(version, oldestPulumi)) {
    return { refused: `${file} is ${said.stdout.trim() || "broken"}, ${oldestPulumi.join(".")} or newer is needed` };
  }
  const host = findOnPath("pulumi-language-nodejs", `${dirname(file)}:${env["PATH"] ?? ""}`);
  if (host === undefined) return { refused: `${file} has no pulumi-language-nodejs beside it` };
  const kind = (await isStandInHost(host)) ? "source" : "official";
  return { bin: dirname(file), kind, version: version.join(".") };
}

/** A `./yard` that another `./yard` started finds the CLI that was built here on its PATH: it needs the stand-ins still. */
async function isStandInHost(file: string): Promise<boolean> {
  return (await readFile(file)).subarray(0, 2048).includes("local/plugins/language-nodejs/main.ts");
}
