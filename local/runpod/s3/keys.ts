import { chmod, lstat, mkdir, realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { S3Error } from "./errors.ts";

/** Parts of unfinished uploads lie in this folder of the volume, as on RunPod. Keys below it are not served here. */
export const UPLOADS_FOLDER = ".s3compat_uploads";

const notFound = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/** undefined instead of a rejection where a file or one of its folders is not there. */
export async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (notFound(error)) return undefined;
    throw error;
  }
}

/** The path that a key names below `root`. Refuses what is no plain path: empty parts, `.`, `..`, NUL. */
export function keyPath(root: string, key: string): string {
  const parts = key.replace(/\/$/, "").split("/");
  const bad = parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0"));
  if (bad || parts.some((part) => Buffer.byteLength(part) > 255) || Buffer.byteLength(key) > 1024) {
    throw new S3Error("InvalidArgument", "the key is not a path that a network volume can hold");
  }
  if (parts[0] === UPLOADS_FOLDER) throw new S3Error("AccessDenied", `${UPLOADS_FOLDER} belongs to the service`);
  return join(root, ...parts);
}

/**
 * The path with links resolved, undefined where nothing is there. A pod can put any link on its volume, and this process
 * may read the whole machine: what leads out of the volume is refused.
 */
export async function resolveInside(root: string, path: string): Promise<string | undefined> {
  const [realRoot, real] = await Promise.all([realpath(root), orMissing(realpath(path))]);
  if (real === undefined) return undefined;
  if (real !== realRoot && !real.startsWith(realRoot + sep)) {
    throw new S3Error("AccessDenied", "the key leads out of the volume");
  }
  return real;
}

/** The service's own folder on the volume, made where it is missing; a link that a pod put there is refused. */
export async function uploadsFolder(root: string): Promise<string> {
  const folder = join(root, UPLOADS_FOLDER);
  await mkdir(folder, { recursive: true });
  if (!(await lstat(folder)).isDirectory()) throw new S3Error("AccessDenied", `${UPLOADS_FOLDER} is not a folder`);
  return folder;
}

/** Makes the folders above `path`, writable for every user as a pod's own user may be any. */
export async function makeParents(root: string, path: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = dirname(path); folder.length > root.length; folder = dirname(folder)) {
    const found = await orMissing(lstat(folder));
    if (found !== undefined) break;
    missing.unshift(folder);
  }
  const standing = await resolveInside(root, dirname(missing[0] ?? path));
  if (standing === undefined) throw new S3Error("InvalidArgument", "a part of the key is a file, not a folder");
  for (const folder of missing) {
    await mkdir(folder).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
    await chmod(folder, 0o777);
  }
}
