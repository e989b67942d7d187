import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { type Env, Hono } from "hono";
import { addFiles } from "./files.ts";
import { type Context, Memory, problem, type Row, type Stored } from "./memory.ts";
import { addSnapshots } from "./snapshots.ts";
import { addTables } from "./tables.ts";
import { addUploads } from "./uploads.ts";

type Role = "reader" | "writer" | "admin";

/** What a test may do to a server while a page uses it. */
export interface ContractServer {
  readonly url: string;
  readonly files: Map<string, Stored>;
  readonly folders: Set<string>;
  readonly tables: Map<string, readonly Row[]>;
  readonly snapshots: Memory["snapshots"];
  readonly health: { status: "ok" | "degraded" | "down"; hdfs: "ok" | "down" };
  /** `METHOD /path` of every call so far. */
  readonly calls: string[];
  /** Cuts the connection of each such call that is true for it. */
  cut: (method: string, path: string, count: number) => boolean;
  /** Such a call has its effect, and its connection ends without an answer. */
  lose: (method: string, path: string, count: number) => boolean;
  endSessions(): void;
  put(path: string, content: string | Buffer, contentType: string): void;
  close(): Promise<void>;
}

const page = join(import.meta.dirname, "../../../services/data-api/page");
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
/** As the service sends it with the page. */
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const people: Readonly<Record<string, { password: string; role: Role }>> = {
  dara: { password: "correct horse", role: "writer" },
  rith: { password: "battery staple", role: "admin" },
  sok: { password: "paper clip", role: "reader" },
};

/** What a program shows that may do everything. */
export const TEST_TOKEN = "token-of-a-test";
const program = { user: "loader", role: "admin", expiresAt: "2099-01-01T00:00:00Z" } as const;

/**
 * The routes that the page and the clients use, as the API's contract has them, in memory: they can be worked on without a data
 * layer, and struck at will. It proves nothing of the service; that is asked by tests of its own.
 */
export async function contractServer(): Promise<ContractServer> {
  const app = new Hono<Env>();
  const memory = new Memory();
  const { files, folders, tables, snapshots } = memory;
  const sessions = new Map<string, { user: string; role: Role; expiresAt: string }>();
  const health: ContractServer["health"] = { status: "ok", hdfs: "ok" };
  const calls: string[] = [];

  const personOf = (c: Context) =>
    (c.req.header("Authorization") === `Bearer ${TEST_TOKEN}` ? program : undefined) ??
    sessions.get(/data-api-session=([^;]+)/.exec(c.req.header("Cookie") ?? "")?.[1] ?? "");

  const timesOf = (call: string) => calls.filter((one) => one === call).length;
  const hangUp = (c: Context) => (c.env as { incoming: { socket: { destroy(): void } } }).incoming.socket.destroy();

  app.use("/v1/*", async (c: Context, next) => {
    await next();
    if (server.lose(c.req.method, c.req.path, timesOf(`${c.req.method} ${c.req.path}`))) hangUp(c);
  });
  app.use("/v1/*", async (c: Context, next) => {
    const call = `${c.req.method} ${c.req.path}`;
    calls.push(call);
    if (server.cut(c.req.method, c.req.path, timesOf(call))) {
      hangUp(c);
      return c.body(null);
    }
    if (c.req.path === "/v1/sessions") return next();
    const person = personOf(c);
    if (person === undefined) return problem(c, 401, "sign in first");
    if (person !== program && c.req.method !== "GET" && c.req.header("X-Requested-By") !== "data-api-page")
      return problem(c, 403, "no header");
    if (c.req.method !== "GET" && person.role === "reader" && !c.req.path.startsWith("/v1/sessions"))
      return problem(c, 403, "a reader may not write");
    return next();
  });
  app.post("/v1/sessions", async (c) => {
    const { user, password } = await c.req.json<{ user: string; password: string }>();
    const person = people[user];
    if (person?.password !== password) return problem(c, 401, "wrong user or password");
    const token = randomUUID();
    const session = { user, role: person.role, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
    sessions.set(token, session);
    c.header("Set-Cookie", `data-api-session=${token}; Path=/; HttpOnly; SameSite=Strict`);
    return c.json({ token, ...session }, 201);
  });
  app.get("/v1/sessions/current", (c) => c.json(personOf(c)));
  app.delete("/v1/sessions/current", (c) => {
    sessions.clear();
    return c.body(null, 204);
  });

  for (const add of [addFiles, addUploads, addSnapshots, addTables]) add(app, memory);

  app.get("/health", (c) => {
    const part = (status: string) => ({ status, checkedMillisAgo: 1200 });
    const hdfs = { ...part(health.hdfs), ...(health.hdfs === "ok" ? {} : { message: "no NameNode answers" }) };
    const told = { status: health.status, dependencies: { hdfs, hbase: part("ok"), zookeeper: part("ok") } };
    return c.json(told, health.status === "down" ? 503 : 200);
  });
  app.get("*", async (c) => {
    const file = c.req.path === "/" ? "index.html" : normalize(c.req.path).replace(/^\/page\//, "");
    const text = await readFile(join(page, file)).catch(() => undefined);
    if (text === undefined) return c.notFound();
    c.header("Content-Security-Policy", csp);
    c.header("X-Content-Type-Options", "nosniff");
    return c.body(new Uint8Array(text), 200, { "Content-Type": types[extname(file)] ?? "text/html; charset=utf-8" });
  });

  const listening = createAdaptorServer({ overrideGlobalObjects: false, fetch: app.fetch });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const server: ContractServer = {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    ...{ files, folders, tables, snapshots, health, calls },
    cut: () => false,
    lose: () => false,
    endSessions: () => sessions.clear(),
    put: (path, content, contentType) => void memory.put(path, Buffer.from(content), contentType),
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        if ("closeAllConnections" in listening) listening.closeAllConnections();
      }),
  };
  return server;
}
