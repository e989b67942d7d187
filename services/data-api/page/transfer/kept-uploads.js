/** Uploads that were begun from this browser, so that picking the same file again goes on where it stopped. */
const PREFIX = "trainyard-upload:";

/**
 * @param {string} path
 * @param {File} file
 */
const keyOf = (path, file) => `${PREFIX}${file.size}:${file.lastModified}:${path}`;

/**
 * @param {string} path
 * @param {File} file
 */
export const keptUpload = (path, file) => localStorage.getItem(keyOf(path, file)) ?? undefined;

/**
 * @param {string} path
 * @param {File} file
 * @param {string | undefined} location undefined forgets it
 */
export function keepUpload(path, file, location) {
  if (location === undefined) localStorage.removeItem(keyOf(path, file));
  else localStorage.setItem(keyOf(path, file), location);
}
