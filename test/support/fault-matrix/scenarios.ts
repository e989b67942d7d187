import type { JobInputs } from "../../../components/training-job/args.ts";
import type { Script } from "../simulated-command.ts";

/** What a person does with a stack. `detach`: an `up` that is left after 20 s. `wait`: nothing for ten minutes. */
export type Step = "up" | "detach" | "wait" | "refresh" | "down";

/** A job and what is done with it. `down` always comes last. */
export interface Scenario {
  readonly name: string;
  readonly script: Partial<Script>;
  readonly withVolume: boolean;
  readonly inputs: Partial<JobInputs>;
  readonly steps: readonly Step[];
  /** Whether the last `up` can end well. */
  readonly succeeds: boolean;
}

export const scenarios: readonly Scenario[] = [
  {
    name: "a run on a volume",
    script: { trainSeconds: 15 },
    withVolume: true,
    inputs: { data: { id: "corpus1", path: "/corpus" } },
    steps: ["up", "refresh", "up", "down"],
    succeeds: true,
  },
  {
    name: "a run without a volume",
    script: { trainSeconds: 15 },
    withVolume: false,
    inputs: { data: { id: "corpus1", path: "/corpus" } },
    steps: ["up", "refresh", "up", "down"],
    succeeds: true,
  },
  {
    name: "a run whose first attempt fails",
    script: { trainSeconds: 8, exitCode: (attempt) => (attempt === 1 ? 3 : 0) },
    withVolume: true,
    inputs: {},
    steps: ["up", "refresh", "up", "down"],
    succeeds: true,
  },
  {
    name: "a run that its cap ends",
    script: { trainSeconds: 3000 },
    withVolume: true,
    inputs: { maxUsd: 0.019, maxUsdPerHour: 0.3, handoverSeconds: 10 },
    steps: ["up", "up", "down"],
    succeeds: false,
  },
  {
    name: "a started run",
    script: { trainSeconds: 400 },
    withVolume: true,
    inputs: { wait: "started" },
    steps: ["up", "refresh", "down"],
    succeeds: true,
  },
  {
    name: "a run that ends unwatched",
    script: { trainSeconds: 40 },
    withVolume: true,
    inputs: {},
    steps: ["detach", "wait", "refresh", "up", "down"],
    succeeds: true,
  },
];
