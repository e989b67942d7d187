import { announce } from "../announce.js";
import { choose } from "../dialog.js";
import { button, fill, h } from "../dom.js";
import { counted, sizeText } from "../format.js";
import { folderOf, nameOf } from "../paths.js";
import { hashOf } from "../route.js";
import { UploadQueue } from "./queue.js";

/** @typedef {import("./queue.js").Item} Item */

/** @type {Readonly<Record<import("./queue.js").State, string>>} */
const words = {
  waiting: "waiting",
  asking: "waits for your answer",
  sending: "sending",
  pausing: "no answer",
  done: "done",
  skipped: "left out, the one there is kept",
  failed: "failed",
  cancelled: "cancelled",
};

/** The one queue of this page. */
export const uploads = new UploadQueue(askConflict);

/** @type {import("./queue.js").AskConflict} */
async function askConflict(path, more) {
  const forAll = h("input", { type: "checkbox", id: "for-all" });
  const body = [
    h(
      "p",
      {},
      h("strong", {}, nameOf(path)),
      ` is in ${folderOf(path)} already. Nothing is replaced unless you say so.`,
    ),
    more && h("div", { class: "check" }, forAll, h("label", { for: "for-all" }, "Do the same for the rest")),
  ];
  const answer = await choose(
    "This file exists",
    body,
    [
      { label: "Keep both", value: /** @type {const} */ ("keep-both") },
      { label: "Replace", value: /** @type {const} */ ("replace"), kind: "danger" },
    ],
    "Skip",
  );
  return { answer: answer ?? "skip", forAll: forAll.checked };
}

/** Shows the queue; empty where nothing was uploaded. */
export function uploadsPanel() {
  const list = h("ul", { class: "uploads-list" });
  const title = h("h2", { id: "uploads-title" });
  const clear = button("Clear", () => uploads.clear(), { kind: "quiet", icon: "close", about: "finished uploads" });
  const head = h("div", { class: "uploads-head" }, title, clear);
  const panel = h("section", { class: "uploads", "aria-labelledby": "uploads-title", hidden: true }, head, list);
  /** @type {Map<Item, { row: HTMLElement, update: () => void }>} */
  const rows = new Map();
  const draw = () => {
    panel.hidden = uploads.items.length === 0;
    title.textContent = uploads.busy ? "Uploading" : "Uploads";
    clear.hidden = uploads.busy;
    for (const [item, { row }] of rows)
      if (!uploads.items.includes(item)) {
        row.remove();
        rows.delete(item);
      }
    for (const item of uploads.items) {
      const known = rows.get(item) ?? rowOf(item);
      if (!rows.has(item)) list.append(known.row);
      rows.set(item, known);
      known.update();
    }
  };
  uploads.addEventListener("change", draw);
  uploads.addEventListener("settled", () => announce(summary(uploads.items)));
  window.addEventListener("beforeunload", (event) => {
    if (uploads.busy) event.preventDefault();
  });
  return panel;
}

/** @param {readonly Item[]} items */
function summary(items) {
  const count = (/** @type {import("./queue.js").State} */ state) =>
    items.filter((item) => item.state === state).length;
  const failed = count("failed");
  return `${counted(count("done"), "file")} uploaded${failed === 0 ? "" : `, ${failed} failed`}`;
}

/** @param {Item} item */
function rowOf(item) {
  const name = h("a", { class: "uploads-name" });
  const state = h("p", { class: "hint" });
  const bar = h("progress", { max: Math.max(item.file.size, 1), value: 0 });
  const act = h("div", { class: "uploads-act" });
  const row = h("li", {}, h("div", { class: "uploads-text" }, name, bar, state), act);
  /** @type {string | undefined} */
  let shown;
  const update = () => {
    const { state: now, path, sentBytes, message, file } = item;
    bar.value = now === "done" ? bar.max : sentBytes;
    bar.hidden = !["sending", "pausing", "waiting", "asking"].includes(now);
    const amount = now === "sending" ? `${sizeText(sentBytes)} of ${sizeText(file.size)}` : sizeText(file.size);
    state.textContent = [words[now], message, amount].filter((part) => part !== "").join(" · ");
    if (shown === now + path) return;
    shown = now + path;
    row.className = `upload-${now}`;
    name.textContent = nameOf(path);
    bar.setAttribute("aria-label", `Upload of ${nameOf(path)}`);
    if (now === "done") name.setAttribute("href", hashOf("file", { path }));
    const about = nameOf(path);
    const hadFocus = act.contains(document.activeElement);
    const look = { kind: /** @type {const} */ ("quiet"), about };
    if (now === "failed")
      fill(
        act,
        button("Try again", () => uploads.again(item), look),
      );
    else if (["done", "skipped", "cancelled"].includes(now)) fill(act);
    else if (act.childElementCount === 0 || act.textContent?.startsWith("Try"))
      fill(
        act,
        button("Cancel", () => uploads.cancel(item), look),
      );
    if (hadFocus) (act.querySelector("button") ?? name).focus();
  };
  return { row, update };
}
