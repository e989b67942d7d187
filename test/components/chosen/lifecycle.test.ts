import { describe, expect, it } from "vitest";
import { lifecycle } from "../../../components/chosen/lifecycle.ts";

const chosen = (value: unknown, more: object = {}) => ({
  ...{ subject: 'Flock "west"', field: "shepherds", value, allowed: [], why: "sheep know their own; make a new flock" },
  ...more,
});
const failures = async (olds: object, news: object) => (await lifecycle.check(olds, news)).failures ?? [];

describe("a value that is chosen once", () => {
  it("takes any first value, and the same one again", async () => {
    expect(await failures({}, chosen(3))).toEqual([]);
    expect(await failures(chosen(3), chosen(3, { why: "another text" }))).toEqual([]);
  });

  it("refuses another one with what it was, what is wanted, and why", async () => {
    expect(await failures(chosen(1), chosen(3))).toEqual([
      {
        property: "value",
        reason:
          'Flock "west": shepherds is chosen once, and cannot go from 1 to 3: sheep know their own; make a new flock',
      },
    ]);
  });

  it("allows a change that is named, and not its way back", async () => {
    const allowed = { allowed: ["false to true"] };
    expect(await failures(chosen(false), chosen(true, allowed))).toEqual([]);
    expect(await failures(chosen(true), chosen(false, allowed))).toHaveLength(1);
  });

  it("allows any change after an update that made it safe, and not in that update", async () => {
    expect(await failures(chosen(1, { mayChange: true }), chosen(3, { mayChange: true }))).toEqual([]);
    expect(await failures(chosen(1, { mayChange: true }), chosen(3))).toEqual([]);
    expect(await failures(chosen(1), chosen(3, { mayChange: true }))).toHaveLength(1);
  });

  it("answers with what was given alone: Pulumi's wire refuses undefined", async () => {
    const answers = [
      (await lifecycle.create(chosen(3))).outs,
      (await lifecycle.update("x", chosen(3), chosen(3))).outs,
      (await lifecycle.read("x", chosen(3))).inputs,
    ];
    for (const answer of answers) expect(Object.keys(answer as object)).not.toContain("mayChange");
  });

  it("changes nothing the second time, and never replaces", async () => {
    const outs = (await lifecycle.create(chosen(3))).outs as Readonly<Record<string, unknown>>;
    expect(await lifecycle.diff("x", { ...outs, __provider: "p" }, { ...chosen(3), __provider: "p" })).toEqual({
      changes: false,
    });
    expect(await lifecycle.diff("x", outs, chosen(3, { why: "another text" }))).toEqual({ changes: true });
    expect(await lifecycle.read("x", outs)).toEqual({ id: "x", props: outs, inputs: outs });
  });
});
