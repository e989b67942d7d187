import { beforeEach, expect, it } from "vitest";
import { NetworkPolicies } from "../../../components/network-policy/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames } from "../built.ts";

beforeEach(() => mockPulumi());

it("closes a namespace in both directions, and leaves DNS open", async () => {
  new NetworkPolicies("walls", { namespace: "lab" });
  const parts = await built();
  expect(kindsAndNames(parts)).toEqual(["NetworkPolicy walls-default-deny", "NetworkPolicy walls-dns"]);
  expect((inputsOf(parts, "walls-default-deny") as { spec: unknown }).spec).toEqual({
    podSelector: {},
    policyTypes: ["Ingress", "Egress"],
  });
  expect((inputsOf(parts, "walls-dns") as { spec: unknown }).spec).toMatchInlineSnapshot(`
    {
      "egress": [
        {
          "ports": [
            {
              "port": 53,
              "protocol": "UDP",
            },
            {
              "port": 53,
              "protocol": "TCP",
            },
          ],
          "to": [
            {
              "namespaceSelector": {
                "matchLabels": {
                  "kubernetes.io/metadata.name": "kube-system",
                },
              },
              "podSelector": {
                "matchLabels": {
                  "k8s-app": "kube-dns",
                },
              },
            },
          ],
        },
      ],
      "podSelector": {},
      "policyTypes": [
        "Egress",
      ],
    }
  `);
});

it("refuses a name that Kubernetes would not take", () => {
  expect(() => new NetworkPolicies("Walls", { namespace: "lab" })).toThrow(/name: must be lower-case/);
});
