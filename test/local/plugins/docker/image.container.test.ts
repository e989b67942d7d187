import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensurePackages } from "../../../../local/host/packages.ts";
import { run } from "../../../../local/process/run.ts";
import { dockerClient } from "../../../../local/plugins/docker/client.ts";
import { processesWith } from "../../../support/e2e-process.ts";
import { PluginBed } from "../../../support/plugin-bed.ts";
import { TestRegistry } from "../../../support/registry.ts";

const password = "SENTINEL-of-the-registry";
const caText = "not a certificate, only a file to be measured\n";
const client = dockerClient(process.env) ?? "docker";
let bed: PluginBed;
let registry: TestRegistry;
let imageName: string;

beforeAll(async () => {
  registry = await TestRegistry.start(password);
  imageName = `${registry.address}/team/app:one`;
  bed = await PluginBed.open(["@pulumi/docker"]);
  bed.env["TMPDIR"] = resolve(bed.folder, "..", "tmp"); // logins of others are not looked at
  await mkdir(bed.env["TMPDIR"]);
  await bed.ok(["config", "set", "--secret", "password", password]);
  await write("ca.pem", caText);
  bed.env["SSL_CERT_FILE"] = join(bed.folder, "ca.pem");
  await write("app/Dockerfile.dockerignore", "**\n!app/message.txt\n!app/busybox\n");
  const instead = { linux: "put a busybox that needs no library at /bin/busybox", other: "run the tests on Linux" };
  await ensurePackages({ busybox: "busybox-static" }, process.env, () => undefined, instead);
  await cp("/bin/busybox", join(bed.folder, "app", "busybox"));
  await write("app/Dockerfile", dockerfile);
  await write("app/message.txt", "first\n");
  await bed.program(program());
});
afterAll(async () => {
  const left = await docker(["image", "ls", "--quiet", "--no-trunc", "--filter", `reference=${registry.address}/*/*`]);
  const ids = [...new Set(left.split("\n").filter((id) => id !== ""))];
  if (ids.length > 0) await docker(["image", "rm", "--force", ...ids]);
  await registry.stop();
  await bed.close();
});

/** On nothing but a shell, so that little has to be packed and pushed. */
const dockerfile = `FROM scratch
COPY app/busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
ARG GREETING
COPY app/message.txt /message.txt
RUN --mount=type=secret,id=ca wc -c </run/secrets/ca >/size-of-ca && echo "$GREETING" >>/message.txt
`;

const program = (more = ""): string => `
  import * as pulumi from "@pulumi/pulumi";
  import * as docker from "@pulumi/docker";
  const password = new pulumi.Config().requireSecret("password");
  const app = new docker.Image("app", {
    imageName: "${imageName}",
    build: { context: ".", dockerfile: "app/Dockerfile", args: { GREETING: "hello" }, network: "host" },
    registry: { server: "${registry.address}", username: "${TestRegistry.username}", password },
    ${more}
  });
  export const digest = app.repoDigest;
`;

async function write(name: string, text: string): Promise<void> {
  await mkdir(join(bed.folder, "app"), { recursive: true });
  await writeFile(join(bed.folder, name), text);
}

async function docker(args: readonly string[]): Promise<string> {
  return (await run(client, args)).stdout.trim();
}

async function digest(): Promise<string> {
  return String((await bed.resource("app")).outputs?.["repoDigest"]);
}

it("1. builds nothing in a preview, and calls the digest unknown", async () => {
  const { stdout } = await bed.ok(["preview"]);
  expect(stdout).toMatch(/docker:index:Image app create/);
  expect(stdout).toMatch(/digest *: \[unknown\]/);
  expect(await docker(["image", "ls", "--quiet", imageName])).toBe("");
});

it("2. builds, pushes with the credentials of the program, and answers with the registry's digest", async () => {
  const { output } = await bed.up();
  expect(output).not.toContain(password);
  const pushed = await digest();
  expect(pushed).toMatch(new RegExp(`^${registry.address}/team/app@sha256:[0-9a-f]{64}$`));
  expect(await registry.manifest("team/app", pushed.split("@")[1] ?? "")).toBe(200);
  const { id, outputs } = await bed.resource("app");
  expect([id, outputs?.["dockerfile"], outputs?.["registryServer"]]).toEqual([
    imageName,
    "app/Dockerfile",
    registry.address,
  ]);
  const said = await docker(["run", "--rm", "--network=none", imageName, "cat", "/message.txt"]);
  expect(said).toBe("first\nhello");
});

it("3. mounts its own CA bundle while it builds, and leaves it in no layer", async () => {
  const size = await docker(["run", "--rm", "--network=none", imageName, "cat", "/size-of-ca"]);
  expect(Number(size)).toBe(caText.length);
  const found = await docker([
    "run",
    "--rm",
    "--network=none",
    imageName,
    "sh",
    "-c",
    "ls -A /run/secrets 2>/dev/null; true",
  ]);
  expect(found).toBe("");
  expect(JSON.stringify((await bed.resource("app")).inputs)).not.toContain("ca.pem");
});

it("4. builds nothing the second time, nor for what the build cannot see, nor for a new password", async () => {
  const before = await docker(["image", "inspect", "--format", "{{.Id}} {{.Metadata.LastTagTime}}", imageName]);
  await write("app/README.md", "words");
  await bed.up(["--expect-no-changes"]);
  await bed.ok(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  await bed.ok(["config", "set", "--secret", "password", "another"]);
  await bed.up(["--expect-no-changes"]);
  await bed.ok(["config", "set", "--secret", "password", password]);
  expect(await docker(["image", "inspect", "--format", "{{.Id}} {{.Metadata.LastTagTime}}", imageName])).toBe(before);
});

it("5. builds and pushes again, in place, when a file of the context changes", async () => {
  const before = await digest();
  await write("app/message.txt", "second\n");
  const preview = await bed.ok(["preview", "--diff"]);
  expect(preview.stdout).toMatch(/contextDigest/);
  expect(preview.stdout).toMatch(/~ 1 to update/);
  await bed.up();
  expect(await digest()).not.toBe(before);
  expect(await registry.manifest("team/app", (await digest()).split("@")[1] ?? "")).toBe(200);
});

it("6. says what failed and on what, with the end of the build, and keeps the state as it was", async () => {
  const before = await digest();
  await write("app/Dockerfile", `${dockerfile}RUN echo "the disk is made of cheese" && exit 3\n`);
  const failed = await bed.run(["up", "--yes", "--skip-preview"]);
  expect(failed.exitCode).not.toBe(0);
  expect(failed.output).toContain(`${imageName} could not be built from app/Dockerfile on `);
  expect(failed.output).toContain("the disk is made of cheese");
  expect(await digest()).toBe(before);
  await write("app/Dockerfile", dockerfile);
  await bed.up(["--expect-no-changes"]);
});

it("7. fails where the registry refuses the login", async () => {
  await bed.ok(["config", "set", "--secret", "password", "wrong"]);
  await write("app/message.txt", "third\n");
  const failed = await bed.run(["up", "--yes", "--skip-preview"]);
  expect(failed.exitCode).not.toBe(0);
  expect(failed.output).toContain(`${imageName} could not be pushed`);
  expect(failed.output).not.toContain("wrong\n");
  await bed.ok(["config", "set", "--secret", "password", password]);
  await bed.up();
});

it("8. builds in a preview only where buildOnPreview asks for it, and pushes nothing then", async () => {
  const before = await digest();
  await write("app/message.txt", "fourth\n");
  await bed.program(program("buildOnPreview: true,"));
  await bed.ok(["preview"]);
  expect(await docker(["run", "--rm", "--network=none", imageName, "cat", "/message.txt"])).toBe("fourth\nhello");
  expect(await digest()).toBe(before);
});

it("9. keeps the image in the engine with skipPush, by its id", async () => {
  await bed.program(program("skipPush: true,"));
  await bed.up();
  expect(await digest()).toBe(await docker(["image", "inspect", "--format", "{{.Id}}", imageName]));
});

it("10. refuses, by name, a type that it does not cover, and a name without a registry to push to", async () => {
  await bed.program(`import * as docker from "@pulumi/docker"; new docker.Container("box", { image: "x" });`);
  const box = await bed.run(["preview"]);
  expect(box.output).toContain("docker:index/container:Container is not among what this stand-in");
  await bed.program(program().replace(imageName, "app:one"));
  expect((await bed.run(["preview"])).output).toContain("must begin with its registry to be pushed");
});

it("11. deletes its state alone, and leaves no login and no process", async () => {
  await bed.ok(["destroy", "--yes", "--skip-preview"]);
  expect(await registry.manifest("team/app", "one")).toBe(200);
  expect((await readdir(resolve(bed.folder, "..", "tmp"))).filter((name) => name.startsWith("docker-login-"))).toEqual(
    [],
  );
  await expect.poll(() => processesWith(`PWD=${bed.folder}`), { timeout: 20_000 }).toEqual([]);
});
