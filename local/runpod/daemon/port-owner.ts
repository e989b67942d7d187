import { readdir, readFile, readlink } from "node:fs/promises";

const LISTEN = "0A";

/** Inode of the socket that listens on `port` of any address, from the text of /proc/net/tcp or tcp6. Pure. */
export function listeningInode(table: string, port: number): string | undefined {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  for (const line of table.split("\n").slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === LISTEN && local?.endsWith(`:${wanted}`) === true) return inode;
  }
  return undefined;
}

/** Program and first argument: enough to know it by, and no place where secrets stand. */
async function commandOf(pid: string): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.split("\0").slice(0, 2).join(" ").trim().slice(0, 80);
}

/** `process 123 (program argument)` that listens on `port`, undefined where that cannot be found out (other systems, other users). */
export async function portOwner(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const inode = tables.map((table) => listeningInode(table, port)).find((found) => found !== undefined);
  if (inode === undefined) return undefined;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => "");
      if (target !== `socket:[${inode}]`) continue;
      return `process ${pid} (${await commandOf(pid)})`;
    }
  }
  return undefined;
}
