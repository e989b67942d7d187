import { at, list, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

export const noPublicService: ResourceRule = {
  id: "no-public-service",
  asks: "A Service is reached inside the cluster only: no LoadBalancer, no NodePort, no external addresses.",
  why: "It would stand on the network without a login; what people need goes through a tunnel with one.",
  fix: "make it a ClusterIP, and publish it by a route with a login",
  *judge(resource) {
    if (kindOf(resource) !== "Service") return;
    const type = at(resource.props, "spec", "type") ?? "ClusterIP";
    if (type !== "ClusterIP") yield { where: "spec.type", got: shown(type), allowed: "ClusterIP" };
    const addresses = list(at(resource.props, "spec", "externalIPs"));
    if (addresses.length > 0) yield { where: "spec.externalIPs", got: shown(addresses), allowed: "none" };
  },
};
