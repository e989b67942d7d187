import { showProblem } from "../announce.js";
import { address, ask, reasonOf } from "../api.js";
import { button, h, icon } from "../dom.js";
import { sizeText, timeText } from "../format.js";
import { folderOf, nameOf } from "../paths.js";
import { go } from "../route.js";
import { deleteFile } from "./delete.js";
import { crumbs } from "./files.js";
import { previewOf } from "./preview.js";
import { propertiesForm } from "./properties.js";
import { mayWrite } from "./view.js";

/** @import { Visit, Shown } from "./view.js" */
/**
 * @typedef {object} Metadata
 * @property {string} path
 * @property {number} sizeBytes
 * @property {string} contentType
 * @property {string} sha256
 * @property {string} uploader
 * @property {string} createdAt
 * @property {string} modifiedAt
 * @property {string} etag
 * @property {Readonly<Record<string, string>>} properties
 */

/**
 * One file: what it holds, what is known of it.
 * @param {Visit} visit
 * @returns {Promise<Shown>}
 */
export async function fileView(visit) {
  const path = visit.params.get("path") ?? "/";
  const seen = /** @type {Metadata} */ (await ask("GET", "/v1/metadata", { query: { path }, signal: visit.signal }));
  const remove = async () => {
    if (await deleteFile(path, seen.etag)) go("files", { path: folderOf(path) });
  };
  const tools = h(
    "div",
    { class: "toolbar", role: "group", "aria-label": "File actions" },
    h(
      "a",
      { class: "button main", href: address("/v1/files", { path }), download: nameOf(path) },
      icon("download"),
      "Download",
    ),
    mayWrite(visit.person) &&
      button("Delete", () => remove().catch((error) => showProblem(reasonOf(error))), {
        icon: "trash",
        kind: "danger",
      }),
  );
  return {
    title: nameOf(path),
    content: [
      crumbs(path),
      tools,
      h(
        "div",
        { class: "columns" },
        await previewOf(path, seen, visit.signal),
        h("div", {}, facts(seen), propertiesForm(path, seen, visit)),
      ),
    ],
  };
}

/** @param {Metadata} seen */
function facts(seen) {
  const rows = [
    ["Size", `${sizeText(seen.sizeBytes)} (${seen.sizeBytes.toLocaleString()} bytes)`],
    ["Type", seen.contentType],
    ["SHA-256", h("code", {}, seen.sha256)],
    ["Uploaded by", seen.uploader],
    ["Created", timeText(seen.createdAt)],
    ["Modified", timeText(seen.modifiedAt)],
  ];
  return h(
    "section",
    { class: "card", "aria-labelledby": "facts-title" },
    h("h2", { id: "facts-title" }, "About"),
    h(
      "dl",
      { class: "facts-list" },
      rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
  );
}
