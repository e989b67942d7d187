import { stat } from "node:fs/promises";
import { release } from "node:os";
import { findOnPath } from "../../local/host/find-on-path.ts";
import { systemPath } from "../../local/host/packages.ts";
import type { KnownInputs } from "./passed-files.ts";
import type { StepRun } from "./step.ts";

/** What they start or read beside what they import. */
const started = [/^local\//, /^tools\//, /^test\/local\//, /^stacks\/preload\.ts$/];
const settings = ["package.json", "package-lock.json", "vitest.config.ts", "Pulumi.yaml"];
/** Of the machine, found again by path, size and time. */
const programs = ["dockerd", "docker", "containerd", "runc", "docker-registry", "busybox", "iptables", "git", "go"];

/**
 * Tests of the test bed itself, of which every other test that needs a container or a stack is a user too: each file with a
 * key of all that it sees, sources and this machine's kernel and programs.
 */
export const bedFiles =
  (files: RegExp): KnownInputs =>
  async (tree, env) => {
    const paths = [...tree.files.keys()];
    const common = [...settings, ...paths.filter((path) => started.some((one) => one.test(path)))];
    const machine = [process.version, process.arch, release(), ...(await versionsOf(programs, env))].join("\n");
    const keys = paths
      .filter((path) => files.test(path))
      .map(async (path) => {
        const seen = new Set([...common, ...(await tree.reach(path))]);
        return [path, tree.keyOf([...seen].sort(), `${path}\n${machine}`)] as const;
      });
    return new Map(await Promise.all(keys));
  };

function versionsOf(names: readonly string[], env: StepRun["env"]): Promise<string[]> {
  const folders = systemPath(env);
  return Promise.all(
    names.map(async (name) => {
      const file = findOnPath(name, folders);
      if (file === undefined) return `no ${name}`;
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
}
