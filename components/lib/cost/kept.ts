import { type Costly, NETWORK_VOLUME } from "./figure.ts";
import { elements, value } from "./value.ts";

/** Annotation of a claim that outlives its stack: policies and previews do not see `retainOnDelete`. */
export const RETAIN = "trainyard/retain";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";

/** What stays, and stays on the bill, when a resource goes from its stack: what is marked so, and the claims of a StatefulSet. */
export function keptOf({ type, name, inputs }: Costly): readonly Costly[] {
  const isRetained = type === NETWORK_VOLUME ? inputs["retain"] === true : type === CLAIM && isRetainedClaim(inputs);
  if (isRetained) return [{ type, name, inputs }];
  return type.endsWith(":StatefulSet") ? claimsOf(name, inputs) : [];
}

function isRetainedClaim(inputs: Costly["inputs"]): boolean {
  return value(inputs, "metadata", "annotations", RETAIN) === "true";
}

/** The claims that a set made: Kubernetes keeps them unless it was told otherwise. */
function claimsOf(set: string, inputs: Costly["inputs"]): readonly Costly[] {
  if (value(inputs, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") === "Delete") return [];
  const replicas = value(inputs, "spec", "replicas") ?? 1;
  return elements(value(inputs, "spec", "volumeClaimTemplates")).flatMap((template) =>
    Array.from({ length: Number(replicas) || 0 }, (_, index): Costly => {
      return { type: CLAIM, name: `claim ${index + 1} of ${set}`, inputs: template as Costly["inputs"] };
    }),
  );
}
