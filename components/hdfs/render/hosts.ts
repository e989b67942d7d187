import { podHost, serviceHost } from "../../lib/kubernetes-names.ts";
import type { HdfsPlan, RolePlan } from "../plan.ts";
import { JOURNAL_PORT, NAME_NODE_PORT } from "./constants.ts";

/** Pods of a role and their full names. */
function hosts({ name, replicas }: RolePlan, namespace: string): readonly { id: string; host: string }[] {
  return Array.from({ length: replicas }, (_, ordinal) => ({
    id: `${name}-${ordinal}`,
    host: podHost(name, ordinal, name, namespace),
  }));
}

/** NameNodes by their pods' names, which are also their ids in the configuration. */
export function nameNodeHosts(plan: HdfsPlan, namespace: string) {
  return hosts(plan.nameNodes, namespace);
}

/** `host:8020` of each NameNode. */
export function nameNodeAddresses(plan: HdfsPlan, namespace: string): readonly string[] {
  return nameNodeHosts(plan, namespace).map(({ host }) => `${host}:${NAME_NODE_PORT}`);
}

/**
 * Where the edits of two NameNodes are kept: each journal behind a Service of its own. The name of a pod is gone with its pod, and a
 * NameNode ends where it does not know the address of every journal: one that is away would take both NameNodes along.
 */
export function journalHosts(plan: HdfsPlan, namespace: string): readonly string[] {
  return journalServices(plan).map((name) => serviceHost(name, namespace));
}

/** Names of these Services, which are those of their pods. */
export function journalServices({ journalNodes }: HdfsPlan): readonly string[] {
  if (journalNodes === undefined) return [];
  return Array.from({ length: journalNodes.replicas }, (_, ordinal) => `${journalNodes.name}-${ordinal}`);
}

export function journalUri(plan: HdfsPlan, namespace: string): string {
  const places = journalHosts(plan, namespace).map((host) => `${host}:${JOURNAL_PORT}`);
  return `qjournal://${places.join(";")}/${plan.name}`;
}

/** The address of the file system. */
export function defaultFs(plan: HdfsPlan, namespace: string): string {
  if (plan.journalNodes !== undefined) return `hdfs://${plan.name}`;
  return `hdfs://${nameNodeAddresses(plan, namespace)[0] ?? ""}`;
}
