import { ToolError } from "../../../components/kubernetes/json-tool.ts";
import { SimulatedTool } from "../../support/simulated-tool.ts";

export interface Entry {
  readonly type: "directory" | "file";
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
  readonly nameQuota: number | null;
  readonly spaceQuotaBytes: number | null;
  readonly snapshotsAllowed: boolean;
  readonly spaceUsedBytes: number;
}

const fresh: Entry = {
  ...{ type: "directory", owner: "hdfs", group: "supergroup", mode: "0755", nameQuota: null, spaceQuotaBytes: null },
  ...{ snapshotsAllowed: false, spaceUsedBytes: 0 },
};

/** Entries that the tool's heap has room for. */
const ROOM = 1000;

type Request = Partial<Entry> & { readonly path: string; readonly recursive?: boolean };

/** The folders and files that `hdfs-admin` speaks of, by path. */
export class SimulatedFiles {
  readonly entries = new Map<string, Entry>();
  readonly tool = new SimulatedTool({
    stat: ({ path }: Request) => this.#entry(path),
    list: ({ path, atMost = Infinity }: Request & { readonly atMost?: number }) => {
      const entries = this.#below(path).slice(0, atMost);
      if (entries.length > ROOM)
        throw new Error("hdfs-admin list ended with 3 and no answer: java.lang.OutOfMemoryError");
      return { entries };
    },
    mkdir: ({ path, ...wanted }: Request) => {
      this.entries.set(path, { ...(this.entries.get(path) ?? fresh), ...wanted });
      return this.#entry(path);
    },
    delete: ({ path, recursive = false }: Request) => {
      if (!recursive && this.#below(path).length > 0) throw new ToolError("NotEmpty", path);
      for (const gone of [path, ...this.#below(path)]) this.entries.delete(gone);
      return { deleted: true };
    },
  });

  get changes(): readonly string[] {
    return this.tool.changes(["stat", "list"]);
  }

  add(path: string, more: Partial<Entry> = {}): void {
    this.entries.set(path, { ...fresh, ...more });
  }

  #entry(path: string): Entry {
    const found = this.entries.get(path);
    if (found === undefined) throw new ToolError("NotFound", path);
    return found;
  }

  #below(path: string): readonly string[] {
    return [...this.entries.keys()].filter((one) => one.startsWith(`${path}/`));
  }
}
