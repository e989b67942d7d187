import { ask, Problem } from "../api.js";
import { button, field, h } from "../dom.js";
import { counted, timeText } from "../format.js";
import { go, hashOf } from "../route.js";

/** @import { Visit, Shown } from "./view.js" */
/** @typedef {{ key: string, cells: readonly { column: string, value: string, timestamp: number }[] }} Row */

const sizes = ["20", "50", "200"];
const encodings = ["text", "base64"];

/**
 * Rows of a table, a page at a time.
 * @param {Visit} visit
 * @returns {Promise<Shown>}
 */
export async function tableView(visit) {
  const given = Object.fromEntries(visit.params);
  const { name = "", page, back: _back, ...asked } = given;
  const query = { limit: sizes[0], keyEncoding: "text", valueEncoding: "text", ...asked };
  const path = `/v1/tables/${encodeURIComponent(name)}/rows`;
  const head = [trailOf(name), filterForm(name, query)];
  try {
    const told = /** @type {{ rows: Row[], nextPageToken?: string | null }} */ (
      await ask("GET", path, { query: { ...query, pageToken: page }, signal: visit.signal })
    );
    const pages = pageLinks(given, told.nextPageToken ?? undefined);
    const body = told.rows.length === 0 ? h("p", { class: "empty" }, "No rows here.") : rowsTable(name, told.rows);
    return {
      title: name,
      content: [...head, body, h("p", { class: "hint" }, counted(told.rows.length, "row")), pages],
    };
  } catch (error) {
    if (!(error instanceof Problem) || ![400, 422].includes(error.status)) throw error;
    const bytes = { ...given, keyEncoding: "base64", valueEncoding: "base64" };
    const offer =
      query.valueEncoding === "text" &&
      h("a", { class: "button plain", href: hashOf("table", bytes) }, "Show as base64");
    return {
      title: name,
      content: [...head, h("div", { class: "card", role: "alert" }, h("p", { class: "error" }, error.message), offer)],
    };
  }
}

/** @param {string} name */
const trailOf = (name) =>
  h(
    "nav",
    { class: "crumbs", "aria-label": "Tables" },
    h(
      "ol",
      {},
      h("li", {}, h("a", { href: hashOf("tables") }, "Tables")),
      h("li", {}, h("a", { href: hashOf("table", { name }), "aria-current": "page" }, name)),
    ),
  );

/**
 * @param {string} name
 * @param {Readonly<Record<string, string | undefined>>} query
 */
function filterForm(name, query) {
  const text = (/** @type {string} */ key) =>
    h("input", { type: "text", name: key, value: query[key] ?? "", autocomplete: "off" });
  const select = (/** @type {string} */ key, /** @type {readonly string[]} */ values) =>
    h(
      "select",
      { name: key },
      values.map((value) => h("option", { value, selected: query[key] === value }, value)),
    );
  const form = h(
    "form",
    { class: "filters", role: "search", "aria-label": "Rows to show" },
    field("Prefix", text("prefix")),
    field("From key", text("from")),
    field("To key, not itself", text("to")),
    field("Keys as", select("keyEncoding", encodings)),
    field("Values as", select("valueEncoding", encodings)),
    field("Rows a page", select("limit", sizes)),
    h("button", { type: "submit", class: "button main" }, "Show"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = [...new FormData(form)].map(([key, value]) => [key, String(value)]);
    go("table", { name, ...Object.fromEntries(wanted) });
  });
  return form;
}

/**
 * @param {string} name
 * @param {readonly Row[]} rows
 */
function rowsTable(name, rows) {
  const cell = (/** @type {Row["cells"][number]} */ { column, value, timestamp }) =>
    h(
      "div",
      {},
      h("dt", { title: `written ${timeText(new Date(timestamp).toISOString())}` }, column),
      h("dd", { dir: "auto" }, value),
    );
  return h(
    "table",
    { class: "listing rows" },
    h("caption", { class: "visually-hidden" }, `Rows of ${name}`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Key"), h("th", { scope: "col" }, "Cells"))),
    h(
      "tbody",
      {},
      rows.map(({ key, cells }) =>
        h(
          "tr",
          {},
          h("th", { scope: "row", dir: "auto" }, key),
          h("td", {}, h("dl", { class: "cells" }, cells.map(cell))),
        ),
      ),
    ),
  );
}

/**
 * Ways to the pages beside this one. The pages before it stand in the address, the newest last.
 * @param {Readonly<Record<string, string>>} given
 * @param {string | undefined} next
 */
function pageLinks(given, next) {
  const { page, back, ...asked } = given;
  const before = back === undefined ? [] : back.split(" ");
  const previous = () => go("table", { ...asked, page: before.at(-1), back: before.slice(0, -1).join(" ") });
  const forward = () =>
    go("table", { ...asked, page: next, back: page === undefined ? undefined : [...before, page].join(" ") });
  return h(
    "nav",
    { class: "actions start", "aria-label": "Pages" },
    button("First page", () => go("table", asked), { disabled: page === undefined }),
    button("Previous", previous, { disabled: page === undefined }),
    button("Next", forward, { disabled: next === undefined }),
  );
}
