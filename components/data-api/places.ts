import type { Problem } from "../lib/errors.ts";

const folder = /^(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/;
const namespace = /^[a-z][a-z0-9_-]{0,62}$/;
/** HBase's own files: a user of the API could take a table apart, or read one past the roles. */
const foreign = ["/hbase", "/tmp"];
const reserved = ["default", "hbase"];

/** What is wrong with where it keeps things. */
export function placeProblems(root: string, tablesNamespace: string): readonly Problem[] {
  return [...rootProblems(root), ...namespaceProblems(tablesNamespace)];
}

function rootProblems(root: string): readonly Problem[] {
  const path = "root";
  if (!folder.test(root)) {
    const allowed = "a folder below /, as /data, of letters, digits and _.- that begin with no dot";
    return [{ path, reason: `must be ${allowed}, got ${JSON.stringify(root)}` }];
  }
  const taken = foreign.find((one) => root === one || root.startsWith(`${one}/`));
  if (taken === undefined) return [];
  return [{ path, reason: `must not be in ${taken}, which belongs to others, got ${JSON.stringify(root)}` }];
}

function namespaceProblems(name: string): readonly Problem[] {
  const path = "tablesNamespace";
  if (reserved.includes(name)) return [{ path, reason: `"${name}" is HBase's own; choose another` }];
  if (namespace.test(name)) return [];
  const allowed = "a small letter and up to 62 small letters, digits, _ and -";
  return [{ path, reason: `must be ${allowed}, got ${JSON.stringify(name)}` }];
}
