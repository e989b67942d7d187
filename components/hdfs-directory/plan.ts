import type { Step } from "../admin-tool/thing.ts";
import type { Problem } from "../lib/errors.ts";
import { problemsOf } from "../lib/problems.ts";
import { directoryRules, type DirectoryWish, type SeenDirectory } from "./wish.ts";

const managed = ["owner", "group", "mode", "nameQuota", "spaceQuotaBytes", "snapshotsAllowed"] as const;
type Managed = (typeof managed)[number];

/** Folders that belong to daemons; theirs is the say. */
const reserved = ["/hbase", "/system", "/.reserved"];

/** What is wrong with a wish whatever stands. */
export function directoryProblems(wish: DirectoryWish, before: DirectoryWish | undefined): readonly Problem[] {
  const { error } = directoryRules.safeParse(wish, { reportInput: true });
  if (error !== undefined) return problemsOf(error);
  const { path } = wish;
  const owner = reserved.find((folder) => path === folder || path.startsWith(`${folder}/`));
  if (owner !== undefined) return [{ path: "path", reason: `${owner} is not the program's; take another folder` }];
  if (before === undefined || before.path === path || before.allowDataLoss) return [];
  // The old one goes after the new one is there; a folder with files in it would stop the update half-way.
  const how = "give the new one a resource of its own, or set allowDataLoss and run up first";
  return [{ path: "path", reason: `is another folder, and ${before.path} would be deleted; ${how}` }];
}

/** What to do next, of the folder that is seen. */
export function decideDirectory(wish: DirectoryWish, seen: SeenDirectory | undefined, isNew: boolean): Step {
  if (seen === undefined) return ensuring(wish, managed, "making it");
  if (seen.type === "file") return refuse("path", "is a file in HDFS; move it away, or take another path");
  const changed = managed.filter((field) => isOther(wish, seen, field));
  if (changed.length === 0) return { do: "nothing" };
  if (isNew && !seen.isEmpty) {
    const differ = changed.map((field) => `${field} is ${String(seen[field])} there, ${String(wish[field])} here`);
    const how = "write what is there to take it over, and change it afterwards";
    return refuse("path", `exists with files in it, and is another one: ${differ.join(", ")}; ${how}`);
  }
  const { spaceQuotaBytes } = wish;
  if (changed.includes("spaceQuotaBytes") && spaceQuotaBytes !== null && spaceQuotaBytes < seen.spaceUsedBytes) {
    const reason = `is ${spaceQuotaBytes} bytes, and ${seen.spaceUsedBytes} are used: nobody could write any more`;
    return refuse("spaceQuotaBytes", reason);
  }
  return ensuring(wish, changed, `changing ${changed.join(", ")}`);
}

/** The folder as it is seen, for a refresh. What the program leaves to HDFS is no drift. */
export function seenAsDirectory(wish: DirectoryWish, seen: SeenDirectory): Readonly<Record<string, unknown>> {
  return Object.fromEntries(managed.map((field) => [field, isLeft(wish, field) ? null : seen[field]]));
}

/** HDFS itself refuses a folder with something in it, so nothing goes that came in after the look. */
export function directoryRemoval({ path, allowDataLoss }: DirectoryWish, seen: SeenDirectory): Step {
  if (seen.type === "file") return refuse("path", "is a file in HDFS now, which nobody here has made");
  const how = "empty it, or set it to true, run up, and delete it then";
  if (!seen.isEmpty && !allowDataLoss) return refuse("allowDataLoss", `is false, and it is not empty; ${how}`);
  const saying = seen.isEmpty ? "deleting it; it is empty" : `deleting it with ${seen.spaceUsedBytes} bytes in it`;
  return { do: "ask", command: "delete", input: { path, recursive: allowDataLoss }, saying };
}

function ensuring(wish: DirectoryWish, fields: readonly Managed[], saying: string): Step {
  const asked = fields.filter((field) => !isLeft(wish, field)).map((field) => [field, wish[field]] as const);
  return { do: "ask", command: "mkdir", input: { path: wish.path, ...Object.fromEntries(asked) }, saying };
}

const isLeft = (wish: DirectoryWish, field: Managed): boolean =>
  (field === "owner" || field === "group") && wish[field] === null;
const isOther = (wish: DirectoryWish, seen: SeenDirectory, field: Managed): boolean =>
  !isLeft(wish, field) && wish[field] !== seen[field];
const refuse = (path: string, reason: string): Step => ({ do: "refuse", problems: [{ path, reason }] });
