import { createHash, randomUUID } from "node:crypto";
import { chmod, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { type Received, receiveFile } from "./body.ts";
import { S3Error } from "./errors.ts";
import { keyPath, makeParents, orMissing, resolveInside, uploadsFolder } from "./keys.ts";

/** One file of the volume as the protocol describes it. */
export interface ObjectFacts {
  /** On this machine, links resolved. */
  readonly path: string;
  readonly bytes: number;
  readonly modified: Date;
  readonly etag: string;
}

/**
 * A tag of size and time. The service cannot know the MD5 of a file that a pod wrote, so a suffix marks it as something else,
 * as S3 does for multipart objects.
 */
export function etagOf(facts: { size: number; mtimeMs: number }): string {
  const digest = createHash("md5").update(`${facts.size}-${facts.mtimeMs}`).digest("hex");
  return `"${digest}-1"`;
}

/** Throws NoSuchKey where the key names no file. A key that ends in `/` names a folder, which reads as an empty object. */
export async function findObject(root: string, key: string): Promise<ObjectFacts> {
  const path = await resolveInside(root, keyPath(root, key));
  const facts = path === undefined ? undefined : await orMissing(stat(path));
  const isFolder = key.endsWith("/");
  if (path === undefined || facts === undefined || !(isFolder ? facts.isDirectory() : facts.isFile())) {
    throw new S3Error("NoSuchKey", "the specified key does not exist");
  }
  return { path, bytes: isFolder ? 0 : facts.size, modified: facts.mtime, etag: etagOf(facts) };
}

/** A new name in the service's folder of the volume: on the same file system, so that a finished file can be renamed. */
export async function scratchPath(root: string): Promise<string> {
  return join(await uploadsFolder(root), randomUUID());
}

/** Puts a finished scratch file in its place. Readers see the old file or the new one, never a half. */
export async function publish(root: string, key: string, scratch: string): Promise<ObjectFacts> {
  const path = keyPath(root, key);
  try {
    await chmod(scratch, 0o666);
    await makeParents(root, path);
    await rename(scratch, path);
  } catch (error) {
    await rm(scratch, { force: true });
    if (error instanceof Error && "code" in error && (error.code === "EISDIR" || error.code === "ENOTDIR")) {
      throw new S3Error("InvalidArgument", "the key names a folder, or a part of it is a file");
    }
    throw error;
  }
  return findObject(root, key);
}

/** PutObject. A key that ends in `/` makes a folder. */
export async function putObject(root: string, key: string, request: Request): Promise<ObjectFacts> {
  keyPath(root, key);
  const scratch = await scratchPath(root);
  const received: Received = await receiveFile(request, scratch);
  if (!key.endsWith("/")) return publish(root, key, scratch);
  await rm(scratch);
  if (received.bytes > 0)
    throw new S3Error("InvalidArgument", "a key that ends in / names a folder and takes no content");
  await makeParents(root, join(keyPath(root, key), "entry"));
  return findObject(root, key);
}

/** DeleteObject: what is gone is no failure, and a folder goes only when it is empty. */
export async function deleteObject(root: string, key: string): Promise<void> {
  const path = keyPath(root, key);
  if ((await resolveInside(root, join(path, ".."))) === undefined) return;
  await (key.endsWith("/") ? rmdir(path) : unlink(path)).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!["ENOENT", "ENOTEMPTY", "EISDIR", "EPERM", "ENOTDIR"].includes(code)) throw error;
  });
}
