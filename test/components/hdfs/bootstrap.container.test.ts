import { randomBytes } from "node:crypto";
import { chown, mkdir, mkdtemp, readdir, rm, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { ensureEngine, type Engine } from "../../../cli/engine/index.ts";
import { ensureImage } from "../../../cli/images/index.ts";
import { ownImage } from "../../../cli/images/own-image.ts";
import { dockerClient } from "../../../local/plugins/docker/client.ts";
import { run } from "../../../local/process/run.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const site = { ...locate(root, process.env), env: process.env };
const restricted = [
  "--network=none",
  "--read-only",
  "--cap-drop=ALL",
  "--security-opt=no-new-privileges",
  "--tmpfs=/tmp",
];
const soon = { timeout: 240_000, interval: 20 };
let engine: Engine;
let image: string;
let folder: string;
let name: string;

beforeAll(async () => {
  engine = await ensureEngine(site, () => undefined);
  image = (await ensureImage(engine, ownImage(site, "hdfs"), site, () => undefined)).name;
}, 1_200_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-hdfs-"));
  name = `ty-hdfs-${randomBytes(4).toString("hex")}`;
  await mkdir(join(folder, "data"));
  await chown(join(folder, "data"), 10001, 10001);
  const property = "<property><name>fs.defaultFS</name><value>hdfs://localhost:8020</value></property>";
  await writeFile(join(folder, "core-site.xml"), `<configuration>${property}</configuration>\n`);
});
afterEach(async () => {
  await docker("rm", "--force", name);
  await rm(folder, { recursive: true, force: true });
});

const docker = (...args: readonly string[]) => {
  const env = { ...process.env, DOCKER_HOST: engine.host };
  return run(dockerClient(env) ?? "docker", args, { env });
};

/** The bootstrap of the only NameNode, on the folder as its volume. */
function start(...how: readonly string[]) {
  const mounts = [
    ...["-v", `${join(folder, "data")}:/data`, "-v", `${join(folder, "core-site.xml")}:/etc/hadoop/core-site.xml:ro`],
    ...["-v", `${join(root, "components/hdfs/scripts")}:/scripts:ro`],
  ];
  const env = [
    "NAME_DIR=/data/name",
    "CLUSTER_ID=lake",
    "POD_NAME=lake-namenode-0",
    "POD_FQDN=lake-namenode-0.x",
    "POD_NAMESPACE=x",
    "POD_UID=1",
    "STANDS_DIR=/stands",
    "HEAP_MIB=128",
  ];
  const variables = env.flatMap((one) => ["-e", one]);
  return docker(
    "run",
    ...how,
    "--name",
    name,
    ...restricted,
    ...mounts,
    ...variables,
    image,
    "bash",
    "/scripts/bootstrap.sh",
  );
}

const has = (path: string) =>
  stat(join(folder, "data", path)).then(
    () => true,
    () => false,
  );
const images = async () =>
  (await readdir(join(folder, "data/name/current"))).filter((file) => /^fsimage_\d+$/.test(file));

it(
  "begins again after a format that was killed, and leaves the image alone from then on",
  { timeout: 600_000 },
  async () => {
    await start("--detach");
    await expect.poll(() => has("name.unfinished/current/VERSION"), soon).toBe(true);
    await docker("kill", name);
    expect(await has("name")).toBe(false);
    await docker("rm", "--force", name);

    const formatted = await start();
    expect(formatted.exitCode, formatted.stderr).toBe(0);
    expect(formatted.stderr).toContain("bootstrap: formatting a new file system, cluster lake");
    expect(await images()).toEqual(["fsimage_0000000000000000000"]);
    expect(await readdir(join(folder, "data"))).toEqual(["name"]);
    const { mtimeMs } = await stat(join(folder, "data/name/current/VERSION"));
    await docker("rm", "--force", name);

    const again = await start();
    expect(again).toMatchObject({ exitCode: 0, stderr: "bootstrap: this NameNode has its image\n" });
    expect((await stat(join(folder, "data/name/current/VERSION"))).mtimeMs).toBe(mtimeMs);
    await docker("rm", "--force", name);

    for (const file of await images()) await unlink(join(folder, "data/name/current", file));
    const half = await start();
    expect(half.exitCode).toBe(1);
    expect(half.stderr).toContain("bootstrap: STOPPED: /data/name is half formatted");
    expect(half.stderr).toContain("bootstrap: why: it has no VERSION with an fsimage beside it");
    expect(half.stderr).toContain("bootstrap: what to do: look at it; move it away to begin anew");
  },
);
