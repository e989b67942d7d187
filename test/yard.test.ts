import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { temporaryFolder } from "./support/temporary-folder.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

/** A clone with this script and lock, and programs on PATH that only say what they are given. */
function clone(nodeVersion: string, installed = true) {
  const folder = temporaryFolder("yard clone ខ");
  const programs = join(folder, "bin");
  mkdirSync(programs);
  mkdirSync(join(folder, "tools"));
  cpSync(join(root, "yard"), join(folder, "yard"));
  cpSync(join(root, "tools", "node"), join(folder, "tools", "node"), { recursive: true });
  writeFileSync(join(folder, "package-lock.json"), "{}");
  mkdirSync(join(folder, "node_modules"));
  if (installed) writeFileSync(join(folder, "node_modules", ".trainyard-lock.json"), "{}");
  const program = (name: string, script: string) => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(programs, name), 0o755);
  };
  program(
    "node",
    `[ "$1" = --version ] && echo ${nodeVersion} || echo "HOME=$HOME $*"; echo "NOHUP=$TRAINYARD_NOHUP" >&2`,
  );
  program("npm", "echo npm $* >&2; exit 1");
  return { folder, env: { PATH: `${programs}:/usr/bin:/bin`, XDG_CACHE_HOME: join(folder, "cache") } };
}

async function yard(
  { folder, env }: ReturnType<typeof clone>,
  args: readonly string[],
  without: readonly string[] = [],
) {
  const given = Object.fromEntries(
    Object.entries({ HOME: folder, ...env }).filter(([name]) => !without.includes(name)),
  );
  const child = spawn("bash", [join(folder, "yard"), ...args], { env: given });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (said.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.stderr += data.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...said };
}

it("hands its words over to the CLI", async () => {
  const made = clone("v22.18.0");
  const { code, stdout } = await yard(made, ["logs", "a b"]);
  expect([code, stdout]).toEqual([
    0,
    `HOME=${made.folder} --disable-warning=ExperimentalWarning ${made.folder}/cli/main.ts logs a b\n`,
  ]);
});

it("runs without a HOME, as services and cron start it: then it is the user's own", async () => {
  const { code, stdout } = await yard(clone("v24.0.0"), ["jobs"], ["HOME", "XDG_CACHE_HOME"]);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`HOME=${userInfo().homedir} `)]);
});

it("tells the CLI that nohup started it, which Node.js cannot see", async () => {
  const { folder, env } = clone("v24.0.0");
  const start = (ignore: string) =>
    spawnSync("sh", ["-c", `${ignore} exec bash '${folder}/yard' jobs`], { env, encoding: "utf8" });
  expect([start("").stderr, start("trap '' HUP;").stderr]).toEqual(["NOHUP=\n", "NOHUP=1\n"]);
});

it.each(["v22.17.1", "v23.5.0", "v20.19.0"])(
  "does not take Node.js %s, which reads no TypeScript by itself",
  async (version) => {
    const { code, stdout, stderr } = await yard(clone(version), ["jobs"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/Node\.js/);
  },
);

it.each(["v22.18.0", "v23.6.0", "v24.1.0", "v100.0.0"])("takes Node.js %s", async (version) => {
  expect((await yard(clone(version), ["jobs"])).code).toBe(0);
});

it("says in one document under --json why it cannot begin", async () => {
  const { code, stdout } = await yard(clone("v22.18.0", false), ["jobs", "--json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    error: {
      what: "the npm packages could not be installed",
      on: "./yard",
      why: expect.stringContaining("npm ci failed in ") as string,
      todo: expect.stringContaining("npm config get registry") as string,
    },
  });
});

/** A clone that has yet to install packages, on a machine without flock, as macOS is. */
function withoutFlock() {
  const made = clone("v22.18.0", false);
  const programs = made.env.PATH.split(":")[0] ?? "";
  for (const name of ["bash", "sh", "readlink", "dirname", "mkdir", "cmp", "ln", "rm", "sleep", "cp", "mv"])
    symlinkSync(join("/bin", name), join(programs, name));
  writeFileSync(join(programs, "npm"), "#!/bin/sh\nexit 0\n");
  const lock = join(made.folder, ".trainyard", "locks", "npm.pid");
  mkdirSync(dirname(lock), { recursive: true });
  return { ...made, env: { ...made.env, PATH: programs }, lock };
}

it("installs one at a time where there is no flock, and leaves no lock", async () => {
  const made = withoutFlock();
  const holder = spawn("/bin/sleep", ["2"]);
  symlinkSync(String(holder.pid), made.lock);
  const ended = Promise.withResolvers<number>();
  holder.once("exit", () => ended.resolve(Date.now()));
  expect((await yard(made, ["jobs"])).code).toBe(0);
  expect(Date.now()).toBeGreaterThanOrEqual(await ended.promise);
  expect(readdirSync(dirname(made.lock))).toEqual([]);
});

it("takes a lock over whose process is gone", async () => {
  const made = withoutFlock();
  const { pid } = spawnSync("/bin/true");
  symlinkSync(String(pid), made.lock);
  expect((await yard(made, ["jobs"])).code).toBe(0);
  expect(readdirSync(dirname(made.lock))).toEqual([]);
});
