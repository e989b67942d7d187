import { type HttpBindings, serve, type ServerType } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AmbiguousError, ForbiddenError, NotFoundError } from "../../../components/runpod/failures.ts";
import { createVolumeFiles, type VolumeAddress } from "../../../components/runpod/volume-files.ts";
import { createS3App } from "../../../local/runpod/s3/app.ts";

const sentinel = "rps_SENTINEL";
let root: string;
let server: ServerType;
let address: VolumeAddress;
/** What the endpoint does to the next requests instead of answering: a status, or `cut` a body half-way. */
let faults: (number | "cut")[];
let asked: string[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "volume-"));
  faults = [];
  asked = [];
  const app = createS3App({
    now: () => Date.now(),
    credentials: () => ({ accessKey: "user_1", secretKey: sentinel }),
    volume: (id) => (id === "vol1" ? { path: root, dataCenter: "EU-RO-1" } : undefined),
  });
  const fetch = async (request: Request, env: HttpBindings) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    const fault = faults.shift();
    if (typeof fault === "number") return new Response("<Error><Code>SlowDown</Code></Error>", { status: fault });
    const response = await app.fetch(request);
    if (fault === undefined) return response;
    env.outgoing.writeHead(response.status, { "content-length": response.headers.get("content-length") ?? "10" });
    env.outgoing.write(Buffer.from(await response.arrayBuffer()).subarray(0, 3), () => env.outgoing.destroy());
    return RESPONSE_ALREADY_SENT;
  };
  server = await new Promise<ServerType>((resolve) => {
    const started = serve(
      {
        overrideGlobalObjects: false,
        fetch: (request, env) => fetch(request, env as HttpBindings),
        port: 0,
        hostname: "127.0.0.1",
      },
      () => resolve(started),
    );
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}/s3`;
  address = { endpoint, dataCenter: "EU-RO-1", volumeId: "vol1", accessKey: "user_1", secretKey: sentinel };
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(root, { recursive: true });
});

describe("files of a volume", () => {
  it("come back as they were written", async () => {
    const files = createVolumeFiles(address);
    await files.put("runs/r1/a1/ack", "seen");
    expect(Buffer.from((await files.get("runs/r1/a1/ack")) ?? []).toString()).toBe("seen");
    expect(readFileSync(join(root, "runs/r1/a1/ack"), "utf8")).toBe("seen");
  });

  it("are undefined where there is no such key", async () => {
    const files = createVolumeFiles(address);
    expect(await files.get("nothing")).toBeUndefined();
    expect(await files.getFile("nothing", join(root, "copy"))).toBe(false);
    expect(existsSync(join(root, "copy.part"))).toBe(false);
  });

  it("are listed over all pages below a prefix", async () => {
    const files = createVolumeFiles(address);
    await files.put("runs/a", "1");
    await files.put("runs/b c/ក", "22");
    await files.put("other", "333");
    expect(await files.list("runs/")).toEqual([
      { key: "runs/a", size: 1 },
      { key: "runs/b c/ក", size: 2 },
    ]);
  });

  it("are gone after removal, and removing again harms nobody", async () => {
    const files = createVolumeFiles(address);
    await files.put("x", "1");
    await files.remove("x");
    await files.remove("x");
    expect(await files.get("x")).toBeUndefined();
  });

  it.each([0, 5 * 1024 * 1024 + 3, 65 * 1024 * 1024 + 1])("of %d bytes go up and down unchanged", async (size) => {
    const files = createVolumeFiles(address);
    const local = join(root, "local.bin");
    writeFileSync(local, randomBytes(size));
    await files.putFile("up/file.bin", local);
    expect(await files.getFile("up/file.bin", join(root, "down/copy.bin"))).toBe(true);
    const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
    expect(digest(join(root, "down/copy.bin"))).toBe(digest(local));
    expect(asked.some((one) => one.startsWith("POST"))).toBe(size > 64 * 1024 * 1024);
  });
});

describe("a failing endpoint", () => {
  it("is asked again a few times", async () => {
    faults = [503, 500];
    const files = createVolumeFiles(address);
    await files.put("x", "1");
    expect(asked).toHaveLength(3);
  });

  it("ends in a failure that names file and volume", async () => {
    faults = [503, 503];
    const files = createVolumeFiles({ ...address, maxTries: 2 });
    const failure = await files.get("x").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AmbiguousError);
    expect(String(failure)).toMatch(/read x on volume vol1: the S3 endpoint answered 503/);
  });

  it("that cuts a download leaves neither a part nor a wrong file", async () => {
    const files = createVolumeFiles(address);
    await files.put("x", "0123456789");
    faults = ["cut"];
    expect(await files.getFile("x", join(root, "copy"))).toBe(true);
    expect(readFileSync(join(root, "copy"), "utf8")).toBe("0123456789");
    expect(existsSync(join(root, "copy.part"))).toBe(false);
  });

  it("that cuts every download is a failure, and no file", async () => {
    const files = createVolumeFiles(address);
    await files.put("x", "0123456789");
    faults = Array.from({ length: 20 }, () => "cut" as const);
    await expect(files.getFile("x", join(root, "copy"))).rejects.toBeInstanceOf(AmbiguousError);
    expect(existsSync(join(root, "copy"))).toBe(false);
    expect(existsSync(join(root, "copy.part"))).toBe(false);
  });

  it("that cannot be reached says so", async () => {
    const files = createVolumeFiles({ ...address, endpoint: "http://127.0.0.1:9/s3", maxTries: 1 });
    await expect(files.get("x")).rejects.toThrow(/no answer from the S3 endpoint: .*ECONNREFUSED/);
  });
});

describe("keys", () => {
  it("that are wrong are named by their variables and never shown", async () => {
    const files = createVolumeFiles({ ...address, secretKey: `${sentinel}-wrong` });
    const failure = await files.get("x").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ForbiddenError);
    expect(String(failure)).toContain("RUNPOD_S3_SECRET_KEY");
    expect(JSON.stringify(failure) + String(failure)).not.toContain(sentinel);
  });

  it("of no volume meet a missing volume, not a missing file", async () => {
    await expect(createVolumeFiles({ ...address, volumeId: "vol2" }).get("x")).rejects.toBeInstanceOf(NotFoundError);
  });

  it("that are not set are asked for at once", () => {
    expect(() => createVolumeFiles({ ...address, accessKey: undefined })).toThrow("set RUNPOD_S3_ACCESS_KEY");
  });
});
