import { contentKey } from "../lib/content-key.ts";
import * as k8s from "../lib/kubernetes.ts";
import * as pulumi from "../lib/pulumi.ts";
import type { DataApiArgs } from "./args.ts";
import { drawCredentials } from "./credentials.ts";
import type { DataApiLink } from "./link.ts";
import { planDataApi } from "./plan.ts";
import { PORT, usersSecret } from "./render/constants.ts";
import { serverDeployment } from "./render/deployment.ts";
import { disruptionBudget } from "./render/disruption-budget.ts";
import { service } from "./render/service.ts";
import { openWays } from "./ways.ts";

/**
 * Files of HDFS and tables of HBase over HTTP, for people and programs, with roles.
 *
 *     const gateway = new DataApi("gateway", {
 *       ...{ namespace, image, hdfs: lake.link, hbase: tables.link, zookeeper: keeper.link },
 *       users: [{ name: "alice", role: "admin" }],
 *       tokens: [{ id: "loader", role: "writer" }],
 *     });
 *
 * It keeps nothing itself: all is in HDFS and HBase, and outlives it. Idle: 0.1 CPU and 896 MiB reserved for each pod.
 */
export class DataApi extends pulumi.ComponentResource {
  /** How others reach it. */
  readonly link: DataApiLink;

  constructor(name: string, args: DataApiArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planDataApi(name, args);
    super("trainyard:data-api:DataApi", name, {}, opts);
    const inside = { parent: this };
    const { namespace, image, hdfs, hbase } = args;
    const ways = openWays(plan, args, this);
    const { users, ...drawn } = drawCredentials(plan, namespace, this);

    // By its plain name: servers that take it from another resource would all be deleted with it where a provider replaces Secrets.
    const uses = { namespace, image, users: usersSecret(name), hdfs: hdfs.discovery, hbase: hbase.discovery };
    const served = { ...uses, configVersion: configVersion(args) };
    const after = { ...inside, dependsOn: [...ways, users] };
    const server = new k8s.Deployment(`${name}-server`, serverDeployment(plan, served), after);
    new k8s.PodDisruptionBudget(`${name}-budget`, disruptionBudget(plan, namespace), inside);
    const entry = new k8s.Service(`${name}-service`, service(plan, namespace), { ...inside, dependsOn: server });

    const place = pulumi.all([entry.metadata.name, namespace]);
    const host = place.apply(([host, space]) => `${host}.${space}.svc`);
    this.link = {
      url: host.apply((name) => `http://${name}:${PORT}`),
      host,
      controlUrl: place.apply(([host, space]) => `kube://${space}/${host}:${PORT}`),
      port: PORT,
      pods: { namespace, labels: plan.labels },
      clientLabels: plan.clientLabels,
      ...drawn,
    };
    this.registerOutputs({ url: this.link.url, controlUrl: this.link.controlUrl });
  }
}

/** Changes with where HDFS and HBase are. */
function configVersion({ hdfs, hbase }: DataApiArgs): pulumi.Output<string> {
  const { znodeParent } = hbase;
  return pulumi
    .all([hdfs.defaultFs, hdfs.nameNodes, hbase.quorum])
    .apply(([defaultFs, nameNodes, quorum]) =>
      contentKey({ defaultFs, nameNodes: nameNodes.join(" "), quorum, znodeParent }),
    );
}
