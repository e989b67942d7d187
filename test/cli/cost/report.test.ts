import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { renderStanding, standingOf } from "../../../cli/cost/budget-line.ts";
import { drawCostReport } from "../../../cli/cost/picture.ts";
import { dayOf, registerReport } from "../../../cli/cost/report-command.ts";
import { type CostRow, rowsOfEntries, rowsOfRuns } from "../../../cli/cost/rows.ts";
import { summarize } from "../../../cli/cost/summary.ts";
import { renderCostReport } from "../../../cli/cost/table.ts";
import { Output } from "../../../cli/output.ts";
import { createProgram, globalOptions } from "../../../cli/program.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import { runRecordSchema } from "../../../components/runpod/run/record.ts";
import { entry } from "../../components/ledger/fixtures.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const sink = { write: () => true };
const row = (run: string, change: Partial<CostRow> = {}): CostRow => ({
  ...{ run, job: "a", model: "small", status: "settled", gpus: ["L4"], spentUsd: 1, billedUsd: 0.9 },
  ...{ paidSeconds: 100, usedSeconds: 80 },
  ...change,
});

const attempt = (n: number, change: object) => ({
  ...runRecordSchema.parse({
    ...{
      name: `r-a${n}`,
      run: "r",
      job: "a",
      stack: "dev",
      hash: "h",
      attempt: n,
      podIds: [`p${n}`],
      status: "failed",
    },
    ...{ worstCaseUsd: 1, artifactsPath: "none", logsPath: "none", gpu: "L4" },
    ...change,
  }),
  folder: "none",
});

describe("a cost report", () => {
  it("sums by model, the bill where it is in and our own sum where not, dearest first", () => {
    const { runs, models, total } = summarize([
      row("one"),
      row("two", { model: "large", billedUsd: null, spentUsd: 5, usedSeconds: 30 }),
      row("three", { billedUsd: 2, paidSeconds: 300, usedSeconds: 300 }),
    ]);
    expect(runs.map(({ run, usd }) => [run, usd])).toEqual([["two", 5], ["three", 2], ["one", 0.9]]); // prettier-ignore
    expect(models.map((model) => [model.name, model.runs, model.usd, model.idleShare])).toEqual([
      ["large", 1, 5, 0.7],
      ["small", 2, 2.9, expect.closeTo(0.05)],
    ]);
    expect(total).toMatchObject({ runs: 3, usd: 7.9, paidSeconds: 500, usedSeconds: 410 });
  });

  it("takes an attempt's whole paid time, and as used only the time in which its command ran", () => {
    const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString();
    const [one] = rowsOfRuns(
      [
        attempt(1, { createdAt: at(0), startedAt: at(2), finishedAt: at(3), terminatedAt: at(4), billedUsd: 0.1 }),
        attempt(2, { createdAt: at(5), startedAt: at(6), finishedAt: null, spentUsd: 0.2, status: "running" }),
      ],
      Date.parse(at(10)),
      () => undefined,
    );
    expect(one).toMatchObject({ run: "r", model: "a", paidSeconds: 540, usedSeconds: 300, billedUsd: null });
  });

  it("ends the time of a command whose host was lost where its pod was proved gone, and counts what nobody ever saw", () => {
    const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString();
    const lost = { createdAt: at(0), startedAt: at(2), provedGoneAt: at(10), spentUsd: 0.3, status: "interrupted" };
    const unseen = { podIds: [], createSentAt: at(11), provedGoneAt: at(13), spentUsd: 0.1, status: "failed" };
    const rows = rowsOfRuns([attempt(1, lost), attempt(2, unseen)], Date.parse(at(9999)), () => undefined);
    expect(rows).toMatchObject([{ paidSeconds: 600, usedSeconds: 480, spentUsd: 0.4, billedUsd: null }]);
  });

  it("leaves out of the ledger what made no pod and cost nothing", () => {
    const rows = rowsOfEntries([
      entry({ run: "none", state: "released" }),
      entry({ run: "paid", podIds: ["p"], gpus: ["L4", "L4"], spentMicroUsd: microUsd(2) }),
    ]);
    expect(rows.map(({ run, gpus, spentUsd }) => [run, gpus, spentUsd])).toEqual([["paid", ["L4"], 2]]);
  });

  it("is two tables whose columns stand under their names", () => {
    const text = renderCostReport(
      summarize([row("yard-dev-one-00000001"), row("b", { billedUsd: null, spentUsd: 12 })]),
      "here",
    );
    expect(text).toMatchInlineSnapshot(`
      "costs from here

      run                    model  status   GPU      cost  bill           paid        used    idle
      b                      small  settled  L4   $12.0000  pending  1 min 40 s  1 min 20 s  20.0 %
      yard-dev-one-00000001  small  settled  L4    $0.9000  billed   1 min 40 s  1 min 20 s  20.0 %

      model  runs      cost        paid        used    idle
      small     2  $12.9000  3 min 20 s  2 min 40 s  20.0 %
      all       2  $12.9000  3 min 20 s  2 min 40 s  20.0 %"
    `);
  });

  it("says how the budget stands, and which runs hold what of it", () => {
    const done = entry({ run: "done", state: "settled", spentMicroUsd: microUsd(4) });
    const line = (entries: Parameters<typeof standingOf>[0]): string =>
      renderStanding(standingOf(entries, microUsd(20)));
    expect(line([done])).toBe("budget: $4.000 of $20.00 is spent or taken (20.0 %)");
    expect(line([done, entry({ run: "on", usd: 8 })])).toBe(
      "budget: $12.00 of $20.00 is spent or taken (60.0 %), $8.000 of it held by on",
    );
  });

  it("says so where nothing cost anything, and divides nothing by nothing", () => {
    expect(renderCostReport(summarize([]), "here")).toBe("no run has cost anything (here)");
    expect(summarize([row("x", { paidSeconds: 0, usedSeconds: 0 })]).total.idleShare).toBeNull();
  });

  it("draws a PNG that grows with what it shows, and the same one for the same numbers", async () => {
    const many = summarize(Array.from({ length: 30 }, (_one, n) => row(`yard-dev-run-${n}`, { billedUsd: n })));
    const [small, large, again] = [
      await drawCostReport(summarize([row("one")]), "Costs"),
      await drawCostReport(many, "Costs"),
      await drawCostReport(many, "Costs"),
    ];
    const size = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(small.subarray(1, 4).toString()).toBe("PNG");
    expect([size(small)[0], size(large)[0]]).toEqual([1100, 1100]);
    expect(size(large)[1]).toBeGreaterThan((size(small)[1] ?? 0) + 600);
    const digest = (png: Buffer): string => createHash("sha256").update(png).digest("hex");
    expect(digest(again)).toBe(digest(large));
  });

  it("takes a day, and refuses what is none", () => {
    expect(dayOf("2026-11-26")).toBe(Date.UTC(2026, 10, 26));
    for (const none of ["November", "2026-11-31", "2026-02-29", "2026-13-01"])
      expect(() => dayOf(none)).toThrow("that is no day");
  });

  it("takes no day for runs that have no period, in place of numbers of any time", async () => {
    const out = new Output({ stdout: sink, stderr: sink, env: {} });
    const program = createProgram({ out, env: {} });
    const folder = temporaryFolder("report");
    const interrupted = new AbortController().signal;
    registerReport(program.command("cost"), {
      ...{ root: folder, home: folder, cache: folder, env: {}, out, interrupted },
      options: () => globalOptions(program),
    });
    const report = program.parseAsync(["cost", "report", "--here", "--at", "2026-10-01"], { from: "user" });
    await expect(report).rejects.toMatchObject({ exitCode: 2, text: { on: "stack dev, --at" } });
  });
});
