import { createAccount } from "../../../components/runpod/account.ts";
import { createService } from "../../../components/runpod/api.ts";
import type { Lifecycle } from "../../../components/lib/shim.ts";
import type { KindWorld } from "../../../components/runpod/kind.ts";
import type { Properties } from "../../../components/runpod/partial-failure.ts";
import { createEmulator, type EmulatorSettings } from "../../../local/runpod/index.ts";
import type { ContainerRunner } from "../../../local/runpod/runner.ts";
import { createSimulatedClock } from "../../support/simulated-clock.ts";

/** Containers that start at once, say hello and run until they are stopped. */
function idleRunner(): ContainerRunner {
  return {
    start: (_spec, events) => {
      events.started();
      events.log("container", "hello");
      return { stop: async () => events.exited(143), fetch: () => Promise.reject(new Error("nothing listens")) };
    },
    adopt: async () => undefined,
    volume: { create: async () => undefined, remove: async () => undefined, path: (id) => `/volumes/${id}` },
  };
}

/** The emulated RunPod in this process on simulated time, and our client on the same clock. */
export function emulatedRunpod(settings: Partial<EmulatorSettings> = {}) {
  const clock = createSimulatedClock(Date.parse("2026-11-22T10:00:00Z"));
  const emulator = createEmulator({ clock, runner: idleRunner(), seed: 1, settings });
  const options = {
    apiBase: "http://127.0.0.1",
    graphqlUrl: "http://127.0.0.1/graphql",
    apiKey: emulator.core.keys.apiKey,
    userAgent: "trainyard/0.1.0 (linux; x64)",
    capabilities: { cmd: settings.overlay?.cmd === true, secrets: settings.overlay?.secrets === true },
    fetch: (request: Request) => emulator.fetch(request),
    clock,
  };
  const said: string[] = [];
  const account = createAccount(options);
  const world: KindWorld = { account, clock, owner: "owner-1", say: (line) => said.push(line) };
  return { clock, emulator, core: emulator.core, service: createService(options), account, world, said };
}

/** A created resource with its outputs in a type that can be looked into. */
export async function createdBy(lifecycle: Lifecycle, inputs: object): Promise<{ id: string; outs: Properties }> {
  const created = await lifecycle.create(inputs);
  return { id: created.id, outs: created.outs as Properties };
}
