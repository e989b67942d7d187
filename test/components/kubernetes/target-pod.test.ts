import { describe, expect, it } from "vitest";
import {
  parseServiceUrl,
  type PodFacts,
  selectorOf,
  type ServiceFacts,
  serviceUrl,
  targetPods,
} from "../../../components/kubernetes/target-pod.ts";

const wanted = { namespace: "track", service: "ledger", port: 5000 };
const service = (targetPort?: number | string): ServiceFacts => ({
  spec: {
    selector: { app: "ledger", part: "web" },
    ports: [
      { port: 80, targetPort: 8080 },
      { port: 5000, ...(targetPort === undefined ? {} : { targetPort }) },
    ],
  },
});

function pod(name: string, changes: Partial<PodFacts> = {}): PodFacts {
  return {
    metadata: { name },
    spec: { containers: [{ ports: [{ name: "http", containerPort: 5555 }] }] },
    status: { conditions: [{ type: "Ready", status: "True" }] },
    ...changes,
  };
}

describe("a Service's address", () => {
  it("reads back as it is written", () => {
    expect(parseServiceUrl(serviceUrl(wanted))).toEqual(wanted);
  });

  it.each([
    "http://ledger:5000",
    "kube://track/ledger",
    "kube://track/ledger:http",
    "kube://track:5000",
    "kube://a/b/c:1",
  ])("is not read out of %s", (url) => {
    expect(parseServiceUrl(url)).toBeUndefined();
  });
});

describe("the pods of a Service", () => {
  it("are those that are ready, by name", () => {
    const pods = [
      pod("b"),
      pod("a"),
      pod("starting", { status: { conditions: [{ type: "Ready", status: "False" }] } }),
      pod("ending", { metadata: { name: "ending", deletionTimestamp: new Date(0) } }),
      pod("new", { status: {} }),
    ];
    expect(targetPods(service(5005), pods, wanted)).toEqual([
      { name: "a", port: 5005 },
      { name: "b", port: 5005 },
    ]);
  });

  it.each([
    [undefined, 5000],
    [7000, 7000],
    ["http", 5555],
    ["7001", 7001],
  ])("are reached at the target port %s as port %i", (targetPort, port) => {
    expect(targetPods(service(targetPort), [pod("a")], wanted)).toEqual([{ name: "a", port }]);
  });

  it("are none where no container has the named port", () => {
    expect(targetPods(service("grpc"), [pod("a")], wanted)).toEqual([]);
  });

  it("are selected by all labels of the Service", () => {
    expect(selectorOf(service(), wanted)).toBe("app=ledger,part=web");
  });

  it("refuses a port that the Service does not have, and says which it has", () => {
    expect(() => targetPods(service(), [], { ...wanted, port: 1 })).toThrow(
      "kube://track/ledger:1: the Service has no port 1; it has 80, 5000",
    );
  });

  it("refuses a Service that selects nothing", () => {
    expect(() => selectorOf({ spec: {} }, wanted)).toThrow("kube://track/ledger:5000: the Service selects no pods");
  });
});
