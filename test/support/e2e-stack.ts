import { connectEngine } from "../../local/runpod/docker/engine.ts";

/** Values under `trainyard:` of a stack; whether they make sense is for the program to say. */
export type StackValues = Readonly<Record<string, unknown>>;

/** An image with sh and python3 in the engine's store: the trainer, built before or named by TRAINYARD_TRAINER_IMAGE. */
export async function pythonImage(): Promise<string> {
  const given = process.env["TRAINYARD_TRAINER_IMAGE"];
  if (given !== undefined && given !== "") return given;
  const images = await connectEngine(undefined).docker.listImages({ filters: { reference: ["trainyard/trainer"] } });
  const newest = images.sort((a, b) => b.Created - a.Created)[0]?.RepoTags?.[0];
  if (newest === undefined) throw new Error("no image with python3: set TRAINYARD_TRAINER_IMAGE, or run ./yard test");
  return newest;
}

/** What the command of a job does; nothing given, it succeeds at once. */
export interface Deed {
  /** A line that it prints, and the content of its artifact. @default "trained" */
  readonly says?: string;
  readonly seconds?: number;
  readonly exitCode?: number;
  /** Further lines that it prints. */
  readonly lines?: number;
  /** It waits until the volume has this file in its root. */
  readonly until?: string;
  /** Further metrics. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** Further lines of Python, before the results. */
  readonly also?: readonly string[];
}

/** A command that prints a line and leaves metrics and an artifact. */
export function script(deed: Deed = {}): string[] {
  const { says = "trained", seconds = 0, exitCode = 0, lines = 0, until, metrics = {}, also = [] } = deed;
  const text = [
    "import json, os, sys, time",
    "out, seed = os.environ['TRAINYARD_OUTPUT_DIR'], int(os.environ['TRAINYARD_SEED'])",
    `print(${JSON.stringify(says)}, flush=True)`,
    `for n in range(${lines}): print('line', n, flush=True)`,
    `time.sleep(${seconds})`,
    ...(until === undefined ? [] : [`while not os.path.exists('/workspace/${until}'): time.sleep(0.1)`]),
    ...also,
    `open(os.path.join(out, 'said.txt'), 'w').write(${JSON.stringify(says)})`,
    `json.dump({'heldOutLoss': 1.5, 'seed': seed, **${JSON.stringify(metrics)}}, open(os.path.join(out, 'metrics.json'), 'w'))`,
    `sys.exit(${exitCode})`,
  ];
  return ["python3", "-c", text.join("\n")];
}

/** A job that a test may change field by field. */
export function jobOf(name: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name,
    command: script(),
    candidates: [
      { gpu: "NVIDIA RTX A4000", cloud: "SECURE" },
      { gpu: "NVIDIA RTX A5000", cloud: "SECURE" },
    ],
    maxUsd: 0.5,
    maxUsdPerHour: 0.4,
    maxDurationMinutes: 10,
    ...change,
  };
}

/** A stack on the emulated RunPod. */
export function stackOf(image: string, jobs: readonly unknown[], change: StackValues = {}): StackValues {
  return { runpod: "emulated", trainerImage: image, imageTag: "e2e", jobs, ...change };
}

/** A volume that goes with the stack. */
export const volume = { name: "corpus", sizeGb: 10, dataCenter: "EU-RO-1", retain: false };
