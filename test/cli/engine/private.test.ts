import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ensurePrivateEngine } from "../../../cli/engine/private.ts";
import { topCgroups } from "../../../local/host/leftovers.ts";
import { identify, isAlive } from "../../../local/process/identity.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("waits for an engine that lives and does not answer yet, and starts no second one beside it", async () => {
  const folder = temporaryFolder("engine");
  const started = join(folder, "started");
  for (const name of ["dockerd", "debootstrap"]) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$*" >'${started}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const child = spawn("sleep", ["300"], { stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const engine = identify(child.pid ?? 0);
  if (engine === undefined) throw new Error("it ended at once");
  const [home, cache, socket] = [join(folder, "home"), join(folder, "cache"), join(folder, "docker.sock")];
  mkdirSync(cache);
  const record = {
    ...{
      ...engine,
      host: `unix://${socket}`,
      home,
      runDir: join(folder, "run"),
      execRoot: join(folder, "run", "exec"),
    },
    ...{ dataRoot: join(cache, "engine"), cgroupParent: "/trainyard-none", cgroupsBefore: topCgroups() },
  };
  writeFileSync(join(cache, "engine.json"), JSON.stringify(record));
  const server = createServer((_request, response) => response.end('{"Version":"20.10.24"}'));
  onTestFinished(() => void server.close());
  const said: string[] = [];
  const say = (line: string) => {
    said.push(line);
    if (said.length === 1) server.listen(socket); // it was still starting
  };
  const site = { root: folder, home, cache, env: { PATH: `${folder}:/usr/bin:/bin` } };
  const found = await ensurePrivateEngine(site, say, "no socket of an engine");
  expect(found).toMatchObject({ host: `unix://${socket}`, version: "20.10.24", origin: "private" });
  expect(said).toEqual([expect.stringContaining(`process ${engine.pid}`)]);
  expect([existsSync(started), isAlive(engine)]).toEqual([false, true]);
});
