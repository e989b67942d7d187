import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pack } from "tar-stream";

/** A tar archive of exactly these files, the same bytes for the same content: no owner, no time of this machine. */
export async function contextArchive(root: string, files: readonly string[]): Promise<Buffer> {
  const archive = pack();
  const chunks: Buffer[] = [];
  archive.on("data", (chunk) => chunks.push(chunk as Buffer));
  const done = new Promise<void>((resolve, reject) => {
    archive.once("end", resolve);
    archive.once("error", reject);
  });
  for (const name of files) {
    const executable = ((await stat(join(root, name))).mode & 0o100) !== 0;
    archive.entry({ name, mode: executable ? 0o755 : 0o644, mtime: new Date(0) }, await readFile(join(root, name)));
  }
  archive.finalize();
  await done;
  return Buffer.concat(chunks);
}
