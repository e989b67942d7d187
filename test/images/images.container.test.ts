import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { extract } from "tar-stream";
import { beforeAll, describe, expect, it } from "vitest";
import { locate } from "../../cli/context.ts";
import { ensureEngine, type Engine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { listImage, writeSbom } from "../../cli/images/listing.ts";
import { type OwnImage, ownImage } from "../../cli/images/own-image.ts";
import { type ImageName, imageNames } from "../../components/lib/images.ts";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { run } from "../../local/process/run.ts";

const root = new URL("../../", import.meta.url).pathname;
const site = { ...locate(root, process.env), env: process.env };
const sandbox = ["--rm", "--network=none", "--read-only", "--cap-drop=ALL", "--tmpfs=/tmp"];

/** What a program says in a container of the image, with everything taken away that a restricted pod has not. */
async function inside(engine: Engine, image: OwnImage, command: readonly string[], options: readonly string[] = []) {
  const [entrypoint = "", ...args] = command;
  const words = ["run", ...sandbox, ...options, `--entrypoint=${entrypoint}`, image.name, ...args];
  const env = { ...process.env, DOCKER_HOST: engine.host };
  const { exitCode, stdout, stderr } = await run(dockerClient(env) ?? "docker", words, { env });
  return { exitCode, said: stdout.trim(), complaint: stderr.trim() };
}

/** What is asked of every image, in one container each. */
const questions = {
  user: "id -u; id -g; id -un",
  leftovers:
    "find /var/lib/apt/lists /var/cache/apt /var/log/apt /root/.cache /root/.npm /tmp /run/secrets -type f; find /opt -name pip -maxdepth 6 -type d",
  ownAuthorities: "ls -A /usr/local/share/ca-certificates",
  bundle: "cat /etc/ssl/certs/ca-certificates.crt",
  packagedAuthorities: "cat /usr/share/ca-certificates/*/*.crt",
  writable: "find / -xdev -perm -0002 -type f | grep -v ^/proc",
} as const;
const separator = "=== end of an answer ===";

async function answersOf(engine: Engine, image: OwnImage): Promise<Record<keyof typeof questions, string>> {
  const script = Object.values(questions).map((question) => `{ ${question}; } 2>/dev/null; echo '${separator}'`);
  const { said, complaint } = await inside(engine, image, ["/bin/sh", "-c", script.join("\n")]);
  const answers = said.split(separator).slice(0, -1);
  expect([answers.length, complaint]).toEqual([script.length, ""]);
  const named = Object.keys(questions).map((name, at) => [name, answers[at]?.trim() ?? ""]);
  return Object.fromEntries(named) as Record<keyof typeof questions, string>;
}

describe.each(imageNames)("the image %s", (source: ImageName) => {
  let engine: Engine;
  let image: OwnImage;
  let answers: Awaited<ReturnType<typeof answersOf>>;
  beforeAll(async () => {
    engine = await ensureEngine(site, () => undefined);
    image = await ensureImage(engine, ownImage(site, source), site, () => undefined);
    answers = await answersOf(engine, image);
  }, 1_200_000);

  it("runs as a user that is not root, with exec-form commands", async () => {
    const { Config } = await engine.docker.getImage(image.name).inspect();
    expect(Config.User).toBe("10001:10001");
    const words = [...((Config.Entrypoint as string[] | null) ?? []), ...((Config.Cmd as string[] | null) ?? [])];
    expect(words.length).toBeGreaterThan(0);
    expect(words.slice(0, 2)).not.toEqual(["/bin/sh", "-c"]);
    expect(answers.user.split("\n")).toEqual(["10001", "10001", "trainyard"]);
  });

  it("keeps nothing of package managers but their records", () => {
    expect(answers.leftovers).toBe("");
  });

  it("trusts only the authorities that Debian's package brings", () => {
    expect(answers.ownAuthorities).toBe("");
    const bundle = certificates(answers.bundle);
    const packaged = new Set(certificates(answers.packagedAuthorities));
    expect(bundle.length).toBeGreaterThan(100);
    expect(bundle.filter((certificate) => !packaged.has(certificate))).toEqual([]);
  });

  it("holds no file that every user may write", () => {
    expect(answers.writable).toBe("");
  });

  it("stays within its budget, and has a bill of materials that meets CycloneDX' schema", async () => {
    expect(await writeSbom(engine, site, image)).toBe(true);
    const listed = await listImage(engine, site, image);
    expect(listed.sizeMB).toBeLessThanOrEqual(listed.budgetMB);
    const bom = JSON.parse(await readFile(listed.sbom ?? "", "utf8")) as { components: { name: string }[] };
    const names = bom.components.map((component) => component.name);
    expect(names).toContain("tini");
    const own = {
      base: "libc6",
      postgres: "postgresql-15",
      mlflow: "mlflow",
      hdfs: "hadoop-hdfs",
      hbase: "hbase-server",
      "data-api": "hbase-shaded-client",
      trainer: "torch",
    }[source];
    expect(names).toContain(own);
  });
});

it("stands on a base that knows nothing of the machine that built it: no name servers, no name, no identity", async () => {
  const engine = await ensureEngine(site, () => undefined);
  const base = await ensureImage(engine, ownImage(site, "base"), site, () => undefined);
  const sizes = await sizesInLayers(engine, base.name); // a container would show the engine's own files in their place
  expect(sizes.get("etc/passwd")).toBeGreaterThan(100);
  const told = ["etc/resolv.conf", "etc/hostname", "etc/hosts", "etc/machine-id"].filter(
    (path) => (sizes.get(path) ?? 0) > 0,
  );
  expect(told).toEqual([]);
});

// Its pods run it from a read-only root in every end-to-end test; a start by itself would say no more.
it("has MLflow with what it needs for Postgres and for its forms", async () => {
  const engine = await ensureEngine(site, () => undefined);
  const script =
    "import psycopg2, flask_wtf; from importlib.metadata import version as of; print(of('mlflow'), of('psycopg2-binary'))";
  const { exitCode, said } = await inside(engine, ownImage(site, "mlflow"), ["python3", "-c", script]);
  expect([exitCode, said]).toEqual([0, expect.stringMatching(/^3\.17\.2 2\.9\./)]);
});

it.each(["hdfs", "hbase"] as const)("runs Java's programs from a read-only root: %s-admin", async (source) => {
  const engine = await ensureEngine(site, () => undefined);
  const { exitCode, said } = await inside(engine, ownImage(site, source), [`${source}-admin`, "sing"]);
  const { error } = JSON.parse(said) as { error: { kind: string; message: string } };
  expect({ exitCode, kind: error.kind }).toEqual({ exitCode: 1, kind: "BadRequest" });
  expect(error.message).toContain('"sing" is not a command');
});

it("names all that the data API misses in its environment, and ends", async () => {
  const engine = await ensureEngine(site, () => undefined);
  const options = ["--env=DATA_API_ROOT=/", "--env=DATA_API_MAX_CONCURRENT=none"];
  const command = ["/usr/bin/tini", "-g", "--", "run-java", "trainyard.api.Main"];
  const { exitCode, complaint } = await inside(engine, ownImage(site, "data-api"), command, options);
  expect(exitCode).toBe(2);
  expect(complaint).toMatch(/2 problem\(s\)[^]*DATA_API_ROOT[^]*DATA_API_MAX_CONCURRENT/);
});

it.each([
  ["hdfs", "hadoop-hdfs", "3.4.3"],
  ["hbase", "hbase-server", "2.6.4-hadoop3"],
  ["data-api", "hbase-shaded-client", "2.6.4-hadoop3"],
] as const)("has every jar of %s's lock on its class path, and no other", async (source, artifact, version) => {
  const engine = await ensureEngine(site, () => undefined);
  const script = "cd $JAVA_PROGRAMS/jars && sha256sum --check --quiet ../jars.lock && find . -name '*.jar' | wc -l";
  const { said } = await inside(engine, ownImage(site, source), ["/bin/sh", "-c", script]);
  const lock = await readFile(`images/${source}/jars.lock`, "utf8");
  expect(Number(said)).toBe(lock.trimEnd().split("\n").length);
  expect(lock).toContain(`/${artifact}-${version}.jar`);
});

/** Every file of an image's layers, by its path from the root. */
async function sizesInLayers(engine: Engine, name: string): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  const layers = extract();
  layers.on("entry", (header, stream, next) => {
    if (!header.name.endsWith("layer.tar")) {
      stream.on("end", next).resume();
      return;
    }
    const files = extract();
    files.on("entry", (file, content, after) => {
      sizes.set(file.name.replace(/^\.\//, ""), file.size);
      content.on("end", after).resume();
    });
    files.on("finish", next);
    stream.pipe(files);
  });
  await pipeline(await engine.docker.getImage(name).get(), layers);
  return sizes;
}

function certificates(text: string): readonly string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
}

it.each([
  ["hdfs", "trainyard.hdfs.HdfsAdmin", ["org.apache.hadoop.conf.Configuration"]],
  ["hbase", "trainyard.hbase.HBaseAdmin", ["org.apache.hadoop.conf.Configuration"]],
  ["data-api", "trainyard.api.Main", ["trainyard.api.Settings"]],
] as const)("starts %s from its archive of classes, with configuration mounted", async (source, program, loaded) => {
  const engine = await ensureEngine(site, () => undefined);
  // -Xshare:on ends a JVM whose archive does not fit; the program itself ends for want of a command or of an environment.
  const script = [
    "echo '<configuration/>' >/etc/hadoop/core-site.xml",
    `JVM_FLAGS='-Xshare:on -Xlog:class+load:file=/tmp/loaded' DATA_API_ROOT=/ run-java ${program} sing >/dev/null 2>&1`,
    "grep 'shared objects file' /tmp/loaded",
  ];
  const mount = "--tmpfs=/etc/hadoop:mode=1777";
  const { said } = await inside(engine, ownImage(site, source), ["/bin/sh", "-c", script.join("\n")], [mount]);
  const shared = said.split("\n").map((line) => / (\S+) source:/.exec(line)?.[1]);
  expect(shared).toEqual(expect.arrayContaining([program, ...loaded]));
});
