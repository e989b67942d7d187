import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { endLeft, homeOf } from "../../../cli/testing/end-left.ts";
import { testEnvironment } from "../../../cli/testing/environment.ts";
import { processesOf } from "../../../local/host/leftovers.ts";
import { identify, isAlive } from "../../../local/process/identity.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A process that would stay, with these words in its command line and the mark of a run. */
async function left(run: string, ...words: readonly string[]) {
  const given = { run, home: "/none", propertyRuns: undefined, full: false };
  const nothing = { dockerHost: undefined, testImage: undefined, trainerImage: undefined };
  const env = testEnvironment(process.env, { ...given, ...nothing });
  const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)", "--", ...words], { env });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  await expect.poll(() => processesOf(`TRAINYARD_TEST_RUN=${run}`).map(({ pid }) => pid)).toContain(child.pid);
  return identify(child.pid ?? 0) ?? { pid: 0, startTime: "" };
}

it("ends the test beds of a run and whatever else it left, and nothing of another run", async () => {
  const folder = temporaryFolder("end-left");
  const [mine, other] = [join(folder, "mine"), join(folder, "other")];
  const home = join(folder, "home");
  const bed = ["/clone/local/runpod/main.ts", "--state", join(home, "local", "runpod")];
  const [emulator, plugin, foreign] = [await left(mine, ...bed), await left(mine, "plugin"), await left(other)];
  const said: string[] = [];
  const site = { root: folder, home: folder, cache: folder, env: { DOCKER_HOST: "unix:///no/such.sock" } };
  await endLeft(site, mine, (line) => said.push(line));
  expect([emulator, plugin, foreign].map(isAlive)).toEqual([false, false, true]);
  expect(said).toEqual([`stopping what a test left in ${home}`]);
});

it("knows the home of an emulated RunPod by its command line, and none of other programs", () => {
  expect(homeOf(["node", "/c/local/runpod/main.ts", "--state", "/h/local/runpod", "--docker-host", "x"])).toBe("/h");
  expect(homeOf(["node", "/c/other.ts", "--state", "/h/local/runpod"])).toBeUndefined();
  expect(homeOf(["node", "/c/local/runpod/main.ts"])).toBeUndefined();
});
