import type { Change, Difference } from "../core/kind.ts";
import { changesBetween, type PropertyChange } from "../core/diff.ts";
import type { Path } from "../core/paths.ts";
import type { PropertyMap } from "../core/values.ts";
import { annotation, field, text } from "./fields.ts";
import { autonamed } from "./names.ts";
import type { Settings } from "./settings.ts";

/** Parts of an object that no cluster changes in place. */
const fixedParts: Readonly<Record<string, readonly string[]>> = {
  "apps/v1 DaemonSet": ["spec.selector"],
  "apps/v1 Deployment": ["spec.selector"],
  "apps/v1 StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1 Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1 RoleBinding": ["roleRef"],
  "storage.k8s.io/v1 StorageClass": ["parameters", "provisioner"],
  "v1 PersistentVolume": ["spec.csi", "spec.hostPath", "spec.local", "spec.nfs", "spec.iscsi", "spec.fc"],
  "v1 PersistentVolumeClaim": ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  "v1 ResourceQuota": ["spec.scopes"],
  "v1 Service": ["spec.clusterIP"],
};

/** A pod is made anew for nearly everything; these parts of its spec can change in place. */
const changeableInPods: readonly string[] = ["spec.activeDeadlineSeconds", "spec.tolerations"];

/** What of two inputs differs, and which of it needs a new object. */
export function differenceOf(before: PropertyMap, after: PropertyMap, settings: Settings): Difference {
  const changes = changesBetween(before, after).filter(({ path }) => path[0] !== "status");
  return withDeletion(
    changes.map((change) => ({ ...change, replaces: needsNewObject(change, after, settings) })),
    before,
    after,
  );
}

/** The same changes, where those at `fixed` paths (the cluster's own words) need a new object too. */
export function withFixedPaths(
  difference: Difference,
  fixed: readonly string[],
  before: PropertyMap,
  after: PropertyMap,
): Difference {
  const changes = difference.changes.map((change) => {
    const path = dotted(change.path);
    return fixed.some((one) => isWithin(path, one) || isWithin(one, path)) ? { ...change, replaces: true } : change;
  });
  return withDeletion(changes, before, after);
}

/** An object with a name of its own goes before the new one comes; one whose name is made here gets a new name. */
function withDeletion(changes: readonly Change[], before: PropertyMap, after: PropertyMap): Difference {
  const same = ["name", "namespace"].every((one) => text(before, "metadata", one) === text(after, "metadata", one));
  const replaces = changes.some((change) => change.replaces === true);
  return { changes, deleteBeforeReplace: replaces && same && annotation(after, autonamed) !== "true" };
}

function needsNewObject({ path }: PropertyChange, after: PropertyMap, settings: Settings): boolean {
  const where = dotted(path);
  const kind = text(after, "kind") ?? "";
  if (["metadata.name", "metadata.namespace", "apiVersion", "kind"].includes(where)) return where !== "apiVersion";
  const isFixed = (parts: readonly string[]) => parts.some((part) => isWithin(where, part) || isWithin(part, where));
  const frozen = field(after, "immutable") === true;
  if (kind === "ConfigMap") return (frozen || !settings.enableConfigMapMutable) && isFixed(["data", "binaryData"]);
  if (kind === "Secret") return (frozen || !settings.enableSecretMutable) && isFixed(["data", "stringData", "type"]);
  if (kind === "Pod") return isWithin(where, "spec") && !changeableInPods.some((part) => isWithin(where, part));
  return isFixed(fixedParts[`${text(after, "apiVersion") ?? ""} ${kind}`] ?? []);
}

const dotted = (path: Path): string => path.join(".");
const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(`${outer}.`);
