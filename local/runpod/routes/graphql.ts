import { Hono } from "hono";
import { edgeRefusal } from "../access.ts";
import type { Bindings } from "../api.ts";
import type { Core } from "../core.ts";
import { burnUsdPerHour } from "../usage.ts";

/** The old API's one question that has no successor yet: the balance. Errors come with HTTP 200, as there. */
export function createGraphql(core: Core): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  app.post("/graphql", async (c) => {
    const refusal = edgeRefusal(c.req.raw);
    if (refusal !== undefined) return refusal;
    if (c.env.caller.kind !== "account") return c.json({ errors: [{ message: "unauthorized" }] });
    const body = await c.req.json<{ query?: unknown } | null>().catch(() => null);
    const query = typeof body?.query === "string" ? body.query : "";
    if (!/myself\s*\{/.test(query))
      return c.json({ errors: [{ message: "the emulated service answers query { myself { clientBalance } } only" }] });
    const currentSpendPerHr = core.pods().reduce((sum, pod) => sum + burnUsdPerHour(pod), 0);
    const fields = { clientBalance: core.balanceUsd(), currentSpendPerHr, spendLimit: 80 };
    const asked = Object.entries(fields).filter(([name]) => query.includes(name));
    return c.json({ data: { myself: Object.fromEntries(asked) } });
  });
  return app;
}
