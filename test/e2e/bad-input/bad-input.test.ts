import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer as serve } from "node:http";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { identify, isAlive } from "../../../local/process/identity.ts";
import { Bed } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { refuses } from "../../support/e2e-refusal.ts";
import { jobOf, pythonImage, script, stackOf, type StackValues } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
let image: string;
beforeAll(async () => {
  [clone, image] = await Promise.all([makeClone(), pythonImage()]);
  bed = await Bed.open(clone, "bad");
});
afterAll(async () => {
  await bed.close();
  await clone.remove();
});

describe("a configuration", () => {
  afterEach(async () => expect(await bed.leftovers()).toEqual([]));
  const without = (name: string) => {
    const { [name]: _left, ...job } = jobOf("smoke");
    return job;
  };
  const refused = async (jobs: readonly unknown[], values: StackValues = {}) => {
    await bed.configure(stackOf(image, jobs, values));
    const ended = await bed.up();
    expect(ended.exitCode).not.toBe(0);
    return { says: (message: RegExp) => refuses(ended, ended.exitCode ?? 0, message) };
  };

  it("refuses unknown keys, a missing and a negative maxUsd, and names them all at once", async () => {
    const jobs = [jobOf("typo", { maxDolars: 1 }), without("maxUsd"), jobOf("negative", { maxUsd: -1 })];
    const { says } = await refused(jobs, { volum: 1 });
    for (const wrong of [
      /volum\b/,
      /maxDolars/,
      /jobs\[1\]\.maxUsd: .*(?:required|missing|must)/,
      /jobs\[2\]\.maxUsd: .*-1/,
    ])
      says(wrong);
  });

  it("refuses an unknown GPU", async () => {
    const candidates = [{ gpu: "NVIDIA RTX 9999", cloud: "SECURE" }];
    (await refused([jobOf("smoke", { candidates })])).says(/NVIDIA RTX 9999/);
  });

  it("refuses a cap above the limit of its environment with exit code 3", async () => {
    await bed.configure(stackOf(image, [jobOf("smoke", { maxUsd: 2 })]));
    refuses(await bed.yard(["preview"]), 3, /refused by policy[^]*maxUsd[^]*do: /);
  });

  it("refuses a stack that is not there with exit code 2", async () => {
    refuses(await bed.yard(["preview", "-s", "nowhere"]), 2, /there is no such stack[^]*Pulumi\.nowhere\.yaml[^]*do: /);
  });
});

const onlyGpu = { gpu: "NVIDIA RTX A4000", cloud: "SECURE" };

/** A registry that has no image. */
const emptyRegistry = () =>
  serve((request, response) => {
    const known = request.url === "/v2/";
    const error = { code: "MANIFEST_UNKNOWN", message: "manifest unknown" };
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(known ? "{}" : JSON.stringify({ errors: [error] }));
  });

describe("a run", () => {
  let registry: Server;
  beforeAll(async () => {
    registry = emptyRegistry().listen(0, "127.0.0.1");
    await once(registry, "listening");
  });
  afterAll(() => registry.close());

  it("fails where its image cannot be pulled or its command fails, and leaves nothing", async () => {
    const jobs = [
      jobOf("unknown", { image: `127.0.0.1:${portOf(registry)}/no/such-image:1` }),
      jobOf("away", { image: "127.0.0.1:1/no/registry:1", candidates: [onlyGpu], provisionTimeoutMinutes: 1 }),
      jobOf("broken", { command: script({ exitCode: 1 }) }),
    ];
    await bed.configure(stackOf(image, jobs));
    const ended = await bed.up();
    refuses(
      ended,
      ended.exitCode ?? 0,
      /"unknown" .*the image cannot be pulled: .*check the name 127\.0\.0\.1:\d+\/no\/such-image:1/,
    );
    const away = /"away" .*did not become ready: .*since its image could not be pulled: .*connection refused/;
    expect(ended.output).toMatch(away);
    expect(ended.output).toMatch(/warning: the image could not be pulled .*connection refused; RunPod tries again/);
    expect(ended.output).toMatch(/"broken" .*the command failed: exit code 1; read .*container\.log/);
    expect(ended.exitCode).not.toBe(0);
    expect([await bed.account.livePods(), await bed.containers()]).toEqual([[], []]);
    await bed.destroy();
    expect(await bed.leftovers()).toEqual([]);
  });

  it("refuses a RunPod that does not answer, before anything is made", async () => {
    await bed.configure(stackOf(image, [jobOf("smoke")]));
    const away = { RUNPOD_API_URL: "http://127.0.0.1:9", RUNPOD_API_KEY: "none" };
    const ended = await bed.yard(["up", "--yes"], away);
    refuses(ended, 1, /RunPod could not be reached[^]*do: /);
    expect(await bed.leftovers()).toEqual([]);
  });
});

describe("the test bed", () => {
  it("says that no engine answers at DOCKER_HOST", async () => {
    const ended = await bed.yard(["local", "up"], {
      DOCKER_HOST: "unix:///no/such.sock",
      TRAINYARD_HOME: `${bed.home}/x`,
    });
    refuses(ended, 1, /\/no\/such\.sock[^]*do: /);
  });

  it("says that its port is in use, and by whom", async () => {
    const other = createServer();
    other.listen(0, "127.0.0.1");
    await once(other, "listening");
    try {
      const home = join(bed.home, "taken");
      await mkdir(join(home, "local", "runpod"), { recursive: true });
      await writeFile(join(home, "local", "runpod", "endpoint.json"), JSON.stringify({ port: portOf(other) }));
      const ended = await bed.yard(["local", "up"], { TRAINYARD_HOME: home });
      refuses(ended, 1, new RegExp(`port ${portOf(other)} of 127\\.0\\.0\\.1 is in use[^]*do: `));
      expect(await readdir(join(home, "local", "runpod"))).toEqual(["endpoint.json"]);
    } finally {
      other.close();
    }
  });
});

describe("./yard down", () => {
  it("makes no cluster for a stack that never came to stand", async () => {
    await bed.configure(stackOf(image, [], { kubernetes: "local" }));
    await bed.yardOk(["preview"]); // starts the emulated RunPod, and no cluster
    const { exitCode, output } = await bed.yard(["down"]);
    expect([exitCode, output]).toEqual([0, expect.stringContaining("nothing is left running or billed")]);
    expect(existsSync(join(bed.home, "local", "cluster"))).toBe(false);
  });

  it("ends what works for a folder that somebody deleted, as the next start does", async () => {
    await bed.configure(stackOf(image, []));
    const home = join(bed.home, "deleted");
    const own = { TRAINYARD_HOME: home };
    const startAndDelete = async () => {
      const { exitCode, stdout, output } = await bed.yard(["local", "up"], own);
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      const emulator = identify(Number(/runpod +http\S+ \(process (\d+)\)/.exec(stdout)?.[1]));
      await rm(home, { recursive: true, maxRetries: 5 });
      return { output, emulator: emulator ?? { pid: 0, startTime: "" } };
    };
    const first = await startAndDelete();
    expect(isAlive(first.emulator)).toBe(true);
    const second = await startAndDelete();
    expect(second.output).toContain(`no record names (process ${first.emulator.pid})`);
    expect([first, second].map(({ emulator }) => isAlive(emulator))).toEqual([false, true]);
    const { exitCode, output } = await bed.yard(["down"], own);
    expect([exitCode, output]).toEqual([
      0,
      expect.stringMatching(/nothing of stack bad is known here, and nothing runs/),
    ]);
    expect(output).toContain(`no record names (process ${second.emulator.pid})`);
    expect(isAlive(second.emulator)).toBe(false);
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
