import type { PreviewStep } from "./preview-document.ts";

/** What happens to a resource. */
export type Operation = "replace" | "delete" | "create" | "update" | "same";

/** In the order in which they matter. */
export const operations = ["replace", "delete", "create", "update", "same"] as const satisfies readonly Operation[];

/** The engine's operations; the halves of a replacement are one. What is missing here changes nothing that stands. */
const known: Readonly<Record<string, Operation>> = {
  create: "create",
  import: "create",
  update: "update",
  delete: "delete",
  same: "same",
  "create-replacement": "replace",
  "import-replacement": "replace",
};

/** One resource and what happens to it. */
export interface ResourceChange {
  readonly operation: Operation;
  /** The last part of the type. */
  readonly kind: string;
  readonly name: string;
  /** Arguments that differ: their names, no values and no names of what is below them. */
  readonly changed: readonly string[];
}

/** Resources that something stands behind: not the stack, its providers and components that only group others. */
export function resourceChanges(steps: readonly PreviewStep[]): readonly ResourceChange[] {
  return steps.flatMap(({ op, type, name, diffs }): ResourceChange[] => {
    const operation = known[op];
    if (operation === undefined || /^(pulumi|trainyard):/.test(type)) return [];
    const changed = [...new Set(diffs.map((path) => /^[\w-]+/.exec(path)?.[0] ?? path))];
    return [{ operation, kind: type.split(":").at(-1) ?? type, name, changed }];
  });
}
