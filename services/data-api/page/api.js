/** What the API says went wrong, in the words of its problem documents. */
export class Problem extends Error {
  /**
   * @param {number} status 0 where no answer came
   * @param {{ title?: string, detail?: string, errors?: readonly { path: string, reason: string }[] }} told
   * @param {number | undefined} retryAfterSeconds
   */
  constructor(status, told, retryAfterSeconds) {
    super([told.detail ?? told.title ?? `the answer was ${status}`, ...fieldProblems(told.errors)].join("; "));
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** @param {readonly { path: string, reason: string }[] | undefined} errors */
const fieldProblems = (errors) => (errors ?? []).map(({ path, reason }) => `${path}: ${reason}`);

/** Told with `signed-out` when an answer says that nobody is signed in. */
export const session = new EventTarget();

/** Header without which writes by cookie are refused. */
export const writeHeaders = { "X-Requested-By": "data-api-page" };

/**
 * @typedef {object} Wish
 * @property {Readonly<Record<string, string | number | boolean | undefined>>} [query]
 * @property {unknown} [json]
 * @property {Readonly<Record<string, string>>} [headers]
 * @property {AbortSignal} [signal]
 */

/**
 * One call. Throws Problem for what is refused, and where there is no answer.
 * @param {string} method
 * @param {string} path
 * @param {Wish} [wish]
 * @returns {Promise<Response>}
 */
export async function call(method, path, wish = {}) {
  const headers = { ...(method === "GET" ? {} : writeHeaders), ...wish.headers };
  const body = wish.json === undefined ? undefined : JSON.stringify(wish.json);
  /** @type {RequestInit} */
  const init = { method, headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers } };
  if (body !== undefined) init.body = body;
  if (wish.signal !== undefined) init.signal = wish.signal;
  const response = await fetch(address(path, wish.query), init).catch((error) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable();
  });
  if (response.ok) return response;
  throw signal401(await problemOf(response.status, response.headers.get("Retry-After"), await response.text()));
}

/**
 * The same for an answer in JSON.
 * @template T
 * @param {string} method
 * @param {string} path
 * @param {Wish} [wish]
 * @returns {Promise<T>}
 */
export async function ask(method, path, wish) {
  return (await call(method, path, wish)).json();
}

/**
 * @param {string} path
 * @param {Wish["query"]} query
 */
export function address(path, query = {}) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

export const unreachable = () =>
  new Problem(0, { detail: "the service does not answer: check the connection, then try again" }, undefined);

/**
 * @param {number} status
 * @param {string | null} retryAfter
 * @param {string} text
 */
export function problemOf(status, retryAfter, text) {
  const seconds = Number(retryAfter ?? undefined);
  return new Problem(status, documentIn(text, status), Number.isNaN(seconds) ? undefined : seconds);
}

/**
 * @param {string} text
 * @param {number} status
 */
function documentIn(text, status) {
  try {
    return JSON.parse(text);
  } catch {
    return { title: `the service answered with status ${status}` };
  }
}

/**
 * @template {Problem} P
 * @param {P} problem
 */
export function signal401(problem) {
  if (problem.status === 401) session.dispatchEvent(new Event("signed-out"));
  return problem;
}

/**
 * In words for a person, whatever was thrown.
 * @param {unknown} error
 */
export const reasonOf = (error) => (error instanceof Error ? error.message : String(error));
