import { podHost } from "../../lib/kubernetes-names.ts";
import type { ZooKeeperPlan } from "../plan.ts";
import { CLIENT_PORT, DATA_MOUNT, ELECTION_PORT, PEER_PORT } from "./constants.ts";

/** Full names of all servers. */
export function serverHosts(plan: ZooKeeperPlan, namespace: string): readonly string[] {
  return Array.from({ length: plan.servers }, (_, ordinal) => podHost(plan.name, ordinal, plan.name, namespace));
}

/** What clients are told: every server with its port. */
export function renderQuorum(plan: ZooKeeperPlan, namespace: string): string {
  return serverHosts(plan, namespace)
    .map((host) => `${host}:${CLIENT_PORT}`)
    .join(",");
}

/** `zoo.cfg`. A server alone is not told of itself: then it elects nobody. */
export function renderConfiguration(plan: ZooKeeperPlan, namespace: string): string {
  const peers = serverHosts(plan, namespace).map((host, ordinal) => [
    `server.${ordinal + 1}`,
    `${host}:${PEER_PORT}:${ELECTION_PORT}`,
  ]);
  const settings = [
    ["dataDir", `${DATA_MOUNT}/zookeeper`],
    ["clientPort", String(CLIENT_PORT)],
    ["tickTime", "2000"],
    ["initLimit", "15"],
    ["syncLimit", "5"],
    ["maxClientCnxns", "200"],
    ["quorumListenOnAllIPs", "true"],
    ["admin.enableServer", "false"],
    ["4lw.commands.whitelist", "ruok,srvr,mntr"],
    ["autopurge.snapRetainCount", "5"],
    ["autopurge.purgeInterval", "24"],
    ...(plan.servers === 1 ? [] : peers),
  ];
  return settings.map(([key, value]) => `${key}=${value}\n`).join("");
}
