import * as pulumi from "@pulumi/pulumi";
import { beforeEach, expect, it } from "vitest";
import { Hdfs } from "../../../components/hdfs/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf } from "../built.ts";

const zookeeper = { quorum: pulumi.output("k-0:2181"), port: 2181 };
const pair = { namespace: "base", image: "registry.example/west@sha256:1", highAvailability: true, zookeeper } as const;

beforeEach(() => mockPulumi());

it("gives each journal an address that is there while its pod is not: NameNodes end where one has none", async () => {
  new Hdfs("west", pair);
  const parts = await built();
  const { data } = inputsOf(parts, "west-config") as { data: Readonly<Record<string, string>> };
  const [, uri = ""] = /qjournal:\/\/([^/]*)/.exec(data["hdfs-site.xml"] ?? "") ?? [];
  const addresses = uri.split(";").map((place) => {
    const [service = ""] = place.split(".");
    const { metadata, spec } = inputsOf(parts, `${service}-service`) as { metadata: object; spec: object };
    return { place, metadata, spec };
  });
  expect(addresses).toHaveLength(3);
  for (const [ordinal, { place, metadata, spec }] of addresses.entries()) {
    expect(place).toBe(`west-journalnode-${ordinal}.base.svc.cluster.local:8485`);
    expect(metadata).toMatchObject({ name: `west-journalnode-${ordinal}`, namespace: "base" });
    expect(spec).not.toHaveProperty("clusterIP");
    const selector = { "statefulset.kubernetes.io/pod-name": `west-journalnode-${ordinal}` };
    expect(spec).toMatchObject({ selector, publishNotReadyAddresses: true });
  }
  const journals = addresses.map(({ place }) => place.replace(":8485", "")).join(" ");
  expect(JSON.stringify(inputsOf(parts, "west-namenode-set"))).toContain(`{"name":"JOURNALS","value":"${journals}"}`);
});

it("stops a journal only when the one before gets edits again: with the next segment, which the standby has begun", async () => {
  new Hdfs("west", pair);
  const parts = await built();
  const { data } = inputsOf(parts, "west-config") as { data: Readonly<Record<string, string>> };
  const secondsOf = (name: string) =>
    Number.parseInt(new RegExp(`<name>${name}</name><value>(\\d+)s<`).exec(data["hdfs-site.xml"] ?? "")?.[1] ?? "");
  const seconds = ["dfs.ha.log-roll.period", "dfs.ha.tail-edits.period"].map(secondsOf);
  const { spec } = inputsOf(parts, "west-journalnode-set") as { spec: { minReadySeconds: number } };
  expect(spec.minReadySeconds).toBeGreaterThan(seconds.reduce((sum, one) => sum + one));
  // Three of them within the time that is given to a set.
  expect(3 * (spec.minReadySeconds + 60)).toBeLessThan(600);
});
