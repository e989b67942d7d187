/** `TRAINYARD_SPEC`: all that the supervisor in the pod is told, as JSON. Described in docs/pod-protocol.md. */
export interface PodSpec {
  readonly version: 1;
  /** Pod name, `<run>-a<attempt>`. */
  readonly name: string;
  /** `<project>-<stack>-<job>-<hash8>`. */
  readonly run: string;
  /** Counts from 1. */
  readonly attempt: number;
  /** Secret of this attempt: signs the status and guards the HTTP port. Dies with the pod. */
  readonly token: string;
  /** Ends in `/v2`. */
  readonly apiUrl: string;
  /** Epoch seconds, controller's clock. */
  readonly createdAt: number;
  /** Epoch seconds, controller's clock. The command is killed then; it gets its SIGTERM `graceSeconds` earlier. */
  readonly deadline: number;
  /** `deadline - createdAt`, kept as a span so that no clock can be wrong about it. */
  readonly lifetimeSeconds: number;
  /** So long after the deadline a handover may still last; then the pod ends whatever happens. The money must allow for it. */
  readonly afterDeadlineSeconds: number;
  /** What the lifetime was reckoned with. A pod that RunPod shows to be dearer ends sooner by itself; null = any price. */
  readonly maxUsdPerHour: number | null;
  /** Between SIGTERM and SIGKILL to the command. */
  readonly graceSeconds: number;
  /** At most this long the pod waits for the acknowledgement after the command ended. */
  readonly handoverSeconds: number;
  /** After a failure it waits at least this long (still ended by an acknowledgement or the deadline). */
  readonly keepOnFailureSeconds: number;
  readonly heartbeatSeconds: number;
  readonly command: readonly string[];
  /** Where the network volume is mounted, or null without one. */
  readonly mount: string | null;
  /** Corpus folder relative to the mount (or to `/tmp/trainyard`), or null without data. */
  readonly dataPath: string | null;
  /** How long the pod waits for its data. */
  readonly dataWaitSeconds: number;
  readonly httpPort: number | null;
  /** The data arrives by PUT at the HTTP port. */
  readonly dataByHttp: boolean;
  readonly checkpointSeconds: number;
  readonly checkpointKeep: number;
  /** The command ends when its progress has not changed for so long; null = never. */
  readonly stallSeconds: number | null;
  readonly seed: number;
  readonly recipe: Readonly<Record<string, unknown>> | null;
}

/** What a spec is made of: the fields that can be derived are left out, those with a default may be. */
export type PodSpecInput = Omit<
  PodSpec,
  | "version"
  | "name"
  | "lifetimeSeconds"
  | "heartbeatSeconds"
  | "graceSeconds"
  | "dataWaitSeconds"
  | "keepOnFailureSeconds"
  | "afterDeadlineSeconds"
  | "maxUsdPerHour"
> &
  Partial<
    Pick<
      PodSpec,
      | "heartbeatSeconds"
      | "graceSeconds"
      | "dataWaitSeconds"
      | "keepOnFailureSeconds"
      | "afterDeadlineSeconds"
      | "maxUsdPerHour"
    >
  >;

export const podSpecDefaults = {
  heartbeatSeconds: 5,
  graceSeconds: 30,
  dataWaitSeconds: 600,
  keepOnFailureSeconds: 0,
  afterDeadlineSeconds: 0,
  maxUsdPerHour: null,
} as const;

/** Name of the pod that makes this attempt at this run. */
export function podName(run: string, attempt: number): string {
  return `${run}-a${attempt}`;
}

/** The complete spec. `createdAt` and `deadline` in epoch seconds; throws RangeError when the deadline is not after the creation. */
export function podSpec(input: PodSpecInput): PodSpec {
  const lifetimeSeconds = input.deadline - input.createdAt;
  if (!(lifetimeSeconds > 0)) {
    throw new RangeError(`deadline must be after createdAt, got ${input.deadline} and ${input.createdAt}`);
  }
  return { version: 1, ...podSpecDefaults, ...input, name: podName(input.run, input.attempt), lifetimeSeconds };
}
