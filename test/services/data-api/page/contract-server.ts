import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { type Context as AnyContext, type Env, Hono } from "hono";

interface Stored {
  bytes: Buffer;
  contentType: string;
  properties: Record<string, string>;
  version: number;
  createdAt: string;
  modifiedAt: string;
}
interface Upload {
  readonly path: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly replaces: string | undefined;
  bytes: Buffer;
}
interface Row {
  readonly key: Buffer;
  readonly cells: readonly { readonly column: string; readonly value: Buffer; readonly timestamp: number }[];
}
type Role = "reader" | "writer" | "admin";

/** What a test may do to a server while a page uses it. */
export interface ContractServer {
  readonly url: string;
  readonly files: Map<string, Stored>;
  readonly folders: Set<string>;
  readonly tables: Map<string, readonly Row[]>;
  readonly health: { status: "ok" | "degraded" | "down"; hdfs: "ok" | "down" };
  /** `METHOD /path` of every call so far. */
  readonly calls: string[];
  /** Cuts the connection of each such call that is true for it. */
  cut: (method: string, path: string, count: number) => boolean;
  endSessions(): void;
  put(path: string, content: string | Buffer, contentType: string): void;
  close(): Promise<void>;
}

/** Whatever route it is in. */
type Context = AnyContext<Env, string>;

const page = join(import.meta.dirname, "../../../../services/data-api/page");
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

/**
 * The routes that the page uses, as the API's contract has them, in memory: a page can be worked on without a data layer.
 * It proves nothing of the service; the journeys run against that too.
 */
export async function contractServer(): Promise<ContractServer> {
  const app = new Hono<Env>();
  const files = new Map<string, Stored>();
  const folders = new Set(["/"]);
  const tables = new Map<string, readonly Row[]>();
  const uploads = new Map<string, Upload>();
  const sessions = new Map<string, { user: string; role: Role; expiresAt: string }>();
  const health: ContractServer["health"] = { status: "ok", hdfs: "ok" };
  const calls: string[] = [];

  const put = (path: string, bytes: Buffer, contentType: string): Stored => {
    const before = files.get(path);
    const now = new Date().toISOString();
    const stored = {
      ...{ bytes, contentType, properties: before?.properties ?? {}, version: (before?.version ?? 0) + 1 },
      ...{ createdAt: before?.createdAt ?? now, modifiedAt: now },
    };
    files.set(path, stored);
    return stored;
  };
  const etagOf = (stored: Stored) => `"${sha256(stored.bytes).slice(0, 16)}-${stored.version}"`;
  const metadata = (path: string, stored: Stored) => ({
    ...{ path, sizeBytes: stored.bytes.length, contentType: stored.contentType, sha256: sha256(stored.bytes) },
    ...{ uploader: "dara", createdAt: stored.createdAt, modifiedAt: stored.modifiedAt },
    ...{ etag: etagOf(stored), properties: stored.properties },
  });
  const personOf = (c: Context) =>
    sessions.get(/data-api-session=([^;]+)/.exec(c.req.header("Cookie") ?? "")?.[1] ?? "");

  app.use("/v1/*", async (c: Context, next) => {
    const call = `${c.req.method} ${c.req.path}`;
    calls.push(call);
    const count = calls.filter((one) => one === call).length;
    if (server.cut(c.req.method, c.req.path, count)) {
      (c.env as { incoming: { socket: { destroy(): void } } }).incoming.socket.destroy();
      return c.body(null);
    }
    if (c.req.path === "/v1/sessions") return next();
    const person = personOf(c);
    if (person === undefined) return problem(c, 401, "sign in first");
    if (c.req.method !== "GET" && c.req.header("X-Requested-By") !== "data-api-page")
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

  const pathOf = (c: Context) => c.req.query("path") ?? "/";
  app.get("/v1/folders", (c) => {
    const path = pathOf(c);
    if (!folders.has(path)) return problem(c, 404, `there is no folder ${path}`);
    const inside = (one: string) =>
      one !== "/" && one.slice(0, Math.max(one.lastIndexOf("/"), 0)) === path.replace(/\/$/, "");
    const entries = [
      ...[...folders].filter(inside).map((one) => ({ name: nameOf(one), type: "folder" as const })),
      ...[...files]
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
    folders.add(pathOf(c));
    return c.json({ path: pathOf(c) }, 201);
  });
  app.delete("/v1/folders", (c) => {
    for (const one of [...folders, ...files.keys()])
      if (one === pathOf(c) || one.startsWith(`${pathOf(c)}/`)) {
        folders.delete(one);
        files.delete(one);
      }
    return c.body(null, 204);
  });

  const refusal = (path: string, ifMatch: string | undefined): string | undefined => {
    const stored = files.get(path);
    if (ifMatch === undefined) return stored === undefined ? undefined : `${path} exists`;
    return stored !== undefined && etagOf(stored) === ifMatch ? undefined : `${path} is another one by now`;
  };
  app.get("/v1/files", (c) => {
    const stored = files.get(pathOf(c));
    if (stored === undefined) return problem(c, 404, "no such file");
    c.header("Content-Type", stored.contentType);
    c.header("ETag", etagOf(stored));
    const range = /^bytes=(\d+)-(\d+)$/.exec(c.req.header("Range") ?? "");
    if (range === null) return c.body(new Uint8Array(stored.bytes));
    const [from, to] = [Number(range[1]), Number(range[2])];
    c.header("Content-Range", `bytes ${from}-${to}/${stored.bytes.length}`);
    return c.body(new Uint8Array(stored.bytes.subarray(from, to + 1)), 206);
  });
  app.put("/v1/files", async (c) => {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const refused = refusal(pathOf(c), c.req.header("If-Match"));
    if (refused !== undefined) return problem(c, 412, refused);
    const digest = `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
    if (c.req.header("Repr-Digest") !== digest) return problem(c, 422, "the content is another one");
    return c.json(metadata(pathOf(c), put(pathOf(c), bytes, c.req.header("Content-Type") ?? "")), 201);
  });
  app.delete("/v1/files", (c) => {
    const refused = refusal(pathOf(c), c.req.header("If-Match"));
    if (refused !== undefined) return problem(c, 412, refused);
    files.delete(pathOf(c));
    return c.body(null, 204);
  });
  app.get("/v1/metadata", (c) => {
    const stored = files.get(pathOf(c));
    return stored === undefined
      ? problem(c, 404, `there is no file ${pathOf(c)}`)
      : c.json(metadata(pathOf(c), stored));
  });
  app.patch("/v1/metadata", async (c) => {
    const refused = refusal(pathOf(c), c.req.header("If-Match") ?? "");
    const stored = files.get(pathOf(c));
    if (refused !== undefined || stored === undefined) return problem(c, 412, refused ?? "");
    const patch = await c.req.json<{ contentType?: string; properties?: Record<string, string | null> }>();
    const merged = Object.entries({ ...stored.properties, ...patch.properties });
    stored.properties = Object.fromEntries(merged.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
    stored.contentType = patch.contentType ?? stored.contentType;
    stored.version += 1;
    return c.json(metadata(pathOf(c), stored));
  });

  app.post("/v1/uploads", async (c) => {
    const wish = await c.req.json<{ path: string; sizeBytes: number; contentType: string; replaces?: string }>();
    const refused = refusal(wish.path, wish.replaces);
    if (refused !== undefined) return problem(c, 412, refused);
    const id = randomUUID();
    uploads.set(id, { ...wish, replaces: wish.replaces, bytes: Buffer.alloc(0) });
    c.header("Location", `/v1/uploads/${id}`);
    return c.json({ id, path: wish.path, offsetBytes: 0 }, 201);
  });
  app.get("/v1/uploads/:id", (c) => {
    const upload = uploads.get(c.req.param("id"));
    if (upload === undefined) return problem(c, 404, "no such upload");
    return c.json({ id: c.req.param("id"), path: upload.path, offsetBytes: upload.bytes.length });
  });
  app.patch("/v1/uploads/:id", async (c) => {
    const upload = uploads.get(c.req.param("id"));
    if (upload === undefined) return problem(c, 404, "no such upload");
    if (Number(c.req.header("Upload-Offset")) !== upload.bytes.length) return problem(c, 409, "wrong offset");
    upload.bytes = Buffer.concat([upload.bytes, Buffer.from(await c.req.arrayBuffer())]);
    c.header("Upload-Offset", String(upload.bytes.length));
    return c.json({ id: c.req.param("id"), path: upload.path, offsetBytes: upload.bytes.length });
  });
  app.post("/v1/uploads/:id/publish", (c) => {
    const upload = uploads.get(c.req.param("id"));
    if (upload === undefined) return problem(c, 404, "no such upload");
    const refused = refusal(upload.path, upload.replaces);
    if (refused !== undefined) return problem(c, 412, refused);
    uploads.delete(c.req.param("id"));
    return c.json(metadata(upload.path, put(upload.path, upload.bytes, upload.contentType)), 201);
  });
  app.delete("/v1/uploads/:id", (c) => {
    uploads.delete(c.req.param("id"));
    return c.body(null, 204);
  });

  app.get("/v1/tables", (c) =>
    c.json({ tables: [...tables.keys()].map((name) => ({ name, families: [{ name: "d" }] })) }),
  );
  app.get("/v1/tables/:table/rows", (c) => {
    const rows = tables.get(c.req.param("table"));
    if (rows === undefined) return problem(c, 404, "no such table");
    const { prefix = "", from = "", to, limit = "20", pageToken = "0", keyEncoding, valueEncoding } = c.req.query();
    const wanted = rows.filter(({ key }) => {
      const text = key.toString("utf8");
      return text.startsWith(prefix) && text >= from && (to === undefined || text < to);
    });
    const part = wanted.slice(Number(pageToken), Number(pageToken) + Number(limit));
    const text = (bytes: Buffer, encoding: string | undefined) =>
      encoding === "base64" ? bytes.toString("base64") : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    try {
      const shown = part.map(({ key, cells }) => ({
        key: text(key, keyEncoding),
        cells: cells.map((cell) => ({ ...cell, value: text(cell.value, valueEncoding) })),
      }));
      const next = Number(pageToken) + Number(limit);
      return c.json({ rows: shown, nextPageToken: next < wanted.length ? String(next) : undefined });
    } catch {
      return problem(c, 422, "a value is not UTF-8: ask for base64");
    }
  });

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

  const listening = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const server: ContractServer = {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    ...{ files, folders, tables, health, calls },
    cut: () => false,
    endSessions: () => sessions.clear(),
    put: (path, content, contentType) => void put(path, Buffer.from(content), contentType),
    close: () =>
      new Promise((resolve) => {
        listening.close(() => resolve());
        if ("closeAllConnections" in listening) listening.closeAllConnections();
      }),
  };
  return server;
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

function problem(c: Context, status: number, detail: string): Response {
  const body = JSON.stringify({ type: `/problems/${status}`, title: "refused", status, detail });
  return new Response(body, { status, headers: { "Content-Type": "application/problem+json" } });
}
