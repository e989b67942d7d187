import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Failure } from "../../../cli/failure.ts";
import { withBalance } from "../../../cli/plan/balance.ts";
import { plannedCosts } from "../../../cli/plan/costs.ts";
import type { Step } from "../../../cli/plan/engine-events.ts";
import { changesOf, moneyOf } from "../../../cli/plan/money.ts";
import { pricesOf } from "../../../cli/plan/prices.ts";
import { renderMoney } from "../../../cli/plan/render-money.ts";
import { NETWORK_VOLUME, TRAINING_JOB } from "../../../components/lib/cost/figure.ts";

const prices = { source: "a price page", date: "2026-11-01", kubernetes: {}, cloudflare: {} };
const free = { cpuUsdPerCoreHour: 0, memoryUsdPerGiBHour: 0 };
const step = (op: string, type: string, name: string, inputs: object, before?: object): Step => ({
  ...{ op, type, name, urn: name, inputs: inputs as Step["inputs"], diffs: [] },
  ...(before === undefined ? {} : { before: before as Record<string, unknown> }),
});
const plan = { usdPerHour: 0.25, worstCaseUsd: 0.5, candidates: [{ source: "live" }] };

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "trainyard-money-"));
  mkdirSync(join(root, "policies", "cost", "prices"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the money of a preview", () => {
  it("counts a replacement once: the old one before, the new one after", () => {
    const steps = [
      step("create-replacement", NETWORK_VOLUME, "corpus", { usdPerMonth: 14 }, { usdPerMonth: 7 }),
      step("replace", NETWORK_VOLUME, "corpus", { usdPerMonth: 14 }, { usdPerMonth: 7 }),
      step("delete-replaced", NETWORK_VOLUME, "corpus", { usdPerMonth: 7 }, { usdPerMonth: 7 }),
    ];
    expect(moneyOf(steps, prices)).toMatchObject({
      beforeUsdPerMonth: 7,
      standingUsdPerMonth: 14,
      changeUsdPerMonth: 7,
    });
  });

  it("goes on for what goes from the stack and stays on the bill", () => {
    const kept = { usdPerMonth: 7, retain: true };
    const steps = [
      step("create-replacement", NETWORK_VOLUME, "corpus", { usdPerMonth: 14, retain: true }, kept),
      step("delete-replaced", NETWORK_VOLUME, "corpus", kept, kept),
      step("delete", NETWORK_VOLUME, "old", kept, kept),
      step("delete", NETWORK_VOLUME, "gone", { usdPerMonth: 3, retain: false }, { usdPerMonth: 3, retain: false }),
    ];
    expect(moneyOf(steps, prices)).toMatchObject({
      ...{ beforeUsdPerMonth: 17, standingUsdPerMonth: 28, changeUsdPerMonth: 11 },
    });
    expect(renderMoney(changesOf(steps), prices)).toContain(
      "  old: $7.00 a month while it exists (list price), kept when it goes",
    );
  });

  it("goes on for the claims of a cluster that are retained, and for those of a set that are not told to go", () => {
    const storage = { spec: { resources: { requests: { storage: "10Gi" } } } };
    const metadata = { annotations: { "trainyard/retain": "true" } };
    const requests = { cpu: "1", memory: "1Gi" };
    const set = (whenDeleted: string) => ({
      spec: {
        ...{ replicas: 3, volumeClaimTemplates: [storage] },
        persistentVolumeClaimRetentionPolicy: { whenDeleted },
        template: { spec: { containers: [{ resources: { requests } }] } },
      },
    });
    const perGiB = { ...prices, kubernetes: { ...free, storageUsdPerGiBMonth: 0.1 } };
    const monthly = (op: string, type: string, inputs: object) =>
      moneyOf([step(op, `kubernetes:${type}`, "it", inputs, inputs)], perGiB).standingUsdPerMonth;
    expect(monthly("delete", "core/v1:PersistentVolumeClaim", { ...storage, metadata })).toBeCloseTo(1, 9);
    expect(monthly("delete", "core/v1:PersistentVolumeClaim", storage)).toBe(0);
    expect(monthly("delete", "apps/v1:StatefulSet", set("Retain"))).toBeCloseTo(3, 9);
    expect(monthly("delete", "apps/v1:StatefulSet", set("Delete"))).toBe(0);
    expect(monthly("delete-replaced", "apps/v1:StatefulSet", set("Retain"))).toBe(0);
  });

  it("is told once of what is looked at again before the update", () => {
    const input = { usdPerMonth: 7 };
    const steps = ["refresh", "same"].map((op) => step(op, NETWORK_VOLUME, "corpus", input, input));
    expect([plannedCosts(steps).length, moneyOf(steps, prices).standingUsdPerMonth]).toEqual([1, 7]);
  });

  it("starts no run of what stays the same", () => {
    const starts = (op: string) =>
      changesOf([step(op, TRAINING_JOB, "smoke", { plan })]).map((change) => change.starts);
    expect([starts("create"), starts("update"), starts("same")]).toEqual([[true], [true], [false]]);
  });

  it("is told to a person in a few lines", () => {
    const steps = [
      step("create", TRAINING_JOB, "smoke", { plan, diskGb: 0 }),
      step("same", NETWORK_VOLUME, "corpus", { usdPerMonth: 14 }, { usdPerMonth: 14 }),
      step("create", "kubernetes:core/v1:PersistentVolumeClaim", "data", {}),
    ];
    expect(renderMoney(changesOf(steps), prices).join("\n")).toMatchInlineSnapshot(`
      "cost:
        smoke: $0.250 an hour while it runs (live price), at most $0.500
        corpus: $14.00 a month while it exists (list price)
        an hour while its runs go on: $0.269
        a month for what stands: $14.00 (+$0.00 by this update)
        this update at most: $0.500, besides what stands
        not known: PersistentVolumeClaim data: the size of a claim is not known
        with something not known, these sums are the least that it costs
        not counted: traffic, taxes"
    `);
  });

  it("says what is known to cost nothing by its count and its source", () => {
    const claim = { spec: { resources: { requests: { storage: "1Gi" } } } };
    const free = { ...prices, kubernetes: { storageUsdPerGiBMonth: 0 } };
    const steps = ["a", "b"].map((name) => step("create", "kubernetes:core/v1:PersistentVolumeClaim", name, claim));
    expect(renderMoney(changesOf(steps), free)).toContain(
      "  2 PersistentVolumeClaims at no cost (a price page, 2026-11-01)",
    );
  });

  it("is no text where nothing costs", () => {
    expect(renderMoney(changesOf([step("create", "pulumi:pulumi:Stack", "s", {})]), prices)).toEqual([]);
  });
});

describe("the prices of an environment", () => {
  const write = (stack: string, content: string) => {
    const cost = join(root, "policies", "cost");
    writeFileSync(join(cost, `${stack}.json`), JSON.stringify({ "max-usd-per-month": { prices: `${stack}.json` } }));
    writeFileSync(join(cost, "prices", `${stack}.json`), content);
  };
  const now = Date.parse("2026-11-25T00:00:00Z");

  it("are none, with a warning, where the limits name no file", () => {
    expect(pricesOf(root, "nowhere", now)).toMatchObject({
      warning: expect.stringContaining("names no price file") as string,
    });
  });

  it("are warned of when they are older than 60 days", () => {
    write("old", JSON.stringify({ source: "a page", date: "2026-01-01" }));
    expect(pricesOf(root, "old", now).warning).toContain("of 2026-01-01, more than 60 days ago");
    write("new", JSON.stringify({ source: "a page", date: "2026-11-01" }));
    expect(pricesOf(root, "new", now).warning).toBeUndefined();
  });

  it("are refused, and not an error that nobody knows, where the limits are no JSON", () => {
    writeFileSync(join(root, "policies", "cost", "torn.json"), "{");
    expect(() => pricesOf(root, "torn", now)).toThrow(Failure);
    expect(() => pricesOf(root, "torn", now)).toThrow(/limits of the policy pack cost cannot be read/);
  });

  it.each(["{", "[]", '{"source":"x"}'])("are refused where the file holds %s", (content) => {
    write("bad", content);
    expect(() => pricesOf(root, "bad", now)).toThrow(/price file cannot be used/);
  });
});

describe("the limits that the cost pack is given", () => {
  const limits = { "max-usd": { max: 1 }, "known-balance": "disabled" };

  it("hold the balance, and each rule's own level", () => {
    expect(withBalance(limits, 12.5)).toEqual({
      "max-usd": { max: 1 },
      "update-within-balance": { balanceUsd: 12.5 },
      "known-balance": { enforcementLevel: "disabled", balanceUsd: 12.5 },
    });
  });

  it("are the committed ones where no balance is known", () => {
    expect(withBalance(limits, undefined)).toBe(limits);
  });
});
