import { ask, Problem } from "../api.js";
import { h, icon } from "../dom.js";
import { counted, shareText, sizeText, timeText } from "../format.js";
import { hashOf } from "../route.js";

/** @import { Visit, Shown } from "./view.js" */
/** @typedef {{ key: string, cells: readonly { column: string, value: string }[] }} Row */
/** @typedef {{ readonly id: string, readonly of: (column: string) => string, readonly counters: Readonly<Record<string, string>> }} Kept */

const SNAPSHOTS = "corpus:snapshots";
const REJECTED = "corpus:rejected";
const MOST_PASSAGES = 100;
/** The order in which passages go through them. */
const stages = ["extract", "normalise", "clean", "segment", "exact-duplicates", "near-duplicates", "split"];

/**
 * Snapshots of the training corpus: what is usable, what was turned away and why.
 * @param {Visit} visit
 * @returns {Promise<Shown>}
 */
export async function corpusView({ params, signal }) {
  const kept = (await rowsOf(SNAPSHOTS, "", 1000, signal))
    .map(keptOf)
    .sort((one, other) => (one.of("createdAt") < other.of("createdAt") ? 1 : -1));
  const chosen = kept.find(({ id }) => id === params.get("snapshot")) ?? kept[0];
  if (chosen === undefined)
    return {
      title: "Corpus",
      content: [
        h(
          "div",
          { class: "empty" },
          icon("book"),
          h("p", {}, "No corpus is kept here yet."),
          h("p", { class: "hint" }, "./yard up brings one where the stack has a data API and a job with a recipe."),
        ),
      ],
    };
  const [stage, reason] = [params.get("stage"), params.get("reason")];
  const passages =
    stage && reason ? await rowsOf(REJECTED, `${chosen.id}/${stage}/${reason}/`, MOST_PASSAGES, signal) : undefined;
  return {
    title: "Corpus",
    content: [
      summary(chosen),
      stagesTable(chosen),
      passages && passagesList(stage ?? "", reason ?? "", passages),
      history(kept, chosen),
    ],
  };
}

/**
 * Rows of a table; none where there is no such table yet.
 * @param {string} table
 * @param {string} prefix
 * @param {number} limit
 * @param {AbortSignal} signal
 * @returns {Promise<readonly Row[]>}
 */
async function rowsOf(table, prefix, limit, signal) {
  try {
    const path = `/v1/tables/${encodeURIComponent(table)}/rows`;
    const { rows } = /** @type {{ rows: Row[] }} */ (await ask("GET", path, { query: { prefix, limit }, signal }));
    return rows;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return [];
    throw error;
  }
}

/**
 * @param {Row} row
 * @returns {Kept}
 */
function keptOf({ key, cells }) {
  const all = Object.fromEntries(cells.map(({ column, value }) => [column, value]));
  const counters = Object.fromEntries(
    Object.entries(all).flatMap(([column, value]) => (column.startsWith("c:") ? [[column.slice(2), value]] : [])),
  );
  return { id: key, of: (column) => all[`s:${column}`] ?? "", counters };
}

/** @param {Kept} kept */
function summary({ id, of }) {
  const facts = [
    ["Usable, of passages with Khmer", h("strong", {}, shareText(Number(of("usabilityOfKhmer"))))],
    ["Usable, of all passages found", shareText(Number(of("usability")))],
    [
      "To train on",
      `${Number(of("trainTokens")).toLocaleString()} tokens, vocabulary ${Number(of("vocabulary")).toLocaleString()}`,
    ],
    [
      "Files",
      h(
        "a",
        { href: hashOf("files", { path: of("path") }) },
        `${counted(Number(of("files")), "file")}, ${sizeText(Number(of("bytes")))}, in ${of("path")}`,
      ),
    ],
    ["Snapshot", h("code", {}, id)],
    ["Taken", timeText(of("createdAt"))],
    ["SHA-256 of its manifest", h("code", {}, of("manifestSha256"))],
    ["Corpus", h("code", {}, of("corpus"))],
  ];
  return h(
    "section",
    { class: "card", "aria-labelledby": "summary-title" },
    h("h2", { id: "summary-title" }, "Snapshot"),
    h(
      "dl",
      { class: "facts-list" },
      facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
  );
}

/** @param {Kept} kept */
function stagesTable({ id, counters }) {
  const known = stages.filter((stage) => counters[`${stage}.accepted`] !== undefined);
  const count = (/** @type {string} */ name) => Number(counters[name] ?? 0).toLocaleString();
  const reasons = (/** @type {string} */ stage) => {
    const start = `${stage}.reason.`;
    return Object.keys(counters)
      .filter((name) => name.startsWith(start))
      .map((name) => {
        const reason = name.slice(start.length);
        const href = hashOf("corpus", { snapshot: id, stage, reason });
        return h("li", {}, h("a", { href }, reason), `: ${count(name)}`);
      });
  };
  return h(
    "table",
    { class: "listing stages" },
    h("caption", {}, "Passages, stage by stage"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ["Stage", "Kept", "Turned away", "Why"].map((text) => h("th", { scope: "col" }, text)),
      ),
    ),
    h(
      "tbody",
      {},
      known.map((stage) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, stage),
          h("td", { class: "number" }, count(`${stage}.accepted`)),
          h("td", { class: "number" }, count(`${stage}.rejected`)),
          h("td", {}, h("ul", {}, reasons(stage))),
        ),
      ),
    ),
  );
}

/**
 * @param {string} stage
 * @param {string} reason
 * @param {readonly Row[]} rows
 */
function passagesList(stage, reason, rows) {
  const of = (/** @type {Row} */ row, /** @type {string} */ column) =>
    row.cells.find((cell) => cell.column === column)?.value ?? "";
  return h(
    "section",
    { class: "card", "aria-labelledby": "passages-title" },
    h("h2", { id: "passages-title" }, `Turned away by ${stage}: ${reason}`),
    h("p", { class: "hint" }, `${counted(rows.length, "passage")} of them, to look at.`),
    h(
      "ul",
      { class: "passages" },
      rows.map((row) =>
        h(
          "li",
          {},
          h("p", { dir: "auto", class: "passage" }, of(row, "r:text")),
          h("p", { class: "hint" }, of(row, "r:source")),
        ),
      ),
    ),
  );
}

/**
 * @param {readonly Kept[]} kept
 * @param {Kept} chosen
 */
function history(kept, chosen) {
  return h(
    "section",
    { class: "card", "aria-labelledby": "history-title" },
    h("h2", { id: "history-title" }, "All snapshots"),
    h(
      "ul",
      { class: "passages" },
      kept.map(({ id, of }) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: hashOf("corpus", { snapshot: id }), "aria-current": id === chosen.id ? "true" : undefined },
            timeText(of("createdAt")),
          ),
          ` · ${shareText(Number(of("usabilityOfKhmer")))} usable · corpus ${of("corpus").slice(0, 12)}`,
        ),
      ),
    ),
  );
}
