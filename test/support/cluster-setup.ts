import { clusterStatus, ensureCluster, stopCluster } from "../../local/cluster/index.ts";
import { testSite } from "./cluster.ts";

let started = false;

/** Before the first test file: the tests' cluster runs, unless TRAINYARD_TEST_KUBECONFIG names another for them. */
export async function setup(): Promise<void> {
  if (process.env["TRAINYARD_TEST_KUBECONFIG"] !== undefined) return;
  const site = testSite();
  started = (await clusterStatus(site)) === undefined;
  const { kubeconfig, registry } = await ensureCluster(site, (line) => console.error(line));
  process.env["TRAINYARD_TEST_KUBECONFIG"] = kubeconfig;
  process.env["TRAINYARD_TEST_REGISTRY"] = registry;
}

/** After the last one: a cluster that was started for the tests is stopped; its data stays for the next time. */
export async function teardown(): Promise<void> {
  if (started) await stopCluster(testSite(), (line) => console.error(line));
}
