import { join } from "../paths.js";

/**
 * Files that were dropped, those in folders too, each with its path below `folder`.
 * @param {DataTransfer} dropped
 * @param {string} folder
 * @returns {Promise<readonly { path: string, file: File }[]>}
 */
export async function droppedFiles(dropped, folder) {
  // All is taken before the first wait: the list is empty afterwards. What is on no disk has no entry.
  const files = [...dropped.items].map(async (item) => {
    const [entry, file] = [item.webkitGetAsEntry(), item.getAsFile()];
    if (entry !== null) return filesOf(entry, folder);
    return file === null ? [] : [{ path: join(folder, file.name), file }];
  });
  return (await Promise.all(files)).flat();
}

/**
 * @param {FileSystemEntry} entry
 * @param {string} folder
 * @returns {Promise<readonly { path: string, file: File }[]>}
 */
async function filesOf(entry, folder) {
  const path = join(folder, entry.name);
  if (isFile(entry)) return [{ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) }];
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    // A reader gives a part of a folder at a time, and nothing at its end.
    const part = /** @type {FileSystemEntry[]} */ (
      await new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    );
    if (part.length === 0) return inside;
    for (const one of part) inside.push(...(await filesOf(one, path)));
  }
}

/**
 * @param {FileSystemEntry} entry
 * @returns {entry is FileSystemFileEntry}
 */
const isFile = (entry) => entry.isFile;
/**
 * @param {FileSystemEntry} entry
 * @returns {entry is FileSystemDirectoryEntry}
 */
const isFolder = (entry) => entry.isDirectory;

/**
 * Files of a file input, with their folders where a whole folder was picked.
 * @param {FileList} files
 * @param {string} folder
 */
export const pickedFiles = (files, folder) =>
  [...files].map((file) => ({ path: join(folder, file.webkitRelativePath || file.name), file }));
