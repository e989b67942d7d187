import * as k8s from "../lib/kubernetes.ts";
import { egressPolicy, ingressPolicy } from "../lib/network.ts";
import * as pulumi from "../lib/pulumi.ts";
import { RandomPassword } from "../lib/random.ts";
import type { PostgresArgs } from "./args.ts";
import type { PostgresServerLink } from "./link.ts";
import { type BackupPlan, planPostgres, type PostgresPlan } from "./plan.ts";
import { type BackupUses, dumpCronJob, restoreCronJob } from "./render/backup-cron-job.ts";
import { claim } from "./render/claim.ts";
import { PASSWORD_KEY, PORT, SUPERUSER } from "./render/constants.ts";
import { disruptionBudget } from "./render/disruption-budget.ts";
import { clientService, peersService } from "./render/service.ts";
import { serverStatefulSet } from "./render/stateful-set.ts";
import { backupScripts, serverScripts } from "./scripts.ts";

/**
 * A Postgres server with daily dumps and a restore that waits to be asked for. Databases on it are `PostgresDatabase`.
 *
 *     const store = new Postgres("store", { namespace, image, backup: { keepDays: 14 } });
 *     const orders = new PostgresDatabase("orders", { server: store.link });
 *
 * One server, no standby: while its pod moves, clients wait. The data's claim is never replaced by an update; a new namespace
 * or storage class makes an **empty** server.
 */
export class Postgres extends pulumi.ComponentResource {
  /** How databases are made on it. */
  readonly link: PostgresServerLink;

  constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planPostgres(name, args);
    super("trainyard:postgres:Postgres", name, {}, opts);
    const inside = { parent: this };
    const kept = { ...inside, retainOnDelete: plan.retain };
    const image = pulumi.output(args.image);
    const namespace = pulumi.output(args.namespace);
    const metadata = (role: string) => ({ name: `${name}-${role}`, namespace, labels: plan.labels });

    const drawn = new RandomPassword(`${name}-superuser`, { length: 32, special: false }, inside);
    const password = { [PASSWORD_KEY]: pulumi.secret(drawn.result) };
    const auth = new k8s.Secret(`${name}-auth`, { metadata: metadata("auth"), stringData: password }, inside);
    const data = new k8s.PersistentVolumeClaim(`${name}-data`, claim(plan, "data", plan.storageGiB, namespace), kept);
    const scripts = new k8s.ConfigMap(
      `${name}-scripts`,
      { metadata: metadata("scripts"), data: serverScripts() },
      inside,
    );
    const peers = new k8s.Service(`${name}-peers`, peersService(plan, namespace), inside);
    const names = { peers: peers.metadata.name, claim: data.metadata.name, scripts: scripts.metadata.name };
    const uses = { namespace, image, ...names, auth: auth.metadata.name };
    const server = new k8s.StatefulSet(`${name}-server`, serverStatefulSet(plan, uses), inside);
    new k8s.PodDisruptionBudget(`${name}-budget`, disruptionBudget(plan, namespace), inside);
    const client = new k8s.Service(`${name}-client`, clientService(plan, namespace), { ...inside, dependsOn: server });

    const place = pulumi.all([client.metadata.name, namespace]);
    const host = place.apply(([service, space]) => `${service}.${space}.svc`);
    const controlUrl = place.apply(([service, space]) => `kube://${space}/${service}:${PORT}`);
    const passwordSecret = { name: auth.metadata.name, key: PASSWORD_KEY };
    const pods = { namespace, labels: plan.labels };
    const access = { username: pulumi.output(SUPERUSER), passwordSecret };
    this.link = { host, port: PORT, controlUrl, pods, namespace, ...access, image };
    if (plan.backup !== undefined) this.#backUp(plan, plan.backup, kept);
    this.registerOutputs({ host });
  }

  #backUp(plan: PostgresPlan, backup: BackupPlan, kept: pulumi.CustomResourceOptions): void {
    const { name } = plan;
    const inside = { parent: this };
    const { namespace, image } = this.link;
    const metadata = { name: `${name}-backup-scripts`, namespace, labels: backup.labels };
    const dumps = new k8s.PersistentVolumeClaim(
      `${name}-backups`,
      claim(plan, "backups", backup.storageGiB, namespace),
      kept,
    );
    const scripts = new k8s.ConfigMap(`${name}-backup-scripts`, { metadata, data: backupScripts() }, inside);
    const files = { claim: dumps.metadata.name, scripts: scripts.metadata.name };
    const uses: BackupUses = { namespace, image, access: this.link, ...files };
    new k8s.CronJob(`${name}-dump`, dumpCronJob(plan, backup, uses), inside);
    new k8s.CronJob(`${name}-restore`, restoreCronJob(plan, backup, uses), inside);
    const clients = { namespace, labels: backup.labels };
    const to = { port: PORT, pods: { namespace, labels: plan.labels } };
    new k8s.NetworkPolicy(`${name}-backup-egress`, egressPolicy(`${name}-backup-egress`, clients, [to]), inside);
    new k8s.NetworkPolicy(`${name}-backup-ingress`, ingressPolicy(`${name}-from-backup`, to, clients), inside);
  }
}
