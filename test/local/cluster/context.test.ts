import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureContext } from "../../../local/cluster/context.ts";
import { refuseWithoutCluster } from "../../../local/cluster/index.ts";
import { ensurePki, kubeconfigOf } from "../../../local/cluster/pki.ts";
import { userKubeconfig } from "../../../local/cluster/user-kubeconfig.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "context-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const wish = (kubernetes: string) => ({ kubernetes, kubeconfig: join(folder, "config"), imageRegistry: "r.example/x" });

/** A kubeconfig with one context, `team`, whose server nobody serves. */
async function writeConfig(): Promise<void> {
  const pki = join(folder, "pki");
  await ensurePki(pki);
  const server = "https://127.0.0.1:1";
  writeFileSync(join(folder, "config"), await kubeconfigOf(pki, "admin", { server, context: "team" }));
}

it("refuses a kubeconfig that does not exist", async () => {
  await expect(ensureContext({}, wish("team"))).rejects.toThrow("there is no such file");
});

it("refuses a context that the kubeconfig has not, and names those that it has", async () => {
  await writeConfig();
  await expect(ensureContext({}, wish("other"))).rejects.toThrow("it has team");
});

it("refuses a cluster that does not answer, and says why", async () => {
  await writeConfig();
  await expect(ensureContext({}, wish("team"))).rejects.toThrow(/does not answer .*127\.0\.0\.1:1.*ECONNREFUSED/);
});

it("finds the user's kubeconfig as kubectl does", () => {
  expect(userKubeconfig({ HOME: "/home/u" })).toBe("/home/u/.kube/config");
  expect(userKubeconfig({ HOME: "/home/u", KUBECONFIG: ":/a:/b" })).toBe("/a");
  expect(userKubeconfig({ KUBECONFIG: "/a" }, "/given")).toBe("/given");
});

it("is asked before anything is built for a stack that names it", async () => {
  await writeConfig();
  const site = { root: folder, home: folder, cache: folder, env: {} };
  await expect(refuseWithoutCluster(site, wish("team"))).rejects.toThrow(/does not answer/);
  await expect(refuseWithoutCluster(site, wish("other"))).rejects.toThrow("it has team");
});
