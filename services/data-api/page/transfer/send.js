import { problemOf, signal401, unreachable, writeHeaders } from "../api.js";

/**
 * Sends a body and tells how much has left; `fetch` cannot tell. Throws Problem, and an AbortError where it is stopped.
 * @param {{ method: string, url: string, body: Blob, headers: Readonly<Record<string, string>>, signal: AbortSignal, sent: (bytes: number) => void }} wish
 * @returns {Promise<XMLHttpRequest>}
 */
export function send({ method, url, body, headers, signal, sent }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (/** @type {() => void} */ told) => {
      signal.removeEventListener("abort", stop);
      told();
    };
    request.open(method, url);
    for (const [name, value] of Object.entries({ ...writeHeaders, ...headers })) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => sent(event.loaded));
    request.addEventListener("abort", () => end(() => reject(new DOMException("stopped", "AbortError"))));
    request.addEventListener("error", () => end(() => reject(unreachable())));
    request.addEventListener("load", () =>
      end(() => {
        if (request.status >= 200 && request.status < 300) return resolve(request);
        const retryAfter = request.getResponseHeader("Retry-After");
        reject(signal401(problemOf(request.status, retryAfter, request.responseText)));
      }),
    );
    signal.addEventListener("abort", stop, { once: true });
    request.send(body);
  });
}
