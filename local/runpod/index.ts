import { Hono } from "hono";
import { createApi, type Bindings } from "./api.ts";
import type { Emulator, EmulatorOptions } from "./contract.ts";
import { Core } from "./core.ts";
import { exchange } from "./exchange.ts";
import { Problem } from "./problem.ts";
import { createControl } from "./routes/control.ts";
import { createGraphql } from "./routes/graphql.ts";

export { realClock, type Clock } from "./clock.ts";
export type { Emulator, EmulatorCore, EmulatorOptions, MountedApp, RequestEntry } from "./contract.ts";
export { DroppedConnection } from "./dropped-connection.ts";
export type { Fault, FaultRule, Phase } from "./faults.ts";
export { createFileStore } from "./file-store.ts";
export type { AccountKeys, BilledInterval, PodRecord, VolumeRecord } from "./records.ts";
export type { ContainerEvents, ContainerRunner, ContainerSpec, RunningContainer } from "./runner.ts";
export { defaultSettings, type EmulatorSettings, type Overlay } from "./settings.ts";
export type { StateStore } from "./store.ts";

/** The emulated RunPod. Starts at once: takes the state of `store` over and adopts the containers that still run. */
export function createEmulator(options: EmulatorOptions): Emulator {
  const core = new Core(options);
  const app = createApp(core, options);
  const resumed = core.lifecycle.resume().catch((error: unknown) => core.bug(`not resumed: ${String(error)}`));
  const inner = async (request: Request, bindings: Bindings) => app.fetch(request, bindings);
  return {
    core,
    async fetch(request) {
      await resumed;
      if (new URL(request.url).pathname.startsWith("/control"))
        return app.fetch(request, { strike: [], caller: { kind: "nobody" } });
      return exchange(core, request, inner);
    },
    async stop() {
      await resumed;
      core.stop();
    },
  };
}

function createApp(core: Core, options: EmulatorOptions): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  app.route("/", createControl(core));
  app.route("/", createGraphql(core));
  app.route("/", createApi(core));
  for (const mounted of options.routes?.(core) ?? []) app.route(mounted.path, mounted.app);
  app.notFound(() => new Problem(404, "resource not found").response());
  app.onError((error) => {
    core.bug(error.stack ?? String(error));
    return new Problem(500, `the emulator failed: ${error.message}`).response();
  });
  return app;
}
