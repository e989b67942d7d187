import { describe, expect, it } from "vitest";
import {
  AmbiguousError,
  InsufficientBalanceError,
  NoCapacityError,
  NotFoundError,
  RuleError,
  SchemaError,
} from "../../../components/runpod/failures.ts";
import { emulatedRunpod } from "./emulated.ts";

const body = {
  name: "trainyard-dev-khmer-0a1b2c3d-a1",
  image: "debian:bookworm-slim",
  gpu: { id: "NVIDIA RTX A4000" },
};

describe("the client against the emulated RunPod", () => {
  it("creates, reads, lists and ends a pod, and reads its bill", async () => {
    const { clock, service, core } = emulatedRunpod();
    await clock.run(
      (async () => {
        const created = await service.createPod({ ...body, env: { A: "1" }, disk: 20 });
        await clock.sleep(20_000); // it runs, and its bill is later
        expect(await service.getPod(created.id)).toMatchObject({ status: "RUNNING", env: { A: "1" }, cost: 0.25 });
        expect((await service.listPods()).map((pod) => pod.id)).toEqual([created.id]);
        const since = new Date(created.createdAt);
        expect((await service.billedUsd(created.id, since)).landed).toBe(false);
        await service.terminatePod(created.id);
        await service.terminatePod(created.id);
        await clock.sleep(7_200_000);
        expect(await service.listPods()).toEqual([]);
        await expect(service.getPod(created.id)).rejects.toBeInstanceOf(NotFoundError);
        const bill = await service.billedUsd(created.id, since);
        expect(bill.landed).toBe(true);
        expect(bill.usd).toBeCloseTo(core.billed(created.id).usd, 6);
      })(),
    );
    expect(core.bugs()).toEqual([]);
  });

  it("adds up a bill that spans many days", async () => {
    const { clock, service, core } = emulatedRunpod();
    await clock.run(
      (async () => {
        const { id, createdAt } = await service.createPod({ ...body, disk: 20 });
        await clock.sleep(9 * 24 * 3_600_000);
        await service.terminatePod(id);
        await clock.sleep(7_200_000);
        expect((await service.billedUsd(id, new Date(createdAt))).usd).toBeCloseTo(core.billed(id).usd, 5);
      })(),
    );
    expect(core.bugs()).toEqual([]);
  });

  it("reads the log from where it stopped", async () => {
    const { clock, service } = emulatedRunpod();
    await clock.run(
      (async () => {
        const { id } = await service.createPod(body);
        await clock.sleep(60_000);
        const stop = new AbortController();
        const lines: string[] = [];
        for await (const line of service.podLogs(id, { source: "container", tail: 100, signal: stop.signal })) {
          lines.push(line.line);
          expect(line.id).not.toBe("");
          stop.abort();
        }
        expect(lines).toEqual(["hello"]);
      })(),
    );
  });

  it("reads catalog and balance", async () => {
    const { clock, service } = emulatedRunpod({ balanceUsd: 12 });
    const gpus = await clock.run(service.listGpus({ timeoutMs: 3000 }));
    expect(gpus.find((gpu) => gpu.id === "NVIDIA RTX A4000")?.price.secure).toBe(0.25);
    expect(await clock.run(service.balanceUsd())).toBe(12);
  });

  it("reads all pages of a list", async () => {
    const { clock, service } = emulatedRunpod({ overlay: { cmd: false, secrets: false, pageSize: 2 } });
    await clock.run(
      (async () => {
        for (let n = 1; n <= 5; n += 1) await service.createPod({ ...body, name: `${body.name}${n}` });
        expect(await service.listPods()).toHaveLength(5);
      })(),
    );
  });

  it.each([
    [{ kind: "capacity" } as const, NoCapacityError],
    [{ kind: "rule" } as const, RuleError],
    [{ kind: "status", status: 402, phase: "before" } as const, InsufficientBalanceError],
    [{ kind: "status", status: 500, phase: "after" } as const, AmbiguousError],
    [{ kind: "drop", phase: "before" } as const, AmbiguousError],
    [{ kind: "drop", phase: "after" } as const, AmbiguousError],
    [{ kind: "delay", seconds: 40, phase: "after" } as const, AmbiguousError],
  ])("names the failure %j of a create, which it sends once", async (fault, Failure) => {
    const { clock, service, core } = emulatedRunpod();
    core.addFault({ match: { method: "POST", path: "/v2/pods" }, fault });
    await expect(clock.run(service.createPod(body))).rejects.toBeInstanceOf(Failure);
    await clock.advance(60_000);
    expect(core.requests().filter((one) => one.method === "POST")).toHaveLength(1);
  });

  it("waits out a 429 and does not make a second pod when the first one had its effect", async () => {
    const { clock, service, core } = emulatedRunpod();
    const fault = { kind: "status", status: 429, retryAfterSeconds: 20, phase: "after" } as const;
    core.addFault({ match: { method: "POST", path: "/v2/pods" }, fault });
    await expect(clock.run(service.createPod(body))).rejects.toThrow("a pod of that name exists");
    expect(core.pods()).toHaveLength(1);
  });

  it("stays within the rate limit of a small account without ever meeting it", async () => {
    const { clock, service, core } = emulatedRunpod({ rateLimits: { minute: 20, hour: 7200, day: 50_000 } });
    await clock.run(
      (async () => {
        for (let n = 0; n < 60; n += 1) await service.listPods();
      })(),
    );
    expect(core.requests().filter((one) => one.status === 429)).toEqual([]);
  });

  it.each(["/v2/pods/*/action", "/v2/pods/*"])("ends a pod though %s fails", async (path) => {
    const { clock, service, core } = emulatedRunpod();
    const { id } = await clock.run(service.createPod(body));
    core.addFault({ match: { method: "*", path }, fault: { kind: "status", status: 503, phase: "before" } });
    await clock.run(service.terminatePod(id));
    await clock.advance(60_000);
    expect(core.pod(id)).toBeUndefined();
  });
});

describe("what is newer than the stored document", () => {
  const argv = { ...body, args: "sh -c x", cmd: ["sh", "-c", "x"] };

  it("is sent where it is switched on", async () => {
    const { clock, service, account, core } = emulatedRunpod({ overlay: { cmd: true, secrets: true, pageSize: 0 } });
    await clock.run(service.createPod(argv));
    expect(core.pods()[0]?.cmd).toEqual(["sh", "-c", "x"]);
    const secret = await clock.run(
      account.secrets?.create({ name: "token", value: "v" }) ?? Promise.reject(new Error()),
    );
    expect(await clock.run(account.secrets?.list() ?? Promise.resolve([]))).toMatchObject([{ name: "token" }]);
    await clock.run(account.secrets?.remove(secret.id) ?? Promise.resolve());
    expect(core.bugs()).toEqual([]);
  });

  it("is left out where it is off", async () => {
    const { clock, service, account, core } = emulatedRunpod();
    await clock.run(service.createPod(argv));
    expect(core.pods()[0]).toMatchObject({ args: "sh -c x" });
    expect(account.secrets).toBeUndefined();
  });

  it("breaks the schema where the account does not know it", async () => {
    const { clock, service } = emulatedRunpod();
    const stray = { ...body, bogus: 1 };
    await expect(clock.run(service.createPod(stray))).rejects.toBeInstanceOf(SchemaError);
  });
});
