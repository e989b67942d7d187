import { announce } from "../announce.js";
import { ask, Problem, reasonOf } from "../api.js";
import { button, field, fill, h } from "../dom.js";
import { mayWrite } from "./view.js";

/** @typedef {import("./file.js").Metadata} Metadata */

/**
 * Free key/values of a file, and its type; saved only over what was shown.
 * @param {string} path
 * @param {Metadata} seen
 * @param {import("./view.js").Visit} visit
 */
export function propertiesForm(path, seen, visit) {
  const title = h("h2", { id: "properties-title" }, "Properties");
  const section = h("section", { class: "card", "aria-labelledby": "properties-title" }, title);
  const given = Object.entries(seen.properties);
  if (!mayWrite(visit.person)) {
    section.append(
      given.length === 0
        ? h("p", { class: "hint" }, "None.")
        : h(
            "dl",
            { class: "facts-list" },
            given.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
          ),
    );
    return section;
  }
  const type = h("input", { type: "text", value: seen.contentType, required: true, autocomplete: "off" });
  const rows = h("div", { class: "pairs" });
  const message = h("div", { role: "alert" });
  const add = (/** @type {string} */ name, /** @type {string} */ value) => {
    const row = pairRow(name, value, () => adder.focus());
    rows.append(row.element);
    return row;
  };
  const adder = button("Add property", () => add("", "").name.focus(), { icon: "plus", kind: "quiet" });
  for (const [name, value] of given) add(name, value);
  const save = async () => {
    const patch = patchOf(seen, type.value.trim(), rows);
    await ask("PATCH", "/v1/metadata", {
      query: { path },
      json: patch,
      headers: { "If-Match": seen.etag, "Content-Type": "application/merge-patch+json" },
    });
    await visit.again();
    announce("Properties saved");
  };
  const refused = (/** @type {unknown} */ error) => {
    const changed = error instanceof Problem && error.status === 412;
    const why = changed
      ? "Not saved: somebody changed this file since you opened it."
      : `Not saved: ${reasonOf(error)}`;
    fill(message, h("p", { class: "error" }, why), changed && button("Load what is there now", () => visit.again()));
  };
  const form = h("form", {}, field("Content type", type), rows, h("div", { class: "actions start" }, adder), message);
  form.append(h("div", { class: "actions" }, h("button", { type: "submit", class: "button main" }, "Save")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill(message);
    save().catch(refused);
  });
  section.append(form);
  return section;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {() => void} removed
 */
function pairRow(name, value, removed) {
  const nameInput = h("input", {
    type: "text",
    value: name,
    "aria-label": "Property name",
    placeholder: "name",
    autocomplete: "off",
  });
  const valueInput = h("input", {
    type: "text",
    value,
    "aria-label": "Property value",
    placeholder: "value",
    autocomplete: "off",
  });
  const element = h("div", { class: "pair" }, nameInput, valueInput);
  const remove = () => {
    element.remove();
    removed();
  };
  element.append(button("Remove", remove, { kind: "quiet", about: name === "" ? "this property" : name }));
  return { element, name: nameInput };
}

/**
 * What changed, as a merge patch: null takes a property away.
 * @param {Metadata} seen
 * @param {string} contentType
 * @param {HTMLElement} rows
 */
function patchOf(seen, contentType, rows) {
  const pairs = [...rows.querySelectorAll(".pair")].map((row) => {
    const [name, value] = [...row.querySelectorAll("input")].map((input) => input.value.trim());
    return [name ?? "", value ?? ""];
  });
  const wanted = Object.fromEntries(pairs.filter(([name]) => name !== ""));
  /** @type {Record<string, string | null>} */
  const properties = {};
  for (const name of Object.keys(seen.properties)) if (!Object.hasOwn(wanted, name)) properties[name] = null;
  for (const [name, value] of Object.entries(wanted)) if (seen.properties[name] !== value) properties[name] = value;
  return { properties, ...(contentType === seen.contentType ? {} : { contentType }) };
}
