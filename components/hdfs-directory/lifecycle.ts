import type { Connect } from "../admin-tool/connect.ts";
import { thingLifecycle } from "../admin-tool/kind.ts";
import type { Thing } from "../admin-tool/thing.ts";
import { ToolError } from "../kubernetes/json-tool.ts";
import type { Lifecycle } from "../lib/shim.ts";
import { decideDirectory, directoryProblems, directoryRemoval, seenAsDirectory } from "./plan.ts";
import { directoryShape, type DirectoryWish, listShape, type SeenDirectory, statShape } from "./wish.ts";

const directory: Thing<DirectoryWish, SeenDirectory> = {
  called: "HDFS folder",
  tool: "hdfs-admin",
  shape: directoryShape,
  identity: ["path"],
  problems: directoryProblems,
  observe: async (ask, { path }) => {
    try {
      const stat = await ask("stat", { path }, statShape);
      if (stat.type === "file") return { ...stat, isEmpty: false };
      // One is enough to know: a folder may hold a million.
      const { entries } = await ask("list", { path, atMost: 1 }, listShape);
      return { ...stat, isEmpty: entries.length === 0 };
    } catch (error) {
      if (error instanceof ToolError && error.kind === "NotFound") return undefined;
      throw error;
    }
  },
  decide: decideDirectory,
  seenAs: seenAsDirectory,
  removal: directoryRemoval,
};

/** What an HdfsDirectory does, over the cluster that `connect` reaches. */
export const directoryLifecycle = (connect?: Connect): Lifecycle => thingLifecycle(directory, connect);
export const lifecycle: Lifecycle = directoryLifecycle();
