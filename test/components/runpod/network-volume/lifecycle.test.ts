import { describe, expect, it } from "vitest";
import { PartialFailure } from "../../../../components/runpod/partial-failure.ts";
import { volumeLifecycle } from "../../../../components/runpod/network-volume/lifecycle.ts";
import { UNKNOWN } from "../../../../components/lib/unknown.ts";
import type { Fault } from "../../../../local/runpod/index.ts";
import { createdBy, emulatedRunpod } from "../emulated.ts";

const inputs = {
  ...{ project: "trainyard", stack: "dev", name: "corpora", sizeGb: 50, dataCenter: "EU-RO-1", type: "STANDARD" },
  ...{ retain: false, usdPerMonth: 3.5, __provider: "shim" },
};

function volumes() {
  const yard = emulatedRunpod();
  let connected = 0;
  const lifecycle = volumeLifecycle(() => {
    connected += 1;
    return yard.world;
  });
  const onAccount = () => yard.core.volumes().map(({ name, sizeGb, dataCenter }) => ({ name, sizeGb, dataCenter }));
  const fault = (method: string, path: string, what: Fault, times = 1) =>
    yard.core.addFault({ match: { method, path }, fault: what, times });
  return { ...yard, lifecycle, onAccount, fault, connections: () => connected };
}

describe("a network volume", () => {
  it("is created, read without a change, grown, and deleted", async () => {
    const { lifecycle, clock, onAccount, core } = volumes();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    expect(outs).toEqual({
      ...{ project: "trainyard", stack: "dev", name: "corpora", sizeGb: 50, dataCenter: "EU-RO-1", type: "STANDARD" },
      ...{ retain: false, physicalName: "trainyard-dev-corpora", usdPerMonth: 3.5 },
    });
    const read = await clock.run(lifecycle.read(id, outs));
    expect(read.props).toEqual(outs);
    expect(await lifecycle.diff(id, read.props, read.inputs)).toMatchObject({ changes: false });

    const grown = { ...inputs, sizeGb: 2000 };
    expect(await lifecycle.diff(id, outs, grown)).toMatchObject({ changes: true, replaces: [] });
    expect((await clock.run(lifecycle.update(id, outs, grown))).outs).toMatchObject({ sizeGb: 2000, usdPerMonth: 120 });
    expect(onAccount()).toEqual([{ name: "trainyard-dev-corpora", sizeGb: 2000, dataCenter: "EU-RO-1" }]);

    await clock.run(lifecycle.delete(id, outs));
    await clock.run(lifecycle.delete(id, outs));
    expect(onAccount()).toEqual([]);
    expect(await clock.run(lifecycle.read(id, outs))).toEqual({});
    expect(core.bugs()).toEqual([]);
  });

  it("is another volume in another data centre, or of another type", async () => {
    const { lifecycle } = volumes();
    const olds = { ...inputs, physicalName: "trainyard-dev-corpora" };
    const moved = await lifecycle.diff("v", olds, { ...inputs, dataCenter: "EU-CZ-1", type: "HIGH_PERFORMANCE" });
    expect(moved).toMatchObject({ changes: true, replaces: ["dataCenter", "type"] });
  });

  it("shows a size that grew outside as a change", async () => {
    const { lifecycle, clock, account } = volumes();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    await clock.run(account.volumes.update(id, { size: 60 }));
    const read = await clock.run(lifecycle.read(id, outs));
    expect(read.inputs).toMatchObject({ sizeGb: 60, usdPerMonth: 4.2 });
    await expect(clock.run(lifecycle.update(id, outs, inputs))).rejects.toThrow("set sizeGb to 60 or more");
  });

  it("that is retained stays, and its price and end are named", async () => {
    const { lifecycle, clock, onAccount, said } = volumes();
    const { id, outs } = await clock.run(createdBy(lifecycle, { ...inputs, retain: true }));
    await clock.run(lifecycle.delete(id, outs));
    expect(onAccount()).toHaveLength(1);
    expect(said[0]).toContain(
      `kept network volume trainyard-dev-corpora (${id}, 50 GB, EU-RO-1): it costs $3.50 a month`,
    );
    expect(said[0]).toContain("delete it in the RunPod console");
    const again = await clock.run(createdBy(lifecycle, { ...inputs, retain: true, sizeGb: 70 }));
    expect(again).toMatchObject({ id, outs: { sizeGb: 70 } });
    expect(said[1]).toContain(`taking over ${id}`);
  });

  it("does not take over a volume that only shares its name", async () => {
    const { lifecycle, clock, account, onAccount } = volumes();
    await clock.run(account.volumes.create({ name: "trainyard-dev-corpora", size: 50, dataCenter: "EU-CZ-1" }));
    await clock.run(createdBy(lifecycle, inputs));
    expect(onAccount()).toHaveLength(2);
  });

  it("refuses to choose between two of its name", async () => {
    const { lifecycle, clock, account } = volumes();
    const twin = { name: "trainyard-dev-corpora", size: 50, dataCenter: "EU-RO-1" };
    await clock.run(account.volumes.create(twin));
    await clock.run(account.volumes.create(twin));
    await expect(clock.run(createdBy(lifecycle, inputs))).rejects.toThrow("2 volumes have this name");
  });
});

describe("a network volume under faults", () => {
  const lost: Fault[] = [
    { kind: "drop", phase: "before" },
    { kind: "drop", phase: "after" },
    { kind: "status", status: 500, phase: "before" },
    { kind: "status", status: 503, phase: "after" },
    { kind: "status", status: 429, retryAfterSeconds: 3, phase: "before" },
    { kind: "status", status: 429, retryAfterSeconds: 3, phase: "after" },
    { kind: "delay", seconds: 40, phase: "after" },
    { kind: "delay", seconds: 40, phase: "before" },
  ];

  it.each(lost)("is made exactly once though its create met %j", async (what) => {
    const { lifecycle, clock, onAccount, fault } = volumes();
    fault("POST", "/v2/network-volumes", what);
    const { id } = await clock.run(createdBy(lifecycle, inputs));
    await clock.advance(120_000);
    expect(onAccount()).toHaveLength(1);
    expect(id).not.toBe("");
  });

  it.each(lost)("is deleted though the delete met %j", async (what) => {
    const { lifecycle, clock, onAccount, fault } = volumes();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    fault("DELETE", "/v2/network-volumes/*", what);
    await clock.run(lifecycle.delete(id, outs));
    await clock.advance(120_000);
    expect(onAccount()).toEqual([]);
  });

  it.each(lost)("is grown though the change met %j", async (what) => {
    const { lifecycle, clock, onAccount, fault } = volumes();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    fault("PATCH", "/v2/network-volumes/*", what);
    const grown = await clock.run(lifecycle.update(id, outs, { ...inputs, sizeGb: 60 }));
    expect(grown.outs).toMatchObject({ sizeGb: 60 });
    expect(onAccount()).toMatchObject([{ sizeGb: 60 }]);
  });

  it("keeps id, properties and provider when growing a taken-over volume fails", async () => {
    const { lifecycle, clock, account, fault } = volumes();
    const made = await clock.run(
      account.volumes.create({ name: "trainyard-dev-corpora", size: 20, dataCenter: "EU-RO-1" }),
    );
    fault("PATCH", "/v2/network-volumes/*", { kind: "status", status: 403, phase: "before" });
    const failure = await clock.run(createdBy(lifecycle, inputs)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ id: made.id, properties: { sizeGb: 20, __provider: "shim" } });
  });

  it("does not take one 404 for the end", async () => {
    const { lifecycle, clock, fault } = volumes();
    const { id, outs } = await clock.run(createdBy(lifecycle, inputs));
    fault("GET", "/v2/network-volumes/*", { kind: "status", status: 404, phase: "before" });
    expect(await clock.run(lifecycle.read(id, outs))).toMatchObject({ id });
  });
});

describe("checking a network volume", () => {
  const check = async (olds: object, news: object) => {
    const { lifecycle, connections } = volumes();
    const checked = await lifecycle.check(olds, news);
    expect(connections()).toBe(0);
    return checked;
  };
  const given: Record<string, unknown> = { ...inputs };
  delete given["usdPerMonth"];

  it("adds the price per month, without network", async () => {
    expect(await check({}, given)).toEqual({ inputs, failures: [] });
    const fast = { ...given, type: "HIGH_PERFORMANCE" };
    expect(await check({}, fast)).toMatchObject({ inputs: { usdPerMonth: 7 } });
  });

  it("lets through what preview does not know yet", async () => {
    const unknown = { ...given, sizeGb: UNKNOWN, dataCenter: UNKNOWN };
    expect(await check(inputs, unknown)).toMatchObject({ inputs: { usdPerMonth: UNKNOWN }, failures: [] });
  });

  it.each([
    [{ sizeGb: 9 }, "sizeGb", "at least 10, got 9"],
    [{ sizeGb: 5000 }, "sizeGb", "at most 4096"],
    [{ sizeGb: undefined }, "sizeGb", "is missing"],
    [{ type: "FAST" }, "type", "STANDARD"],
    [{ retain: "yes" }, "retain", "must be"],
    [{ size: 5 }, "size", "not a known key"],
    [{ stack: "pr-1" }, "stack", "no hyphen"],
    [{ name: "Über" }, "name", "lower-case"],
  ])("refuses %j", async (change, property, reason) => {
    const { failures } = await check({}, { ...given, ...change });
    expect(failures).toMatchObject([{ property, reason: expect.stringContaining(reason) as string }]);
  });

  it("refuses to shrink, unless it is another volume anyway", async () => {
    const shrunk = { ...given, sizeGb: 40 };
    expect((await check(inputs, shrunk)).failures).toEqual([
      { property: "sizeGb", reason: "must be at least 50, got 40: a network volume can only grow" },
    ]);
    expect((await check(inputs, { ...shrunk, dataCenter: "EU-CZ-1" })).failures).toEqual([]);
  });
});
