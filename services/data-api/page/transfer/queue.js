import { ask, Problem, reasonOf } from "../api.js";
import { besides } from "../paths.js";
import { dropUpload, putFile } from "./put-file.js";

/**
 * @typedef {"waiting" | "asking" | "sending" | "pausing" | "done" | "skipped" | "failed" | "cancelled"} State
 * @typedef {{ path: string, readonly file: File, state: State, sentBytes: number, message: string, stop: AbortController }} Item
 * @typedef {"replace" | "keep-both" | "skip"} Answer
 * @typedef {(path: string, more: boolean) => Promise<{ answer: Answer, forAll: boolean }>} AskConflict
 */

const AT_ONCE = 2;
/** @type {ReadonlySet<State>} */
const over = new Set(["done", "skipped", "failed", "cancelled"]);

/** Files on their way. Tells `change` for every step, and `settled` when nothing moves any more. */
export class UploadQueue extends EventTarget {
  /** @type {Item[]} */
  items = [];
  /** @type {Answer | undefined} */
  #forAll;
  #asking = Promise.resolve();
  #askConflict;

  /** @param {AskConflict} askConflict */
  constructor(askConflict) {
    super();
    this.#askConflict = askConflict;
  }

  /** Whether something has not ended yet. */
  get busy() {
    return this.items.some((item) => !over.has(item.state));
  }

  /** @param {readonly { path: string, file: File }[]} files */
  add(files) {
    if (!this.busy) this.#forAll = undefined;
    this.items.push(
      ...files.map(({ path, file }) => ({
        ...{ path, file, sentBytes: 0, message: "" },
        state: /** @type {State} */ ("waiting"),
        stop: new AbortController(),
      })),
    );
    this.#next();
  }

  /** @param {Item} item */
  cancel(item) {
    if (over.has(item.state)) return;
    item.stop.abort();
    void dropUpload(item.path, item.file);
    this.#set(item, "cancelled");
    this.#next();
  }

  /** @param {Item} item */
  again(item) {
    if (item.state !== "failed") return;
    item.stop = new AbortController();
    this.#set(item, "waiting");
    this.#next();
  }

  /** Forgets what has ended. */
  clear() {
    this.items = this.items.filter((item) => !over.has(item.state));
    this.#told();
  }

  #next() {
    this.#told();
    const active = this.items.filter((item) => ["asking", "sending", "pausing"].includes(item.state)).length;
    for (const item of this.items.filter(({ state }) => state === "waiting").slice(0, Math.max(AT_ONCE - active, 0))) {
      this.#set(item, "sending");
      void this.#run(item);
    }
    if (!this.busy && this.items.length > 0) this.dispatchEvent(new Event("settled"));
  }

  /** @param {Item} item */
  async #run(item) {
    try {
      this.#set(item, (await this.#bring(item)) ? "done" : "skipped");
    } catch (error) {
      if (item.state !== "cancelled") this.#set(item, "failed", reasonOf(error));
    }
    this.#next();
  }

  /**
   * False where the person leaves it out. What is there already is asked about; nothing is replaced unasked.
   * @param {Item} item
   */
  async #bring(item) {
    const { signal } = item.stop;
    const sent = (/** @type {number} */ bytes) => this.#sent(item, bytes);
    const waits = (/** @type {number} */ seconds) => this.#set(item, "pausing", `tries again in ${seconds} s`);
    for (;;) {
      const standing = await etagOf(item.path, signal);
      /** @type {Answer} */
      const answer = standing === undefined ? "replace" : await this.#asked(item);
      if (answer === "skip") return false;
      if (answer === "keep-both") {
        item.path = besides(item.path);
        continue;
      }
      try {
        await putFile({ path: item.path, file: item.file, replaces: standing, signal, sent, waits });
        return true;
      } catch (error) {
        // Somebody was quicker: look again, and ask about what is there now.
        const changed = error instanceof Problem && [409, 412].includes(error.status);
        if (!changed || (await etagOf(item.path, signal)) === standing) throw error;
      }
    }
  }

  /** @param {Item} item */
  async #asked(item) {
    this.#set(item, "asking");
    const answer = await this.#ask(item);
    if (item.state === "asking") this.#set(item, "sending");
    return answer;
  }

  /**
   * One question at a time.
   * @param {Item} item
   * @returns {Promise<Answer>}
   */
  async #ask(item) {
    const asked = this.#asking.then(async () => {
      if (item.stop.signal.aborted) return "skip";
      if (this.#forAll !== undefined) return this.#forAll;
      const more = this.items.some((other) => other !== item && !over.has(other.state));
      const { answer, forAll } = await this.#askConflict(item.path, more);
      if (forAll) this.#forAll = answer;
      return answer;
    });
    this.#asking = asked.then(() => undefined);
    return asked;
  }

  /**
   * @param {Item} item
   * @param {number} bytes
   */
  #sent(item, bytes) {
    item.sentBytes = bytes;
    if (item.state === "pausing") this.#set(item, "sending");
    this.#told();
  }

  /**
   * @param {Item} item
   * @param {State} state
   * @param {string} [message]
   */
  #set(item, state, message = "") {
    item.state = state;
    item.message = message;
    this.#told();
  }

  #told() {
    this.dispatchEvent(new Event("change"));
  }
}

/**
 * ETag of what is at the path; undefined where nothing is.
 * @param {string} path
 * @param {AbortSignal} signal
 */
async function etagOf(path, signal) {
  try {
    const seen = /** @type {{ etag: string }} */ (await ask("GET", "/v1/metadata", { query: { path }, signal }));
    return seen.etag;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}
