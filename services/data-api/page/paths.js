/** @param {string} path */
export const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);

/**
 * The folder that holds it; the root holds itself.
 * @param {string} path
 */
export const folderOf = (path) => path.slice(0, Math.max(path.lastIndexOf("/"), 0)) || "/";

/**
 * @param {string} folder
 * @param {string} name
 */
export const join = (folder, name) => `${folder === "/" ? "" : folder}/${name.normalize("NFC")}`;

/**
 * `a.txt` as `a (2).txt`, `a (2).txt` as `a (3).txt`.
 * @param {string} path
 */
export function besides(path) {
  const name = nameOf(path);
  const dot = name.lastIndexOf(".") > 0 ? name.lastIndexOf(".") : name.length;
  const [stem, ending] = [name.slice(0, dot), name.slice(dot)];
  const found = /^(.*) \((\d+)\)$/.exec(stem);
  const [plain, count] = found === null ? [stem, 1] : [found[1] ?? stem, Number(found[2])];
  return join(folderOf(path), `${plain} (${count + 1})${ending}`);
}

/**
 * The path with every folder above it, the root first.
 * @param {string} path
 */
export function trail(path) {
  const names = path.split("/").filter((name) => name !== "");
  return [
    { name: "All files", path: "/" },
    ...names.map((name, index) => ({ name, path: `/${names.slice(0, index + 1).join("/")}` })),
  ];
}
