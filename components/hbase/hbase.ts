import { contentKey } from "../lib/content-key.ts";
import * as k8s from "../lib/kubernetes.ts";
import * as pulumi from "../lib/pulumi.ts";
import { Drained, Settled } from "../scale-in/index.ts";
import type { HBaseArgs } from "./args.ts";
import { buildBackups } from "./backups.ts";
import type { HBaseLink } from "./link.ts";
import { type HBasePlan, planHBase, type RolePlan } from "./plan.ts";
import { adminDeployment } from "./render/admin-deployment.ts";
import { MASTER_PORT, REGION_SERVER_PORT } from "./render/constants.ts";
import { renderClientSite, renderHBaseSite } from "./render/hbase-site.ts";
import { type Server, serverSet, type ServerUses } from "./render/server-set.ts";
import { disruptionBudget, roleService } from "./render/service.ts";
import { openWays } from "./ways.ts";

const master: Server = { container: "master", command: "start-master", port: MASTER_PORT, graceSeconds: 1200 };
const regionServer: Server = {
  ...{ container: "regionserver", command: "start-regionserver", port: REGION_SERVER_PORT, graceSeconds: 3600 },
};

/**
 * An HBase cluster on HDFS: masters, of which one is active, and RegionServers.
 *
 *     const lake = new Hdfs("lake", { namespace, image: hdfs, dataNodes: 3 });
 *     const tables = new HBase("tables", { namespace, image, hdfs: lake.link, zookeeper: keeper.link, regionServers: 3 });
 *
 * All it keeps is in HDFS. It has no users of its own: whoever reaches its ports may do everything, so only pods that a link
 * names reach them. A count is raised without touching other pods, and lowered after the leaving servers are drained.
 */
export class HBase extends pulumi.ComponentResource {
  /** How others reach it. */
  readonly link: HBaseLink;

  constructor(name: string, args: HBaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planHBase(name, args);
    super("trainyard:hbase:HBase", name, {}, opts);
    const inside = { parent: this };
    const { namespace, image, hdfs, zookeeper } = args;
    const ways = openWays(plan, args, this);

    const site = pulumi
      .all([hdfs.defaultFs, zookeeper.quorum])
      .apply(([defaultFs, quorum]) => renderHBaseSite(plan, { defaultFs, quorum }));
    const clientSite = pulumi.output(zookeeper.quorum).apply((quorum) => renderClientSite(plan, { quorum }));
    const config = this.#configMap(plan, "config", namespace, site);
    const discovery = this.#configMap(plan, "discovery", namespace, clientSite);
    const configVersion = site.apply((text) => contentKey({ site: text }));
    const uses: ServerUses = { namespace, image, config, configVersion, hdfs: hdfs.discovery };

    const client = { namespace, image, config: discovery, hdfs: hdfs.discovery };
    const admin = new k8s.Deployment(`${name}-admin`, adminDeployment(plan, client), { ...inside, dependsOn: ways });
    const masters = this.#masters(plan.masters, uses, { ...inside, dependsOn: ways });
    const servers = this.#regionServers(plan, uses, { ...inside, dependsOn: [masters, admin] });
    buildBackups(plan, client, this);
    this.link = linkOf(plan, args, { discovery, servers });
    this.registerOutputs({ quorum: this.link.quorum });
  }

  #configMap(
    { name, allLabels: labels }: HBasePlan,
    role: string,
    namespace: pulumi.Input<string>,
    site: pulumi.Output<string>,
  ): pulumi.Output<string> {
    const metadata = { name: `${name}-${role}`, namespace, labels };
    const args = { metadata, data: { "hbase-site.xml": site } };
    return new k8s.ConfigMap(`${name}-${role}`, args, { parent: this }).metadata.name;
  }

  #role(role: RolePlan, { port }: Server, { namespace }: ServerUses): void {
    const inside = { parent: this };
    new k8s.PodDisruptionBudget(`${role.name}-budget`, disruptionBudget(role, namespace), inside);
    new k8s.Service(`${role.name}-service`, roleService(role, port, namespace), inside);
  }

  #masters(role: RolePlan, uses: ServerUses, opts: pulumi.CustomResourceOptions) {
    this.#role(role, master, uses);
    return new k8s.StatefulSet(`${role.name}-set`, serverSet(role, master, uses), opts);
  }

  #regionServers(plan: HBasePlan, uses: ServerUses, opts: pulumi.CustomResourceOptions) {
    const role = plan.regionServers;
    this.#role(role, regionServer, uses);
    const leaving = {
      ...{ namespace: uses.namespace, statefulSet: role.name, service: role.name, replicas: role.replicas },
      ...(plan.drainLimitMinutes === undefined ? {} : { limitMinutes: plan.drainLimitMinutes }),
      regionServers: { adminSelector: selectorOf(plan) },
    };
    const { replicas } = new Drained(`${role.name}-drained`, leaving, opts);
    const set = new k8s.StatefulSet(`${role.name}-set`, serverSet(role, regionServer, uses, replicas), opts);
    new Settled(`${role.name}-settled`, leaving, { parent: this, dependsOn: set });
    return set;
  }
}

const selectorOf = ({ adminLabels }: HBasePlan): string =>
  Object.entries(adminLabels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

function linkOf(
  plan: HBasePlan,
  { namespace, zookeeper }: HBaseArgs,
  standing: { readonly discovery: pulumi.Output<string>; readonly servers: { readonly id: pulumi.Output<string> } },
): HBaseLink {
  const space = pulumi.output(namespace);
  const served = pulumi.all([zookeeper.quorum, standing.discovery, standing.servers.id]);
  return {
    quorum: served.apply(([quorum]) => quorum),
    znodeParent: plan.znodeParent,
    discovery: served.apply(([, discovery]) => discovery),
    namespace: space,
    podLabels: plan.allLabels,
    masterPods: { namespace: space, labels: plan.masters.labels },
    regionServerPods: { namespace: space, labels: plan.regionServers.labels },
    ports: { master: MASTER_PORT, regionServer: REGION_SERVER_PORT },
    podSelector: selectorOf(plan),
  };
}
