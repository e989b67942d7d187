import { expect, it } from "vitest";
import { judged } from "../../../cli/bench/result.ts";
import { renderTable, valueText } from "../../../cli/bench/table.ts";

it("shows value, goal, verdict, samples and baseline of each row, and notes below", () => {
  const rows = [
    judged({ bench: "a", what: "first", baseline: "-", unit: "s", samples: [1, 2, 3], goal: { atMost: 15 } }),
    judged({
      ...{ bench: "b", what: "second row", baseline: "an empty program", unit: "x" },
      ...{ samples: [2.5], goal: { atMost: 2 }, note: "seconds 5.00/2.00" },
    }),
  ];
  expect(renderTable(rows)).toBe(
    [
      "what        median  goal                samples               measured against",
      "first       2.00 s  <= 15.00 s  met     1.00 s 2.00 s 3.00 s  -",
      "second row  2.50 x  <= 2.00 x   missed  2.50 x                an empty program",
      "second row: seconds 5.00/2.00",
    ].join("\n"),
  );
});

it("writes bytes in full", () => {
  expect(valueText(12_345.4, "bytes")).toBe("12,345 bytes");
});

it("shows a goal of at least so much as such", () => {
  const row = { bench: "a", what: "puts", baseline: "none", unit: "ms", samples: [7], goal: { atLeast: 5 } } as const;
  expect(renderTable([judged(row)])).toContain(">= 5.00 ms");
});
