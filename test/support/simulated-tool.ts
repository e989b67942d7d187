import type { z } from "zod";
import type { Connect } from "../../components/admin-tool/connect.ts";
import { ToolError } from "../../components/kubernetes/json-tool.ts";
import { createSimulatedClock, type SimulatedClock } from "./simulated-clock.ts";

/** What becomes of a call: it is done and its answer is lost, or it is not done and nobody answers. */
export type Fault = "lost-answer" | "no-answer";

/** A tool in its pod: commands over some state, every call counted, faults in their order. */
export class SimulatedTool {
  readonly clock: SimulatedClock = createSimulatedClock(0);
  readonly calls: string[] = [];
  readonly lines: string[] = [];
  isPlaceGone = false;
  /** For the calls to come, by command; the first one is the next one's. */
  readonly faults: Record<string, Fault[]> = {};
  readonly #commands: Readonly<Record<string, (input: never) => object>>;

  constructor(commands: Readonly<Record<string, (input: never) => object>>) {
    this.#commands = commands;
  }

  readonly connect: Connect = () => ({
    ask: async (command, input, shape) => this.#ask(command, input, shape),
    isPlaceGone: async () => this.isPlaceGone,
    clock: this.clock,
    say: (line) => void this.lines.push(line),
  });

  /** Calls that changed something, or were meant to. */
  changes(looks: readonly string[]): readonly string[] {
    return this.calls.filter((command) => !looks.includes(command));
  }

  #ask<T>(command: string, input: object, shape: z.ZodType<T>): T {
    this.calls.push(command);
    const fault = this.faults[command]?.shift();
    if (fault === "no-answer") throw new Error("the connection to admin broke");
    const run = this.#commands[command];
    if (run === undefined) throw new ToolError("BadRequest", `unknown command ${command}`);
    // As over the wire: nothing of ours is shared.
    const answer = JSON.parse(JSON.stringify(run(JSON.parse(JSON.stringify(input)) as never))) as unknown;
    if (fault === "lost-answer") throw new Error("the connection to admin broke");
    return shape.parse(answer);
  }
}
