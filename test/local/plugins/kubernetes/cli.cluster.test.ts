import { afterAll, beforeAll, expect, it } from "vitest";
import { PluginBed } from "../../../support/plugin-bed.ts";
import { type Bench, testCluster } from "../../../support/cluster.ts";
import { uniqueName } from "../../../support/test-namespace.ts";

const namespace = uniqueName("cli");

let bed: PluginBed;
let bench: Bench;
beforeAll(async () => {
  bench = await testCluster();
  bed = await PluginBed.open(["@pulumi/kubernetes"]);
});
afterAll(async () => {
  await bed.run(["destroy", "--yes", "--skip-preview"]);
  await bed.close();
});

const program = (value: string, annotations: Readonly<Record<string, string>> = {}): Promise<void> =>
  bed.program(`
    import * as kubernetes from "@pulumi/kubernetes";
    import * as pulumi from "@pulumi/pulumi";
    const provider = new kubernetes.Provider("here", ${JSON.stringify({ kubeconfig: bench.cluster.kubeconfig, context: bench.cluster.context })});
    const inside = { provider };
    const space = new kubernetes.core.v1.Namespace("space", { metadata: { name: "${namespace}" } }, inside);
    const metadata = (name) => ({ namespace: space.metadata.name, name });
    const settings = new kubernetes.core.v1.ConfigMap("settings", {
      metadata: { namespace: space.metadata.name }, data: { value: "${value}" },
    }, inside);
    new kubernetes.core.v1.Secret("token", {
      metadata: metadata("token"), stringData: { token: pulumi.secret("SENTINEL-${value}") },
    }, inside);
    new kubernetes.apps.v1.Deployment("web", {
      metadata: { ...metadata("web"), annotations: ${JSON.stringify({ "pulumi.com/skipAwait": "true", ...annotations })} },
      spec: {
        replicas: 0,
        minReadySeconds: 1,
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: { containers: [{
            name: "web", image: "registry.test/web:1",
            env: [{ name: "SETTINGS", value: settings.metadata.name }],
            resources: { limits: { memory: "1024Mi", cpu: "1000m" } },
          }] },
        },
      },
    }, inside);
    const service = new kubernetes.core.v1.Service("web", {
      metadata: metadata("web"), spec: { selector: { app: "web" }, ports: [{ port: 80 }] },
    }, inside);
    export const address = service.spec.clusterIP;
    export const name = settings.metadata.name;
  `);

it("1. previews into a namespace that is still to come, and says what waits for it", async () => {
  await program("one");
  const { output } = await bed.ok(["preview", "--diff"]);
  expect(output).toMatch(/\+ 7 to create/);
  expect(output).toContain(`the namespace ${namespace} does not exist yet`);
  expect(output).toMatch(/stringData: \[secret\]/);
});

it("2. makes everything by the official package's own classes", async () => {
  await bed.up();
  const { stdout } = await bed.ok(["stack", "output", "--json"]);
  const outputs = JSON.parse(stdout) as { address: string; name: string };
  expect(outputs.address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(outputs.name).toMatch(/^settings-[0-9a-f]{8}$/);
  expect(JSON.stringify(await bed.resource("token"))).toContain("SENTINEL-one"); // this export shows secrets
  expect((await bed.ok(["stack", "export"])).stdout).not.toContain("SENTINEL");
});

it("3. changes nothing the second time, and refresh finds nothing, also in other words for an amount", async () => {
  await bed.up(["--expect-no-changes"]);
  await bed.ok(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  await bed.up(["--expect-no-changes"]);
});

it("4. replaces what cannot change in place: the new one first where its name is made here", async () => {
  const before = await bed.resource("settings");
  await program("two");
  const { stdout } = await bed.up();
  expect(stdout).toMatch(/2 replaced/); // the ConfigMap and the Secret
  expect(stdout).toMatch(/1 updated/); // the Deployment, which names the ConfigMap
  expect((await bed.resource("settings")).id).not.toBe(before.id);
});

it("5. shows in refresh what was changed by hand, and changes it back where it is told to", async () => {
  const metadata = { namespace, name: "web" };
  await bench.apply({ apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { minReadySeconds: 7 } });
  const seen = await bed.ok(["refresh", "--yes", "--skip-preview", "--diff"]);
  expect(seen.stdout).toMatch(/minReadySeconds: 1 => 7/);
  const refused = await bed.run(["up", "--yes", "--skip-preview"]);
  expect(refused.output).toMatch(/- spec\.minReadySeconds: conflict with "test"/);
  await program("two", { "pulumi.com/patchForce": "true" });
  expect((await bed.up(["--diff"])).stdout).toMatch(/minReadySeconds: 7 => 1/);
  await bed.up(["--expect-no-changes"]);
});

it("6. imports what it has not made", async () => {
  const metadata = { namespace, name: "found" };
  await bench.apply({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "1" } });
  const here = (await bed.ok(["stack", "export"])).stdout.match(/urn:[^"]*pulumi:providers:kubernetes::here/)?.[0];
  const flags = [
    "--yes",
    "--skip-preview",
    "--generate-code=false",
    "--protect=false",
    "--provider",
    `here=${here ?? ""}`,
  ];
  await bed.ok(["import", "kubernetes:core/v1:ConfigMap", "found", `${namespace}/found`, ...flags]);
  expect((await bed.resource("found")).inputs).toMatchObject({ data: { a: "1" }, metadata });
});

it("7. removes everything", async () => {
  await bed.ok(["destroy", "--yes", "--skip-preview"]);
  expect(await bed.resources()).toEqual([]);
});
