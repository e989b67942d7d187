import { describe, expect, it } from "vitest";
import { costOf, NETWORK_VOLUME, TRAINING_JOB } from "../../../../components/lib/cost/figure.ts";
import type { Prices } from "../../../../components/lib/cost/prices.ts";
import { type Change, totalOf } from "../../../../components/lib/cost/total.ts";
import { UNKNOWN } from "../../../../components/lib/unknown.ts";

const prices: Prices = {
  source: "a price page",
  date: "2026-11-01",
  kubernetes: {
    cpuUsdPerCoreHour: 0.04,
    memoryUsdPerGiBHour: 0.005,
    storageUsdPerGiBMonth: 0.1,
    loadBalancerUsdPerMonth: 18,
  },
  cloudflare: { tunnelUsdPerMonth: 0 },
};
const container = (cpu: unknown, memory: unknown) => ({ resources: { requests: { cpu, memory } } });
const workload = (
  kind: string,
  spec: object,
  containers: readonly object[],
  initContainers: readonly object[] = [],
) => ({
  ...{ type: `kubernetes:apps/v1:${kind}`, name: "web" },
  inputs: { spec: { ...spec, template: { spec: { containers, initContainers } } } },
});
const claim = (storage: unknown) => ({ spec: { resources: { requests: { storage } } } });
const job = (plan: unknown, diskGb = 0) => ({ type: TRAINING_JOB, name: "smoke", inputs: { plan, diskGb } });
const live = { usdPerHour: 0.25, worstCaseUsd: 0.5, candidates: [{ source: "live" }] };
const volume = (usdPerMonth: unknown) => ({ type: NETWORK_VOLUME, name: "corpus", inputs: { usdPerMonth } });
const hour = 730;

describe("the cost of a resource", () => {
  it("is what a workload reserves, times its replicas, at the prices of its cluster", () => {
    const cost = costOf(
      workload("Deployment", { replicas: 3 }, [container("500m", "2Gi"), container("500m", "0")]),
      prices,
    );
    expect(cost).toMatchObject({ kind: "stands", confidence: "file" });
    expect(cost).toHaveProperty("usdPerMonth", expect.closeTo(3 * (1 * 0.04 + 2 * 0.005) * hour, 9));
  });

  it("counts the largest container that prepares a pod, where it reserves more than all others", () => {
    const cost = costOf(workload("StatefulSet", {}, [container("1", "1Gi")], [container("2", "1Gi")]), prices);
    expect(cost).toHaveProperty("usdPerHour", expect.closeTo(2 * 0.04 + 0.005, 9));
  });

  it("counts a container that prepares a pod and stays beside all others, and with those that prepare it later", () => {
    const sidecar = { ...container("2", "0"), restartPolicy: "Always" };
    const cores = (first: readonly object[]) => {
      const cost = costOf(workload("Deployment", {}, [container("1", "0")], first), prices);
      return cost?.kind === "stands" ? cost.usdPerHour / 0.04 : undefined;
    };
    expect(cores([sidecar])).toBeCloseTo(3, 9);
    expect(cores([sidecar, container("4", "0")])).toBeCloseTo(6, 9);
    expect(cores([container("4", "0"), sidecar])).toBeCloseTo(4, 9);
  });

  it("counts the claims that a StatefulSet makes for each replica", () => {
    const spec = { replicas: 2, volumeClaimTemplates: [claim("10Gi")] };
    const cost = costOf(workload("StatefulSet", spec, [container("0", "0")]), prices);
    expect(cost).toHaveProperty("usdPerMonth", expect.closeTo(2, 9));
  });

  it.each([
    ["a claim", { type: "kubernetes:core/v1:PersistentVolumeClaim", name: "data", inputs: claim("50Gi") }, 5],
    [
      "a load balancer",
      { type: "kubernetes:core/v1:Service", name: "s", inputs: { spec: { type: "LoadBalancer" } } },
      18,
    ],
    ["a network volume", volume(0.7), 0.7],
    [
      "a tunnel",
      { type: "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared", name: "t", inputs: {} },
      0,
    ],
  ])("is by the month for %s", (_, resource, usdPerMonth) => {
    expect(costOf(resource, prices)).toMatchObject({ kind: "stands", usdPerMonth });
  });

  it("is a run's price with its disk, live where every candidate has a live price", () => {
    expect(costOf(job(live, 73), prices)).toMatchObject({ kind: "runs", confidence: "live", worstCaseUsd: 0.5 });
    expect(costOf(job(live, 73), prices)).toHaveProperty("usdPerHour", expect.closeTo(0.26, 9));
    for (const candidates of [[], [{ source: "live" }, { source: "ceiling" }], undefined])
      expect(costOf(job({ ...live, candidates }), prices)).toMatchObject({ confidence: "ceiling" });
  });

  it.each([
    [
      "a price that the file has not",
      { type: "kubernetes:core/v1:PersistentVolumeClaim", name: "d", inputs: claim("1Gi") },
      "no kubernetes.storageUsdPerGiBMonth",
    ],
    [
      "a size that preview cannot know",
      { type: "kubernetes:core/v1:PersistentVolumeClaim", name: "d", inputs: claim(UNKNOWN) },
      "the size of a claim",
    ],
    ["a container that reserves nothing", workload("Deployment", {}, [{}]), "says not what it reserves"],
    [
      "replicas that preview cannot know",
      workload("Deployment", { replicas: UNKNOWN }, [container("1", "1Gi")]),
      "replicas",
    ],
    [
      "a DaemonSet on nobody knows how many nodes",
      workload("DaemonSet", {}, [container("1", "1Gi")]),
      "kubernetes.nodes",
    ],
    ["a job without a plan", job(UNKNOWN), "price plan"],
    ["a price of 0 for a volume", volume(0), "price a month"],
    [
      "a kind that nobody priced",
      { type: "aws:ec2/instance:Instance", name: "i", inputs: {} },
      "aws:ec2/instance:Instance",
    ],
    [
      "a tunnel",
      { type: "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared", name: "t", inputs: {} },
      "cloudflare",
    ],
  ])("is unknown, never 0, for %s", (_, resource, why) => {
    const cost = costOf(resource, { ...prices, kubernetes: {}, cloudflare: {} });
    expect(cost).toEqual({ kind: "unknown", why: expect.stringContaining(why) as string });
  });

  it("is nothing for what costs nothing by itself", () => {
    const types = ["kubernetes:core/v1:ConfigMap", "random:index/randomPassword:RandomPassword", "pulumi:pulumi:Stack"];
    for (const type of [...types, "trainyard:mlflow:MLflow", "cloudflare:index/dnsRecord:DnsRecord"])
      expect(costOf({ type, name: "x", inputs: {} }, prices)).toBeUndefined();
  });
});

describe("the total of an update", () => {
  const change = (of: { type: string; name: string; inputs: object }, more: Partial<Change> = {}): Change => ({
    ...{ type: of.type, name: of.name, before: undefined, after: of.inputs as Record<string, unknown>, starts: true },
    ...more,
  });

  it("tells what stands from what runs, and both from the worst case", () => {
    const total = totalOf([change(volume(7.3)), change(job(live))], prices);
    expect(total).toMatchObject({
      standingUsdPerMonth: 7.3,
      beforeUsdPerMonth: 0,
      changeUsdPerMonth: 7.3,
      worstCaseUsd: 0.5,
    });
    expect(total.runningUsdPerHour).toBeCloseTo(0.26, 9);
    expect(total.confidence).toEqual({ standing: "file", runs: "live" });
  });

  it("is a change of nothing for what stays as it is, and counts no run that does not start", () => {
    const same = { before: volume(7.3).inputs, starts: false };
    const total = totalOf([change(volume(7.3), same), change(job(live), { starts: false })], prices);
    expect(total).toMatchObject({ standingUsdPerMonth: 7.3, changeUsdPerMonth: 0, worstCaseUsd: 0 });
  });

  it("falls by what goes", () => {
    const gone = { before: volume(7.3).inputs, after: undefined };
    expect(totalOf([change(volume(7.3), gone)], prices)).toMatchObject({
      standingUsdPerMonth: 0,
      changeUsdPerMonth: -7.3,
    });
  });

  it("names what is not known and what no preview can count", () => {
    const cron = { type: "kubernetes:batch/v1:CronJob", name: "dump", inputs: {} };
    const total = totalOf([change(volume(undefined)), change(cron)], prices);
    expect(total.unknown).toEqual([{ type: NETWORK_VOLUME, name: "corpus", why: "its price a month is not known" }]);
    expect(total.notCounted).toEqual(["jobs in the cluster, minutes each", "traffic", "taxes"]);
  });
});
