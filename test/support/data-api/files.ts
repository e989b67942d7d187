import { createHash } from "node:crypto";
import type { Env, Hono } from "hono";
import { etagOf, type Memory, metadata, nameOf, pathOf, problem } from "./memory.ts";

/** Folders, files and what is known of them. */
export function addFiles(app: Hono<Env>, memory: Memory): void {
  app.get("/v1/folders", (c) => {
    const path = pathOf(c);
    if (!memory.folders.has(path)) return problem(c, 404, `there is no folder ${path}`);
    const inside = (one: string) =>
      one !== "/" && one.slice(0, Math.max(one.lastIndexOf("/"), 0)) === path.replace(/\/$/, "");
    const entries = [
      ...[...memory.folders].filter(inside).map((one) => ({ name: nameOf(one), type: "folder" as const })),
      ...[...memory.files]
        .filter(([one]) => inside(one))
        .map(([one, stored]) => {
          const { sizeBytes, contentType, modifiedAt, etag } = metadata(one, stored);
          return { name: nameOf(one), type: "file" as const, sizeBytes, contentType, modifiedAt, etag };
        }),
    ].sort((one, other) => (one.name < other.name ? -1 : 1));
    const [from, limit] = [Number(c.req.query("pageToken") ?? 0), Number(c.req.query("limit") ?? 100)];
    const nextPageToken = from + limit < entries.length ? String(from + limit) : undefined;
    return c.json({ path, entries: entries.slice(from, from + limit), nextPageToken });
  });
  app.put("/v1/folders", (c) => {
    memory.folders.add(pathOf(c));
    return c.json({ path: pathOf(c) }, 201);
  });
  app.delete("/v1/folders", (c) => {
    for (const one of [...memory.folders, ...memory.files.keys()])
      if (one === pathOf(c) || one.startsWith(`${pathOf(c)}/`)) {
        memory.folders.delete(one);
        memory.files.delete(one);
      }
    return c.body(null, 204);
  });

  app.get("/v1/files", (c) => {
    const id = c.req.query("snapshot");
    const kept = id === undefined ? memory.files : memory.snapshots.find(({ told }) => told.id === id)?.files;
    const stored = kept?.get(pathOf(c));
    if (stored === undefined) return problem(c, 404, "no such file");
    c.header("Content-Type", stored.contentType);
    c.header("ETag", etagOf(stored));
    const range = /^bytes=(\d+)-(\d*)$/.exec(c.req.header("Range") ?? "");
    if (range === null) return c.body(new Uint8Array(stored.bytes));
    const [from, to] = [Number(range[1]), range[2] === "" ? stored.bytes.length - 1 : Number(range[2])];
    if (from >= stored.bytes.length) return problem(c, 416, "it ends before");
    c.header("Content-Range", `bytes ${from}-${to}/${stored.bytes.length}`);
    return c.body(new Uint8Array(stored.bytes.subarray(from, to + 1)), 206);
  });
  app.put("/v1/files", async (c) => {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const refused = memory.refusal(pathOf(c), c.req.header("If-Match"));
    if (refused !== undefined) return problem(c, 412, refused);
    const digest = `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
    if (c.req.header("Repr-Digest") !== digest) return problem(c, 422, "the content is another one");
    return c.json(metadata(pathOf(c), memory.put(pathOf(c), bytes, c.req.header("Content-Type") ?? "")), 201);
  });
  app.delete("/v1/files", (c) => {
    const refused = memory.refusal(pathOf(c), c.req.header("If-Match"));
    if (refused !== undefined) return problem(c, 412, refused);
    memory.files.delete(pathOf(c));
    return c.body(null, 204);
  });
  app.get("/v1/metadata", (c) => {
    const stored = memory.files.get(pathOf(c));
    return stored === undefined
      ? problem(c, 404, `there is no file ${pathOf(c)}`)
      : c.json(metadata(pathOf(c), stored));
  });
  app.patch("/v1/metadata", async (c) => {
    const refused = memory.refusal(pathOf(c), c.req.header("If-Match") ?? "");
    const stored = memory.files.get(pathOf(c));
    if (refused !== undefined || stored === undefined) return problem(c, 412, refused ?? "");
    const patch = await c.req.json<{ contentType?: string; properties?: Record<string, string | null> }>();
    const merged = Object.entries({ ...stored.properties, ...patch.properties });
    stored.properties = Object.fromEntries(merged.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
    stored.contentType = patch.contentType ?? stored.contentType;
    stored.version += 1;
    return c.json(metadata(pathOf(c), stored));
  });
}
