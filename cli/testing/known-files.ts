import { stat } from "node:fs/promises";
import { release } from "node:os";
import { findOnPath } from "../../local/host/find-on-path.ts";
import { systemPath } from "../../local/host/packages.ts";
import type { KnownInputs } from "./passed-files.ts";
import type { SourceTree } from "./source-tree.ts";
import type { StepRun } from "./step.ts";

/** What tests see beside what they import. */
interface Seen {
  /** Files that they start, read, or make images and programs of. */
  readonly files: RegExp;
  /** Of the machine, found again by path, size and time. */
  readonly programs: readonly string[];
}

const settings = ["package.json", "package-lock.json", "vitest.config.ts", "Pulumi.yaml"];
/** What vitest loads for tests of the cluster. */
const clusterSetup = "test/support/cluster-setup.ts";

const driven = ["dockerd", "docker", "containerd", "runc", "docker-registry", "busybox", "iptables", "git", "go"];
const bed: Seen = { files: /^(?:local|tools|test\/local)\/|^stacks\/preload\.ts$/, programs: driven };
const product: Seen = {
  files: /^(?:api|components|images|local|services|stacks|test\/local|test\/support|tools|training)\//,
  programs: driven,
};
const page: Seen = { files: /^(?:api|services)\//, programs: ["chromium"] };

/** The test bed's own tests see the bed; those of a page, that and its browser; others all that can be part of an image or of a program. */
function seenBy(test: string): Seen {
  if (test.endsWith(".browser.test.ts")) return page;
  return /^test\/(?:local|e2e\/plugins-random)\//.test(test) ? bed : product;
}

/**
 * The test files that match, each with a key of all that it sees: sources, packages, and this machine's kernel and programs.
 * Not for tests that start `./yard`, which see all of the repository; files of a full run alone are never among them.
 */
export const knownFiles =
  (files: RegExp): KnownInputs =>
  async (tree, env) => {
    const tests = [...tree.files.keys()].filter((path) => files.test(path) && !path.includes(".full."));
    const keys = [...Map.groupBy(tests, seenBy)].map(([seen, alike]) => keysOf(alike, seen, tree, env));
    return new Map((await Promise.all(keys)).flat());
  };

/** By path the keys of tests that see the same beside what they import. */
async function keysOf(tests: readonly string[], { files, programs }: Seen, tree: SourceTree, env: StepRun["env"]) {
  const read = [...tree.files.keys()].filter((path) => files.test(path) && !path.endsWith(".md"));
  const machine = [process.version, process.arch, release(), ...(await versionsOf(programs, env))];
  const keys = tests.map(async (test) => {
    const setup = test.endsWith(".cluster.test.ts") ? await tree.reach(clusterSetup) : [];
    const sources = new Set([...settings, ...read, ...setup, ...(await tree.reach(test))]);
    return [test, tree.keyOf([...sources].sort(), [test, ...machine].join("\n"))] as const;
  });
  return Promise.all(keys);
}

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
