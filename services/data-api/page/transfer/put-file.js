import { address, ask, call, Problem } from "../api.js";
import { keepUpload, keptUpload } from "./kept-uploads.js";
import { mayPass, withRetries } from "./retry.js";
import { send } from "./send.js";

/** Above this a file goes in pieces that can be taken up again, bytes. */
export const RESUMABLE_BYTES = 8 * 2 ** 20;
const PIECE_BYTES = 8 * 2 ** 20;

/**
 * @typedef {object} Putting
 * @property {string} path
 * @property {File} file
 * @property {string | undefined} replaces ETag of the file that it takes the place of
 * @property {AbortSignal} signal
 * @property {(bytes: number) => void} sent
 * @property {(seconds: number) => void} waits
 */

/**
 * Brings a file to its path. Nothing is ever replaced but what `replaces` names. Throws Problem.
 * @param {Putting} putting
 */
export async function putFile(putting) {
  return putting.file.size > RESUMABLE_BYTES ? putInPieces(putting) : putWhole(putting);
}

/** @param {File} file */
const typeOf = (file) => file.type || "application/octet-stream";

/** @param {Putting} putting */
async function putWhole({ path, file, replaces, signal, sent, waits }) {
  const guard = replaces === undefined ? { "If-None-Match": "*" } : { "If-Match": replaces };
  const headers = { ...guard, "Content-Type": typeOf(file), ...(await digestOf(file)) };
  const url = address("/v1/files", { path });
  await withRetries(() => send({ method: "PUT", url, body: file, headers, signal, sent }), signal, waits);
}

/**
 * What the service checks the content by. Browsers reckon it only over https, and on the machine itself.
 * @param {File} file
 * @returns {Promise<Readonly<Record<string, string>>>}
 */
async function digestOf(file) {
  if (!window.isSecureContext) return {};
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return { "Repr-Digest": `sha-256=:${btoa(String.fromCharCode(...digest))}:` };
}

/** @param {Putting} putting */
async function putInPieces(putting) {
  const { path, file, signal, sent, waits } = putting;
  const location = await begin(putting);
  try {
    let offset = await offsetOf(location, signal);
    while (offset < file.size) {
      offset = await withRetries(() => sendPiece(location, putting), signal, waits, isElsewhere);
      sent(offset);
    }
    await publish(location, putting);
    keepUpload(path, file, undefined);
  } catch (error) {
    if (error instanceof Problem && [404, 409, 410, 412].includes(error.status)) keepUpload(path, file, undefined);
    throw error;
  }
}

/**
 * After a cut the service may stand further on than it said: what it was still writing counts once it is closed.
 * @param {unknown} error
 */
const isElsewhere = (error) => mayPass(error) || (error instanceof Problem && error.status === 409);

/**
 * Makes the file of the upload. Where an answer was lost the file may be made and the upload gone.
 * @param {string} location
 * @param {Putting} putting
 */
async function publish(location, { path, file, replaces, signal, waits }) {
  let sent = 0;
  const once = () => {
    sent += 1;
    return call("POST", `${location}/publish`, { signal });
  };
  try {
    await withRetries(once, signal, waits);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404 || sent < 2) throw error;
    /** @type {{ sizeBytes: number, etag: string }} */
    const made = await ask("GET", "/v1/metadata", { query: { path }, signal });
    if (made.sizeBytes !== file.size || made.etag === replaces) throw error;
  }
}

/**
 * The next piece, from wherever the service stands: an answer that was lost is not sent twice.
 * @param {string} location
 * @param {Putting} putting
 */
async function sendPiece(location, { file, signal, sent }) {
  const from = await offsetOf(location, signal);
  if (from >= file.size) return from;
  const body = file.slice(from, from + PIECE_BYTES);
  const headers = { "Upload-Offset": String(from), "Content-Type": "application/octet-stream" };
  const told = (/** @type {number} */ bytes) => sent(from + bytes);
  const answer = await send({ method: "PATCH", url: location, body, headers, signal, sent: told });
  return Number(answer.getResponseHeader("Upload-Offset") ?? from + body.size);
}

/**
 * @param {string} location
 * @param {AbortSignal} signal
 */
async function offsetOf(location, signal) {
  const state = /** @type {{ offsetBytes: number }} */ (await ask("GET", location, { signal }));
  return state.offsetBytes;
}

/**
 * Address of the upload: the one that was begun before, else a new one.
 * @param {Putting} putting
 */
async function begin({ path, file, replaces, signal, waits }) {
  const kept = keptUpload(path, file);
  if (kept !== undefined && (await stands(kept, signal))) return kept;
  const json = { path, sizeBytes: file.size, contentType: typeOf(file), ...(replaces ? { replaces } : {}) };
  const made = await withRetries(() => call("POST", "/v1/uploads", { json, signal }), signal, waits);
  const location = new URL(made.headers.get("Location") ?? "", document.baseURI).pathname;
  keepUpload(path, file, location);
  return location;
}

/**
 * @param {string} location
 * @param {AbortSignal} signal
 */
async function stands(location, signal) {
  try {
    await offsetOf(location, signal);
    return true;
  } catch (error) {
    if (error instanceof Problem && [404, 410].includes(error.status)) return false;
    throw error;
  }
}

/**
 * Gives up what was begun; what the service has no more is given up.
 * @param {string} path
 * @param {File} file
 */
export async function dropUpload(path, file) {
  const kept = keptUpload(path, file);
  if (kept === undefined) return;
  keepUpload(path, file, undefined);
  await call("DELETE", kept).catch(() => undefined);
}
