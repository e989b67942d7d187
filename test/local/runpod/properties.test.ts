import fc from "fast-check";
import { expect, it } from "vitest";
import { operations } from "../../../local/runpod/document.ts";
import { createScene, podBody } from "./scene.ts";

const GENEROUS = { settings: { rateLimits: null, balanceUsd: 1e6 } } as const;

const step = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), persistent: fc.boolean() }),
  fc.record({
    kind: fc.constant("act" as const),
    pod: fc.nat(4),
    action: fc.constantFrom("start", "stop", "restart", "terminate"),
  }),
  fc.record({ kind: fc.constant("lose" as const), pod: fc.nat(4) }),
  fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(5_000_000) }),
);

it("loses no cent: balance, bill and usage agree after any course of events", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const scene = createScene(GENEROUS);
      const { core } = scene.emulator;
      for (const one of steps) {
        const target = "pod" in one ? core.pods()[one.pod]?.id : undefined;
        if (one.kind === "create")
          await scene.pod(one.persistent ? { mounts: { persistent: { size: 50, path: "/workspace" } } } : {});
        else if (one.kind === "wait") await scene.clock.advance(one.ms);
        else if (target !== undefined && one.kind === "lose") core.loseHost(target);
        else if (target !== undefined && one.kind === "act")
          await scene.ask("POST", `/v2/pods/${target}/action`, { action: one.action });
      }
      for (const pod of core.pods()) await scene.ask("DELETE", `/v2/pods/${pod.id}`);
      const used = core.pods().reduce((sum, pod) => sum + core.billed(pod.id).usd, 0);
      expect(1e6 - core.balanceUsd()).toBeCloseTo(used, 6);
      await scene.clock.advance(120_000);
      const bill = await scene.ask("GET", "/v2/billing/pods?bucketSize=hour");
      const metadata = bill.body["metadata"] as { totals: { totalAmount: number } };
      expect(metadata.totals.totalAmount).toBeCloseTo(used, 6);
      expect(1e6 - core.balanceUsd()).toBeCloseTo(used, 6);
      expect(core.pods().every((pod) => pod.intervals.every((interval) => interval.to !== null))).toBe(true);
      const live = scene.runner.containers.filter((container) => !container.stopped);
      expect(live).toEqual([]);
      expect(core.bugs()).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

const body = fc.oneof(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string(),
  fc
    .record(
      {
        name: fc.string(),
        image: fc.string(),
        args: fc.string(),
        disk: fc.integer(),
        size: fc.integer(),
        dataCenter: fc.constantFrom("EU-RO-1", ""),
        dataCenterIds: fc.array(fc.string(), { maxLength: 2 }),
        env: fc.dictionary(fc.string(), fc.string()),
        ports: fc.array(fc.string(), { maxLength: 2 }),
        gpu: fc.record({ id: fc.constantFrom("NVIDIA L4", ""), count: fc.integer() }, { requiredKeys: [] }),
        cpu: fc.record({ id: fc.constantFrom("cpu3c", ""), vcpuCount: fc.integer() }, { requiredKeys: [] }),
        mounts: fc.constantFrom({}, { network: [] }, { persistent: { size: 10, path: "" } }),
        action: fc.constantFrom("start", "stop", "restart"),
        cloud: fc.constantFrom("SECURE", "COMMUNITY"),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);

it("answers anything at all without failing itself", async () => {
  const scene = createScene({ settings: { ...GENEROUS.settings, overlay: { cmd: true, secrets: true, pageSize: 3 } } });
  const emulated = operations.filter((one) => !/serverless|cluster|delegation|logs|endpoints/.test(one.template));
  const query = fc.webQueryParameters();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...emulated), body, query, fc.boolean(), async (operation, text, given, real) => {
      const known = real ? await scene.pod() : "none";
      const path = operation.template.replace("{id}", known);
      const names = operation.parameters.filter((one) => one.in === "query").map((one) => `&${one.name}=${given}`);
      const sent = ["GET", "DELETE"].includes(operation.method) ? undefined : text;
      const reply = await scene.ask(operation.method, `${path}?cursor=${given}${names.join("")}`, sent);
      expect(reply.status).toBeLessThan(500);
      if (real) await scene.ask("DELETE", `/v2/pods/${known}`);
      expect(scene.emulator.core.bugs()).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it("gives the same course for the same seed", async () => {
  const course = async () => {
    const scene = createScene({ seed: 42 });
    const ids = [await scene.pod(), await scene.pod(podBody)];
    await scene.clock.advance(100_000);
    return [ids, scene.emulator.core.keys, scene.emulator.core.balanceUsd()];
  };
  expect(await course()).toEqual(await course());
});
