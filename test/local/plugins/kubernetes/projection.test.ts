import { expect, it } from "vitest";
import { importedInputs, liveInputs } from "../../../../local/plugins/kubernetes/projection.ts";
import { quantity, sameQuantity } from "../../../../local/plugins/kubernetes/quantity.ts";

const inputs = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "apps", labels: { app: "web" } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        volumes: [],
        containers: [
          {
            name: "web",
            image: "web:1",
            env: [
              { name: "B", value: "2" },
              { name: "A", value: "1" },
            ],
            resources: { limits: { memory: "1024Mi", cpu: "1000m" } },
          },
        ],
      },
    },
  },
};
const live = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "apps", uid: "u", labels: { app: "web", team: "x" }, resourceVersion: "7" },
  spec: {
    replicas: 2,
    strategy: { type: "RollingUpdate" },
    template: {
      spec: {
        dnsPolicy: "ClusterFirst",
        containers: [
          { name: "sidecar", image: "mesh:1" },
          {
            name: "web",
            image: "web:1",
            imagePullPolicy: "IfNotPresent",
            env: [
              { name: "A", value: "1" },
              { name: "B", value: "2" },
            ],
            resources: { limits: { memory: "1Gi", cpu: "1" } },
          },
        ],
      },
    },
  },
  status: { replicas: 2 },
};

it("finds nothing changed in what others have added, in defaults and in other words for an amount", () => {
  expect(liveInputs(live, inputs)).toEqual(inputs);
});

it("shows what was changed and what was removed by hand", () => {
  const [sidecar, web] = live.spec.template.spec.containers;
  const changed = {
    ...live,
    spec: {
      ...live.spec,
      replicas: 5,
      template: {
        spec: { containers: [sidecar ?? {}, { ...web, image: "web:2", env: [{ name: "A", value: "1" }] }] },
      },
    },
  };
  const found = liveInputs(changed, inputs) as unknown as typeof inputs;
  expect(found.spec.replicas).toBe(5);
  expect(found.spec.template.spec.containers[0]).toMatchObject({ image: "web:2", env: [{ name: "A", value: "1" }] });
});

it("reads back what was written as text into a Secret", () => {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { a: "open", b: "gone" } };
  const there = { ...secret, stringData: undefined, data: { a: Buffer.from("shut").toString("base64"), c: "eA==" } };
  expect(liveInputs(there, secret)["stringData"]).toEqual({ a: "shut" });
});

it("takes for an import everything but what the cluster adds by itself", () => {
  const annotations = { "deployment.kubernetes.io/revision": "1" };
  const found = importedInputs({ ...live, metadata: { ...live.metadata, annotations } });
  expect(found["metadata"]).toEqual({ name: "web", namespace: "apps", labels: { app: "web", team: "x" } });
  expect(found).not.toHaveProperty("status");
});

it.each([
  ["1Gi", 2 ** 30],
  ["1024Mi", 2 ** 30],
  ["250m", 0.25],
  ["2e3", 2000],
  ["100k", 100_000],
  ["soon", undefined],
  ["1.5 Gi", undefined],
])("reads the amount %s", (text, number) => {
  expect(quantity(text)).toBe(number);
});

it("compares amounts only where Kubernetes keeps amounts", () => {
  expect(sameQuantity("1000m", "1", ["spec", "resources", "limits", "cpu"])).toBe(true);
  expect(sameQuantity("1000m", "1", ["data", "threshold"])).toBe(false);
});
