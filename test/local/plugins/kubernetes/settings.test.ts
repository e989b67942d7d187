import { expect, it } from "vitest";
import { checkSettings, coveredSettings, readSettings } from "../../../../local/plugins/kubernetes/settings.ts";
import { KubernetesProvider } from "../../../../local/plugins/kubernetes/provider.ts";
import { declaredProperties } from "../../../support/package-types.ts";

const official = declaredProperties("kubernetes/provider.d.ts", "ProviderArgs");

it("takes no setting that the npm package's type does not have, and refuses the others by name", () => {
  expect(coveredSettings.filter((name) => !official.includes(name))).toEqual([]);
  const refused = official.filter((name) => (checkSettings({ [name]: "x" }).failures ?? []).length > 0);
  const others = ["alwaysRender", "helmReleaseSettings", "kubeClientSettings", "renderYamlToDirectory"];
  expect(refused).toEqual(others);
});

it("refuses to be without server-side apply", () => {
  expect(checkSettings({ enableServerSideApply: "false" }).failures).toHaveLength(1);
  expect(checkSettings({ enableServerSideApply: "true" }).failures).toEqual([]);
});

it("reads switches as the SDK sends them", () => {
  expect(readSettings({ deleteUnreachable: "true", enablePatchForce: true, namespace: "" })).toMatchObject({
    deleteUnreachable: true,
    enablePatchForce: true,
    upsertExistingObjects: false,
    namespace: undefined,
  });
});

it("holds another context for another place, unless the place has an identifier", () => {
  const provider = new KubernetesProvider();
  const replaces = (olds: object, news: object) =>
    provider.diffConfig({ ...olds }, { ...news }).changes.filter((one) => one.replaces === true).length;
  expect(replaces({ context: "a" }, { context: "b" })).toBe(1);
  expect(replaces({ kubeconfig: "/a" }, { kubeconfig: "/b" })).toBe(0);
  expect(replaces({ context: "a", clusterIdentifier: "x" }, { context: "b", clusterIdentifier: "x" })).toBe(0);
  expect(replaces({ clusterIdentifier: "x" }, { clusterIdentifier: "y" })).toBe(1);
});

it("refuses what is no single object by leaving its type unknown", () => {
  const provider = new KubernetesProvider();
  provider.configure({});
  expect(provider.resource("kubernetes:helm.sh/v4:Chart")).toBeUndefined();
  expect(provider.resource("kubernetes:core/v1:Secret")).toBeDefined();
});
