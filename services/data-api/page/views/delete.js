import { announce } from "../announce.js";
import { ask, call, Problem } from "../api.js";
import { choose } from "../dialog.js";
import { field, h } from "../dom.js";
import { nameOf } from "../paths.js";

/**
 * Deletes a file that the person was shown, once they said so. False where they did not.
 * @param {string} path
 * @param {string | undefined} etag
 * @returns {Promise<boolean>}
 */
export async function deleteFile(path, etag) {
  const body = [h("p", {}, h("strong", {}, path), " is deleted for everybody. It cannot be brought back from here.")];
  if ((await choose("Delete this file?", body, [{ label: "Delete", value: true, kind: "danger" }])) !== true)
    return false;
  await call("DELETE", "/v1/files", { query: { path }, headers: etag === undefined ? {} : { "If-Match": etag } });
  announce(`${nameOf(path)} deleted`);
  return true;
}

/**
 * Deletes a folder; one with contents only for an admin who writes its name.
 * @param {string} path
 * @param {import("./view.js").Visit["person"]} person
 * @returns {Promise<boolean>}
 */
export async function deleteFolder(path, person) {
  const inside = /** @type {{ entries: unknown[] }} */ (await ask("GET", "/v1/folders", { query: { path, limit: 1 } }));
  if (inside.entries.length > 0) return deleteContents(path, person);
  const body = [h("p", {}, h("strong", {}, path), " is empty.")];
  if ((await choose("Delete this folder?", body, [{ label: "Delete", value: true, kind: "danger" }])) !== true)
    return false;
  await call("DELETE", "/v1/folders", { query: { path } });
  announce(`${nameOf(path)} deleted`);
  return true;
}

/**
 * @param {string} path
 * @param {import("./view.js").Visit["person"]} person
 */
async function deleteContents(path, person) {
  if (person.role !== "admin")
    throw new Problem(
      403,
      { detail: `${path} is not empty: only an admin deletes a folder with its contents` },
      undefined,
    );
  const input = h("input", { type: "text", autocomplete: "off" });
  const name = nameOf(path);
  const body = [
    h("p", {}, h("strong", {}, path), " is deleted with everything in it, for everybody."),
    field(`Write ${name} to go on`, input),
  ];
  const yes = await choose("Delete this folder and its contents?", body, [
    { label: "Delete all of it", value: true, kind: "danger" },
  ]);
  if (yes !== true) return false;
  if (input.value.trim().normalize("NFC") !== name)
    throw new Problem(0, { detail: `nothing was deleted: the name written was not ${name}` }, undefined);
  await call("DELETE", "/v1/folders", { query: { path, recursive: true } });
  announce(`${name} deleted with its contents`);
  return true;
}
