import { describe, expect, it } from "vitest";
import {
  type ContainerFacts,
  type PodFacts,
  renderReplicated,
  troubleOf,
  workloadLines,
} from "../../../cli/workloads/ready.ts";

const container = (change: Partial<ContainerFacts>): ContainerFacts => ({
  name: "server",
  ready: false,
  restartCount: 0,
  ...change,
});
const pod = (change: Partial<PodFacts>): PodFacts => ({
  name: "p-0",
  phase: "Running",
  unscheduled: undefined,
  containers: [],
  ...change,
});

describe("trouble of a pod", () => {
  it.each<[string, PodFacts]>([
    ["works", pod({ containers: [container({ ready: true })] })],
    [
      "has done its work",
      pod({ phase: "Succeeded", containers: [container({ state: { terminated: { exitCode: 0 } } })] }),
    ],
  ])("is none where it %s", (_, facts) => {
    expect(troubleOf(facts)).toBeUndefined();
  });

  it.each<[PodFacts, string]>([
    [
      pod({ phase: "Pending", unscheduled: "0/1 nodes are available: 1 Insufficient memory." }),
      "0/1 nodes are available: 1 Insufficient memory.",
    ],
    [
      pod({
        phase: "Pending",
        containers: [container({ state: { waiting: { reason: "ImagePullBackOff", message: "Back-off pulling" } } })],
      }),
      "ImagePullBackOff: Back-off pulling",
    ],
    [
      pod({ containers: [container({ restartCount: 3, state: { waiting: { reason: "CrashLoopBackOff" } } })] }),
      "CrashLoopBackOff, 3 restarts",
    ],
    [
      pod({ phase: "Failed", containers: [container({ state: { terminated: { exitCode: 2, reason: "Error" } } })] }),
      "exit code 2 (Error)",
    ],
    [pod({ containers: [container({ state: {} })] }), "not ready"],
    [pod({ phase: "Unknown" }), "Unknown"],
  ])("of %j is %s", (facts, why) => {
    expect(troubleOf(facts)).toEqual({ name: "p-0", why });
  });
});

it("shows how many of the wanted replicas are ready", () => {
  expect(renderReplicated({ kind: "StatefulSet", name: "store-server", wanted: 2, ready: 1 })).toBe(
    "StatefulSet store-server 1/2",
  );
});

it("lists what stands and what is in trouble, and says where nothing stands", () => {
  expect(workloadLines({ replicated: [], troubled: [] })).toEqual(["nothing of this stack stands in it"]);
  expect(
    workloadLines({
      replicated: [{ kind: "Deployment", name: "tracking-server", wanted: 1, ready: 0 }],
      troubled: [{ name: "tracking-server-1", why: "not ready" }],
    }),
  ).toEqual(["Deployment tracking-server 0/1", "! pod tracking-server-1: not ready"]);
});
