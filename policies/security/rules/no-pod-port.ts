import { at, list, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const noPodPort: ResourceRule = {
  id: "no-pod-port",
  asks: "A job publishes no port of its own.",
  why: "RunPod puts every port of a pod on the internet, without a login in front of it.",
  fix: "remove ports; logs and results come through the pod's own port, which asks for a token",
  *judge(resource) {
    const ports = resource.type === TRAINING_JOB ? list(at(resource.props, "ports")) : [];
    if (ports.length > 0) yield { where: "ports", got: shown(ports), allowed: "none" };
  },
};
