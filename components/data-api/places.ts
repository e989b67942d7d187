import type { Problem } from "../lib/errors.ts";

const folder = /^(\/[^/\s]+)+$/;
const namespace = /^[A-Za-z0-9_]+$/;
/** HBase's own files: a user of the API could take a table apart, or read one past the roles. */
const foreign = ["/hbase", "/tmp"];
const reserved = ["default", "hbase"];

/** What is wrong with where it keeps things. */
export function placeProblems(root: string, tablesNamespace: string): readonly Problem[] {
  return [...rootProblems(root), ...namespaceProblems(tablesNamespace)];
}

function rootProblems(root: string): readonly Problem[] {
  const path = "root";
  const names = root.split("/");
  if (!folder.test(root) || names.includes(".") || names.includes(".."))
    return [{ path, reason: `must be a folder below /, as /data, got ${JSON.stringify(root)}` }];
  const taken = foreign.find((one) => root === one || root.startsWith(`${one}/`));
  if (taken === undefined) return [];
  return [{ path, reason: `must not be in ${taken}, which belongs to others, got ${JSON.stringify(root)}` }];
}

function namespaceProblems(name: string): readonly Problem[] {
  const path = "tablesNamespace";
  if (reserved.includes(name)) return [{ path, reason: `"${name}" is HBase's own; choose another` }];
  if (namespace.test(name)) return [];
  return [{ path, reason: `must be letters, digits and _, got ${JSON.stringify(name)}` }];
}
