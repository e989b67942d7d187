import type { PropertyMap } from "../../core/values.ts";
import { condition, field, maps, text } from "../fields.ts";
import { failed, type Judge, ready, type Readiness, waiting } from "./readiness.ts";

/** `related`: its StorageClass. Where that waits for the first consumer, so does the claim, and nobody else need. */
export const claimReadiness: Judge = (object, related): Readiness => {
  const phase = text(object, "status", "phase") ?? "Pending";
  if (phase === "Bound") return ready;
  if (phase === "Lost") return failed("the claim has lost its volume");
  if (related.some((one) => text(one, "volumeBindingMode") === "WaitForFirstConsumer")) return ready;
  return waiting(`the claim is ${phase.toLowerCase()}`);
};

/** Its class where it names one; a claim without gets the default one when it is made. */
export function claimClassPath(object: PropertyMap): string | undefined {
  const name = text(object, "spec", "storageClassName");
  return name === undefined || name === "" ? undefined : `/apis/storage.k8s.io/v1/storageclasses/${name}`;
}

/** `related`: its EndpointSlices. No pod behind it is unready; none at all is fine, for then its workload comes later. */
export const serviceReadiness: Judge = (object, related): Readiness => {
  const type = text(object, "spec", "type");
  if (type === "LoadBalancer" && maps(object, "status", "loadBalancer", "ingress").length === 0) {
    return waiting("an address of the load balancer");
  }
  if (!waitsForEndpoints(object)) return ready;
  if (related.length === 0) return waiting("its endpoints to be looked up");
  const endpoints = related.flatMap((slice) => maps(slice, "endpoints"));
  const unready = endpoints.filter((one) => field(one, "conditions", "ready") === false);
  return unready.length > 0 ? waiting(`${unready.length} of ${endpoints.length} pods behind it are not ready`) : ready;
};

/** False for services that have no pods of their own: headless ones, external names, no selector. */
export function waitsForEndpoints(object: PropertyMap): boolean {
  if (text(object, "spec", "type") === "ExternalName" || text(object, "spec", "clusterIP") === "None") return false;
  return Object.keys((field(object, "spec", "selector") ?? {}) as PropertyMap).length > 0;
}

/** The API serves it, so that objects of the new type can be made. */
export const definitionReadiness: Judge = (object): Readiness => {
  const names = condition(object, "NamesAccepted");
  if (text(names, "status") === "False") return failed(`its names are taken: ${text(names, "message") ?? ""}`);
  return text(condition(object, "Established"), "status") === "True" ? ready : waiting("the API to serve it");
};
