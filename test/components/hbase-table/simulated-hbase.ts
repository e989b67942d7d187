import type { SeenFamily } from "../../../components/hbase-table/wish.ts";
import { ToolError } from "../../../components/kubernetes/json-tool.ts";
import { SimulatedTool } from "../../support/simulated-tool.ts";

interface Table {
  families: SeenFamily[];
  splits: string[];
}

interface Request {
  readonly name: string;
  readonly families?: readonly SeenFamily[];
  readonly splits?: string[];
  readonly removeFamilies?: readonly string[];
}

/** The tables that `hbase-admin` speaks of. */
export class SimulatedHBase {
  readonly tables = new Map<string, Table>();
  readonly tool = new SimulatedTool({
    "table-describe": ({ name }: Request) => this.#described(name),
    "table-create": ({ name, families = [], splits = [] }: Request) => {
      if (this.tables.has(name)) throw new ToolError("TableExists", name);
      this.tables.set(name, { families: sorted(families), splits });
      return this.#described(name);
    },
    "table-alter": ({ name, families = [], removeFamilies = [] }: Request) => {
      const table = this.#table(name);
      const kept = table.families.filter((one) => !families.some((other) => other.name === one.name));
      table.families = sorted([...kept, ...families]).filter((one) => !removeFamilies.includes(one.name));
      return this.#described(name);
    },
    "table-delete": ({ name }: Request) => {
      this.#table(name);
      this.tables.delete(name);
      return { deleted: name };
    },
  });

  get changes(): readonly string[] {
    return this.tool.changes(["table-describe"]);
  }

  #table(name: string): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new ToolError("TableNotFound", name);
    return table;
  }

  #described(name: string): object {
    return { name, ...this.#table(name), enabled: true };
  }
}

/** HBase keeps families in the order of their names. */
const sorted = (families: readonly SeenFamily[]): SeenFamily[] =>
  [...families].sort((a, b) => (a.name < b.name ? -1 : 1));
