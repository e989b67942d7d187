import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { connect } from "../../../cli/engine/endpoint.ts";
import { ensureEngine } from "../../../cli/engine/index.ts";
import { ensurePrivateEngine } from "../../../cli/engine/private.ts";

/** A user without rights. */
const NOBODY = 65_534;

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ty-endpoint-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
}

afterEach(() => vi.restoreAllMocks());

const site = (home: string, host: string) => ({ root: home, home, cache: home, env: { DOCKER_HOST: host } });

it("says why nobody answers at an address, and what to do", async () => {
  const folder = await emptyFolder();
  const host = `unix://${join(folder, "docker.sock")}`;
  expect(await connect(host, "given")).toEqual({ refused: expect.stringContaining("ENOENT") as string });
  await expect(ensureEngine(site(folder, host), () => undefined)).rejects.toMatchObject({
    text: { on: host, todo: expect.stringMatching(/^start it, or unset DOCKER_HOST/) as string },
  });
});

it("tells a user who may not use the engine of this machine how to get the right", async () => {
  const folder = await emptyFolder();
  const socket = join(folder, "docker.sock");
  const server = createServer().listen(socket);
  onTestFinished(() => void server.close());
  await chmod(socket, 0);
  await connect(`unix://${folder}/none`, "system"); // loads the client, which only this user may read
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(NOBODY);
  const answer = await connect(`unix://${socket}`, "system").finally(() => root && process.seteuid?.(0));
  expect(answer).toEqual({ refused: expect.stringContaining("EACCES") as string });
  vi.spyOn(process, "getuid").mockReturnValue(NOBODY);
  const { refused } = answer as { refused: string };
  await expect(ensurePrivateEngine(site(folder, ""), () => undefined, refused)).rejects.toMatchObject({
    text: {
      why: expect.stringContaining(socket) as string,
      todo: expect.stringContaining("usermod -aG docker") as string,
    },
  });
  const reset = "connect ECONNREFUSED /var/run/docker.sock";
  await expect(ensurePrivateEngine(site(folder, ""), () => undefined, reset)).rejects.toMatchObject({
    text: { todo: expect.stringMatching(/^start Docker/) as string },
  });
});
