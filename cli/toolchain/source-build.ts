import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { contentKeyOfFiles } from "../../local/cache/content-key.ts";
import { buildGo } from "../../local/host/go-build.ts";
import type { Environment } from "../context.ts";
import type { Progress } from "./part.ts";
import { pinnedPulumi } from "./pulumi-release.ts";

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

/** Names what a build would give: same key, same program. `launchers` is the key of the files that go beside it. */
export async function sourceBuildKey(root: string, launchers: Readonly<Record<string, string>>): Promise<string> {
  const module = join(root, "tools", "pulumi");
  const files = await contentKeyOfFiles({
    "go.mod": join(module, "go.mod"),
    "go.sum": join(module, "go.sum"),
    ...launchers,
  });
  return `${pinnedPulumi}-source-${process.platform}-${process.arch}-${files}`;
}

/** Builds the CLI from `tools/pulumi` into `bin/pulumi`; about three minutes on two cores the first time. */
export async function buildPulumi(root: string, bin: string, env: Environment, progress: Progress): Promise<void> {
  const build = {
    what: "the Pulumi CLI",
    module: join(root, "tools", "pulumi"),
    packages: [cliPackage],
    bin,
    link: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedPulumi}`,
    tags: "osusergo,grpcnotrace",
    instead: "install the Pulumi CLI by hand (https://www.pulumi.com/docs/install)",
  };
  await buildGo(build, env, progress);
}

/** Copies the launchers of language host and dynamic provider beside the CLI, where it looks for them. */
export async function placeLaunchers(bin: string, launchers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, file] of Object.entries(launchers)) await copyFile(file, join(bin, name));
}
