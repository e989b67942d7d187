import { announce, showProblem } from "../announce.js";
import { address, ask, call, reasonOf } from "../api.js";
import { askFor } from "../dialog.js";
import { button, field, fill, h, icon } from "../dom.js";
import { counted, sizeText, timeText } from "../format.js";
import { join, trail } from "../paths.js";
import { go, hashOf } from "../route.js";
import { droppedFiles, pickedFiles } from "../transfer/dropped.js";
import { uploads } from "../transfer/panel.js";
import { deleteFile, deleteFolder } from "./delete.js";
import { mayWrite } from "./view.js";

/** @import { Visit, Shown } from "./view.js" */
/** @typedef {{ name: string, type: "file" | "folder", sizeBytes?: number, contentType?: string, modifiedAt?: string, etag?: string }} Entry */
/** @typedef {{ entries: Entry[], nextPageToken?: string | null }} Page */

const PAGE_ENTRIES = 200;

/**
 * What is in a folder, and ways to bring more.
 * @param {Visit} visit
 * @returns {Promise<Shown>}
 */
export async function filesView(visit) {
  const path = visit.params.get("path") ?? "/";
  const first = await entriesOf(path, undefined, visit.signal);
  const body = h("tbody");
  const more = h("div", { class: "more" });
  const note = h("p", { class: "hint", id: "folder-count" });
  let shown = 0;
  const show = (/** @type {Page} */ page) => {
    body.append(...page.entries.map((entry) => entryRow(entry, path, visit)));
    shown += page.entries.length;
    const token = page.nextPageToken ?? undefined;
    note.textContent = `${counted(shown, "entry").replace("entrys", "entries")}${token === undefined ? "" : " so far"}`;
    const next = async () => show(await entriesOf(path, token, visit.signal));
    fill(more, token !== undefined && button("Show more", () => next().catch(told)));
  };
  show(first);
  const table = h(
    "table",
    { class: "listing", "aria-describedby": "folder-count" },
    h("caption", { class: "visually-hidden" }, `Contents of ${path}`),
    h(
      "thead",
      {},
      h("tr", {}, ...["Name", "Size", "Type", "Modified"].map(heading), h("th", { scope: "col" }, hidden("Actions"))),
    ),
    body,
  );
  const empty = h(
    "div",
    { class: "empty" },
    icon("folder"),
    h("p", {}, "This folder is empty."),
    mayWrite(visit.person) && h("p", { class: "hint" }, "Drop files here, or use Upload files."),
  );
  const content = first.entries.length === 0 ? empty : [table, note, more];
  const area = mayWrite(visit.person) ? dropArea(path, content) : h("div", {}, content);
  refreshAfterUploads(path, visit);
  return {
    title: path === "/" ? "All files" : (trail(path).at(-1)?.name ?? path),
    content: [path !== "/" && crumbs(path), mayWrite(visit.person) && tools(path, visit), area],
  };
}

/**
 * @param {string} path
 * @param {string | undefined} pageToken
 * @param {AbortSignal} signal
 * @returns {Promise<Page>}
 */
const entriesOf = (path, pageToken, signal) =>
  ask("GET", "/v1/folders", { query: { path, limit: PAGE_ENTRIES, pageToken }, signal });

const told = (/** @type {unknown} */ error) => showProblem(reasonOf(error));
const hidden = (/** @type {string} */ text) => h("span", { class: "visually-hidden" }, text);
const heading = (/** @type {string} */ text) => h("th", { scope: "col", class: `col-${text.toLowerCase()}` }, text);

/** @param {string} path */
export function crumbs(path) {
  const steps = trail(path);
  return h(
    "nav",
    { class: "crumbs", "aria-label": "Folders" },
    h(
      "ol",
      {},
      steps.map((step, index) => {
        const here = index === steps.length - 1;
        const link = h("a", { href: hashOf("files", { path: step.path }), "aria-current": here ? "page" : undefined });
        return h("li", {}, fill(link, step.name));
      }),
    ),
  );
}

/**
 * @param {Entry} entry
 * @param {string} folder
 * @param {Visit} visit
 */
function entryRow(entry, folder, visit) {
  const path = join(folder, entry.name);
  const isFolder = entry.type === "folder";
  const picture = isFolder ? "folder" : entry.contentType?.startsWith("image/") ? "image" : "file";
  const link = h(
    "a",
    { href: hashOf(isFolder ? "files" : "file", { path }) },
    icon(picture),
    h("span", { dir: "auto" }, entry.name),
  );
  const facts = [sizeText(entry.sizeBytes), timeText(entry.modifiedAt)].filter((fact) => fact !== "");
  const remove = async () => {
    if (isFolder ? await deleteFolder(path, visit.person) : await deleteFile(path, entry.etag)) await visit.again();
  };
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, link, h("p", { class: "facts" }, facts.join(" · "))),
    h("td", { class: "col-size" }, sizeText(entry.sizeBytes)),
    h("td", { class: "col-type" }, isFolder ? "folder" : (entry.contentType ?? "")),
    h("td", { class: "col-modified" }, timeText(entry.modifiedAt)),
    h(
      "td",
      { class: "row-actions" },
      !isFolder && downloadLink(path, entry.name),
      mayWrite(visit.person) && iconButton("trash", `Delete ${entry.name}`, () => remove().catch(told)),
    ),
  );
}

/**
 * @param {"trash"} picture
 * @param {string} label
 * @param {() => unknown} act
 */
const iconButton = (picture, label, act) =>
  h("button", { type: "button", class: "icon-button", title: label, onclick: act }, icon(picture), hidden(label));

/**
 * @param {string} path
 * @param {string} name
 */
function downloadLink(path, name) {
  const label = `Download ${name}`;
  const href = address("/v1/files", { path });
  return h("a", { class: "icon-button", href, download: name, title: label }, icon("download"), hidden(label));
}

/**
 * @param {string} path
 * @param {Visit} visit
 */
function tools(path, visit) {
  const files = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to upload" });
  const folder = h("input", { type: "file", webkitdirectory: true, hidden: true, "aria-label": "Folder to upload" });
  for (const input of [files, folder])
    input.addEventListener("change", () => {
      if (input.files !== null) uploads.add(pickedFiles(input.files, path));
      input.value = "";
    });
  const make = async () => {
    const input = h("input", { type: "text", required: true, autocomplete: "off" });
    const name = await askFor("New folder", field("Name", input), input, "Create");
    if (name === undefined || name === "") return;
    await call("PUT", "/v1/folders", { query: { path: join(path, name) } });
    announce(`Folder ${name} created`);
    go("files", { path: join(path, name) });
  };
  return h(
    "div",
    { class: "toolbar", role: "group", "aria-label": "Folder actions" },
    button("Upload files", () => files.click(), { kind: "main", icon: "upload" }),
    button("Upload folder", () => folder.click(), { icon: "folder" }),
    button("New folder", () => make().catch(told), { icon: "plus" }),
    button("Reload", () => visit.again(), { kind: "quiet" }),
    files,
    folder,
  );
}

/**
 * @param {string} path
 * @param {import("../types.d.ts").Child} content
 */
function dropArea(path, content) {
  const hint = h("div", { class: "drop-hint", "aria-hidden": "true" }, icon("upload"), `Drop to upload to ${path}`);
  const area = h("div", { class: "drop-area" }, content, hint);
  const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  let depth = 0;
  const mark = (/** @type {number} */ change) => {
    depth = Math.max(depth + change, 0);
    area.classList.toggle("dropping", depth > 0);
  };
  area.addEventListener("dragenter", (event) => hasFiles(event) && mark(1));
  area.addEventListener("dragleave", (event) => hasFiles(event) && mark(-1));
  area.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (!hasFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    mark(-depth);
    droppedFiles(event.dataTransfer, path).then((files) => uploads.add(files), told);
  });
  return area;
}

/**
 * @param {string} path
 * @param {Visit} visit
 */
function refreshAfterUploads(path, visit) {
  const inside = path === "/" ? "/" : `${path}/`;
  const refresh = () => {
    if (uploads.items.some((item) => item.state === "done" && item.path.startsWith(inside))) void visit.again();
  };
  uploads.addEventListener("settled", refresh, { signal: visit.signal });
}
