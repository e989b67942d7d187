import { address, call, reasonOf } from "../api.js";
import { button, h } from "../dom.js";
import { sizeText } from "../format.js";
import { nameOf } from "../paths.js";

const TEXT_BYTES = 64 * 2 ** 10;
const MOST_IMAGE_BYTES = 32 * 2 ** 20;
const images = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/svg+xml",
]);
const texts =
  /^(text\/|application\/(json|.*\+json|xml|.*\+xml|yaml|x-yaml|toml|javascript|x-ndjson|jsonl|x-sh|sql)\b)/;
const unnamed = "application/octet-stream";

/**
 * The beginning of a text, or the picture.
 * @param {string} path
 * @param {{ sizeBytes: number, contentType: string, etag: string }} seen
 * @param {AbortSignal} signal
 */
export async function previewOf(path, seen, signal) {
  const type = seen.contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  return h(
    "section",
    { class: "card preview", "aria-labelledby": "preview-title" },
    h("h2", { id: "preview-title" }, "Preview"),
    await contentOf(path, { ...seen, type }, signal).catch((error) => h("p", { class: "hint" }, reasonOf(error))),
  );
}

/**
 * @param {string} path
 * @param {{ sizeBytes: number, type: string, etag: string }} seen
 * @param {AbortSignal} signal
 */
async function contentOf(path, { sizeBytes, type, etag }, signal) {
  if (sizeBytes === 0) return h("p", { class: "hint" }, "The file is empty.");
  if (images.has(type)) {
    if (sizeBytes > MOST_IMAGE_BYTES)
      return h("p", { class: "hint" }, `A picture of ${sizeText(sizeBytes)}: download it to see it.`);
    return h("img", { src: address("/v1/files", { path }), alt: `Picture in ${nameOf(path)}` });
  }
  if (!texts.test(type) && type !== unnamed && type !== "")
    return h("p", { class: "hint" }, `No preview of ${type}. Download the file to see it.`);
  return textOf(path, sizeBytes, etag, signal);
}

/**
 * @param {string} path
 * @param {number} sizeBytes
 * @param {string} etag
 * @param {AbortSignal} signal
 */
async function textOf(path, sizeBytes, etag, signal) {
  // One decoder for all parts: a letter that is cut at the end of a part waits for the next one.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const text = h("pre", {
    class: "text",
    tabindex: 0,
    dir: "auto",
    role: "region",
    "aria-label": `Text of ${nameOf(path)}`,
  });
  const note = h("p", { class: "hint" });
  const more = button("Show more", () => next().catch((error) => void (note.textContent = reasonOf(error))));
  let from = 0;
  const next = async () => {
    const to = Math.min(from + TEXT_BYTES, sizeBytes) - 1;
    const headers = { Range: `bytes=${from}-${to}`, "If-Match": etag };
    const bytes = await (await call("GET", "/v1/files", { query: { path }, headers, signal })).arrayBuffer();
    from += bytes.byteLength;
    text.append(decoder.decode(bytes, { stream: from < sizeBytes }));
    if (/[\u1780-\u17ff]/.test(text.textContent ?? "")) text.lang = "km";
    more.hidden = from >= sizeBytes;
    note.textContent = from >= sizeBytes ? "" : `The first ${sizeText(from)} of ${sizeText(sizeBytes)}.`;
  };
  try {
    await next();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return h("p", { class: "hint" }, "This file is not UTF-8 text. Download it to see it.");
  }
  return h("div", {}, text, h("div", { class: "more" }, note, more));
}
