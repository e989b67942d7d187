import { describe, expect, it } from "vitest";
import { isStale } from "../../../cli/images/prune.ts";

const wanted = new Set(["hbase:00000000000a", "trainer:00000000000b"]);

describe("an image that the sources do not make", () => {
  it.each([
    "trainyard/hbase:00000000000b",
    "localhost:25001/trainyard/hbase:00000000000b",
    "registry.example/team/trainyard/data-api:00000000000a",
    `localhost:25001/trainyard/hdfs@sha256:${"0".repeat(64)}`,
  ])("is %s", (reference) => {
    expect(isStale(reference, wanted)).toBe(true);
  });

  it.each([
    ["the one that they make", "trainyard/hbase:00000000000a"],
    ["the same under a registry's name", "registry.example/team/trainyard/trainer:00000000000b"],
    ["a tag that we do not give", "trainyard/hbase:latest"],
    ["a name that is not one of our images", "trainyard/lent:00000000000c"],
    ["somebody else's", "hbase:00000000000c"],
    ["one whose name only ends like ours", "mytrainyard/hbase:00000000000c"],
  ])("is not %s", (_what, reference) => {
    expect(isStale(reference, wanted)).toBe(false);
  });
});
