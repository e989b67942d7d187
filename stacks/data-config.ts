import { z } from "zod";
import type { Problem } from "../components/lib/errors.ts";

const word = z.string().min(1);
const whole = z.int().min(1);

/** What is kept without `retentionDays` goes after so many days. */
export const RETENTION_DAYS = 90;

/** Whether Pulumi refuses to delete it, and whether its data may go with it. */
const guarded = { protect: z.boolean().exactOptional(), allowDataLoss: z.boolean().exactOptional() };

/** A folder of HDFS. */
const directory = z.strictObject({
  path: z.string().startsWith("/", { error: "must be a whole path, as /landing" }),
  owner: word.exactOptional(),
  group: word.exactOptional(),
  mode: word.exactOptional(),
  nameQuota: whole.nullable().exactOptional(),
  spaceQuotaGiB: whole.nullable().exactOptional(),
  snapshotsAllowed: z.boolean().exactOptional(),
  /** Days after which files that nobody has written since are removed; null keeps them. @default 90 */
  retentionDays: whole.max(36500).nullable().exactOptional(),
  ...guarded,
});

/** A table of HBase. What a codec or a name may be, the resource says. */
const table = z.strictObject({
  name: word,
  families: z
    .array(
      z.strictObject({
        name: word,
        ttlSeconds: whole.nullable().exactOptional(),
        maxVersions: whole.exactOptional(),
        compression: z.enum(["NONE", "GZ", "SNAPPY"]).exactOptional(),
        bloomFilter: z.enum(["NONE", "ROW", "ROWCOL"]).exactOptional(),
        mobThresholdBytes: whole.nullable().exactOptional(),
      }),
    )
    .min(1),
  /** Days after which cells of families without `ttlSeconds` are gone; null keeps them. @default 90 */
  retentionDays: whole.max(24855).nullable().exactOptional(),
  splits: z.array(word).exactOptional(),
  ...guarded,
});

const role = z.enum(["reader", "writer", "admin"]);

/** The service over files and tables. Its limits are the component's. */
export const dataApi = z.strictObject({
  replicas: whole.max(16).exactOptional(),
  /** People; their passwords are drawn. */
  users: z.array(z.strictObject({ name: word, role, rotation: whole.exactOptional() })).exactOptional(),
  /** Programs; their tokens are drawn. */
  tokens: z
    .array(z.strictObject({ id: word, role, expiresAt: word.exactOptional(), rotation: whole.exactOptional() }))
    .exactOptional(),
  /** Folder of HDFS that is served as `/`. */
  root: word.exactOptional(),
  heapMiB: z.int().exactOptional(),
  sessionMinutes: z.int().exactOptional(),
  requestsPerSecond: z.int().exactOptional(),
  maxConcurrent: z.int().exactOptional(),
  maxUploadGiB: z.int().exactOptional(),
  /** Seconds for the requests that a pod has when it is told to stop. */
  drainSeconds: z.int().exactOptional(),
});

export const directories = z.array(directory);
export const tables = z.array(table);
export type DirectoryConfig = z.infer<typeof directory>;
export type TableConfig = z.infer<typeof table>;

/** Days after which a folder's files go; undefined for those that stay. */
export const daysOf = ({ retentionDays = RETENTION_DAYS }: DirectoryConfig): number | undefined =>
  retentionDays ?? undefined;

export const isBelow = (path: string, above: string): boolean => path.startsWith(`${above}/`);

/** What does not fit together among folders: an expiry works on all that is below its folder. */
export function directoryProblems(
  folders: readonly DirectoryConfig[],
  expiry: readonly { readonly path: string; readonly days: number }[],
): readonly Problem[] {
  const expiring = [
    ...expiry,
    ...folders.flatMap((folder) => {
      const days = daysOf(folder);
      return days === undefined ? [] : [{ path: folder.path, days }];
    }),
  ];
  return folders.flatMap((folder, index): readonly Problem[] => {
    const at = `hdfs.directories[${index}]`;
    const { path } = folder;
    if (folders.findIndex((one) => one.path === path) !== index)
      return [{ path: `${at}.path`, reason: `"${path}" is taken` }];
    if (expiry.some((one) => one.path === path))
      return [{ path: `${at}.path`, reason: "is in hdfs.expiry too; give its days here alone, as retentionDays" }];
    const above = expiring.find((one) => isBelow(path, one.path) && one.days < (daysOf(folder) ?? Infinity));
    if (above === undefined) return [];
    const why = `lies in ${above.path}, whose files go after ${above.days} days, those of this folder too`;
    return [{ path: `${at}.retentionDays`, reason: `${why}; give ${above.path} as many, or move one of them` }];
  });
}

/** Tables of one name. */
export function tableProblems(wanted: readonly TableConfig[]): readonly Problem[] {
  return wanted.flatMap(({ name }, index) =>
    wanted.findIndex((one) => one.name === name) === index
      ? []
      : [{ path: `hbase.tables[${index}].name`, reason: `"${name}" is taken` }],
  );
}
