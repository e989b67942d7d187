import { afterAll, beforeAll, expect, it } from "vitest";
import type { PluginProcess } from "../../../support/plugin-process.ts";
import { TestNamespace } from "../../../support/test-namespace.ts";

let space: TestNamespace;
let maps: PluginProcess;
let secrets: PluginProcess;
beforeAll(async () => {
  space = await TestNamespace.make("objects");
  maps = await space.plugin("kubernetes:core/v1:ConfigMap", { enableConfigMapMutable: "true" });
  secrets = await space.plugin("kubernetes:core/v1:Secret");
});
afterAll(() => space.remove());

const mapOf = (name: string, data: Record<string, string>, metadata = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: space.name, ...metadata },
  data,
});

/** A change by somebody else: another field manager, by force. */
const byHand = (object: ReturnType<typeof mapOf>): Promise<void> => space.bench.apply(object);

it("makes, changes and removes an object, and leaves out of it what the program leaves out", async () => {
  const made = await maps.create("one", mapOf("one", { a: "1", b: "2" }));
  expect(made.id).toBe(`${space.name}/one`);
  expect(made.outputs).toMatchObject({ data: { a: "1", b: "2" }, metadata: { uid: expect.any(String) as string } });
  const changed = await maps.update("one", made.id, made.outputs, mapOf("one", { b: "3" }));
  expect(changed["data"]).toEqual({ b: "3" });
  await maps.delete("one", made.id, changed);
  expect((await maps.read("one", made.id, mapOf("one", {}), changed)).id).toBe("");
  await maps.delete("one", made.id, changed); // what is gone may be removed again
});

it("updates in place the data of a ConfigMap whose switch is on, and replaces those of a Secret whose switch is off", async () => {
  const uid = (outputs: Readonly<Record<string, unknown>>) => (outputs["metadata"] as { uid: string }).uid;
  const map = await maps.create("switched", mapOf("switched", { a: "1" }));
  const { outputs: seen } = map;
  const told = await maps.diff("switched", map.id, mapOf("switched", { a: "1" }), mapOf("switched", { a: "2" }), seen);
  expect(told).toMatchObject({ changed: ["data.a"], replaces: [] });
  expect(uid(await maps.update("switched", map.id, seen, mapOf("switched", { a: "2" })))).toBe(uid(seen));
  const secretOf = (value: string) => {
    const { data, ...rest } = mapOf("switched", { a: Buffer.from(value).toString("base64") });
    return { ...rest, kind: "Secret", data };
  };
  const secret = await secrets.create("switched", secretOf("1"));
  const asked = await secrets.diff("switched", secret.id, secretOf("1"), secretOf("2"), secret.outputs);
  expect(asked).toMatchObject({ replaces: ["data.a"], deleteBeforeReplace: true });
});

it("refuses a field that the cluster does not know, in preview already", async () => {
  const wrong = { ...mapOf("wrong", {}), dta: { a: "1" } };
  await expect(maps.create("wrong", wrong, { preview: true })).rejects.toThrow(
    /ConfigMap .*wrong could not be checked.*dta/s,
  );
  await expect(maps.create("wrong", wrong)).rejects.toThrow(/field not declared in schema|unknown field/);
  expect((await maps.read("wrong", `${space.name}/wrong`, mapOf("wrong", {}), { kind: "ConfigMap" })).id).toBe("");
});

it("refuses what somebody else has made, unless told to take it over", async () => {
  await byHand(mapOf("taken", { a: "1" }));
  await expect(maps.create("taken", mapOf("taken", { a: "1" }))).rejects.toThrow("already exists in the cluster");
});

it("takes up again what the same resource has made when nobody kept the answer", async () => {
  const made = await maps.create("lost", mapOf("lost", { a: "1" }));
  const again = await maps.create("lost", mapOf("lost", { a: "2" }));
  const uid = (outputs: typeof made.outputs) => (outputs["metadata"] as { uid: string }).uid;
  expect(uid(again.outputs)).toBe(uid(made.outputs));
  expect(again.outputs["data"]).toEqual({ a: "2" });
});

it("shows in refresh what was changed by hand, and tells whose it is when the program wants it back", async () => {
  const inputs = mapOf("drift", { a: "1", b: "2" });
  const { id, outputs } = await maps.create("drift", inputs);
  expect((await maps.read("drift", id, inputs, outputs)).inputs).toEqual(inputs);
  await byHand(mapOf("drift", { a: "9", extra: "x" }));
  const found = await maps.read("drift", id, inputs, outputs);
  expect(found.inputs["data"]).toEqual({ a: "9", b: "2" });
  expect((await maps.diff("drift", id, found.inputs, inputs)).changed).toEqual(["data.a"]);
  const back = maps.update("drift", id, found.outputs, inputs);
  await expect(back).rejects.toThrow(/others own fields of it\n {2}- data\.a: conflict with "test".*patchForce/s);
  const forced = mapOf("drift", { a: "1", b: "2" }, { annotations: { "pulumi.com/patchForce": "true" } });
  expect((await maps.update("drift", id, found.outputs, forced))["data"]).toEqual({ a: "1", b: "2", extra: "x" });
});

it("imports by namespace and name", async () => {
  const made = await maps.create("known", mapOf("known", { a: "1" }));
  const found = await maps.read("imported", made.id);
  expect(found).toMatchObject({ id: made.id, inputs: mapOf("known", { a: "1" }) });
  expect(found.inputs["metadata"]).not.toHaveProperty("uid");
  expect((await maps.read("imported", `${space.name}/unknown`)).id).toBe("");
});

it("keeps a Secret secret, and reads what was written as text", async () => {
  const metadata = { name: "token", namespace: space.name };
  const inputs = { apiVersion: "v1", kind: "Secret", metadata, stringData: { token: "open sesame" } };
  const { id, outputs } = await secrets.create("token", inputs);
  const mark = "4dabf18193072939515e22adb298388d";
  expect(outputs["data"]).toHaveProperty(mark);
  expect(outputs["stringData"]).toHaveProperty(mark);
  const found = await secrets.read("token", id, inputs, outputs);
  expect(found.inputs["stringData"]).toMatchObject({ value: { token: "open sesame" } });
});

it("waits until finalizers are done, and says which ones are not", async () => {
  const held = { finalizers: ["trainyard.test/hold"] };
  const { id, outputs } = await maps.create("held", mapOf("held", {}, held));
  const gone = maps.delete("held", id, outputs, 2);
  await expect(gone).rejects.toThrow(/held is still there: it took longer than 2 seconds\n.*trainyard\.test\/hold/);
  await byHand(mapOf("held", {}, { finalizers: [] }));
  const released = await space.plugin("kubernetes:core/v1:ConfigMap", { enablePatchForce: "true" });
  await released.update("held", id, outputs, mapOf("held", {})).catch(() => undefined); // it goes with its last finalizer
  await released.delete("held", id, outputs, 20);
});

it("says in a preview what it could not check, once, and goes on", async () => {
  const elsewhere = (name: string) => mapOf(name, {}, { namespace: "not-made-yet" });
  await maps.create("early", elsewhere("early"), { preview: true });
  await maps.create("early-too", elsewhere("early-too"), { preview: true });
  const said = maps.said("warning").filter((line) => line.includes("not-made-yet"));
  expect(said).toEqual(["the namespace not-made-yet does not exist yet: its objects are checked when they are made"]);
});

it("previews without a cluster, and refuses everything else without one unless it is told to let it go", async () => {
  const kubeconfig = JSON.stringify({
    clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:1" } }],
    contexts: [{ name: "none", context: { cluster: "none", user: "none" } }],
    users: [{ name: "none", user: {} }],
    "current-context": "none",
  });
  const away = await space.plugin("kubernetes:core/v1:ConfigMap", { kubeconfig, context: "none" });
  await away.create("away", mapOf("away", {}), { preview: true });
  expect(away.said("warning")).toEqual([
    expect.stringMatching(
      /nothing could be checked against the cluster: the cluster at https:\/\/127.0.0.1:1 does not answer/,
    ),
  ]);
  await expect(away.create("away", mapOf("away", {}))).rejects.toThrow("does not answer");
  await expect(away.read("away", `${space.name}/away`, mapOf("away", {}), mapOf("away", {}))).rejects.toThrow(
    "does not answer",
  );
  const forget = await space.plugin("kubernetes:core/v1:ConfigMap", {
    kubeconfig,
    context: "none",
    deleteUnreachable: "true",
  });
  await forget.delete("away", `${space.name}/away`, mapOf("away", {}));
  const keep = await space.plugin("kubernetes:core/v1:ConfigMap", {
    kubeconfig,
    context: "none",
    skipUpdateUnreachable: "true",
  });
  const kept = await keep.read("away", `${space.name}/away`, mapOf("away", {}), mapOf("away", {}));
  expect(kept.inputs).toEqual(mapOf("away", {}));
});

it("puts an object that names no namespace where the provider says, and refuses what it does not cover", async () => {
  const named = await space.plugin("kubernetes:core/v1:ConfigMap", { namespace: space.name });
  const { inputs, failures } = await named.check("here", { data: { a: "1" } });
  expect(failures).toEqual([]);
  expect(inputs).toMatchObject({ apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: space.name } });
  const bare = await maps.check("here", {});
  expect(bare.inputs).toMatchObject({ metadata: { namespace: "default" } });
  const asked = { metadata: { generateName: "x-", annotations: { "pulumi.com/waitFor": "condition=Ready" } } };
  expect((await maps.check("here", asked)).failures).toEqual([
    expect.stringContaining("metadata.generateName"),
    expect.stringContaining("pulumi.com/waitFor"),
  ]);
});

it("learns from the cluster that a field cannot be changed in place", async () => {
  const classes = await space.plugin("kubernetes:scheduling.k8s.io/v1:PriorityClass");
  const inputs = (value: number) => ({
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: `${space.name}-class` },
    value,
  });
  const { id, outputs } = await classes.create("class", inputs(1));
  expect(id).toBe(`${space.name}-class`);
  const difference = await classes.diff("class", id, inputs(1), inputs(2), outputs);
  expect(difference).toEqual({ changed: ["value"], replaces: ["value"], deleteBeforeReplace: true });
  await classes.delete("class", id, outputs);
});
