import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { imageNames, imageVersion } from "../../components/lib/images.ts";
import versions from "../../images/versions.json" with { type: "json" };

const locks = [
  ["mlflow", versions.mlflow.lock, `mlflow==${versions.mlflow.mlflow}`],
  ["trainer", versions.trainer.lock, `torch==${versions.trainer.torch}`],
] as const;

it("name every image that has a folder with a Dockerfile, and no other", () => {
  const folders = readdirSync("images").filter((name) => existsSync(`images/${name}/Dockerfile`));
  expect([...imageNames].sort()).toEqual(folders.sort());
});

it("hold the sizes that were agreed", () => {
  const budgets = Object.fromEntries(imageNames.map((name) => [name, imageVersion(name).budgetMB]));
  const java = { hdfs: 600, hbase: 600, "data-api": 500 };
  expect(budgets).toEqual({ base: 250, postgres: 450, mlflow: 1200, ...java, trainer: 7000 });
});

it.each(locks)(
  "are those of the lock of %s, which pins every package with a hash and names no host",
  (_name, file, pin) => {
    const lock = readFileSync(file, "utf8");
    const pins = lock.split(/\n(?=[A-Za-z0-9])/).map((entry) => entry.split(" \\\n"));
    expect(pins.map(([first]) => first)).toContain(pin);
    expect(pins.length).toBeGreaterThan(50);
    expect(
      pins.filter(
        (entry) => entry.length < 2 || !entry.slice(1).every((line) => line.trim().startsWith("--hash=sha256:")),
      ),
    ).toEqual([]);
    expect(lock).not.toMatch(/https?:|--index-url|--find-links/);
  },
);

const classPaths = [
  ["hdfs", versions.hdfs.lock, 100, `hadoop-hdfs-${versions.hdfs.args.HADOOP}.jar`],
  ["hbase", versions.hbase.lock, 100, `hbase-server-${versions.hbase.args.HBASE}.jar`],
  ["data-api", versions["data-api"].lock, 50, `hbase-shaded-client-${versions["data-api"].args.HBASE}.jar`],
] as const;

it.each(classPaths)(
  "are those of the class path of %s, whose lock has every jar with its hash",
  (_, file, least, jar) => {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(least);
    expect(lines.filter((line) => !/^[0-9a-f]{64} {2}[\w.+/-]+\.jar$/.test(line))).toEqual([]);
    expect(lines.map((line) => line.slice(line.lastIndexOf("/") + 1))).toContain(jar);
  },
);

it.each(imageNames)("stand in no Dockerfile: %s is given its base and its versions as arguments", (name) => {
  const dockerfile = readFileSync(`images/${name}/Dockerfile`, "utf8");
  expect(dockerfile).toMatch(/^FROM \$\{BASE\}/m);
  expect(dockerfile).not.toMatch(/^ARG (BASE|POSTGRES|HADOOP|HBASE)=/m);
  expect(dockerfile).toMatch(/^USER 10001:10001$/m);
});
