import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { ensureAddresses, openAddresses, stopAddresses, stopAddressesOf } from "../../../cli/addresses/index.ts";
import type { Site } from "../../../cli/toolchain/index.ts";
import { freePort } from "../../../local/process/free-port.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** What an address asks of a cluster before it opens: a Service, and pods, of which it needs none. */
let cluster: Server;
let site: Site;
beforeAll(async () => {
  const service = { kind: "Service", spec: { selector: { app: "mlflow" }, ports: [{ port: 80 }] } };
  cluster = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url?.includes("/services/") ? service : { kind: "PodList", items: [] }));
  });
  await once(cluster.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => cluster.close());
afterEach(() => stopAddresses(site));

/** Opens one address, as an update of a stack does. */
async function opened(stack: string | undefined): Promise<void> {
  const home = temporaryFolder("addresses");
  site = { root: resolve(import.meta.dirname, "../../.."), home, cache: join(home, "cache"), env: process.env };
  const kubeconfig = join(home, "kubeconfig");
  const { port } = cluster.address() as AddressInfo;
  const access = {
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: { token: "t" } }],
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
  };
  writeFileSync(kubeconfig, JSON.stringify({ ...access, "current-context": "c" }));
  const address = { name: "mlflow", port: await freePort(), target: "kube://ml/mlflow:80" };
  await ensureAddresses(site, { kubeconfig, ...(stack === undefined ? {} : { stack }), addresses: [address] });
  expect((await openAddresses(site)).map((one) => one.port)).toEqual([address.port]);
}

it("keeps the addresses of one stack open when another one is taken down", async () => {
  await opened("dev");
  await stopAddressesOf(site, "prod");
  expect(await openAddresses(site)).toHaveLength(1);
  await stopAddressesOf(site, "dev");
  expect(await openAddresses(site)).toEqual([]);
});

it("closes addresses of which nobody wrote down whose they are", async () => {
  await opened(undefined);
  await stopAddressesOf(site, "prod");
  expect(await openAddresses(site)).toEqual([]);
});
