import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { workloadsOf } from "../../../cli/workloads/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("waits for no cluster that takes a call and does not answer it", async () => {
  const server = createServer((socket) => onTestFinished(() => void socket.destroy())).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const kubeconfig = join(temporaryFolder("cluster"), "kubeconfig");
  const { port } = server.address() as AddressInfo;
  const config = {
    clusters: [{ name: "c", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
    users: [{ name: "u", user: {} }],
    contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
  };
  writeFileSync(kubeconfig, JSON.stringify({ apiVersion: "v1", kind: "Config", "current-context": "x", ...config }));
  await expect(workloadsOf({ kubeconfig, context: "x" }, "n", 0.2)).rejects.toThrow("no answer within 0.2 s");
}, 5000);
