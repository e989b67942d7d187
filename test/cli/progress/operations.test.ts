import { expect, it } from "vitest";
import { afterEvent, type Operations, slowOperations } from "../../../cli/progress/operations.ts";

const urn = "urn:pulumi:dev::trainyard::trainyard:image:Image$docker:index/image:Image::mlflow";
const of = (kind: string, op: string, at = 100, type = "docker:index/image:Image") =>
  JSON.stringify({ timestamp: at, [kind]: { metadata: { op, urn, type } } });
const says = (message: string, severity = "info") =>
  JSON.stringify({ timestamp: 101, diagnosticEvent: { urn, message, severity } });
const after = (...lines: string[]) => lines.reduce<Operations>(afterEvent, new Map());

it("tells what takes long, with the last thing said of it", () => {
  const operations = after(of("resourcePreEvent", "create"), says("building\n"), says("[2/5] RUN x\n"));
  expect(slowOperations(operations, 145, 10)).toEqual(["create Image mlflow, 45 s: [2/5] RUN x"]);
  expect(slowOperations(operations, 105, 10)).toEqual([]);
});

it.each(["resOutputsEvent", "resOpFailedEvent"])("forgets what has ended by %s", (kind) => {
  expect(after(of("resourcePreEvent", "create"), of(kind, "create")).size).toBe(0);
});

it("never repeats a debug line, which may hold a secret", () => {
  const operations = after(of("resourcePreEvent", "create"), says("password,,,SENTINEL", "debug"));
  expect(slowOperations(operations, 200, 10).join()).not.toContain("SENTINEL");
});

it("passes over what does not change, components, and lines cut short by a killed CLI", () => {
  expect(
    after(of("resourcePreEvent", "same"), of("resourcePreEvent", "create", 1, "trainyard:image:Image"), '{"seq').size,
  ).toBe(0);
});
