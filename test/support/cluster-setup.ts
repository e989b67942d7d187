import { clusterStatus, stopCluster } from "../../local/cluster/index.ts";
import { testSite } from "./cluster.ts";

let ranBefore = false;

/** Before the first test file: looks whether the tests' cluster runs already. */
export async function setup(): Promise<void> {
  ranBefore = (await clusterStatus(testSite())) !== undefined;
}

/** After the last one: a cluster that the tests started is stopped. */
export async function teardown(): Promise<void> {
  if (!ranBefore) await stopCluster(testSite(), () => undefined);
}
