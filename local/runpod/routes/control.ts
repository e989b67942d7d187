import { Hono, type Context } from "hono";
import { z } from "zod";
import type { Core } from "../core.ts";
import { Problem, ruleProblem } from "../problem.ts";
import type { PodRecord, VolumeRecord } from "../records.ts";
import { volumeUsd } from "../usage.ts";
import {
  balanceSchema,
  faultRuleSchema,
  overlaySchema,
  randomSchema,
  secondsSchema,
  secretSchema,
  stockSchema,
} from "./control-schemas.ts";

/** `/control/*`: the test's side of the emulator. Needs the header `x-control: 1`, so that no stray page reaches it. */
export function createControl(core: Core): Hono {
  const app = new Hono();
  app.use("/control/*", async (c, next) => {
    if (c.req.header("x-control") === "1") return next();
    return new Problem(403, "control routes need the header x-control: 1").response();
  });
  readingRoutes(app, core);
  faultRoutes(app, core);
  accountRoutes(app, core);
  app.all("/control/*", () => new Problem(404, "no such control route").response());
  app.onError((error) => {
    if (error instanceof Problem) return error.response();
    throw error;
  });
  return app;
}

function readingRoutes(app: Hono, core: Core): void {
  app.get("/control/state", (c) => c.json(stateView(core)));
  app.get("/control/requests", (c) => c.json({ requests: core.requests() }));
  app.delete("/control/requests", (c) => {
    core.clearRequests();
    return c.body(null, 204);
  });
}

function faultRoutes(app: Hono, core: Core): void {
  app.post("/control/faults", async (c) => c.json({ id: core.addFault(await parsed(c, faultRuleSchema)) }, 201));
  app.delete("/control/faults", (c) => {
    core.clearFaults();
    return c.body(null, 204);
  });
  app.post("/control/random", async (c) => {
    const { seed, rate } = await parsed(c, randomSchema);
    core.randomFaults(seed, rate);
    return c.body(null, 204);
  });
  app.post("/control/terminate-refused", async (c) => {
    core.refuseTermination((await parsed(c, secondsSchema)).seconds);
    return c.body(null, 204);
  });
  app.post("/control/pods/:id/lose-host", (c) => {
    const id = c.req.param("id");
    if (core.pod(id) === undefined) throw new Problem(404, `no live pod ${id}`);
    core.loseHost(id);
    return c.body(null, 204);
  });
}

function accountRoutes(app: Hono, core: Core): void {
  app.post("/control/balance", async (c) => {
    core.setBalance((await parsed(c, balanceSchema)).usd);
    return c.json({ usd: core.balanceUsd() });
  });
  app.post("/control/stock", async (c) => {
    core.setStock(await parsed(c, stockSchema));
    return c.body(null, 204);
  });
  app.post("/control/secrets", async (c) => {
    const { name, value } = await parsed(c, secretSchema);
    core.setSecret(name, value);
    return c.body(null, 204);
  });
  app.post("/control/overlay", async (c) => {
    const given = Object.entries(await parsed(c, overlaySchema)).filter(([, value]) => value !== undefined);
    core.setOverlay(Object.fromEntries(given));
    return c.json(core.overlay);
  });
}

async function parsed<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => undefined);
  const result = schema.safeParse(body);
  if (!result.success) throw ruleProblem(z.prettifyError(result.error));
  return result.data;
}

function stateView(core: Core): object {
  return {
    now: core.clock.now(),
    balanceUsd: core.balanceUsd(),
    pods: core.pods().map((pod) => podState(core, pod)),
    volumes: core.state.data.volumes.map((volume) => volumeState(core, volume)),
    faults: core.faults.list(),
    overlay: core.overlay,
    bugs: core.bugs(),
  };
}

function podState(core: Core, pod: PodRecord): object {
  const billed = core.billed(pod.id);
  return {
    id: pod.id,
    name: pod.name,
    status: pod.status,
    env: pod.env,
    createdAt: pod.createdAt,
    terminatedAt: pod.terminatedAt,
    usdPerHour: pod.usdPerHour,
    billedSeconds: billed.seconds,
    billedUsd: billed.usd,
    starts: pod.starts,
    intervals: pod.intervals,
  };
}

function volumeState(core: Core, volume: VolumeRecord): object {
  const { id, name, sizeGb, dataCenter, type, createdAt, deletedAt } = volume;
  const billedUsd = volumeUsd(volume, 0, core.clock.now());
  return { id, name, sizeGb, dataCenter, type, createdAt, deletedAt, billedUsd };
}
