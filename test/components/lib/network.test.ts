import { expect, it } from "vitest";
import { egressPolicy, ingressPolicy } from "../../../components/lib/network.ts";

const from = { namespace: "lab", labels: { app: "track" } };
const to = { port: 6543, pods: { namespace: "base", labels: { app: "south" } } };
const peer = (namespace: string, app: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels: { app } },
});

it("lets pods open what their links name: those pods, at that port", () => {
  expect(egressPolicy("out", from, [to])).toEqual({
    metadata: { name: "out", namespace: "lab" },
    spec: {
      podSelector: { matchLabels: { app: "track" } },
      policyTypes: ["Egress"],
      egress: [{ to: [peer("base", "south")], ports: [{ protocol: "TCP", port: 6543 }] }],
    },
  });
});

it("lets pods reach any address at the port of what is outside the cluster", () => {
  expect(egressPolicy("out", from, [{ port: 6543 }]).spec.egress).toEqual([
    { ports: [{ protocol: "TCP", port: 6543 }] },
  ]);
});

it("lets nobody but the other end of the link in", () => {
  expect(ingressPolicy("in", to, from)).toEqual({
    metadata: { name: "in", namespace: "base" },
    spec: {
      podSelector: { matchLabels: { app: "south" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [peer("lab", "track")], ports: [{ protocol: "TCP", port: 6543 }] }],
    },
  });
});
