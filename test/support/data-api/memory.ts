import { createHash } from "node:crypto";
import type { Context as AnyContext, Env } from "hono";

/** Whatever route it is in. */
export type Context = AnyContext<Env, string>;

export interface Stored {
  bytes: Buffer;
  contentType: string;
  properties: Record<string, string>;
  version: number;
  createdAt: string;
  modifiedAt: string;
}
export interface Upload {
  readonly path: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly sha256?: string;
  readonly replaces?: string;
  bytes: Buffer;
}
export interface Row {
  readonly key: Buffer;
  readonly cells: readonly { readonly column: string; readonly value: Buffer; readonly timestamp: number }[];
}
export interface SnapshotRecord {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly manifestSha256: string;
  readonly createdAt: string;
}

/** What a data API holds, in memory. */
export class Memory {
  readonly files = new Map<string, Stored>();
  readonly folders = new Set(["/"]);
  readonly uploads = new Map<string, Upload>();
  readonly tables = new Map<string, readonly Row[]>();
  readonly snapshots: { readonly told: SnapshotRecord; readonly files: ReadonlyMap<string, Stored> }[] = [];

  put(path: string, bytes: Buffer, contentType: string): Stored {
    const before = this.files.get(path);
    const now = new Date().toISOString();
    const stored = {
      ...{ bytes, contentType, properties: before?.properties ?? {}, version: (before?.version ?? 0) + 1 },
      ...{ createdAt: before?.createdAt ?? now, modifiedAt: now },
    };
    this.files.set(path, stored);
    for (let above = path; above !== "";) {
      above = above.slice(0, above.lastIndexOf("/"));
      this.folders.add(above || "/");
    }
    return stored;
  }

  /** Why the path may not be written; undefined where it may. */
  refusal(path: string, ifMatch: string | undefined): string | undefined {
    const stored = this.files.get(path);
    if (ifMatch === undefined) return stored === undefined ? undefined : `${path} exists`;
    return stored !== undefined && etagOf(stored) === ifMatch ? undefined : `${path} is another one by now`;
  }

  below(folder: string): ReadonlyMap<string, Stored> {
    return new Map([...this.files].filter(([path]) => path.startsWith(`${folder}/`)));
  }
}

export const etagOf = (stored: Stored) => `"${sha256(stored.bytes).slice(0, 16)}-${stored.version}"`;

export const metadata = (path: string, stored: Stored) => ({
  ...{ path, type: "file", sizeBytes: stored.bytes.length, contentType: stored.contentType },
  ...{ sha256: sha256(stored.bytes), uploader: "dara", createdAt: stored.createdAt, modifiedAt: stored.modifiedAt },
  ...{ etag: etagOf(stored), properties: stored.properties },
});

export const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
export const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
export const pathOf = (c: Context) => c.req.query("path") ?? "/";

export function problem(c: Context, status: number, detail: string): Response {
  const body = { type: `/problems/${status}`, title: "refused", status, detail, instance: c.req.path };
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json" } });
}
