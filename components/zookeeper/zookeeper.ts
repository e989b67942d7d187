import { Chosen, type ChosenArgs, chosenClaims } from "../chosen/index.ts";
import { contentKey } from "../lib/content-key.ts";
import * as k8s from "../lib/kubernetes.ts";
import { admissionPolicy, egressPolicy } from "../lib/network.ts";
import * as pulumi from "../lib/pulumi.ts";
import type { ZooKeeperArgs } from "./args.ts";
import type { ZooKeeperLink } from "./link.ts";
import { planZooKeeper, type ZooKeeperPlan } from "./plan.ts";
import { renderConfiguration, renderQuorum } from "./render/configuration.ts";
import { CLIENT_PORT, CONFIG_KEY, ELECTION_PORT, PEER_PORT } from "./render/constants.ts";
import { disruptionBudget } from "./render/disruption-budget.ts";
import { service } from "./render/service.ts";
import { serverStatefulSet } from "./render/stateful-set.ts";
import { scripts } from "./scripts.ts";

/**
 * A ZooKeeper ensemble of one or three servers.
 *
 *     const keeper = new ZooKeeper("keeper", { namespace, image, servers: 3 });
 *     new Hdfs("lake", { namespace, image, dataNodes: 3, highAvailability: true, zookeeper: keeper.link });
 *
 * Clients open the way to it from their side. Idle: 0.05 CPU, 290 MiB and a claim for each server.
 */
export class ZooKeeper extends pulumi.ComponentResource {
  /** How others reach it. */
  readonly link: ZooKeeperLink;

  constructor(name: string, args: ZooKeeperArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planZooKeeper(name, args);
    super("trainyard:zookeeper:ZooKeeper", name, {}, opts);
    const inside = { parent: this };
    const namespace = pulumi.output(args.namespace);
    const pods = { namespace, labels: plan.labels };

    const configuration = namespace.apply((space) => renderConfiguration(plan, space));
    const metadata = { name: `${name}-config`, namespace, labels: plan.labels };
    const data = { [CONFIG_KEY]: configuration, ...scripts() };
    const chosen = new Chosen(`${name}-chosen`, chosenServers(plan), inside);
    const storage = new Chosen(`${name}-storage`, chosenStorage(plan), inside);
    const config = new k8s.ConfigMap(`${name}-config`, { metadata, data }, { ...inside, dependsOn: [chosen, storage] });
    const peers = new k8s.Service(`${name}-service`, service(plan, namespace), inside);
    const own = [PEER_PORT, ELECTION_PORT].map((port) => ({ port, pods }));
    const ways = [
      new k8s.NetworkPolicy(`${name}-egress`, egressPolicy(`${name}-egress`, pods, own), inside),
      new k8s.NetworkPolicy(
        `${name}-ingress`,
        admissionPolicy(`${name}-from-own`, pods, [PEER_PORT, ELECTION_PORT], [pods]),
        inside,
      ),
    ];
    const configVersion = configuration.apply((text) => contentKey({ text }));
    // By plain names: a set that takes a name from another resource is deleted with it, and its claims go too.
    const uses = { namespace, image: args.image, service: name, config: `${name}-config` };
    const servers = new k8s.StatefulSet(`${name}-servers`, serverStatefulSet(plan, { ...uses, configVersion }), {
      ...inside,
      dependsOn: [...ways, chosen, storage, peers, config],
    });
    new k8s.PodDisruptionBudget(`${name}-budget`, disruptionBudget(plan, namespace), inside);
    const quorum = pulumi.all([namespace, servers.metadata.name]).apply(([space]) => renderQuorum(plan, space));
    this.link = { quorum, port: CLIENT_PORT, pods };
    this.registerOutputs({ quorum });
  }
}

const chosenStorage = ({ name, storageGiB, storageClass, retain }: ZooKeeperPlan): ChosenArgs =>
  chosenClaims({ subject: `ZooKeeper "${name}"`, sizes: { storageGiB }, storageClass, retain });

const chosenServers = ({ name, servers }: ZooKeeperPlan): ChosenArgs => ({
  subject: `ZooKeeper "${name}"`,
  field: "servers",
  value: servers,
  why:
    "servers that are added may elect each other before they know what the first one holds, and serve an empty tree; " +
    "make a second ensemble under another name, stop what uses the first, and move it over",
});
