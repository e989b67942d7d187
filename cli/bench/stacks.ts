/** Values under `trainyard:` of a stack. */
export type StackValues = Readonly<Record<string, unknown>>;

/** A command that trains nothing and writes the metrics that a run needs. */
const command = [
  "python3",
  "-c",
  "import json, os; json.dump({'heldOutLoss': 1.5}, open(os.path.join(os.environ['TRAINYARD_OUTPUT_DIR'], 'metrics.json'), 'w'))",
];

/** A job of a few seconds. Another seed is another run. */
export function shortJob(name: string, seed = 1): Readonly<Record<string, unknown>> {
  return {
    name,
    command,
    seed,
    candidates: [{ gpu: "NVIDIA RTX A4000", cloud: "SECURE" }],
    maxUsd: 0.5,
    maxUsdPerHour: 0.4,
    maxDurationMinutes: 10,
  };
}

/** A stack of one volume and these jobs on the emulated RunPod. */
export function stackOf(image: string, jobs: readonly unknown[]): StackValues {
  return {
    runpod: "emulated",
    trainerImage: image,
    imageTag: "bench",
    volume: { name: "corpus", sizeGb: 10, dataCenter: "EU-RO-1", retain: false },
    jobs,
  };
}

/** Names of `count` jobs: `job-001`, ... */
export function jobNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `job-${String(at + 1).padStart(3, "0")}`);
}
