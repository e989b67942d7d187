import { commandProbe, tcpProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import type { HdfsPlan } from "../plan.ts";
import {
  FAILOVER_PORT,
  HOSTS_DIR,
  LONG_START,
  NAME_DIR,
  NAME_NODE_HTTP_PORT,
  NAME_NODE_PORT,
  SCRIPTS_DIR,
  STANDS_DIR,
} from "./constants.ts";
import { answers, configMounts, configVolumes, daemonContainer, type DaemonUses, dataMount } from "./daemon.ts";
import { roleSet } from "./role-set.ts";

export interface NameNodeUses extends DaemonUses {
  /** Full names of all JournalNodes, parted by blanks; undefined for one NameNode. */
  readonly journals: pulumi.Input<string> | undefined;
  /** ConfigMap with an empty exclude file, and the one that may name DataNodes that leave. */
  readonly nobodyExcluded: pulumi.Input<string>;
  readonly excluded: string;
  /** ConfigMap that is there once the file system has served. */
  readonly stands: string;
}

const GRACE_SECONDS = 900;
const state = answers(
  NAME_NODE_HTTP_PORT,
  "Hadoop:service=NameNode,name=NameNodeStatus",
  '"State" : "\\(active\\|standby\\)"',
);

/** The NameNodes: an image first, then the daemon, and with two of them a failover controller beside it. */
export function nameNodeSet(plan: HdfsPlan, uses: NameNodeUses) {
  const two = uses.journals !== undefined;
  return roleSet(plan, plan.nameNodes, uses, {
    terminationGracePeriodSeconds: GRACE_SECONDS,
    initContainers: [bootstrap(plan, uses)],
    containers: [nameNode(plan, uses), ...(two ? [failoverController(plan, uses)] : [])],
    volumes: [
      ...configVolumes(uses),
      hosts(uses),
      { name: "stands", configMap: { name: uses.stands, optional: true } },
    ],
  });
}

/** Always a file, and what the exclude list says once there is one: of two sources with a key, the later is taken. */
function hosts({ nobodyExcluded, excluded }: NameNodeUses) {
  const sources = [{ configMap: { name: nobodyExcluded } }, { configMap: { name: excluded, optional: true } }];
  return { name: "hosts", projected: { sources } };
}

function bootstrap(plan: HdfsPlan, { image, journals }: NameNodeUses) {
  const { name, heapMiB, resources } = plan.nameNodes;
  const script = ["bash", `${SCRIPTS_DIR}/bootstrap.sh`];
  const container = daemonContainer({ name: "bootstrap", command: script, service: name, heapMiB, resources }, image);
  const own = [
    { name: "NAME_DIR", value: NAME_DIR },
    { name: "CLUSTER_ID", value: plan.name },
    { name: "STANDS_DIR", value: STANDS_DIR },
    { name: "POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
    ...(journals === undefined ? [] : [{ name: "JOURNALS", value: journals }]),
  ];
  const stands = { name: "stands", mountPath: STANDS_DIR, readOnly: true };
  return {
    ...container,
    env: [...container.env, ...own],
    volumeMounts: [dataMount, hostsMount, stands, ...configMounts],
  };
}

const hostsMount = { name: "hosts", mountPath: HOSTS_DIR, readOnly: true };

function nameNode(plan: HdfsPlan, { image, journals }: NameNodeUses) {
  const { name, heapMiB, resources } = plan.nameNodes;
  const preStop = { exec: { command: ["bash", `${SCRIPTS_DIR}/leave.sh`, "namenode"] } };
  return {
    ...daemonContainer({ name: "namenode", command: ["start-namenode"], service: name, heapMiB, resources }, image),
    ...(journals === undefined ? {} : { lifecycle: { preStop } }),
    ports: [
      { name: "rpc", containerPort: NAME_NODE_PORT },
      { name: "http", containerPort: NAME_NODE_HTTP_PORT },
    ],
    // Image and edits are read before anything answers. Killed meanwhile it would begin again, and never end. Safe mode counts as alive.
    startupProbe: commandProbe(state, { ...LONG_START, timeoutSeconds: 10 }),
    readinessProbe: commandProbe(state, { periodSeconds: 15, timeoutSeconds: 10, failures: 3 }),
    livenessProbe: tcpProbe(NAME_NODE_HTTP_PORT, { periodSeconds: 20, timeoutSeconds: 10, failures: 6 }),
    volumeMounts: [dataMount, hostsMount, ...configMounts],
  };
}

function failoverController(plan: HdfsPlan, { image }: NameNodeUses) {
  const { name } = plan.nameNodes;
  const container = { name: "zkfc", command: ["start-zkfc"], service: name, ...plan.failover };
  const alive = { periodSeconds: 20, timeoutSeconds: 10, failures: 6 };
  return {
    ...daemonContainer(container, image),
    lifecycle: { preStop: { exec: { command: ["bash", `${SCRIPTS_DIR}/leave.sh`, "zkfc"] } } },
    ports: [{ name: "zkfc", containerPort: FAILOVER_PORT }],
    startupProbe: tcpProbe(FAILOVER_PORT, { periodSeconds: 5, timeoutSeconds: 5, failures: 180 }),
    readinessProbe: tcpProbe(FAILOVER_PORT, { ...alive, periodSeconds: 10 }),
    livenessProbe: tcpProbe(FAILOVER_PORT, alive),
    volumeMounts: [...configMounts],
  };
}
