import { randomUUID } from "node:crypto";
import type { Env, Hono } from "hono";
import { type Memory, metadata, problem, sha256, type Upload } from "./memory.ts";

/** Uploads that go on. */
export function addUploads(app: Hono<Env>, memory: Memory): void {
  app.post("/v1/uploads", async (c) => {
    const wish = await c.req.json<Omit<Upload, "bytes">>();
    const refused = memory.refusal(wish.path, wish.replaces);
    if (refused !== undefined) return problem(c, 412, refused);
    const id = randomUUID();
    memory.uploads.set(id, { ...wish, bytes: Buffer.alloc(0) });
    c.header("Location", `/v1/uploads/${id}`);
    return c.json({ id, path: wish.path, offsetBytes: 0 }, 201);
  });
  app.get("/v1/uploads/:id", (c) => {
    const upload = memory.uploads.get(c.req.param("id"));
    if (upload === undefined) return problem(c, 404, "no such upload");
    return c.json({ id: c.req.param("id"), path: upload.path, offsetBytes: upload.bytes.length });
  });
  app.patch("/v1/uploads/:id", async (c) => {
    const upload = memory.uploads.get(c.req.param("id"));
    if (upload === undefined) return problem(c, 404, "no such upload");
    if (Number(c.req.header("Upload-Offset")) !== upload.bytes.length) return problem(c, 409, "wrong offset");
    upload.bytes = Buffer.concat([upload.bytes, Buffer.from(await c.req.arrayBuffer())]);
    c.header("Upload-Offset", String(upload.bytes.length));
    return c.json({ id: c.req.param("id"), path: upload.path, offsetBytes: upload.bytes.length });
  });
  app.post("/v1/uploads/:id/publish", (c) => {
    const upload = memory.uploads.get(c.req.param("id"));
    if (upload === undefined) return problem(c, 404, "no such upload");
    const refused = memory.refusal(upload.path, upload.replaces);
    if (refused !== undefined) return problem(c, 412, refused);
    if (upload.sha256 !== undefined && sha256(upload.bytes) !== upload.sha256)
      return problem(c, 422, "the content is another one");
    memory.uploads.delete(c.req.param("id"));
    return c.json(metadata(upload.path, memory.put(upload.path, upload.bytes, upload.contentType)), 201);
  });
  app.delete("/v1/uploads/:id", (c) => {
    memory.uploads.delete(c.req.param("id"));
    return c.body(null, 204);
  });
}
