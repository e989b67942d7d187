import { expect, it } from "vitest";
import { endJob } from "../../../../components/runpod/run/end-job.ts";
import type { JobErrorKind } from "../../../../components/runpod/run/outcome.ts";
import type { Fault } from "../../../../local/runpod/index.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";
import { alive, create, failure, gpus, posts, run, yardWith } from "../../../support/yard-calls.ts";

it.each<[string, Fault]>([
  ["500 after its effect", { kind: "status", status: 500, phase: "after" }],
  ["408 after its effect", { kind: "status", status: 408, phase: "after" }],
  ["a connection lost after its effect", { kind: "drop", phase: "after" }],
  ["an answer that is too late", { kind: "delay", seconds: 40, phase: "after" }],
])("adopts the pod of a create that got %s", async (_, fault) => {
  const yard = await yardWith(fault);
  expect((await run(yard)).status).toBe("succeeded");
  expect([posts(yard), yard.emulator.core.pods().length]).toEqual([1, 1]);
});

it("finds the pod of a lost answer although lists lag behind", async () => {
  const yard = await yardWith({ kind: "drop", phase: "after" });
  yard.emulator.core.addFault({ match: create, fault: { kind: "list-lag", seconds: 45 } });
  expect((await run(yard)).status).toBe("succeeded");
  expect(posts(yard)).toBe(1);
});

it("sends a create again only after a minute of lists without the pod", async () => {
  const yard = await yardWith({ kind: "drop", phase: "before" });
  await run(yard);
  const [first, second] = yard.emulator.core
    .requests()
    .filter((one) => one.path === "/v2/pods" && one.method === "POST");
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
});

it("takes the next candidate where there is no capacity", async () => {
  const yard = await yardWith({ kind: "capacity" });
  expect((await run(yard)).gpu).toBe("NVIDIA RTX A5000");
});

it("calls it a bug of the request when every candidate is refused by a rule, and shows all details", async () => {
  const yard = await yardWith({ kind: "rule", detail: "disk must be smaller" }, 9);
  const error = await failure(run(yard));
  expect([error.kind, posts(yard)]).toEqual(["no-candidate", 2]);
  expect(error.message).toMatch(/A4000 SECURE EU-RO-1: disk must be smaller \| .*A5000.*: disk must be smaller/);
});

it.each<[number, JobErrorKind, number]>([
  [402, "no-candidate", 1],
  [422, "no-candidate", 1],
  [403, "no-candidate", 2],
])("ends after a %i without a pod", async (status, kind, sent) => {
  const yard = await yardWith({ kind: "status", status, phase: "before" }, 9);
  expect((await failure(run(yard))).kind).toBe(kind);
  expect([posts(yard), alive(yard).length]).toEqual([sent, 0]);
});

it("goes round the candidates until the provisioning time-out is over", async () => {
  const yard = await yardWith({ kind: "capacity" }, 1000);
  const error = await failure(run(yard));
  expect(error.message).toContain("the provisioning time-out is over");
  expect(posts(yard)).toBeLessThan(30);
});

it("ends a pod that does not become ready in time, and takes the next candidate", async () => {
  const yard = await yardWith({ kind: "never-ready" });
  expect((await run(yard)).gpu).toBe("NVIDIA RTX A5000");
  expect(gpus(yard)).toEqual(["NVIDIA RTX A4000", "NVIDIA RTX A5000"]);
});

it("says what is wrong with an image that cannot be pulled, without waiting for the time-out", async () => {
  const text = "error pulling image: manifest for example/trainer:1 not found: manifest unknown";
  const yard = await createYard({ script: { pullError: text } });
  const error = await failure(run(yard));
  expect([error.kind, error.complaint.what]).toEqual(["failed", "the image cannot be pulled"]);
  expect(error.complaint.why).toContain("manifest unknown");
  expect(posts(yard)).toBe(1);
});

it("refuses to create beside a pod of its name that somebody else owns", async () => {
  const yard = await createYard({ script: { trainSeconds: 3000 } });
  await run(yard, { wait: "started" }, { owner: "somebody-else" });
  yard.disk.clear();
  const error = await failure(run(yard));
  expect([error.kind, posts(yard)]).toEqual(["refused", 1]);
  expect(await yard.clock.run(endJob(plan(yard), yard.controller().world))).toEqual({ endedPodIds: [] });
});

it("asks nobody to force a run of which nothing was sent, since its request could not be written", async () => {
  const yard = await createYard();
  await failure(run(yard, { volume: null, ports: ["8787/http"] }, { withVolume: false }));
  expect(posts(yard)).toBe(0);
  await yard.clock.advance(3_600_000);
  expect((await run(yard, { volume: null }, { withVolume: false })).status).toBe("succeeded");
});

it("never tries again the very candidate that was unfit, although another differs in the number of GPUs alone", async () => {
  const yard = await yardWith({ kind: "capacity" });
  yard.emulator.core.addFault({ match: create, after: 1, fault: { kind: "never-ready" } });
  const [first] = plan(yard).candidates;
  if (first === undefined) throw new Error("the plan has candidates");
  const outcome = await run(yard, { candidates: [first, { ...first, count: 2 }] });
  const counts = yard.emulator.core.pods().map((pod) => pod.gpu?.count);
  expect([outcome.status, counts]).toEqual(["succeeded", [2, 1]]);
});
