import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readConfigured } from "../../../cli/stack/configured.ts";
import { serviceImages } from "../../../cli/stack/service-images.ts";
import { parseConfig } from "../../../stacks/config.ts";
import type * as stacks from "../../../stacks/platform.ts";
import { built, mockPulumi, native } from "../../support/mocks.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const { buildPlatform } = native("stacks/platform.ts") as typeof stacks;

type Values = Readonly<Record<string, unknown>>;

const cluster = { kubernetes: "local", kubeconfig: "/k", imageRegistry: "localhost:25000" };
const database = { postgres: { storageGiB: 1 } };
const lake = { zookeeper: {}, hdfs: { dataNodes: 2, dataNodeGiB: 1 } };
const tables = { ...lake, hbase: { regionServers: 2 } };
const gateway = { ...tables, dataApi: {} };

function configured(values: Values) {
  const file = join(temporaryFolder("stack"), "Pulumi.x.yaml");
  const keyed = Object.entries(values).map(([key, value]) => [`trainyard:${key}`, value]);
  writeFileSync(file, stringify({ config: Object.fromEntries(keyed) as Values }));
  return readConfigured(file, {});
}

/** Images that the program builds for its services. */
async function ofProgram(values: Values): Promise<readonly string[]> {
  const texts = Object.entries({ runpod: "emulated", jobs: [], ...values }).map(([key, value]) => [
    `trainyard:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  buildPlatform(parseConfig(Object.fromEntries(texts) as Record<string, string>));
  const images = (await built()).filter(({ type }) => type === "docker:index/image:Image").map(({ name }) => name);
  return images.filter((name) => name !== "base").sort();
}

beforeEach(() => mockPulumi());

describe("the images of a stack's services", () => {
  it.each<[string, Values, readonly string[]]>([
    ["a database", database, ["postgres"]],
    ["a tracker on it", { ...database, mlflow: { artifactsGiB: 1 } }, ["mlflow", "postgres"]],
    ["a file system", lake, ["hdfs"]],
    ["tables on it", tables, ["hbase", "hdfs"]],
    ["both over HTTP", gateway, ["data-api", "hbase", "hdfs"]],
  ])("are those that the program builds for %s", async (_, services, expected) => {
    const values = { ...cluster, ...services };
    expect(await ofProgram(values)).toEqual(expected);
    expect([...serviceImages(configured(values))].sort()).toEqual(expected);
  });

  it("leave out what an upstream image stands for", async () => {
    const values = { ...cluster, ...tables, images: { hdfs: "example.org/hdfs@sha256:" + "a".repeat(64) } };
    expect(await ofProgram(values)).toEqual(["hbase"]);
    expect(serviceImages(configured(values))).toEqual(["hbase"]);
  });

  it("are none where the stack names no cluster", () => {
    expect(serviceImages(configured(database))).toEqual([]);
  });
});
