import { tcpProbe } from "../../lib/probes.ts";
import type { HdfsPlan, RolePlan } from "../plan.ts";
import { JOURNAL_HTTP_PORT, JOURNAL_PORT, NEW_SEGMENT_SECONDS, TAIL_SECONDS } from "./constants.ts";
import { configMounts, configVolumes, daemonContainer, type DaemonUses, dataMount } from "./daemon.ts";
import { roleSet } from "./role-set.ts";

const GRACE_SECONDS = 900;
/**
 * A journal that was away gets no edits before the next segment of them begins. Were the next one stopped until then, one of three
 * would be left, and the NameNode that writes would end.
 */
const BACK_SECONDS = NEW_SEGMENT_SECONDS + TAIL_SECONDS + 20;

/** The JournalNodes: ready when they listen. Whether they belong to a file system yet is no part of it: NameNodes come later. */
export function journalNodeSet(plan: HdfsPlan, role: RolePlan, uses: DaemonUses) {
  const { name, heapMiB, resources } = role;
  const command = ["start-journalnode"];
  const often = { periodSeconds: 10, timeoutSeconds: 5, failures: 3 };
  const container = {
    ...daemonContainer({ name: "journalnode", command, service: name, heapMiB, resources }, uses.image),
    ports: [
      { name: "rpc", containerPort: JOURNAL_PORT },
      { name: "http", containerPort: JOURNAL_HTTP_PORT },
    ],
    startupProbe: tcpProbe(JOURNAL_PORT, { periodSeconds: 5, timeoutSeconds: 5, failures: 60 }),
    readinessProbe: tcpProbe(JOURNAL_PORT, often),
    livenessProbe: tcpProbe(JOURNAL_HTTP_PORT, { periodSeconds: 20, timeoutSeconds: 10, failures: 6 }),
    volumeMounts: [dataMount, ...configMounts],
  };
  const { metadata, spec } = roleSet(plan, role, uses, {
    terminationGracePeriodSeconds: GRACE_SECONDS,
    containers: [container],
    volumes: configVolumes(uses),
  });
  return { metadata, spec: { ...spec, minReadySeconds: BACK_SECONDS } };
}
