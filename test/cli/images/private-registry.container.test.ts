import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../../cli/engine/endpoint.ts";
import type { Engine } from "../../../cli/engine/index.ts";
import { realClock } from "../../../components/lib/clock.ts";
import { createAccount } from "../../../components/runpod/account.ts";
import { createService } from "../../../components/runpod/api.ts";
import { registryLifecycle } from "../../../components/runpod/registry-auth/lifecycle.ts";
import { pullTrouble, refusalAdvice } from "../../../components/runpod/run/pull.ts";
import { dockerClient } from "../../../local/plugins/docker/client.ts";
import { push, repositoryOf } from "../../../local/plugins/docker/push.ts";
import { createEmulator } from "../../../local/runpod/index.ts";
import { createdBy } from "../../components/runpod/emulated.ts";
import { DockerBed, image } from "../../local/runpod/docker/bed.ts";
import { hasRegistry, PrivateRegistry, user } from "../../support/private-registry.ts";

const soon = { timeout: 60_000, interval: 200 };

describe.runIf(hasRegistry)("an image in a private registry", () => {
  let registry: PrivateRegistry;
  let engine: Engine;
  let reference: string;
  beforeAll(async () => {
    registry = await PrivateRegistry.start();
    const found = await connect(process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock", "given");
    if (!("docker" in found)) throw new Error("no engine");
    engine = found;
    reference = `${registry.address}/team/${image}`;
  });
  afterAll(() => registry.stop());

  /** As the resource pushes, with what is logged in under a folder. */
  const pushAs = async (dockerConfig: string) => {
    const repo = repositoryOf(reference);
    await engine.docker.getImage(image).tag({ repo, tag: reference.slice(repo.length + 1) });
    const env = { ...process.env, DOCKER_HOST: engine.host, DOCKER_CONFIG: dockerConfig };
    return push({ command: dockerClient(env) ?? "docker", env }, reference, () => undefined);
  };
  /** So that it must be pulled: the engine takes what it has in store. */
  const forget = async (name: string) => {
    await engine.docker
      .getImage(name)
      .remove()
      .catch(() => undefined);
  };

  it("is not pushed by who has not logged in", async () => {
    const nobody = join(registry.dockerConfig, "nobody");
    await mkdir(nobody, { recursive: true });
    const { exitCode, output, digest } = await pushAs(nobody);
    expect([exitCode === 0, digest]).toEqual([false, undefined]);
    expect(output).toMatch(/no basic auth credentials|authentication required/);
  });

  it("is pushed with the credentials of docker login", async () => {
    registry.login();
    expect((await pushAs(registry.dockerConfig)).digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    await forget(reference);
  });

  describe("pulled by the emulated RunPod", () => {
    let bed: DockerBed;
    beforeAll(async () => {
      bed = await DockerBed.open();
    });
    afterAll(async () => {
      expect(await bed.close()).toEqual([]);
      await forget(reference);
    });

    /** A pod of the image with a RegistryAuth of this password, and what its log says. */
    async function podWith(password: string) {
      const settings = { provisioningSeconds: 0, startingSeconds: 0, retryStartSeconds: 1 };
      const emulator = createEmulator({ clock: realClock, runner: bed.runner, seed: 1, settings });
      const options = {
        ...{ apiBase: "http://127.0.0.1", graphqlUrl: "http://127.0.0.1/graphql", apiKey: emulator.core.keys.apiKey },
        ...{ userAgent: "trainyard/0.1.0 (linux; x64)", capabilities: { cmd: false, secrets: false } },
        fetch: (request: Request) => emulator.fetch(request),
      };
      const [account, service] = [createAccount(options), createService(options)];
      const world = { account, clock: realClock, owner: "owner-1", say: () => undefined };
      const inputs = { project: "yard", stack: "dev", name: "images", username: user.username, password };
      const { id: registryId } = await createdBy(
        registryLifecycle(() => world),
        inputs,
      );
      const args = JSON.stringify({ cmd: ["sh", "-c", "echo pulled and run; sleep 60"] });
      const gpu = { id: "NVIDIA RTX A4000" };
      const pod = await service.createPod({
        name: "yard-dev-j-0a1b2c3d-a1",
        image: reference,
        gpu,
        args,
        registry: registryId,
      });
      const lines: string[] = [];
      const follow = new AbortController();
      const reading = (async () => {
        for await (const line of service.podLogs(pod.id, { tail: 100, signal: follow.signal })) lines.push(line.line);
      })().catch(() => undefined);
      const end = async () => {
        follow.abort();
        await reading;
        await service.terminatePod(pod.id);
        await emulator.stop();
      };
      return { lines, end };
    }

    it("runs with the right credential", async () => {
      const { lines, end } = await podWith(user.password);
      await expect.poll(() => lines, soon).toContain("pulled and run");
      await end();
      await forget(reference);
    });

    it("is refused for good with a wrong one, and the advice names the credential", async () => {
      const { lines, end } = await podWith("wrong");
      const refusals = () => lines.filter((line) => pullTrouble(line) === "refused");
      await expect.poll(() => refusals().length, soon).toBeGreaterThan(1);
      expect(refusalAdvice(refusals()[0] ?? "", reference)).toMatch(/registryAuthId must name a credential/);
      expect(lines.join("\n")).not.toContain(user.password);
      await end();
    });
  });
});
