import { expect, it } from "vitest";
import { planDatabase } from "../../../../components/postgres/database/plan.ts";
import { serverLink } from "../../links.ts";

it("names database and roles after the resource, in Postgres's letters", () => {
  const plan = planDatabase("night-shift", { server: serverLink() });
  expect([plan.database, plan.owner.username, plan.reader.username]).toEqual([
    "night_shift",
    "night_shift",
    "night_shift_reader",
  ]);
});

it("gives a new rotation new Secrets", () => {
  const before = planDatabase("shift", { server: serverLink() });
  const after = planDatabase("shift", { server: serverLink(), rotation: 2 });
  expect([before.owner.secretName, after.owner.secretName]).toEqual(["shift-owner-1", "shift-owner-2"]);
  expect([before.reader.secretName, after.reader.secretName]).toEqual(["shift-reader-1", "shift-reader-2"]);
});

it.each([
  ["postgres", /Postgres's own/],
  ["Shift", /lower-case/],
  ["1shift", /not starting with a digit/],
  ["s".repeat(57), /at most 56 characters/],
])("refuses %s as the name of a database", (database, reason) => {
  expect(() => planDatabase("shift", { server: serverLink(), database })).toThrow(reason);
});

it("refuses bad arguments, all at once", () => {
  const args = { server: serverLink(), database: "", rotation: 0 };
  expect(() => planDatabase("-", args)).toThrow(/3 problem\(s\)[^]*name: [^]*database: [^]*rotation: /);
});
