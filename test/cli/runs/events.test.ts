import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EventTail } from "../../../cli/runs/events.ts";

it("hands out each event once, waits for the end of a line and passes over what it does not know", () => {
  const folder = mkdtempSync(join(tmpdir(), "yard-events-"));
  const file = join(folder, "events.jsonl");
  const tail = new EventTail(file);
  expect(tail.next()).toEqual([]);
  writeFileSync(file, '{"ts":"t","seq":1,"kind":"phase","phase":"create","message":"ខ្មែរ"}\n{"ts":"t","kind":"pro');
  expect(tail.next()).toEqual([{ ts: "t", seq: 1, kind: "phase", phase: "create", message: "ខ្មែរ" }]);
  appendFileSync(file, 'gress","step":3,"totalSteps":9,"loss":2.5}\n{"kind":"future","ts":"t"}\nnot json\n');
  expect(tail.next()).toEqual([{ ts: "t", kind: "progress", step: 3, totalSteps: 9, loss: 2.5 }]);
  expect(tail.next()).toEqual([]);
  rmSync(folder, { recursive: true });
});

it("waits for the rest of a character that is half written", () => {
  const folder = mkdtempSync(join(tmpdir(), "yard-events-"));
  const file = join(folder, "events.jsonl");
  const tail = new EventTail(file);
  const line = Buffer.from('{"ts":"t","seq":1,"kind":"phase","phase":"create","message":"ខ"}\n');
  const cut = line.indexOf("ខ") + 1;
  writeFileSync(file, line.subarray(0, cut));
  expect(tail.next()).toEqual([]);
  appendFileSync(file, line.subarray(cut));
  expect(tail.next()).toEqual([{ ts: "t", seq: 1, kind: "phase", phase: "create", message: "ខ" }]);
  rmSync(folder, { recursive: true });
});
