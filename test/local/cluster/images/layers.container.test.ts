import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { locate } from "../../../../cli/context.ts";
import { ensureEngine } from "../../../../cli/engine/index.ts";
import { keepLayers, lendLayers } from "../../../../local/cluster/images/layers.ts";
import { dockerClient } from "../../../../local/plugins/docker/client.ts";
import { run } from "../../../../local/process/run.ts";
import { TestRegistry } from "../../../support/registry.ts";

const site = { ...locate(resolve(import.meta.dirname, "../../../.."), process.env), env: process.env };

it("spares an engine the push of a layer that another registry had, and gives whole images", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ty-layers-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const engine = await ensureEngine(site, () => undefined);
  const env = { ...process.env, DOCKER_HOST: engine.host, DOCKER_CONFIG: folder };
  const docker = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(dockerClient(env) ?? "docker", args, { env });
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stdout;
  };
  // Of a layer under 10 MB an engine does not ask whether it is known from elsewhere.
  await writeFile(join(folder, "content"), randomBytes(11_000_000));
  await run("tar", ["-C", folder, "-cf", join(folder, "layer.tar"), "content"], { env });
  const name = (await docker("import", join(folder, "layer.tar"))).trim();
  const pushTo = async ({ address, password }: TestRegistry) => {
    const image = `${address}/trainyard/lent:1`;
    await docker("login", address, "--username", TestRegistry.username, "--password", password);
    await docker("tag", name, image);
    onTestFinished(async () => {
      await docker("rmi", image);
    });
    return { image, said: await docker("push", image) };
  };
  const first = await TestRegistry.start("one");
  onTestFinished(() => first.stop());
  expect((await pushTo(first)).said).toContain(": Pushed");
  await keepLayers(first.data, join(folder, "store"));

  const second = await TestRegistry.start("two", (data) => lendLayers(data, join(folder, "store")));
  onTestFinished(() => second.stop());
  expect(await second.manifest("trainyard/lent", "1")).toBe(404);
  const { image, said } = await pushTo(second);
  expect(said).not.toContain(": Pushed");
  expect(said).toContain(": Layer already exists");
  expect(await second.manifest("trainyard/lent", "1")).toBe(200);
  await docker("pull", image);
});
