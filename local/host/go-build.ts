import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Failure } from "../process/failure.ts";
import { lastLines, run } from "../process/run.ts";
import type { Environment, Progress } from "./environment.ts";
import { findOnPath } from "./find-on-path.ts";

/** Programs to build from a Go module of ours that only pins what others wrote, or holds a small program. */
export interface GoBuild {
  /** As in "the Pulumi CLI could not be built". */
  readonly what: string;
  /** Folder of the go.mod. */
  readonly module: string;
  /** Commands to build; their programs are named by their last element. */
  readonly packages: readonly string[];
  /** Folder for the programs. */
  readonly bin: string;
  /** Flags for the linker, beside those that leave out symbols. */
  readonly link?: string;
  readonly tags?: string;
  /** What a person may do where Go is missing or the build fails. */
  readonly instead: string;
}

/** Finds the Go tool on PATH or where its makers' archive puts it. */
export function findGo(env: Environment): string | undefined {
  return findOnPath("go", `${env["PATH"] ?? ""}:/usr/local/go/bin`);
}

/** Builds static programs from exactly the versions that go.sum names; says every 15 s how far it is. `signal` ends the build. */
export async function buildGo(
  build: GoBuild,
  env: Environment,
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  const go = findGo(env);
  if (go === undefined) {
    throw new Failure({
      what: `${build.what} cannot be built`,
      on: build.module,
      why: "Go was not found, neither on PATH nor in /usr/local/go",
      todo: `install Go >= 1.26 (https://go.dev/dl), or ${build.instead}`,
    });
  }
  await mkdir(build.bin, { recursive: true });
  const started = Date.now();
  let modules = 0;
  const tick = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    progress(`building ${build.what}: ${seconds} s${modules > 0 ? `, ${modules} modules fetched` : ""}`);
  }, 15_000);
  try {
    const args = [
      ...["build", "-p", String(availableParallelism()), "-trimpath", "-mod=readonly"],
      ...(build.tags === undefined ? [] : [`-tags=${build.tags}`]),
      // The linker leaves out what debuggers read: an eighth of the work is to make it.
      "-gcflags=all=-dwarf=false",
      ...[`-ldflags=${["-s -w", build.link].filter(Boolean).join(" ")}`, "-o", `${build.bin}/`, ...build.packages],
    ];
    const result = await run(go, args, {
      cwd: build.module,
      env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
      ...(signal === undefined ? {} : { signal }),
      onLine: (line) => (modules += line.includes("downloading") ? 1 : 0),
    });
    if (result.exitCode !== 0) throw buildFailure(build, result.exitCode, result.stderr);
  } finally {
    clearInterval(tick);
  }
}

function buildFailure(build: GoBuild, exitCode: number, stderr: string): Failure {
  return new Failure({
    what: `${build.what} could not be built`,
    on: build.module,
    why: `go build ended with code ${exitCode}\n${lastLines(stderr, 8)}`,
    todo: stderr.includes("no space left")
      ? "free about 3 GB of disk space (go clean -cache helps), then run it again"
      : `check that the Go module proxy can be reached (go env GOPROXY), or ${build.instead}`,
  });
}
