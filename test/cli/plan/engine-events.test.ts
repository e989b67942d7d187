import { describe, expect, it } from "vitest";
import { readEvents } from "../../../cli/plan/engine-events.ts";
import { renderPlan } from "../../../cli/plan/render.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::trainyard::${type}::${name}`;
const told = (severity: string, message: string, more: object = {}) =>
  JSON.stringify({ diagnosticEvent: { severity, message, ...more } });
const read = (...lines: readonly string[]) => readEvents(lines.join("\n"));

describe("what is said during a preview", () => {
  it("reaches a person: what is left of a budget, and what a cluster could not be asked", () => {
    const budget = "smoke: $8.000 of $20.00 is left in the budget; this run takes $0.500";
    const events = read(
      told("info", `<{%reset%}>${budget}\n<{%reset%}>`, { urn: urn("pulumi:pulumi:Stack", "trainyard-dev") }),
      told("warning", "nothing could be checked against the cluster", { urn: urn("kubernetes:core/v1:Pod", "web") }),
    );
    expect(events.said).toEqual([budget, "web: nothing could be checked against the cluster"]);
    const prices = { source: "a page", date: "2026-11-01", kubernetes: {}, cloudflare: {} };
    expect(renderPlan(events, prices)).toContain(`said meanwhile:\n  ${budget}\n  web: nothing could be`);
  });

  it("is said once for all that it is about", () => {
    const ofImage = (name: string) =>
      told("warning", "not built in the preview", { urn: urn("docker:index/image:Image", name) });
    expect(read(ofImage("hdfs"), ofImage("hbase"), ofImage("hdfs")).said).toEqual([
      "hdfs, hbase: not built in the preview",
    ]);
  });

  it("is no line of debugging, of progress or of a process' stderr", () => {
    const lines = [
      told("debug", "a secret"),
      told("info", "[2/5] RUN", { ephemeral: true }),
      told("info#err", "(node:1) Warning"),
      told("error", "update failed"),
    ];
    expect(read(...lines)).toMatchObject({ said: [], errors: ["update failed"] });
  });
});
