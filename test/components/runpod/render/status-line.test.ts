import { describe, expect, it } from "vitest";
import {
  decisiveEnd,
  parseStatusFile,
  parseSupervisorLine,
  statusMac,
  verifyStatus,
} from "../../../../components/runpod/render/status-line.ts";

const end = {
  name: "shop-dev-tiny-0a1b2c3d-a1",
  exitCode: 0,
  reason: "exit",
  startedAt: "2026-11-23T10:00:00.000Z",
  finishedAt: "2026-11-23T10:05:00.000Z",
};
const body = JSON.stringify(end);
const unsigned = (reason: string, exitCode: number | null) => ({
  body: JSON.stringify({ ...end, reason, exitCode }),
  mac: "",
});

describe("parseSupervisorLine", () => {
  it("reads a heartbeat with the progress of the command", () => {
    const text =
      '{"kind":"heartbeat","seq":3,"ts":"2026-11-23T10:00:00Z","uptimeSeconds":12.5,"phase":"run","progress":{"step":4,"loss":2.5,"lr":0.1}}';
    expect(parseSupervisorLine(`TRAINYARD ${text}`)).toEqual({
      kind: "heartbeat",
      seq: 3,
      ts: "2026-11-23T10:00:00Z",
      uptimeSeconds: 12.5,
      phase: "run",
      progress: { step: 4, loss: 2.5, lr: 0.1 },
    });
  });

  it("keeps a heartbeat whose progress has fields of the wrong type, without the progress", () => {
    const text = '{"kind":"heartbeat","seq":1,"ts":"x","uptimeSeconds":1,"phase":"run","progress":{"step":"four"}}';
    expect(parseSupervisorLine(`TRAINYARD ${text}`)).toMatchObject({ kind: "heartbeat", progress: null });
  });

  it("takes any other text for output of the command", () => {
    for (const line of [
      "",
      "step 4",
      ' TRAINYARD {"kind":"status","body":"{}","mac":""}',
      "TRAINYARD {",
      "TRAINYARD 4",
    ])
      expect(parseSupervisorLine(line)).toBeUndefined();
  });
});

describe("verifyStatus", () => {
  it("takes a status signed with the token of the run", () => {
    expect(verifyStatus("secret", { body, mac: statusMac("secret", body) }, end.name)).toEqual(end);
  });

  it("refuses another token, another pod, a changed body and a mac that is none", () => {
    const mac = statusMac("secret", body);
    expect(verifyStatus("other", { body, mac })).toBeUndefined();
    expect(verifyStatus("secret", { body, mac }, "shop-dev-tiny-0a1b2c3d-a2")).toBeUndefined();
    expect(verifyStatus("secret", { body: body.replace('"exitCode":0', '"exitCode":1'), mac })).toBeUndefined();
    expect(verifyStatus("secret", { body, mac: "zz" })).toBeUndefined();
    expect(verifyStatus("secret", { body, mac: "" })).toBeUndefined();
    expect(verifyStatus("secret", { body: "{", mac: statusMac("secret", "{") })).toBeUndefined();
  });

  it("takes an unsigned status only as the failure of an image without python3", () => {
    expect(verifyStatus("secret", unsigned("no-python3", 127))?.reason).toBe("no-python3");
    expect(verifyStatus("secret", unsigned("no-python3", 0))).toBeUndefined();
    expect(verifyStatus("secret", unsigned("exit", 1))).toBeUndefined();
  });
});

it("reads status.json and refuses other text", () => {
  expect(parseStatusFile(JSON.stringify({ body, mac: "00" }))).toEqual({ body, mac: "00" });
  expect(parseStatusFile("half a fi")).toBeUndefined();
});

it("lets the run's own end win over a second start of its container", () => {
  const exit = { ...end, reason: "exit" as const };
  const again = { ...end, reason: "second-start" as const, exitCode: null };
  expect(decisiveEnd([again, exit])).toBe(exit);
  expect(decisiveEnd([again])).toBe(again);
  expect(decisiveEnd([])).toBeUndefined();
});
