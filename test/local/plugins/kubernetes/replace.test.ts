import { describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../../local/plugins/core/values.ts";
import { renderPath } from "../../../../local/plugins/core/paths.ts";
import { differenceOf, withFixedPaths } from "../../../../local/plugins/kubernetes/replace.ts";
import { readSettings } from "../../../../local/plugins/kubernetes/settings.ts";

const defaults = readSettings({});
const object = (apiVersion: string, kind: string, rest: PropertyMap): PropertyMap => ({
  apiVersion,
  kind,
  metadata: { name: "web", namespace: "apps" },
  ...rest,
});

function told(before: PropertyMap, after: PropertyMap, settings = defaults) {
  const { changes, deleteBeforeReplace } = differenceOf(before, after, settings);
  const replaces = changes.filter((one) => one.replaces === true).map((one) => renderPath(one.path));
  return { changed: changes.length, replaces, deleteBeforeReplace };
}

describe("a change needs a new object", () => {
  it.each([
    ["apps/v1", "Deployment", { selector: { matchLabels: { app: "a" } } }, { selector: { matchLabels: { app: "b" } } }],
    ["apps/v1", "StatefulSet", { serviceName: "a" }, { serviceName: "b" }],
    ["apps/v1", "StatefulSet", { volumeClaimTemplates: [{ a: "1Gi" }] }, { volumeClaimTemplates: [{ a: "2Gi" }] }],
    ["batch/v1", "Job", { template: { spec: { a: 1 } } }, { template: { spec: { a: 2 } } }],
    ["v1", "PersistentVolumeClaim", { storageClassName: "a" }, { storageClassName: "b" }],
    ["v1", "Pod", { containers: [{ image: "a" }] }, { containers: [{ image: "b" }] }],
    ["v1", "Service", { clusterIP: "10.0.0.1" }, { clusterIP: "10.0.0.2" }],
  ])("in %s %s: %j", (apiVersion, kind, before, after) => {
    const result = told(object(apiVersion, kind, { spec: before }), object(apiVersion, kind, { spec: after }));
    expect(result.replaces).toHaveLength(1);
    expect(result.deleteBeforeReplace).toBe(true);
  });

  it("when its name or namespace is another, and then the old one may go last", () => {
    const there = { ...object("v1", "Service", {}), metadata: { name: "web", namespace: "other" } };
    const result = told(object("v1", "Service", {}), there);
    expect(result).toEqual({ changed: 1, replaces: ["metadata.namespace"], deleteBeforeReplace: false });
  });
});

it.each([
  ["apps/v1", "Deployment", { replicas: 1 }, { replicas: 2 }],
  ["apps/v1", "StatefulSet", { template: { a: 1 } }, { template: { a: 2 } }],
  ["v1", "PersistentVolumeClaim", { resources: { requests: { storage: "1Gi" } } }, {}],
  ["v1", "Pod", { activeDeadlineSeconds: 1 }, { activeDeadlineSeconds: 2 }],
])("changes %s %s in place: %j", (apiVersion, kind, before, after) => {
  expect(told(object(apiVersion, kind, { spec: before }), object(apiVersion, kind, { spec: after })).replaces).toEqual(
    [],
  );
});

it("replaces ConfigMaps and Secrets when their data change, unless the provider lets them be changed", () => {
  const maps = (value: string) => object("v1", "ConfigMap", { data: { a: value } });
  const secrets = (value: string) => object("v1", "Secret", { stringData: { a: value } });
  expect(told(maps("1"), maps("2")).replaces).toEqual(["data.a"]);
  expect(told(secrets("1"), secrets("2")).replaces).toEqual(["stringData.a"]);
  const mutable = readSettings({ enableConfigMapMutable: "true", enableSecretMutable: "true" });
  expect(told(maps("1"), maps("2"), mutable).replaces).toEqual([]);
  expect(told(secrets("1"), secrets("2"), mutable).replaces).toEqual([]);
  const frozen = (value: string) => ({ ...maps(value), immutable: true });
  expect(told(frozen("1"), frozen("2"), mutable).replaces).toEqual(["data.a"]);
});

it("makes the new one first where its name is made here", () => {
  const metadata = { name: "web-1", namespace: "apps", annotations: { "pulumi.com/autonamed": "true" } };
  const maps = (value: string) => ({ ...object("v1", "ConfigMap", { data: { a: value } }), metadata });
  expect(told(maps("1"), maps("2")).deleteBeforeReplace).toBe(false);
});

it("takes the cluster's word for fields that it will not change", () => {
  const before = object("scheduling.k8s.io/v1", "PriorityClass", { value: 1, description: "a" });
  const after = object("scheduling.k8s.io/v1", "PriorityClass", { value: 2, description: "b" });
  const known = differenceOf(before, after, defaults);
  const { changes, deleteBeforeReplace } = withFixedPaths(known, ["value"], before, after);
  expect(changes.map((one) => [renderPath(one.path), one.replaces])).toEqual([
    ["value", true],
    ["description", false],
  ]);
  expect(deleteBeforeReplace).toBe(true);
});

it("does not look at status", () => {
  expect(told(object("v1", "Service", { status: { a: 1 } }), object("v1", "Service", {})).changed).toBe(0);
});
