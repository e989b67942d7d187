import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { HdfsDirectory } from "../../../components/hdfs-directory/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";

beforeEach(() => mockPulumi());

it("stands as one resource that holds its choices, and finds its code from the project", async () => {
  const hdfs = { namespace: pulumi.output("place"), podSelector: "a=b", defaultFs: pulumi.output("hdfs://lake") };
  new HdfsDirectory("landing", { hdfs, path: "/landing", owner: "etl", spaceQuotaGiB: 1 });
  const [folder, ...others] = await built();
  expect(others).toEqual([]);
  expect([folder?.type, folder?.name]).toEqual(["pulumi-nodejs:dynamic/hdfs:HdfsDirectory", "landing"]);
  const { __provider: text, ...inputs } = folder?.inputs as Record<string, unknown>;
  expect(text).toContain('"components/hdfs-directory/lifecycle.ts"');
  expect(inputs).toEqual({
    ...{ namespace: "place", adminSelector: "a=b", path: "/landing", owner: "etl", group: null, mode: "0755" },
    ...{ nameQuota: null, spaceQuotaBytes: 2 ** 30, snapshotsAllowed: false, allowDataLoss: false },
  });
});
