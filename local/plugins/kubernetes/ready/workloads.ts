import type { PropertyMap } from "../../core/values.ts";
import { condition, count, field, text } from "../fields.ts";
import { failed, isObserved, type Judge, ready, type Readiness, waiting } from "./readiness.ts";

/** Replicas that are wanted; Kubernetes takes 1 where nothing is said. */
function wantedReplicas(object: PropertyMap): number {
  return field(object, "spec", "replicas") === undefined ? 1 : count(object, "spec", "replicas");
}

/** All replicas are of the newest form and available, and none of an older form is left. */
export const deploymentReadiness: Judge = (object): Readiness => {
  if (!isObserved(object)) return waiting("the controller to see the change");
  const progressing = condition(object, "Progressing");
  if (text(progressing, "reason") === "ProgressDeadlineExceeded") {
    return failed(`the rollout made no progress: ${text(progressing, "message") ?? "its deadline has passed"}`);
  }
  const wanted = wantedReplicas(object);
  const updated = count(object, "status", "updatedReplicas");
  const available = count(object, "status", "availableReplicas");
  if (updated < wanted) return waiting(`${updated} of ${wanted} replicas are of the new form`);
  const old = count(object, "status", "replicas") - updated;
  if (old > 0) return waiting(`${old} old replica(s) to end`);
  return available < wanted ? waiting(`${available} of ${wanted} replicas are available`) : ready;
};

/** All replicas are of the newest revision and ready; a partition or OnDelete keeps the old ones where they are. */
export const statefulSetReadiness: Judge = (object): Readiness => {
  if (!isObserved(object)) return waiting("the controller to see the change");
  const wanted = wantedReplicas(object);
  const readyNow = count(object, "status", "readyReplicas");
  const partition = count(object, "spec", "updateStrategy", "rollingUpdate", "partition");
  const updated = count(object, "status", "updatedReplicas");
  if (text(object, "spec", "updateStrategy", "type") !== "OnDelete") {
    const toUpdate = Math.max(0, wanted - partition);
    const isOneRevision = text(object, "status", "currentRevision") === text(object, "status", "updateRevision");
    if (!isOneRevision && updated < toUpdate) return waiting(`${updated} of ${toUpdate} replicas are of the new form`);
  }
  return readyNow < wanted ? waiting(`${readyNow} of ${wanted} replicas are ready`) : ready;
};

/** Every node that shall run a pod runs one of the newest form, and it is available. */
export const daemonSetReadiness: Judge = (object): Readiness => {
  if (!isObserved(object)) return waiting("the controller to see the change");
  const wanted = count(object, "status", "desiredNumberScheduled");
  const updated = count(object, "status", "updatedNumberScheduled");
  const available = count(object, "status", "numberAvailable");
  if (text(object, "spec", "updateStrategy", "type") !== "OnDelete" && updated < wanted) {
    return waiting(`${updated} of ${wanted} nodes have the new form`);
  }
  return available < wanted ? waiting(`${available} of ${wanted} nodes have an available pod`) : ready;
};

/** It has run to its end, unless it is suspended. */
export const jobReadiness: Judge = (object): Readiness => {
  for (const type of ["Failed", "FailureTarget"]) {
    const found = condition(object, type);
    if (text(found, "status") === "True") {
      const parts = [text(found, "reason"), text(found, "message")].filter((part) => part !== undefined);
      return failed(`the job has failed: ${parts.join(": ")}`);
    }
  }
  if (text(condition(object, "Complete"), "status") === "True") return ready;
  if (field(object, "spec", "suspend") === true) return ready;
  const done = count(object, "status", "succeeded");
  const active = count(object, "status", "active");
  const gone = count(object, "status", "failed");
  const wanted = field(object, "spec", "completions") === undefined ? 1 : count(object, "spec", "completions");
  const failures = gone > 0 ? `, ${gone} failed` : "";
  return waiting(`${done} of ${wanted} completions, ${active} pod(s) at work${failures}`);
};

/** It is ready, or has run to a good end. */
export const podReadiness: Judge = (object): Readiness => {
  const phase = text(object, "status", "phase");
  if (phase === "Succeeded") return ready;
  if (phase === "Failed") {
    const parts = [text(object, "status", "reason"), text(object, "status", "message")];
    return failed(`the pod has failed${parts.map((part) => (part === undefined ? "" : `: ${part}`)).join("")}`);
  }
  const isReady = text(condition(object, "Ready"), "status") === "True";
  return isReady ? ready : waiting(`the pod is ${(phase ?? "Pending").toLowerCase()}, not ready`);
};
