/** What is read of a Service, in the API's own words. */
export interface ServiceFacts {
  readonly spec?: {
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
  };
}

/** What is read of a pod. */
export interface PodFacts {
  readonly metadata?: { readonly name?: string; readonly deletionTimestamp?: Date };
  readonly spec?: {
    readonly containers: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** A Service's port, named as the Service names it. */
export interface ServicePort {
  readonly namespace: string;
  readonly service: string;
  /** Number of the Service's port, not of the pod's. */
  readonly port: number;
}

/** Where a connection goes: a pod and the port that it listens on. */
export interface TargetPod {
  readonly name: string;
  readonly port: number;
}

/** `kube://<namespace>/<service>:<port>`; undefined for any other text. */
export function parseServiceUrl(url: string): ServicePort | undefined {
  const match = /^kube:\/\/([a-z0-9-]{1,63})\/([a-z0-9-]{1,63}):(\d{1,5})$/.exec(url);
  if (match === null) return undefined;
  const [, namespace = "", service = "", port = ""] = match;
  return { namespace, service, port: Number(port) };
}

/** As `parseServiceUrl` reads it, and as messages write it. */
export function serviceUrl({ namespace, service, port }: ServicePort): string {
  return `kube://${namespace}/${service}:${port}`;
}

/** The Service's selector as the API's list takes it. Throws for a Service that selects nothing. */
export function selectorOf(service: ServiceFacts, wanted: ServicePort): string {
  const labels = Object.entries(service.spec?.selector ?? {});
  if (labels.length === 0)
    throw new Error(`${serviceUrl(wanted)}: the Service selects no pods, so none can be reached`);
  return labels.map(([key, value]) => `${key}=${value}`).join(",");
}

/**
 * The ready pods of a Service with the port that a connection must go to, in the order of their names. Throws for a port
 * that the Service does not have.
 */
export function targetPods(
  service: ServiceFacts,
  pods: readonly PodFacts[],
  wanted: ServicePort,
): readonly TargetPod[] {
  const ports = service.spec?.ports ?? [];
  const found = ports.find((one) => one.port === wanted.port);
  if (found === undefined) {
    const has = ports.map((one) => one.port).join(", ");
    throw new Error(
      `${serviceUrl(wanted)}: the Service has no port ${wanted.port}; it has ${has === "" ? "none" : has}`,
    );
  }
  const target = found.targetPort ?? found.port;
  return pods
    .flatMap((pod): TargetPod[] => {
      const name = pod.metadata?.name;
      const port = typeof target === "number" ? target : containerPort(pod, target);
      return name === undefined || port === undefined || !isReady(pod) ? [] : [{ name, port }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isReady(pod: PodFacts): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined) return false;
  return pod.status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") ?? false;
}

/** A target port may be written as a number in quotes, too. */
function containerPort(pod: PodFacts, name: string): number | undefined {
  const ports = pod.spec?.containers.flatMap((container) => container.ports ?? []) ?? [];
  const named = ports.find((port) => port.name === name)?.containerPort;
  return named ?? (/^\d+$/.test(name) ? Number(name) : undefined);
}
