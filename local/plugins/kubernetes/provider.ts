import kubernetes from "@pulumi/kubernetes/package.json" with { type: "json" };
import type { Difference, ProviderKind, ResourceKind } from "../core/kind.ts";
import { changesBetween } from "../core/diff.ts";
import type { PropertyMap } from "../core/values.ts";
import { Cluster } from "./client/cluster.ts";
import { ObjectKind } from "./object-kind.ts";
import { DryRun } from "./preview.ts";
import { checkSettings, readSettings, type Settings } from "./settings.ts";
import { objectType } from "./token.ts";

/** Stand-in for the kubernetes plugin: any object of a cluster, by server-side apply. */
export class KubernetesProvider implements ProviderKind {
  readonly name = "kubernetes";
  readonly version = kubernetes.version;
  readonly covers =
    "single objects of any API group and kind, custom ones too; no charts, YAML files, lists or patches";
  #made: { readonly settings: Settings; readonly cluster: Cluster; readonly dryRun: DryRun } | undefined;

  checkConfig(settings: PropertyMap): ReturnType<typeof checkSettings> {
    return checkSettings(settings);
  }

  /** Another context or cluster is another place: what is there must be made anew, unless an identifier says otherwise. */
  diffConfig(olds: PropertyMap, news: PropertyMap): Difference {
    const isIdentified = olds["clusterIdentifier"] !== undefined || news["clusterIdentifier"] !== undefined;
    const elsewhere = isIdentified ? ["clusterIdentifier"] : ["context", "cluster"];
    const changes = changesBetween(olds, news).filter(({ path }) => path[0] !== "version");
    return { changes: changes.map((change) => ({ ...change, replaces: elsewhere.includes(String(change.path[0])) })) };
  }

  configure(given: PropertyMap): void {
    const settings = readSettings(given);
    const cluster = new Cluster(settings);
    this.#made = { settings, cluster, dryRun: new DryRun(cluster) };
  }

  resource(token: string): ResourceKind | undefined {
    const type = objectType(token);
    if (type === undefined) return undefined;
    if (this.#made === undefined) throw new Error("the provider was not configured before its first resource");
    const { cluster, dryRun, settings } = this.#made;
    return new ObjectKind(type, cluster, dryRun, settings);
  }
}
