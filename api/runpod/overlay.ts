import overlayDocument from "./overlay.json" with { type: "json" };

/** A JSON object of a document. */
export type JsonNode = Readonly<Record<string, unknown>>;

/** The parts of overlay.json, each behind its own switch. */
export type OverlayPart = "cmd" | "secrets" | "pages";

interface Action {
  readonly part: OverlayPart;
  /** Keys from the root of the document to the node that `update` is merged into; it must exist. */
  readonly target: readonly string[];
  readonly update: JsonNode;
}

const actions = overlayDocument.actions as unknown as readonly Action[];

/** A copy of the stored document with the wanted parts of overlay.json merged in. Throws where a target does not exist. */
export function withOverlay<T extends object>(document: T, parts: readonly OverlayPart[]): T {
  const copy = structuredClone(document);
  for (const action of actions) if (parts.includes(action.part)) merge(nodeAt(copy, action.target), action.update);
  return copy;
}

function nodeAt(document: object, target: readonly string[]): Record<string, unknown> {
  let node: unknown = document;
  for (const key of target) node = isNode(node) ? node[key] : undefined;
  if (!isNode(node)) throw new Error(`overlay.json: the document has no ${target.join(" > ")}`);
  return node;
}

/** Objects are merged, lists are appended to, everything else is replaced. */
function merge(node: Record<string, unknown>, update: JsonNode): void {
  for (const [key, value] of Object.entries(update)) {
    const old = node[key];
    if (Array.isArray(old) && Array.isArray(value)) node[key] = [...(old as unknown[]), ...(value as unknown[])];
    else if (isNode(old) && isNode(value)) merge(old, value);
    else node[key] = value;
  }
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
