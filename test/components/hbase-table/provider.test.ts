import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { HBaseTable } from "../../../components/hbase-table/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";

beforeEach(() => mockPulumi());

it("stands as one resource that holds its choices, and finds its code from the project", async () => {
  const hbase = { namespace: pulumi.output("place"), podSelector: "a=b", quorum: pulumi.output("keeper:2181") };
  new HBaseTable("orders", { hbase, name: "shop:orders", families: [{ name: "d" }] });
  const [table, ...others] = await built();
  expect(others).toEqual([]);
  expect([table?.type, table?.name]).toEqual(["pulumi-nodejs:dynamic/hbase:HBaseTable", "orders"]);
  const { __provider: text, ...inputs } = table?.inputs as Record<string, unknown>;
  expect(text).toContain('"components/hbase-table/lifecycle.ts"');
  const family = { name: "d", ttlSeconds: 7_776_000, maxVersions: 1, compression: "SNAPPY", bloomFilter: "ROW" };
  expect(inputs).toEqual({
    ...{ namespace: "place", adminSelector: "a=b", name: "shop:orders" },
    ...{ families: [{ ...family, mobThresholdBytes: null }], splits: [], allowDataLoss: false },
  });
});
