import { podNameEnv } from "../../lib/kubernetes-names.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources, type Resources } from "../../lib/resources.ts";
import { restrictedContainer } from "../../lib/security.ts";
import { CONFIG_DIR, DATA_MOUNT, SCRIPTS_DIR } from "./constants.ts";

/** What all pods of daemons are made with. */
export interface DaemonUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  /** ConfigMaps: the daemons' configuration, and our scripts. */
  readonly config: pulumi.Input<string>;
  readonly scripts: pulumi.Input<string>;
  /** Changes with the configuration: daemons read it at their start. Never with a count of pods. */
  readonly configVersion: pulumi.Input<string>;
}

interface Daemon {
  readonly name: string;
  readonly command: readonly string[];
  /** Headless Service of its pod. */
  readonly service: string;
  readonly heapMiB: number;
  readonly resources: Resources;
}

/** What the containers of a daemon have in common; probes, ports and mounts are added by its role. */
export function daemonContainer({ name, command, service, heapMiB, resources }: Daemon, image: pulumi.Input<string>) {
  return {
    name,
    image,
    args: [...command],
    env: [{ name: "HEAP_MIB", value: String(heapMiB) }, ...podNameEnv(service)],
    resources: containerResources(resources),
    securityContext: restrictedContainer,
  };
}

export const configMounts = [
  { name: "config", mountPath: CONFIG_DIR, readOnly: true },
  { name: "scripts", mountPath: SCRIPTS_DIR, readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
];

export const dataMount = { name: "data", mountPath: DATA_MOUNT };

export function configVolumes({ config, scripts }: Pick<DaemonUses, "config" | "scripts">) {
  return [
    { name: "config", configMap: { name: config } },
    { name: "scripts", configMap: { name: scripts } },
    { name: "tmp", emptyDir: {} },
  ];
}

/** A probe's command: the daemon's own `/jmx` has this bean, and this in it. */
export function answers(port: number, bean: string, pattern: string): readonly string[] {
  return ["bash", `${SCRIPTS_DIR}/answers.sh`, String(port), bean, pattern];
}
