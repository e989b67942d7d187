import { Chosen } from "../chosen/index.ts";
import { contentKey } from "../lib/content-key.ts";
import * as k8s from "../lib/kubernetes.ts";
import * as pulumi from "../lib/pulumi.ts";
import { Drained, Settled } from "../scale-in/index.ts";
import type { HdfsArgs } from "./args.ts";
import { chosenAvailability, chosenStorage } from "./chosen.ts";
import type { HdfsLink } from "./link.ts";
import { type HdfsPlan, planHdfs, type RolePlan } from "./plan.ts";
import { adminDeployment } from "./render/admin-deployment.ts";
import { backupClaim, backupCronJob } from "./render/backup.ts";
import * as ports from "./render/constants.ts";
import { renderClientCoreSite, renderCoreSite } from "./render/core-site.ts";
import type { DaemonUses } from "./render/daemon.ts";
import { dataNodeSet } from "./render/data-node-set.ts";
import { disruptionBudget } from "./render/disruption-budget.ts";
import { expiryCronJob } from "./render/expiry-cron-job.ts";
import { renderClientHdfsSite, renderHdfsSite } from "./render/hdfs-site.ts";
import { journalHosts, journalServices } from "./render/hosts.ts";
import { journalNodeSet } from "./render/journal-node-set.ts";
import { nameNodeSet } from "./render/name-node-set.ts";
import { podService, roleService } from "./render/service.ts";
import { scaleInOf } from "./scale-in.ts";
import { scripts } from "./scripts.ts";
import { linkOf } from "./served.ts";
import { openWays } from "./ways.ts";

/**
 * An HDFS file system: one NameNode, or two over three JournalNodes with a failover of their own, and DataNodes.
 *
 *     const lake = new Hdfs("lake", { namespace, image, dataNodes: 3 });
 *     new HBase("tables", { namespace, image: hbase, hdfs: lake.link, zookeeper: keeper.link });
 *
 * With one NameNode clients wait while its pod moves. Claims go with the resource unless `retain` is set. Idle, with two
 * DataNodes: 0.2 CPU and 1.9 GiB reserved; two NameNodes take 1.7 GiB more.
 */
export class Hdfs extends pulumi.ComponentResource {
  /** How others reach it. */
  readonly link: HdfsLink;

  constructor(name: string, args: HdfsArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planHdfs(name, args);
    super("trainyard:hdfs:Hdfs", name, {}, opts);
    const inside = { parent: this };
    const namespace = pulumi.output(args.namespace);
    const { image } = args;
    const zookeeper = args.highAvailability === true ? args.zookeeper : undefined;

    const chosen = [
      new Chosen(`${name}-chosen`, chosenAvailability(plan), inside),
      new Chosen(`${name}-storage`, chosenStorage(plan), inside),
    ];
    const first = { dependsOn: chosen };
    const client = {
      "core-site.xml": namespace.apply((space) => renderClientCoreSite(plan, space)),
      "hdfs-site.xml": namespace.apply((space) => renderClientHdfsSite(plan, space)),
    };
    const discovery = this.#configMap(plan, "discovery", namespace, client, first).metadata.name;
    const { config, configVersion } = this.#config(plan, namespace, zookeeper?.quorum, first);
    const files = this.#configMap(plan, "scripts", namespace, scripts(), first);
    // By plain names: a set that takes a name from another resource is deleted with it, and its claims go too.
    const uses: DaemonUses = { namespace, image, config: `${name}-config`, configVersion, scripts: `${name}-scripts` };
    const after = { ...inside, dependsOn: [...openWays(plan, namespace, zookeeper, this), ...chosen, config, files] };

    const journals = plan.journalNodes && this.#journalNodes(plan, plan.journalNodes, uses, after);
    const nameNodes = this.#nameNodes(
      plan,
      uses,
      journals ? pulumi.mergeOptions(after, { dependsOn: journals }) : after,
    );
    // Once they serve: from then on a lost volume is no first start. It stays as long as the claims.
    const served = { [ports.SERVED_KEY]: String(plan.nameNodes.replicas) };
    const then = { dependsOn: nameNodes, retainOnDelete: plan.retain };
    this.#configMap(plan, "stands", namespace, served, then);
    const clientUses = { namespace, image, discovery };
    const admin = new k8s.Deployment(`${name}-admin`, adminDeployment(plan, clientUses), after);
    const dataNodes = this.#dataNodes(plan, uses, { ...inside, dependsOn: [nameNodes, admin] });
    this.#jobs(plan, uses, clientUses);
    this.link = linkOf(plan, { namespace, discovery, dataNodes, admin });
    this.registerOutputs({ defaultFs: this.link.defaultFs });
  }

  #configMap(
    { name, allLabels: labels }: HdfsPlan,
    role: string,
    namespace: pulumi.Output<string>,
    data: Readonly<Record<string, pulumi.Input<string>>>,
    opts: pulumi.CustomResourceOptions = {},
  ) {
    const metadata = { name: `${name}-${role}`, namespace, labels };
    return new k8s.ConfigMap(`${name}-${role}`, { metadata, data }, { parent: this, ...opts });
  }

  #config(
    plan: HdfsPlan,
    namespace: pulumi.Output<string>,
    quorum: pulumi.Output<string> | undefined,
    opts: pulumi.CustomResourceOptions,
  ) {
    const sites = pulumi.all([namespace, quorum]).apply(([space, keepers]) => ({
      "core-site.xml": renderCoreSite(plan, space, keepers),
      "hdfs-site.xml": renderHdfsSite(plan, space),
    }));
    const files = {
      "core-site.xml": sites.apply((site) => site["core-site.xml"]),
      "hdfs-site.xml": sites.apply((site) => site["hdfs-site.xml"]),
    };
    const config = this.#configMap(plan, "config", namespace, files, opts);
    return { config, configVersion: sites.apply(contentKey) };
  }

  #role(role: RolePlan, services: Readonly<Record<string, number>>, { namespace }: DaemonUses) {
    const inside = { parent: this };
    new k8s.PodDisruptionBudget(`${role.name}-budget`, disruptionBudget(role, namespace), inside);
    return new k8s.Service(`${role.name}-service`, roleService(role, services, namespace), inside);
  }

  #journalNodes(plan: HdfsPlan, role: RolePlan, uses: DaemonUses, opts: pulumi.CustomResourceOptions) {
    const services = { rpc: ports.JOURNAL_PORT, http: ports.JOURNAL_HTTP_PORT };
    this.#role(role, services, uses);
    const inside = { parent: this };
    const addresses = journalServices(plan).map(
      (pod) => new k8s.Service(`${pod}-service`, podService(role, pod, services, uses.namespace), inside),
    );
    const after = pulumi.mergeOptions(opts, { dependsOn: addresses });
    return new k8s.StatefulSet(`${role.name}-set`, journalNodeSet(plan, role, uses), after);
  }

  #nameNodes(plan: HdfsPlan, uses: DaemonUses, opts: pulumi.CustomResourceOptions) {
    const { namespace } = uses;
    const role = plan.nameNodes;
    const space = pulumi.output(namespace);
    this.#role(role, { rpc: ports.NAME_NODE_PORT, http: ports.NAME_NODE_HTTP_PORT }, uses);
    const nobody = this.#configMap(plan, "nobody-excluded", space, { [ports.EXCLUDE_KEY]: "" });
    // Whoever drains DataNodes writes it, in a field of their own; the program only makes it.
    this.#configMap(plan, "exclude", space, {}, { ignoreChanges: ["data"] });
    const two = plan.journalNodes !== undefined;
    const journals = two ? space.apply((known) => journalHosts(plan, known).join(" ")) : undefined;
    const maps = { nobodyExcluded: `${plan.name}-nobody-excluded`, excluded: `${plan.name}-exclude` };
    const more = { journals, ...maps, stands: `${plan.name}-stands` };
    const after = pulumi.mergeOptions(opts, { dependsOn: nobody });
    return new k8s.StatefulSet(`${role.name}-set`, nameNodeSet(plan, { ...uses, ...more }), after);
  }

  #dataNodes(plan: HdfsPlan, uses: DaemonUses, opts: pulumi.CustomResourceOptions) {
    const role = plan.dataNodes;
    const services = { data: ports.DATA_NODE_PORT, http: ports.DATA_NODE_HTTP_PORT, ipc: ports.DATA_NODE_IPC_PORT };
    this.#role(role, services, uses);
    const leaving = scaleInOf(plan, uses.namespace);
    const { replicas } = new Drained(`${role.name}-drained`, leaving, opts);
    const set = new k8s.StatefulSet(`${role.name}-set`, dataNodeSet(plan, uses, replicas), opts);
    new Settled(`${role.name}-settled`, leaving, { parent: this, dependsOn: set });
    return set;
  }

  #jobs(plan: HdfsPlan, uses: DaemonUses, client: Parameters<typeof expiryCronJob>[1]): void {
    const inside = { parent: this };
    const { name, backup } = plan;
    const { namespace, image, config, scripts: files } = uses;
    if (plan.expiry.length > 0) new k8s.CronJob(`${name}-expiry`, expiryCronJob(plan, client), inside);
    if (backup === undefined) return;
    const kept = { ...inside, retainOnDelete: plan.retain };
    const claim = new k8s.PersistentVolumeClaim(`${name}-backups`, backupClaim(plan, backup, namespace), kept);
    const own = { namespace, image, config, scripts: files, claim: claim.metadata.name };
    new k8s.CronJob(`${name}-backup`, backupCronJob(plan, backup, own), inside);
  }
}
