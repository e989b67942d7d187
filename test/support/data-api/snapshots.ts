import type { Env, Hono } from "hono";
import { type Memory, nameOf, pathOf, problem, sha256 } from "./memory.ts";

/** Folders as they were. */
export function addSnapshots(app: Hono<Env>, memory: Memory): void {
  app.get("/v1/snapshots", (c) => {
    const told = memory.snapshots.map((one) => one.told).filter(({ path }) => path === pathOf(c));
    return c.json({ snapshots: told.reverse() });
  });
  app.post("/v1/snapshots", async (c) => {
    const { path, name } = await c.req.json<{ path: string; name: string }>();
    if (!memory.folders.has(path)) return problem(c, 404, `there is no folder ${path}`);
    const files = memory.below(path);
    const lines = [...files].map(([file, { bytes }]) => `${sha256(bytes)} ${nameOf(file)}`).sort();
    const manifestSha256 = sha256(lines.join("\n"));
    const last = memory.snapshots.findLast(({ told }) => told.path === path)?.told;
    if (last?.manifestSha256 === manifestSha256) return c.json(last);
    if (memory.snapshots.some(({ told }) => told.path === path && told.name === name))
      return problem(c, 409, `${path} has another snapshot with the name ${name}`);
    const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
    const id = `snapshot-${memory.snapshots.length + 1}`;
    const told = { id, path, name, files: files.size, bytes, manifestSha256, createdAt: new Date().toISOString() };
    memory.snapshots.push({ told, files });
    return c.json(told, 201);
  });
}
