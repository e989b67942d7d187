import { contentKey } from "../../lib/content-key.ts";
import * as k8s from "../../lib/kubernetes.ts";
import { egressPolicy, ingressPolicy, type PodSet } from "../../lib/network.ts";
import * as pulumi from "../../lib/pulumi.ts";
import { RandomPassword } from "../../lib/random.ts";
import type { PostgresOwnerLink, PostgresReaderLink, PostgresServerLink } from "../link.ts";
import { PASSWORD_KEY } from "../render/constants.ts";
import { databaseScripts } from "../scripts.ts";
import type { PostgresDatabaseArgs } from "./args.ts";
import { type DatabasePlan, planDatabase, type RolePlan } from "./plan.ts";
import { databaseJob } from "./render/job.ts";

/**
 * A database on a server, a role that owns it and a role that reads it, made by a Job that may run any number of times.
 *
 *     const orders = new PostgresDatabase("orders", { server: store.link });
 *     const shop = new Shop("shop", { database: orders.owner });
 *
 * Deleting it removes the roles' Secrets, never the data. Another server or `database` name is another, empty database.
 */
export class PostgresDatabase extends pulumi.ComponentResource {
  /** The right to change all that is in it. */
  readonly owner: PostgresOwnerLink;
  /** The right to read its tables. */
  readonly reader: PostgresReaderLink;

  constructor(name: string, args: PostgresDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planDatabase(name, args);
    super("trainyard:postgres:Database", name, {}, opts);
    const inside = { parent: this };
    const { server } = args;
    const { namespace } = server;
    const owner = this.#role(plan, "owner", plan.owner, server);
    const reader = this.#role(plan, "reader", plan.reader, server);
    const metadata = { name: `${name}-scripts`, namespace, labels: plan.labels };
    const scripts = new k8s.ConfigMap(`${name}-scripts`, { metadata, data: databaseScripts() }, inside);
    const allowed = this.#allow(name, { namespace, labels: plan.labels }, server);
    const secrets = { owner: owner.passwordSecret.name, reader: reader.passwordSecret.name };
    const uses = { server, ...secrets, scripts: scripts.metadata.name, version: contentKey(databaseScripts()) };
    const again = { ...inside, dependsOn: allowed, deleteBeforeReplace: true };
    const job = new k8s.Job(`${name}-set-up`, databaseJob(plan, uses), again);

    const { host, port, pods } = server;
    const database = job.metadata.apply(() => plan.database);
    const controlUrl = server.controlUrl ?? host.apply((name) => `postgres://${name}:${port}`);
    const place = { host, port, controlUrl, database, ...(pods && { pods }) };
    this.owner = { right: "owner", ...place, ...owner };
    this.reader = { right: "reader", ...place, ...reader };
    this.registerOutputs({ database });
  }

  #role({ name, labels, rotation }: DatabasePlan, right: string, role: RolePlan, server: PostgresServerLink) {
    const inside = { parent: this };
    const keepers = { rotation: String(rotation) };
    const drawn = new RandomPassword(`${name}-${right}`, { length: 32, special: false, keepers }, inside);
    const password = pulumi.secret(drawn.result);
    const metadata = { name: role.secretName, namespace: server.namespace, labels };
    const secret = new k8s.Secret(`${name}-${right}`, { metadata, stringData: { [PASSWORD_KEY]: password } }, inside);
    const passwordSecret = { name: secret.metadata.name, key: PASSWORD_KEY };
    return { username: pulumi.output(role.username), password, passwordSecret };
  }

  #allow(name: string, from: PodSet, { port, pods }: PostgresServerLink): pulumi.CustomResource[] {
    const inside = { parent: this };
    const to = { port, ...(pods && { pods }) };
    const out = new k8s.NetworkPolicy(`${name}-egress`, egressPolicy(`${name}-egress`, from, [to]), inside);
    if (pods === undefined) return [out];
    const policy = ingressPolicy(`${name}-from-set-up`, { port, pods }, from);
    return [out, new k8s.NetworkPolicy(`${name}-ingress`, policy, inside)];
  }
}
