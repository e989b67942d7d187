import { AmbiguousError } from "./failures.ts";

/** One page as it came: the items it holds, and the whole answer, in which a cursor may hide. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly answer: unknown;
}

/** How to ask for the page after this one, as query parameters. */
export type PageQuery = Readonly<Record<string, string>>;

const maxPages = 200;
const places = ["pagination", "page", "pageInfo", "page_info", "metadata", "meta"];
const nextFields = /^(next_?cursor|next_?page_?token|next_?token|next_?page|next|end_?cursor)$/i;
const ownFields = /^(cursor|page_?token)$/i;
const moreFields = /^has_?(more|next(_?page)?)$/i;

/**
 * Every item of a list, each once. RunPod's lists have become paged, with cursor names that are not published: whatever
 * looks like a cursor is followed. A list that cannot be read to its end is an AmbiguousError, never a short list: what is
 * missing from a list is taken for gone.
 */
export async function everyPage<T>(
  what: string,
  read: (query: PageQuery) => Promise<Page<T>>,
  idOf: (item: T) => string,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  let query: PageQuery = {};
  for (let page = 0; page < maxPages; page += 1) {
    const { items, answer } = await read(query);
    const before = found.size;
    for (const item of items) found.set(idOf(item), item);
    const next = nextPage(answer, query);
    if (next === "end") return [...found.values()];
    if (next === "lost") throw incomplete(what, "it says there is more, but not where");
    if (page > 0 && found.size === before) throw incomplete(what, "its next page brings nothing new");
    query = next;
  }
  throw incomplete(what, `it has more than ${maxPages} pages`);
}

/** The query for the next page; `end` when this is the last; `lost` when more is announced without a cursor. */
export function nextPage(answer: unknown, sent: PageQuery): PageQuery | "end" | "lost" {
  const fields = candidates(answer);
  const more = fields.find(([key]) => moreFields.test(key))?.[1];
  if (more === false) return "end";
  const next = fields.find(([key, value]) => nextFields.test(key) && cursorText(value) !== undefined);
  if (next !== undefined) return queryFor(next[0], cursorText(next[1]) ?? "");
  const own = fields.find(([key, value]) => ownFields.test(key) && cursorText(value) !== undefined);
  const value = own === undefined ? undefined : cursorText(own[1]);
  if (own !== undefined && value !== undefined && sent["cursor"] !== value) return queryFor(own[0], value);
  return more === true ? "lost" : "end";
}

function candidates(answer: unknown): readonly (readonly [string, unknown])[] {
  if (!isRecord(answer)) return [];
  const inner = places.flatMap((place) => (isRecord(answer[place]) ? Object.entries(answer[place]) : []));
  return [...Object.entries(answer), ...inner];
}

/** The parameter's name is guessed from the field's; unknown parameters are ignored, so `cursor` goes along. */
function queryFor(field: string, value: string): PageQuery {
  const link = /^(?:https?:|\/|\?)/.test(value) ? value.split("?")[1] : undefined;
  if (link !== undefined) return Object.fromEntries(new URLSearchParams(link));
  const stem = field.replace(/^(next|end)_?/i, "").replace(/^./, (first) => first.toLowerCase());
  return { ...(stem === "" ? {} : { [stem]: value }), cursor: value };
}

function cursorText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function incomplete(what: string, why: string): AmbiguousError {
  const message = `${what}: the list cannot be read to its end: ${why}; nothing may be concluded from it, try again`;
  return new AmbiguousError(message, { status: 200, detail: why });
}
