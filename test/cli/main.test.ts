import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { writeRun } from "../support/run-folder.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startYard } from "../support/yard-process.ts";

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "main-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function yard(...args: readonly string[]) {
  const env = { ...process.env, TRAINYARD_HOME: join(scratch, "home"), XDG_CACHE_HOME: join(scratch, "cache") };
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, ...args], { env });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...said };
}

it("prints its version", async () => {
  expect(await yard("--version")).toMatchObject({ code: 0, stdout: "0.1.0\n", stderr: "" });
});

it("ends with 0 after help", async () => {
  expect(await yard("doctor", "--help")).toMatchObject({ code: 0, stderr: "" });
});

it("ends with 2 and one document when the command line is wrong", async () => {
  const { code, stdout, stderr } = await yard("doctor", "--frob", "--json");
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { what: "the command line is wrong" } });
  expect(stderr).toContain("unknown option");
});

it("ends with 2 when a dangerous command was not confirmed", async () => {
  const { code, stderr } = await yard("local", "reset");
  expect(code).toBe(2);
  expect(stderr).toContain("do:   run ./yard local reset --yes");
});

it("shows each part of this machine in one document", async () => {
  const { stdout } = await yard("doctor", "--json");
  const { parts } = JSON.parse(stdout) as { parts: { part: string }[] };
  const names = ["node", "npm", "pulumi", "docker engine", "image builder", "base image", "trainer image"];
  expect(parts.map(({ part }) => part)).toEqual(expect.arrayContaining(names));
});

it("goes on to its end when whoever read its output has gone", async () => {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, "--help"]);
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  child.stdout.destroy();
  expect(await new Promise<number | null>((resolve) => child.once("close", resolve))).toBe(0);
  expect(stderr).toBe("");
});

it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "ends at %s as it was asked to, with the code of an interruption",
  async (signal) => {
    const home = temporaryFolder("main");
    writeFileSync(join(writeRun(home), "container.log"), "one\n");
    const { child, done } = startYard(["logs", "j", "--follow"], { TRAINYARD_HOME: home });
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    child.kill(signal);
    expect((await done).code).toBe(130);
  },
);

it("goes on when the terminal of nohup ends", async () => {
  const home = temporaryFolder("main");
  const file = join(writeRun(home), "container.log");
  writeFileSync(file, "one\n");
  const { child, done } = startYard(["logs", "j", "--follow"], { TRAINYARD_HOME: home, TRAINYARD_NOHUP: "1" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const next = () => new Promise((resolve) => child.stdout?.once("data", resolve));
  await next();
  child.kill("SIGHUP");
  writeFileSync(file, "one\ntwo\n");
  await next();
  child.kill("SIGINT");
  expect(await done).toMatchObject({ code: 130, stdout: "one\ntwo\n" });
});

it.runIf(existsSync("/dev/full"))("goes on to its end where its output cannot be written, and says so", async () => {
  const full = openSync("/dev/full", "w");
  onTestFinished(() => closeSync(full));
  const home = temporaryFolder("main");
  writeRun(home);
  const { code, stderr } = await startYard(["jobs", "--json"], { TRAINYARD_HOME: home }, full).done;
  expect(code).toBe(1);
  expect(stderr).toContain("error: the result could not be written");
  expect(stderr).not.toMatch(/^ +at /m);
});

it("examines a machine on which the emulated RunPod left half a file", async () => {
  const home = temporaryFolder("main");
  mkdirSync(join(home, "local", "runpod"), { recursive: true });
  writeFileSync(join(home, "local", "runpod", "endpoint.json"), '{"port":');
  const { stdout } = await startYard(["doctor", "--json"], { TRAINYARD_HOME: home }).done;
  expect(JSON.parse(stdout)).toHaveProperty("parts");
});

it("refuses a stack that has neither runs nor a file, whose name may be mistyped", async () => {
  const home = temporaryFolder("main");
  const jobs = (stack: string) => startYard(["jobs", "-s", stack], { TRAINYARD_HOME: home }).done;
  expect(await jobs("prd")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("there is no such stack") as string,
  });
  expect(await jobs("prod")).toMatchObject({ code: 0, stdout: expect.stringContaining("./yard up -s prod") as string });
  writeRun(home, { stack: "former" });
  expect(await jobs("former")).toMatchObject({ code: 0, stdout: expect.stringContaining("aaaaaaaa-a1") as string });
});
