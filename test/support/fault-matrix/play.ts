import type { JobInputs } from "../../../components/training-job/args.ts";
import { createYard, type Yard } from "../simulated-yard.ts";
import type { Scenario, Step } from "./scenarios.ts";
import { SimulatedStack } from "./simulated-stack.ts";
import type { Strike } from "./strikes.ts";
import { Wire } from "./wire.ts";

/** One try of a step by one plugin process. */
export interface Try {
  readonly step: Step;
  readonly end: "created" | "updated" | "nothing" | "done" | "failed" | "killed";
  /** What Pulumi would show. */
  readonly message: string | undefined;
  /** Status that the state holds afterwards; undefined without a state. */
  readonly status: unknown;
}

/** What became of one case. */
export interface Played {
  readonly yard: Yard;
  readonly wire: Wire;
  readonly stack: SimulatedStack;
  readonly inputs: JobInputs;
  readonly tries: readonly Try[];
}

const TRIES = 4;

/** Plays the steps of a scenario, each again by a new process until it succeeds or fails twice alike. */
export async function play(scenario: Scenario, strike?: Strike, at?: number): Promise<Played> {
  const yard = await createYard({ script: scenario.script, seed: 7 });
  for (const name of ["manifest.json", "train.bin"]) yard.disk.set(`/corpus/${name}`, name);
  const inputs = inputsOf(scenario, yard);
  const wire = new Wire(yard, strike, at);
  const stack = new SimulatedStack({ ...inputs });
  const tries: Try[] = [];
  for (const step of scenario.steps) {
    for (let n = 0; n < TRIES; n++) {
      const one = await tried(step, { yard, wire, stack, withVolume: scenario.withVolume });
      const same = one.message !== undefined && one.message === tries.at(-1)?.message;
      tries.push(one);
      const isDone = one.end !== "failed" && one.end !== "killed";
      if (same || isDone || one.message?.includes("detached") === true) break;
    }
  }
  return { yard, wire, stack, inputs, tries };
}

interface Parts {
  readonly yard: Yard;
  readonly wire: Wire;
  readonly stack: SimulatedStack;
  readonly withVolume: boolean;
}

async function tried(step: Step, { yard, wire, stack, withVolume }: Parts): Promise<Try> {
  const killed = Promise.withResolvers<"killed">();
  const wishes = wire.wishes(withVolume, () => {
    controller.stop();
    killed.resolve("killed");
  });
  const leaveAt = step === "detach" ? yard.clock.now() + 20_000 : Infinity;
  const controller = yard.controller({ ...wishes, detach: () => yard.clock.now() >= leaveAt });
  const act = async (): Promise<Try["end"]> => {
    if (step === "wait") await yard.clock.sleep(600_000);
    else if (step === "up" || step === "detach") return stack.up(controller.world);
    else await stack[step](controller.world);
    return "done";
  };
  const work = act().catch((error: unknown) => ({ message: error instanceof Error ? error.message : String(error) }));
  const end = await yard.clock.run(Promise.race([killed.promise, work]));
  controller.stop();
  const status = stack.state?.outs["status"];
  if (typeof end === "string") return { step, end, message: undefined, status };
  return { step, end: "failed", message: end.message, status };
}

function inputsOf(scenario: Scenario, yard: Yard): JobInputs {
  return {
    project: "shop",
    stack: "dev",
    name: "smoke",
    image: "example/trainer:1",
    imageTag: "trainer:1",
    recipe: null,
    command: ["train"],
    data: null,
    candidates: [
      { gpu: "NVIDIA RTX A4000", cloud: "SECURE" },
      { gpu: "NVIDIA RTX A5000", cloud: "SECURE" },
    ],
    maxUsdPerHour: 0.5,
    maxUsd: 1,
    maxDurationMinutes: 30,
    provisionTimeoutMinutes: 3,
    attempts: 3,
    volumeId: scenario.withVolume ? yard.volumeId : null,
    volumeDataCenter: scenario.withVolume ? "EU-RO-1" : null,
    env: {},
    secretEnv: {},
    seed: 42,
    checkpointMinutes: 1,
    checkpointKeep: 2,
    stallMinutes: null,
    keepOnFailureMinutes: 0,
    handoverSeconds: 120,
    billingWaitSeconds: 30,
    wait: "completion",
    diskGb: 20,
    registryAuthId: null,
    labels: {},
    ports: [],
    ...scenario.inputs,
  };
}
