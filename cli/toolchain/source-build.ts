import { copyFile, mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { contentKeyOfFiles } from "../../local/cache/content-key.ts";
import type { Environment } from "../context.ts";
import { Failure } from "../failure.ts";
import { lastLines, run } from "../../local/process/run.ts";
import { findOnPath } from "../../local/host/find-on-path.ts";
import type { Progress } from "./part.ts";
import { pinnedPulumi } from "./pulumi-release.ts";

const cliPackage = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const buildFlags = [
  "-trimpath",
  "-mod=readonly",
  "-tags=osusergo,grpcnotrace",
  `-ldflags=-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pinnedPulumi}`,
] as const;

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

/** Finds the Go tool on PATH or where its makers' archive puts it. */
export function findGo(env: Environment): string | undefined {
  return findOnPath("go", `${env["PATH"] ?? ""}:/usr/local/go/bin`);
}

/** Builds the CLI from `tools/pulumi` into `bin/pulumi`; about three minutes on two cores the first time. */
export async function buildPulumi(root: string, bin: string, env: Environment, progress: Progress): Promise<void> {
  const go = findGo(env);
  const module = join(root, "tools", "pulumi");
  if (go === undefined) {
    throw new Failure({
      what: "there is no Pulumi CLI and none can be built",
      on: module,
      why: "neither a suitable pulumi on PATH, nor its download site, nor Go was found",
      todo: "install the Pulumi CLI (https://www.pulumi.com/docs/install) or Go >= 1.26 (https://go.dev/dl)",
    });
  }
  await mkdir(bin, { recursive: true });
  const started = Date.now();
  let modules = 0;
  const tick = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    progress(`building the Pulumi CLI: ${seconds} s${modules > 0 ? `, ${modules} modules fetched` : ""}`);
  }, 15_000);
  try {
    const args = ["build", "-p", String(availableParallelism()), ...buildFlags, "-o", join(bin, "pulumi"), cliPackage];
    const result = await run(go, args, {
      cwd: module,
      env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
      onLine: (line) => (modules += line.includes("downloading") ? 1 : 0),
    });
    if (result.exitCode !== 0) throw buildFailure(module, result.exitCode, result.stderr);
  } finally {
    clearInterval(tick);
  }
}

function buildFailure(module: string, exitCode: number, stderr: string): Failure {
  const diskFull = stderr.includes("no space left");
  return new Failure({
    what: "the Pulumi CLI could not be built",
    on: module,
    why: `go build ended with code ${exitCode}\n${lastLines(stderr, 8)}`,
    todo: diskFull
      ? "free about 3 GB of disk space (go clean -cache helps), then run it again"
      : "check that the Go module proxy can be reached (go env GOPROXY), or install the Pulumi CLI by hand",
  });
}

/** Copies the launchers of language host and dynamic provider beside the CLI, where it looks for them. */
export async function placeLaunchers(bin: string, launchers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, file] of Object.entries(launchers)) await copyFile(file, join(bin, name));
}
