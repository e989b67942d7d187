/** What of a Deployment, StatefulSet or pod is read, in the API's own words. */
export interface Replicated {
  readonly kind: "Deployment" | "StatefulSet";
  readonly name: string;
  /** Replicas that are wanted. */
  readonly wanted: number;
  readonly ready: number;
}

/** A pod that does not do its work, and why. */
export interface TroubledPod {
  readonly name: string;
  readonly why: string;
}

export interface ContainerFacts {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly exitCode: number; readonly reason?: string };
  };
}

export interface PodFacts {
  readonly name: string;
  readonly phase: string;
  /** Why it is not scheduled, where it is not. */
  readonly unscheduled: string | undefined;
  readonly containers: readonly ContainerFacts[];
}

/** Why a pod is in trouble; undefined for one that works or has done its work. */
export function troubleOf(pod: PodFacts): TroubledPod | undefined {
  if (pod.phase === "Succeeded") return undefined;
  const broken = pod.containers.find(({ ready, state }) => !ready && state?.terminated?.exitCode !== 0);
  const reasons = [
    pod.unscheduled,
    broken?.state?.waiting && [broken.state.waiting.reason, broken.state.waiting.message].filter(Boolean).join(": "),
    broken?.state?.terminated &&
      `exit code ${broken.state.terminated.exitCode} (${broken.state.terminated.reason ?? "no reason"})`,
    broken && "not ready",
    pod.phase === "Running" ? undefined : pod.phase,
  ];
  const why = reasons.find((reason) => reason !== undefined && reason !== "");
  if (why === undefined) return undefined;
  const restarts = broken === undefined || broken.restartCount === 0 ? "" : `, ${broken.restartCount} restarts`;
  return { name: pod.name, why: `${why.split("\n")[0] ?? why}${restarts}` };
}

/** `Deployment tracking-server 2/2` */
export function renderReplicated({ kind, name, wanted, ready }: Replicated): string {
  return `${kind} ${name} ${ready}/${wanted}`;
}

/** What stands and what is in trouble, a line each. */
export function workloadLines(
  workloads: { readonly replicated: readonly Replicated[]; readonly troubled: readonly TroubledPod[] } | undefined,
): readonly string[] {
  if (workloads === undefined) return [];
  const { replicated, troubled } = workloads;
  if (replicated.length === 0 && troubled.length === 0) return ["nothing of this stack stands in it"];
  return [...replicated.map(renderReplicated), ...troubled.map(({ name, why }) => `! pod ${name}: ${why}`)];
}
