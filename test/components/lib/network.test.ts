import { expect, it } from "vitest";
import { edgePolicies, egressPolicy, ingressPolicy } from "../../../components/lib/network.ts";

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

it("closes both ends of what no edge opens: each role has its own way out and its own way in", () => {
  const role = (name: string) => ({ role: name, namespace: "lab", labels: { app: name } });
  const [shop, store] = [role("shop"), role("store")];
  const policies = edgePolicies("west", [
    { from: shop, to: store, ports: [1, 2] },
    { from: store, to: store, ports: [3] },
  ]);
  const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: "TCP", port }));
  expect(policies.map(({ metadata, spec }) => [metadata.name, spec.egress ?? spec.ingress])).toEqual([
    [
      "west-shop-egress",
      [
        { to: [peer("lab", "store")], ports: tcp(1) },
        { to: [peer("lab", "store")], ports: tcp(2) },
      ],
    ],
    ["west-store-egress", [{ to: [peer("lab", "store")], ports: tcp(3) }]],
    [
      "west-store-ingress",
      [
        { from: [peer("lab", "shop")], ports: tcp(1, 2) },
        { from: [peer("lab", "store")], ports: tcp(3) },
      ],
    ],
  ]);
});
