import { defineConfig } from "vitest/config";
import Shares from "./cli/testing/shares.ts";

/** What takes stock of the machine, or changes what others take stock of: mounts, links and firewall rules are all one. */
const alone = ["test/e2e/full-disk/**/*.test.ts", "test/local/cluster/lifecycle.cluster.test.ts"];

/** What calls `./yard down`, which takes stock of the machine: nothing of `alone` may run beside it. */
const down = ["smoke", "bad-input", "kill"].map((name) => `test/e2e/${name}/**/*.test.ts`);

/** What sees an image and nothing else: not run again while images and tests are the same (decision 0077). */
const inImages = "test/images/**/*.container.test.ts";
const containers = { testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false };

/** What takes long is named `*.full.*` and runs where `./yard test --full` says so. */
const full = process.env["TRAINYARD_FULL"] === "1";
const long = full ? [] : ["test/**/*.full.*test.ts"];

/** Paths of files that `./yard test` leaves out: they passed while they saw the same (decision 0077). */
const passedBefore = (process.env["TRAINYARD_PASSED_BEFORE"] ?? "").split("\n").filter((path) => path !== "");

/** Tests end to end wait more than they compute, and each has a home, an emulated RunPod and ports of its own. */
const stacks = { testTimeout: 1_200_000, hookTimeout: 1_200_000, maxWorkers: 3, maxConcurrency: 3 };

/** Node.js loads tests and sources by itself, as it loads the program: nothing is rewritten for them, and what it compiled is kept. */
const native = { experimental: { viteModuleRunner: false, nodeLoader: false } };

/** Where the times of files are kept, by which the longest begin first. @default in node_modules */
const cacheDir = process.env["TRAINYARD_VITEST_CACHE"];

/** `unit` needs nothing but Node; `browser` needs Chromium; `container` and `images` need the engine and images; `cluster` needs the embedded cluster; `e2e` and `down` drive the real Pulumi CLI through `./yard`; `alone` does of both what needs the machine for itself. */
export default defineConfig({
  ...(cacheDir === undefined ? {} : { cacheDir }),
  test: {
    // The cluster of the tests stops within this time also on a busy machine; vitest's own 10 s would leave it running.
    teardownTimeout: 180_000,
    sequence: { sequencer: Shares },
    projects: [
      {
        test: {
          name: "unit",
          ...native,
          include: ["test/**/*.test.ts"],
          exclude: [
            ...["container", "cluster", "browser"].map((needs) => `test/**/*.${needs}.test.ts`),
            "test/e2e/**",
            ...long,
          ],
          testTimeout: 30_000,
          maxWorkers: 2,
          // Files share their worker's process and what it has loaded; none may leave anything behind in it.
          isolate: false,
        },
      },
      {
        test: {
          name: "browser",
          ...native,
          include: ["test/**/*.browser.test.ts"],
          exclude: [...long, ...passedBefore],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "container",
          ...native,
          include: ["test/**/*.container.test.ts"],
          exclude: [inImages, ...long, ...passedBefore],
          ...containers,
        },
      },
      {
        test: {
          name: "images",
          ...native,
          include: [inImages],
          ...containers,
        },
      },
      {
        test: {
          name: "cluster",
          ...native,
          include: ["test/**/*.cluster.test.ts"],
          exclude: [...alone, ...long, ...passedBefore],
          globalSetup: ["test/support/cluster-setup.ts"],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          ...native,
          include: ["test/e2e/**/*.test.ts"],
          exclude: [...alone, ...down, ...long, ...passedBefore],
          ...stacks,
        },
      },
      {
        test: {
          name: "down",
          ...native,
          include: down,
          exclude: long,
          ...stacks,
          // The committed stack beside the others, which wait most of their time.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "alone",
          ...native,
          include: alone,
          exclude: passedBefore,
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
