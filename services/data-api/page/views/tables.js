import { ask } from "../api.js";
import { h, icon } from "../dom.js";
import { hashOf } from "../route.js";

/** @import { Visit, Shown } from "./view.js" */
/** @typedef {{ name: string, families?: readonly { name: string }[] }} Table */

/**
 * The tables that there are.
 * @param {Visit} visit
 * @returns {Promise<Shown>}
 */
export async function tablesView({ signal }) {
  const { tables } = /** @type {{ tables: Table[] }} */ (await ask("GET", "/v1/tables", { signal }));
  const row = (/** @type {Table} */ { name, families = [] }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href: hashOf("table", { name }) }, icon("table"), h("span", {}, name))),
      h("td", {}, families.map((family) => family.name).join(", ")),
    );
  const listing = h(
    "table",
    { class: "listing" },
    h("caption", { class: "visually-hidden" }, "Tables"),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Table"), h("th", { scope: "col" }, "Families"))),
    h("tbody", {}, tables.map(row)),
  );
  const empty = h("div", { class: "empty" }, icon("table"), h("p", {}, "There is no table yet."));
  return { title: "Tables", content: [tables.length === 0 ? empty : listing] };
}
