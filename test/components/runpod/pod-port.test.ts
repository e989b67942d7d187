import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AmbiguousError, NotFoundError, RuleError, UnauthorizedError } from "../../../components/runpod/failures.ts";
import { createPodPort } from "../../../components/runpod/pod-port.ts";
import { type Answer, jumpingClock, recorded } from "./recorded.ts";

const token = "token-SENTINEL";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pod-port-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function portOver(fetch: (request: Request) => Promise<Response>) {
  return createPodPort({
    url: "http://127.0.0.1:1/proxy/p1/8787",
    token,
    userAgent: "t",
    fetch,
    clock: jumpingClock(),
  });
}

function recordedPort(...answers: readonly Answer[]) {
  const wire = recorded(...answers);
  return { port: portOver(wire.fetch), ...wire };
}

/** A pod that keeps files in memory, as the protocol describes it; each request first meets one of `faults`. */
function memoryPod(files: Map<string, Buffer>, faults: Answer[] = []) {
  const sizes: number[] = [];
  const port = portOver(async (request) => {
    const fault = faults.shift();
    if (fault !== undefined) return recorded(fault).fetch(request);
    const { pathname, searchParams } = new URL(request.url);
    const name = decodeURIComponent(pathname.replace(/^\/proxy\/p1\/8787\/(data|artifacts)\/?/, ""));
    const offset = Number(searchParams.get("offset") ?? 0);
    const body = Buffer.from(await request.arrayBuffer());
    const held = files.get(name) ?? Buffer.alloc(0);
    if (request.method === "PUT") {
      sizes.push(body.length);
      files.set(name, Buffer.concat([held.subarray(0, offset), body, held.subarray(offset + body.length)]));
      return Response.json({ size: files.get(name)?.length });
    }
    if (name !== "") return new Response(held.subarray(offset, offset + Number(searchParams.get("length"))));
    const sha256 = (data: Buffer) => createHash("sha256").update(data).digest("hex");
    return Response.json([...files].map(([path, data]) => ({ path, size: data.length, sha256: sha256(data) })));
  });
  return { port, sizes };
}

describe("health and status", () => {
  it("is read with the token", async () => {
    const { port, requests } = recordedPort({ status: 200, body: { body: "{}", mac: "00" } });
    expect(await port.status()).toMatchObject({ body: "{}", mac: "00" });
    expect(requests[0]?.headers.get("authorization")).toBe(`Bearer ${token}`);
  });

  it.each([{ status: 502 }, { status: 404 }, { status: 200, body: "<html>" }, "lost" as const, "silent" as const])(
    "calls a port that answers %j not there, at once",
    async (answer) => {
      const { port, asked } = recordedPort(answer);
      expect(await port.health()).toBeUndefined();
      expect(asked).toHaveLength(1);
    },
  );

  it("has no status while the run goes on", async () => {
    const { port } = recordedPort({ status: 404, body: { error: "the run has not ended" } });
    expect(await port.status()).toBeUndefined();
  });

  it("asks again when the proxy fails, a few times", async () => {
    const { port, asked } = recordedPort({ status: 524 }, "lost", { status: 200, body: { body: "{}", mac: "00" } });
    await port.status();
    expect(asked).toHaveLength(3);
    await expect(recordedPort({ status: 502 }).port.status()).rejects.toBeInstanceOf(AmbiguousError);
  });

  it("tells a wrong token without showing it", async () => {
    const { port } = recordedPort({ status: 401, body: { error: `no ${token}` } });
    const failure = await port.artifacts().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnauthorizedError);
    expect(String(failure)).toContain("the pod's port answered 401");
    expect(JSON.stringify(failure) + String(failure)).not.toContain("SENTINEL");
  });

  it("says that the data is complete and that all is fetched", async () => {
    const { port, asked } = recordedPort({ status: 200, body: {} });
    await port.dataComplete();
    await port.acknowledge();
    expect(asked).toEqual(["POST /proxy/p1/8787/data-complete", "POST /proxy/p1/8787/ack"]);
  });
});

describe("files", () => {
  it.each([0, 10, 8 * 1024 * 1024, 17 * 1024 * 1024 + 5])(
    "of %d bytes go in and come back, in small exchanges",
    async (size) => {
      const content = randomBytes(size);
      writeFileSync(join(folder, "in"), content);
      const files = new Map<string, Buffer>();
      const { port, sizes } = memoryPod(files, ["lost", { status: 502 }]);
      await port.putFile("corpora/ក b/train.bin", join(folder, "in"));
      expect(files.get("corpora/ក b/train.bin")?.equals(content)).toBe(true);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(32 * 1024 * 1024);
      await port.getArtifact("corpora/ក b/train.bin", join(folder, "deep/out"));
      expect(readFileSync(join(folder, "deep/out")).equals(content)).toBe(true);
    },
  );

  it("is the log, in parts until one is short, though it grows meanwhile", async () => {
    const whole = Buffer.alloc(20 * 1024 * 1024, "one line of a log\n");
    const port = portOver(async (request) => {
      const asked = new URL(request.url).searchParams;
      const from = Number(asked.get("offset"));
      return new Response(whole.subarray(from, from + Number(asked.get("length"))));
    });
    await port.getLog(join(folder, "deep/pod.log"));
    expect(readFileSync(join(folder, "deep/pod.log")).equals(whole)).toBe(true);
    expect(existsSync(join(folder, "deep/pod.log.part"))).toBe(false);
  });

  it("whose bytes are not what the pod says are refused and leave nothing", async () => {
    const port = portOver(async (request) =>
      request.url.includes("offset")
        ? new Response("evil")
        : Response.json([{ path: "model", size: 4, sha256: "0".repeat(64) }]),
    );
    await expect(port.getArtifact("model", join(folder, "model"))).rejects.toThrow("its sha256 is");
    expect(existsSync(join(folder, "model"))).toBe(false);
    expect(existsSync(join(folder, "model.part"))).toBe(false);
  });

  it("that end early are refused", async () => {
    const port = portOver(async (request) =>
      request.url.includes("offset") ? new Response(null) : Response.json([{ path: "model", size: 4, sha256: "0" }]),
    );
    await expect(port.getArtifact("model", join(folder, "model"))).rejects.toThrow("it ended after 0 of 4 bytes");
  });

  it("that the pod does not list are not found", async () => {
    const { port } = recordedPort({ status: 200, body: [] });
    await expect(port.getArtifact("model", join(folder, "model"))).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each(["../x", "a/../../x", "/x", "a//b", ""])("refuses the path %j", async (path) => {
    writeFileSync(join(folder, "in"), "x");
    const { port, asked } = recordedPort({ status: 200, body: { size: 1 } });
    await expect(port.putFile(path, join(folder, "in"))).rejects.toBeInstanceOf(RuleError);
    expect(asked).toEqual([]);
  });
});
