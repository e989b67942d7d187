const MAX_LENGTH = 250;

/**
 * The name under which MLflow keeps a metric or a parameter. It reads names as paths and takes only those that are the shortest
 * way to write themselves, of letters, digits and `_.-/ `: one refused name would keep all that is sent with it from being told.
 */
export function keptName(name: string): string {
  const path = name.replace(/[^\w.\-/ ]/g, "_").slice(0, MAX_LENGTH);
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const kept = parts.map((part) => (part === ".." ? "__" : part)).join("/");
  return kept === "" ? "_" : kept.replace(/^\.\./, "__");
}
