import { createEmulator, type Emulator, type EmulatorOptions, type Fault } from "../../../local/runpod/index.ts";
import { createSimulatedClock, type SimulatedClock } from "../../support/simulated-clock.ts";
import { createFakeRunner, type FakeRunner } from "./fake-runner.ts";

export const START = Date.UTC(2026, 10, 23, 12, 0, 0);

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Fields of an answer that tests look at. */
export interface Body {
  readonly [field: string]: unknown;
  readonly id: string;
  readonly status: string | number;
  readonly detail: string;
  readonly errors: readonly string[];
  readonly runtime: { readonly uptime?: number } | null;
  readonly actions: readonly string[];
  readonly cost: number;
}

/** An emulator on a simulated clock, and a client of it. */
export interface Scene {
  readonly clock: SimulatedClock;
  readonly runner: FakeRunner;
  readonly emulator: Emulator;
  /** One exchange; lets time pass until it is answered. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Creates a pod and returns its id. */
  pod(fields?: Record<string, unknown>): Promise<string>;
  fault(method: string, path: string, fault: Fault): void;
}

export const podBody = { name: "job-a1", image: "trainer:1", gpu: { id: "NVIDIA RTX A4000" }, disk: 10 };

export function createScene(options: Partial<EmulatorOptions> = {}): Scene {
  const clock = (options.clock as SimulatedClock | undefined) ?? createSimulatedClock(START);
  const runner = (options.runner as FakeRunner | undefined) ?? createFakeRunner();
  const emulator = createEmulator({ seed: 1, ...options, clock, runner });
  const scene: Scene = {
    clock,
    runner,
    emulator,
    async ask(method, path, body, headers) {
      const request = requestOf(emulator, method, path, body, headers);
      const response = await clock.run(emulator.fetch(request));
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") === true;
      return {
        status: response.status,
        headers: response.headers,
        body: (isJson ? JSON.parse(text) : { detail: text }) as Body,
      };
    },
    async pod(fields) {
      const reply = await scene.ask("POST", "/v2/pods", { ...podBody, ...fields });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
      return reply.body.id;
    },
    fault: (method, path, fault) => void emulator.core.addFault({ match: { method, path }, fault }),
  };
  return scene;
}

export function requestOf(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Request {
  return new Request(`http://runpod.test${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.core.keys.apiKey}`, "user-agent": "trainyard-test/1", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}
