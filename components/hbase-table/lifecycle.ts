import type { Connect } from "../admin-tool/connect.ts";
import { thingLifecycle } from "../admin-tool/kind.ts";
import type { Thing } from "../admin-tool/thing.ts";
import { ToolError } from "../kubernetes/json-tool.ts";
import type { Lifecycle } from "../lib/shim.ts";
import { decideTable, seenAsTable, tableProblems, tableRemoval } from "./plan.ts";
import { type SeenTable, seenShape, tableShape, type TableWish } from "./wish.ts";

const table: Thing<TableWish, SeenTable> = {
  called: "HBase table",
  tool: "hbase-admin",
  shape: tableShape,
  identity: ["name"],
  problems: tableProblems,
  observe: async (ask, { name }) => {
    try {
      return await ask("table-describe", { name }, seenShape);
    } catch (error) {
      if (error instanceof ToolError && error.kind === "TableNotFound") return undefined;
      throw error;
    }
  },
  decide: decideTable,
  seenAs: seenAsTable,
  removal: tableRemoval,
};

/** What an HBaseTable does, over the cluster that `connect` reaches. */
export const tableLifecycle = (connect?: Connect): Lifecycle => thingLifecycle(table, connect);
export const lifecycle: Lifecycle = tableLifecycle();
