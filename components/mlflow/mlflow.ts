import { contentKey } from "../lib/content-key.ts";
import * as k8s from "../lib/kubernetes.ts";
import { egressPolicy, ingressPolicy } from "../lib/network.ts";
import * as pulumi from "../lib/pulumi.ts";
import { RandomPassword } from "../lib/random.ts";
import type { PostgresOwnerLink } from "../postgres/index.ts";
import type { MLflowArgs } from "./args.ts";
import type { MLflowLink } from "./link.ts";
import { type MLflowPlan, planMLflow } from "./plan.ts";
import { renderAllowedHosts } from "./render/allowed-hosts.ts";
import { artifactsClaim } from "./render/artifacts-claim.ts";
import { renderAuthFile } from "./render/auth-file.ts";
import { ADMIN_PASSWORD_KEY, AUTH_KEY, FLASK_KEY, PORT, SERVICES_KEY } from "./render/constants.ts";
import { serverDeployment } from "./render/deployment.ts";
import { disruptionBudget } from "./render/disruption-budget.ts";
import { migrationJob } from "./render/migration-job.ts";
import { retentionCronJob } from "./render/retention-cron-job.ts";
import { service } from "./render/service.ts";
import { renderServicesFile } from "./render/services-file.ts";
import { scripts } from "./scripts.ts";

/**
 * An MLflow tracking server with users: metadata in two databases, artifacts on a claim, both reached through the server alone.
 *
 *     const tracking = new MLflow("tracking", { namespace, image, database: runs.owner, authDatabase: users.owner });
 *
 * A new image migrates the databases, then rolls the servers; a migration has no way back but a restore. Another storage class
 * or access mode makes an **empty** claim for artifacts.
 */
export class MLflow extends pulumi.ComponentResource {
  /** How runs are reported to it. */
  readonly link: MLflowLink;

  constructor(name: string, args: MLflowArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planMLflow(name, args);
    super("trainyard:mlflow:MLflow", name, {}, opts);
    const inside = { parent: this };
    const { namespace } = args;
    const metadata = (role: string) => ({ name: `${name}-${role}`, namespace, labels: plan.serverLabels });

    const drawn = new RandomPassword(`${name}-admin`, adminPassword(plan), inside);
    const password = pulumi.secret(drawn.result);
    const config = { metadata: metadata("config"), stringData: this.#config(plan, args, password) };
    const secret = new k8s.Secret(`${name}-config`, config, inside);
    const files = { metadata: metadata("scripts"), data: scripts() };
    const scriptFiles = new k8s.ConfigMap(`${name}-scripts`, files, inside);
    const kept = { ...inside, retainOnDelete: plan.retain };
    const artifacts = new k8s.PersistentVolumeClaim(`${name}-artifacts`, artifactsClaim(plan, namespace), kept);
    const allowed = this.#allow(plan, args);

    const named = { config: secret.metadata.name, scripts: scriptFiles.metadata.name };
    const uses = { namespace, image: args.image, ...named, configVersion: configVersion(args) };
    const again = { ...inside, dependsOn: allowed, deleteBeforeReplace: true };
    const migration = new k8s.Job(`${name}-migrate`, migrationJob(plan, uses), again);
    const serverUses = { ...uses, claim: artifacts.metadata.name, ...settings(plan, args) };
    const after = { ...inside, dependsOn: migration };
    const server = new k8s.Deployment(`${name}-server`, serverDeployment(plan, serverUses), after);
    new k8s.PodDisruptionBudget(`${name}-budget`, disruptionBudget(plan, namespace), inside);
    const entry = new k8s.Service(`${name}-service`, service(plan, namespace), { ...inside, dependsOn: server });
    this.link = linkOf(plan, args, entry.metadata.name, password);
    if (plan.retention !== undefined) {
      const retention = retentionCronJob(plan, plan.retention, { ...uses, url: this.link.url });
      new k8s.CronJob(`${name}-gc`, retention, inside);
    }
    this.registerOutputs({ url: this.link.url, controlUrl: this.link.controlUrl });
  }

  #config({ name }: MLflowPlan, args: MLflowArgs, password: pulumi.Output<string>) {
    const flask = new RandomPassword(`${name}-flask`, { length: 64, special: false }, { parent: this });
    const services = pulumi
      .all([addressOf(args.database), addressOf(args.authDatabase)])
      .apply(([tracking, auth]) => renderServicesFile({ tracking, auth }));
    const values: Record<string, pulumi.Input<string>> = {
      [SERVICES_KEY]: pulumi.secret(services),
      [AUTH_KEY]: renderAuthFile(),
      [ADMIN_PASSWORD_KEY]: password,
      [FLASK_KEY]: pulumi.secret(flask.result),
    };
    return values;
  }

  #allow({ name, allLabels, serverLabels }: MLflowPlan, args: MLflowArgs): pulumi.CustomResource[] {
    const inside = { parent: this };
    const { namespace, database, authDatabase } = args;
    const all = { namespace, labels: allLabels };
    const own = { port: PORT, pods: { namespace, labels: serverLabels } };
    const egress = egressPolicy(`${name}-egress`, all, [database, authDatabase, own]);
    const policies = [
      new k8s.NetworkPolicy(`${name}-egress`, egress, inside),
      new k8s.NetworkPolicy(`${name}-ingress`, ingressPolicy(`${name}-from-own`, own, all), inside),
    ];
    for (const [role, { port, pods }] of Object.entries({ database, "auth-database": authDatabase })) {
      if (pods === undefined) continue;
      const entrance = ingressPolicy(`${name}-to-${role}`, { port, pods }, all);
      policies.push(new k8s.NetworkPolicy(`${name}-${role}`, entrance, inside));
    }
    return policies;
  }
}

const adminPassword = ({ adminUsername }: MLflowPlan) => ({ length: 32, special: false, keepers: { adminUsername } });

function linkOf(
  plan: MLflowPlan,
  { namespace, published }: MLflowArgs,
  name: pulumi.Output<string>,
  password: pulumi.Output<string>,
): MLflowLink {
  const place = pulumi.all([name, namespace]);
  const headers = published?.headers;
  return {
    url: place.apply(([host, space]) => `http://${host}.${space}.svc:${PORT}`),
    controlUrl: place.apply(([host, space]) => `kube://${space}/${host}:${PORT}`),
    ...(published && { podUrl: pulumi.output(published.url) }),
    ...(headers === undefined ? {} : { podHeaders: pulumi.secret(headers) }),
    username: pulumi.output(plan.adminUsername),
    password,
    port: PORT,
    pods: { namespace, labels: plan.serverLabels },
  };
}

function settings({ name, allowedHosts }: MLflowPlan, { namespace, published }: MLflowArgs) {
  const names = pulumi.all([namespace, published?.url]);
  return {
    allowedHosts: names.apply(([space, publishedUrl]) =>
      renderAllowedHosts({ service: name, namespace: space, publishedUrl }, allowedHosts),
    ),
  };
}

/**
 * Changes with the databases, their passwords and the scripts; holds no secret. Not from the databases' names, which are known when
 * the Job that makes them is done: a new Job would take all that stand on it away first.
 */
function configVersion({ database, authDatabase }: MLflowArgs): pulumi.Output<string> {
  const versionOf = ({ host, port, username, passwordSecret }: PostgresOwnerLink) =>
    pulumi.all([host, username, passwordSecret.name]).apply((parts) => [port, ...parts].join(" "));
  const databases = pulumi.all([versionOf(database), versionOf(authDatabase)]);
  return databases.apply(([runs, users]) => contentKey({ runs, users, ...scripts() }));
}

function addressOf({ host, port, database, username, password }: PostgresOwnerLink) {
  return pulumi.output({ host, port, database, username, password });
}
