import { HBaseTable } from "../components/hbase-table/index.ts";
import type { HBase } from "../components/hbase/index.ts";
import { HdfsDirectory } from "../components/hdfs-directory/index.ts";
import type { Hdfs } from "../components/hdfs/index.ts";
import { daysOf, type DirectoryConfig, isBelow, type TableConfig } from "./data-config.ts";

/** Folders of a lake, those above first: HDFS would make them by itself, and not as they should be. */
export function buildDirectories(folders: readonly DirectoryConfig[], lake: Hdfs): void {
  const made: { readonly path: string; readonly folder: HdfsDirectory }[] = [];
  for (const config of [...folders].sort((a, b) => a.path.length - b.path.length)) {
    const { protect = false, retentionDays: _days, ...args } = config;
    const dependsOn = made.filter(({ path }) => isBelow(args.path, path)).map(({ folder }) => folder);
    const opts = { parent: lake, protect, dependsOn };
    made.push({ path: args.path, folder: new HdfsDirectory(`lake${args.path}`, { hdfs: lake.link, ...args }, opts) });
  }
}

/** What the daily expiry of a lake removes: of the configuration, and of folders that keep their files for some days. */
export function expiryOf(
  folders: readonly DirectoryConfig[],
  expiry: readonly { readonly path: string; readonly days: number }[],
): readonly { readonly path: string; readonly days: number }[] {
  const own = folders.flatMap((folder) => {
    const days = daysOf(folder);
    return days === undefined ? [] : [{ path: folder.path, days }];
  });
  return [...expiry, ...own];
}

export function buildHBaseTables(wanted: readonly TableConfig[], tables: HBase): void {
  for (const { protect = false, ...args } of wanted)
    new HBaseTable(`tables/${args.name}`, { hbase: tables.link, ...args }, { parent: tables, protect });
}
