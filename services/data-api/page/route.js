/**
 * Where the person is: `#/files?path=/a`.
 * @typedef {{ readonly view: string, readonly params: URLSearchParams }} Route
 */

/** @returns {Route} */
export function currentRoute() {
  const [view = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  return { view, params: new URLSearchParams(query) };
}

/**
 * @param {string} view
 * @param {Readonly<Record<string, string | undefined>>} [params]
 */
export function hashOf(view, params = {}) {
  const given = Object.entries(params).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return `#/${view}${given.length === 0 ? "" : `?${new URLSearchParams(given)}`}`;
}

/**
 * @param {string} view
 * @param {Readonly<Record<string, string | undefined>>} [params]
 */
export function go(view, params) {
  location.hash = hashOf(view, params);
}
