import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { type Clock, realClock } from "../lib/clock.ts";
import { fetchReason } from "../lib/fetch-reason.ts";
import { AmbiguousError, NotFoundError, RuleError } from "./failures.ts";
import { sha256Of } from "./file-hash.ts";
import { failureOf } from "./problem.ts";
import type { PodPort } from "./service.ts";
import type { Fetch } from "./transport.ts";

export interface PortAddress {
  /** Where the port answers, see podAddress. No slash at the end. */
  readonly url: string;
  /** The run's token; it dies with the run. */
  readonly token: string;
  readonly userAgent: string;
  readonly fetch?: Fetch | undefined;
  readonly clock?: Clock | undefined;
}

const by = "the pod's port";
/** Well under the protocol's 32 MiB and the proxy's 100 s for one exchange. */
const chunkBytes = 8 * 1024 * 1024;
const tryLimitMs = 90_000;
const healthLimitMs = 10_000;
const maxTries = 5;
const firstPauseMs = 1_000;

const statusAnswer = z.looseObject({ body: z.string(), mac: z.string() });
const healthAnswer = z.looseObject({ state: z.string() });
const artifactList = z.array(z.looseObject({ path: z.string(), size: z.number(), sha256: z.string() }));

/** The supervisor's port of one pod, as docs/pod-protocol.md describes it. Throws RunpodErrors; the token is in none. */
export function createPodPort(address: PortAddress): PodPort {
  const wire = new Wire(address);
  return {
    health: () => health(wire),
    putFile: (path, localPath) => putFile(wire, path, localPath),
    dataComplete: async () => {
      await wire.ask("say that the data is complete", "POST", "/data-complete");
    },
    status: () => status(wire),
    artifacts: async () =>
      parsed("list artifacts", artifactList, await wire.ask("list artifacts", "GET", "/artifacts")),
    getArtifact: (path, localPath) => getArtifact(wire, path, localPath),
    getLog: (localPath) => getLog(wire, localPath),
    acknowledge: async () => {
      await wire.ask("acknowledge", "POST", "/ack");
    },
  };
}

class Wire {
  readonly #address: PortAddress;
  readonly #fetch: Fetch;
  readonly #clock: Clock;

  constructor(address: PortAddress) {
    this.#address = address;
    this.#fetch = address.fetch ?? ((request) => fetch(request));
    this.#clock = address.clock ?? realClock;
  }

  /** The body of one exchange. Every request of the protocol may be repeated, so each is, a few times. */
  async ask(what: string, method: string, path: string, body?: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.once(what, method, path, { body });
      } catch (error) {
        if (!(error instanceof AmbiguousError) || tried >= maxTries) throw error;
        await this.#clock.sleep(firstPauseMs * 2 ** (tried - 1));
      }
    }
  }

  async once(
    what: string,
    method: string,
    path: string,
    { body, limitMs = tryLimitMs }: { body?: Uint8Array<ArrayBuffer> | undefined; limitMs?: number } = {},
  ): Promise<Uint8Array> {
    const stop = new AbortController();
    const timer = new AbortController();
    const { url, token, userAgent } = this.#address;
    const headers = { Authorization: `Bearer ${token}`, "User-Agent": userAgent };
    const request = new Request(`${url}${path}`, {
      method,
      headers,
      body: body ?? null,
      redirect: "manual",
      signal: stop.signal,
    });
    const exchange = this.#exchange(what, request);
    const late = this.#clock.sleep(limitMs, timer.signal).then(() => undefined);
    try {
      const answer = await Promise.race([exchange, late]);
      if (answer !== undefined) return answer;
    } finally {
      timer.abort();
    }
    stop.abort();
    exchange.catch(() => undefined);
    throw failureOf({ what, by, status: 0, body: `none within ${limitMs / 1000} s` });
  }

  async #exchange(what: string, request: Request): Promise<Uint8Array> {
    let response: Response;
    let answer: Uint8Array;
    try {
      response = await this.#fetch(request);
      answer = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw failureOf({ what, by, status: 0, body: fetchReason(error).replaceAll(this.#address.token, "***") });
    }
    if (response.ok) return answer;
    const text = new TextDecoder().decode(answer).replaceAll(this.#address.token, "***");
    throw failureOf({ what, by, status: response.status, body: text });
  }
}

async function health(wire: Wire): Promise<{ state: string } | undefined> {
  try {
    return parsed("health", healthAnswer, await wire.once("health", "GET", "/health", { limitMs: healthLimitMs }));
  } catch {
    return undefined;
  }
}

async function status(wire: Wire): Promise<{ body: string; mac: string } | undefined> {
  try {
    return parsed("read the status", statusAnswer, await wire.ask("read the status", "GET", "/status"));
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** In chunks, each sent to its own place in the file, so that a repeated one changes nothing. */
async function putFile(wire: Wire, path: string, localPath: string): Promise<void> {
  const what = `send ${path}`;
  const file = await open(localPath);
  try {
    for (let offset = 0, more = true; more;) {
      const buffer = new Uint8Array(chunkBytes);
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, offset);
      const answer = await wire.ask(
        what,
        "PUT",
        `/data/${encoded(path)}?offset=${offset}`,
        buffer.subarray(0, bytesRead),
      );
      offset += bytesRead;
      const { size } = parsed(what, z.looseObject({ size: z.number() }), answer);
      if (size < offset) throw broken(what, `the pod has ${size} of the ${offset} bytes that were sent`);
      more = bytesRead === chunkBytes;
    }
  } finally {
    await file.close();
  }
}

/** Written aside, checked against the digest in the pod's own list, then renamed. */
async function getArtifact(wire: Wire, path: string, localPath: string): Promise<void> {
  const what = `fetch ${path}`;
  const listed = parsed(what, artifactList, await wire.ask(what, "GET", "/artifacts")).find((one) => one.path === path);
  if (listed === undefined) throw failureOf({ what, by, status: 404, body: "the pod has no such artifact" });
  await writeWhole(localPath, async (aside) => {
    await download(wire, what, { path, size: listed.size, aside });
    const digest = await sha256Of(aside);
    if (digest !== listed.sha256) throw broken(what, `its sha256 is ${digest}, but the pod says ${listed.sha256}`);
  });
}

/** `write` fills a file aside, which takes its place when that is done, and is gone where it fails. */
async function writeWhole(localPath: string, write: (aside: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(localPath), { recursive: true });
  const aside = `${localPath}.part`;
  try {
    await write(aside);
    await rename(aside, localPath);
  } finally {
    await rm(aside, { force: true });
  }
}

async function download(wire: Wire, what: string, to: { path: string; size: number; aside: string }): Promise<void> {
  const file = await open(to.aside, "w");
  try {
    for (let offset = 0; offset < to.size;) {
      const part = await wire.ask(what, "GET", `/artifacts/${encoded(to.path)}?offset=${offset}&length=${chunkBytes}`);
      if (part.length === 0) throw broken(what, `it ended after ${offset} of ${to.size} bytes`);
      await file.write(part, 0, part.length, offset);
      offset += part.length;
    }
  } finally {
    await file.close();
  }
  const { size } = await stat(to.aside);
  if (size !== to.size) throw broken(what, `${size} bytes came instead of ${to.size}`);
}

/** Until a part is short: the log grows with each heartbeat, and its end is where it was when it was asked for. */
async function getLog(wire: Wire, localPath: string): Promise<void> {
  await writeWhole(localPath, async (aside) => {
    const file = await open(aside, "w");
    try {
      for (let offset = 0, more = true; more;) {
        const part = await wire.ask("fetch the log", "GET", `/log?offset=${offset}&length=${chunkBytes}`);
        await file.write(part, 0, part.length, offset);
        offset += part.length;
        more = part.length === chunkBytes;
      }
    } finally {
      await file.close();
    }
  });
}

function parsed<T>(what: string, schema: z.ZodType<T>, answer: Uint8Array): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(answer)));
  } catch {
    throw broken(what, "the pod's answer is not what the pod protocol describes");
  }
}

/** A path for a URL. `.` and `..` would be resolved away on the road and name another file. */
function encoded(path: string): string {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".."))
    throw new RuleError(`the path ${JSON.stringify(path)} cannot be asked of a pod`, { status: 0, detail: "bad path" });
  return parts.map(encodeURIComponent).join("/");
}

function broken(what: string, why: string): AmbiguousError {
  return new AmbiguousError(`${what}: ${by}: ${why}; it is tried again with the next look`, {
    status: 200,
    detail: why,
  });
}
