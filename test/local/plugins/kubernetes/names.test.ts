import { expect, it } from "vitest";
import { objectId, parseId, withName } from "../../../../local/plugins/kubernetes/names.ts";
import { isNamespaced, objectType } from "../../../../local/plugins/kubernetes/token.ts";
import { type PropertyMap, unknownValue } from "../../../../local/plugins/core/values.ts";

const seed = Uint8Array.from([0xab, 0xcd, 0xef, 0x01, 0x23]);
const marked = { "pulumi.com/autonamed": "true" };

it("names an object after its resource with eight characters of the engine's seed, and marks it", () => {
  const named = withName({ metadata: { labels: { a: "b" } } }, "web", undefined, seed);
  expect(named).toEqual({ metadata: { name: "web-abcdef01", labels: { a: "b" }, annotations: marked } });
  expect(withName({}, "web", undefined, seed)).toEqual({ metadata: { name: "web-abcdef01", annotations: marked } });
});

it("keeps the name of the last time, where it was made", () => {
  const olds = { metadata: { name: "web-00000000", annotations: marked } };
  expect(withName({}, "web", olds, seed)).toEqual({ metadata: { name: "web-00000000", annotations: marked } });
  const own = { metadata: { name: "mine" } };
  expect(withName({}, "web", own, seed)).toMatchObject({ metadata: { name: "web-abcdef01" } });
});

it("leaves a name of the program's own alone, also one that is not known yet", () => {
  expect(withName({ metadata: { name: "mine" } }, "web", undefined, seed)).toEqual({ metadata: { name: "mine" } });
  const later: PropertyMap = { metadata: { name: unknownValue } };
  expect(withName(later, "web", undefined, seed)).toEqual(later);
  expect(withName({ metadata: unknownValue }, "web", undefined, seed)).toEqual({ metadata: unknownValue });
});

it("writes and reads ids as Pulumi does", () => {
  expect(objectId({ metadata: { namespace: "apps", name: "web" } })).toBe("apps/web");
  expect(objectId({ metadata: { name: "node" } })).toBe("node");
  expect(parseId("apps/web")).toEqual({ namespace: "apps", name: "web" });
  expect(parseId("node")).toEqual({ namespace: undefined, name: "node" });
});

it.each([
  ["kubernetes:core/v1:Secret", { apiVersion: "v1", kind: "Secret" }],
  ["kubernetes:apps/v1:StatefulSet", { apiVersion: "apps/v1", kind: "StatefulSet" }],
  ["kubernetes:cert-manager.io/v1:Issuer", { apiVersion: "cert-manager.io/v1", kind: "Issuer" }],
  ["kubernetes:apps/v1:DeploymentPatch", undefined],
  ["kubernetes:core/v1:PodList", undefined],
  ["kubernetes:helm.sh/v3:Release", undefined],
  ["kubernetes:yaml/v2:ConfigGroup", undefined],
  ["kubernetes:yaml:ConfigFile", undefined],
  ["kubernetes:kustomize/v2:Directory", undefined],
])("reads the type %s", (token, type) => {
  expect(objectType(token)).toEqual(type);
});

it("knows which types of Kubernetes itself have a namespace, and asks about those of others", () => {
  expect(isNamespaced({ apiVersion: "v1", kind: "Pod" })).toBe(true);
  expect(isNamespaced({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" })).toBe(false);
  expect(isNamespaced({ apiVersion: "cert-manager.io/v1", kind: "Issuer" })).toBeUndefined();
});
