import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer } from "../../lib/security.ts";
import type { HdfsPlan } from "../plan.ts";
import { ADMIN_RESOURCES, type AdminUses, clientMounts, clientVolumes } from "./admin-deployment.ts";
import { cronJob } from "./cron-job.ts";

const SCHEDULE = "7 4 * * *";

/** Removes what is old, folder after folder: a container for each, so that one that fails is seen by its name. */
export function expiryCronJob(plan: HdfsPlan, { namespace, image, discovery }: AdminUses) {
  const containers = plan.expiry.map(({ path, days }, index) => ({
    name: `expire-${index}`,
    image,
    args: ["hdfs-admin", "expire", JSON.stringify({ path, days })],
    resources: containerResources(ADMIN_RESOURCES),
    securityContext: restrictedContainer,
    volumeMounts: clientMounts,
  }));
  return cronJob(plan, "expiry", SCHEDULE, namespace, { containers, volumes: clientVolumes(discovery) });
}
