import { describe, expect, it } from "vitest";
import { podBody } from "../../../components/runpod/api.ts";
import {
  AmbiguousError,
  ConflictError,
  NoCapacityError,
  NotFoundError,
  RateLimitedError,
  UnauthorizedError,
} from "../../../components/runpod/failures.ts";
import { podAnswer, recordedService, sentinelKey } from "./recorded.ts";

const body = { name: podAnswer.name, image: "debian:bookworm-slim", gpu: { id: "NVIDIA RTX A4000" } };
const noCapacity = {
  status: 400,
  body: {
    title: "Bad Request",
    status: 400,
    detail:
      "There are no longer any instances available with the requested specifications. Please refresh and try again.",
  },
};

describe("reading pods", () => {
  it("names itself and its key on every request", async () => {
    const { service, requests } = recordedService({ status: 200, body: podAnswer });
    await service.getPod("p1");
    expect(requests[0]?.headers.get("user-agent")).toBe("trainyard/0.1.0 (linux; x64)");
    expect(requests[0]?.headers.get("authorization")).toBe(`Bearer ${sentinelKey}`);
  });

  it("asks again after 5xx and after a lost connection, with growing pauses", async () => {
    const { service, asked, clock } = recordedService({ status: 502 }, "lost", { status: 200, body: podAnswer });
    await expect(service.getPod("p1")).resolves.toMatchObject({ id: "p1", cost: 0.25 });
    expect(asked).toHaveLength(3);
    expect(clock.slept).toEqual([500, 1000]);
  });

  it("gives up after five tries and says that nobody answered", async () => {
    const { service, asked } = recordedService("lost");
    await expect(service.getPod("p1")).rejects.toThrow(
      /^read pod p1: no answer from RunPod: fetch failed \(other side closed\); it may have/,
    );
    expect(asked).toHaveLength(5);
  });

  it("ends a try that gets no answer within 30 s", async () => {
    const { service, asked } = recordedService("silent", { status: 200, body: podAnswer });
    await expect(service.getPod("p1")).resolves.toMatchObject({ id: "p1" });
    expect(asked).toHaveLength(2);
  });

  it("does not ask again after a 404", async () => {
    const { service, asked } = recordedService({
      status: 404,
      body: { title: "Not Found", status: 404, detail: "pod not found" },
    });
    await expect(service.getPod("gone")).rejects.toBeInstanceOf(NotFoundError);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ["no runtime", { runtime: undefined }, { runtime: null }],
    ["a null runtime", { runtime: null }, { runtime: null }],
    ["an empty runtime", { runtime: {} }, { runtime: {} }],
    ["an unknown status", { status: "MIGRATING" }, { status: "MIGRATING" }],
    ["no cost", { cost: undefined }, { cost: undefined }],
    ["a null cost", { cost: null }, { cost: undefined }],
    ["a negative cost", { cost: -1 }, { cost: undefined }],
    ["an unknown key", { shiny: 1 }, { shiny: 1 }],
    ["no environment", { env: null }, { env: {} }],
  ])("takes a pod with %s", async (_, odd, expected) => {
    const { service } = recordedService({ status: 200, body: { ...podAnswer, ...odd } });
    const pod: Record<string, unknown> = { ...(await service.getPod("p1")) };
    for (const [key, value] of Object.entries(expected)) expect(pod[key]).toEqual(value);
  });

  it("refuses a pod without an id", async () => {
    const { service } = recordedService({ status: 200, body: { ...podAnswer, id: undefined } });
    await expect(service.getPod("p1")).rejects.toThrow(/not understood: id:/);
  });

  it("refuses an answer that is no JSON", async () => {
    const { service } = recordedService({ status: 200, body: "<html>" });
    await expect(service.getPod("p1")).rejects.toThrow("it is not JSON");
  });

  it("refuses a list without its key, since what is missing from a list counts as gone", async () => {
    const { service } = recordedService({ status: 200, body: { data: [] } });
    await expect(service.listPods()).rejects.toBeInstanceOf(AmbiguousError);
  });

  it("follows a cursor through all pages", async () => {
    const { service, asked } = recordedService(
      { status: 200, body: { pods: [podAnswer], nextCursor: "c2" } },
      { status: 200, body: { pods: [{ ...podAnswer, id: "p2" }] } },
    );
    expect((await service.listPods()).map((pod) => pod.id)).toEqual(["p1", "p2"]);
    expect(asked[1]).toBe("GET /v2/pods?cursor=c2");
  });
});

describe("creating a pod", () => {
  it("tells no capacity from a broken rule by the recorded answer", async () => {
    await expect(recordedService(noCapacity).service.createPod(body)).rejects.toBeInstanceOf(NoCapacityError);
  });

  it.each([{ status: 500 } as const, "lost" as const, "silent" as const])(
    "sends once when the answer is %j",
    async (answer) => {
      const { service, asked } = recordedService(answer);
      await expect(service.createPod(body)).rejects.toBeInstanceOf(AmbiguousError);
      expect(asked).toHaveLength(1);
    },
  );

  it("calls a success that it cannot read perhaps created", async () => {
    await expect(recordedService({ status: 201, body: {} }).service.createPod(body)).rejects.toBeInstanceOf(
      AmbiguousError,
    );
  });

  it("waits as a 429 tells, looks, and sends again when nothing was made", async () => {
    const limited = {
      status: 429,
      headers: { "retry-after": "7" },
      body: { title: "", status: 429, detail: "rate limit" },
    };
    const { service, asked, clock } = recordedService(
      limited,
      { status: 200, body: { pods: [] } },
      { status: 201, body: podAnswer },
    );
    await expect(service.createPod(body)).resolves.toMatchObject({ id: "p1" });
    expect(asked).toEqual(["POST /v2/pods", "GET /v2/pods", "POST /v2/pods"]);
    expect(clock.slept).toEqual([7000]);
  });

  it("does not send again after a 429 when a pod of that name exists", async () => {
    const { service } = recordedService({ status: 429 }, { status: 200, body: { pods: [podAnswer] } });
    await expect(service.createPod(body)).rejects.toThrow("a pod of that name exists");
  });

  it("sends args where the newer fields are off, and cmd where they are on", () => {
    const both = { ...body, args: "sh -c x", cmd: ["sh", "-c", "x"], entrypoint: ["/init"] };
    expect(podBody(both, { cmd: false, secrets: false })).toEqual({ ...body, args: "sh -c x" });
    expect(podBody(both, { cmd: true, secrets: false })).toEqual({
      ...body,
      cmd: ["sh", "-c", "x"],
      entrypoint: ["/init"],
    });
    expect(podBody({ ...body, args: "sh" }, { cmd: true, secrets: false })).toEqual({ ...body, args: "sh" });
  });
});

describe("ending a pod", () => {
  const action = "POST /v2/pods/p1/action";
  const removal = "DELETE /v2/pods/p1";

  it("is content with the action", async () => {
    const { service, asked } = recordedService({ status: 204 });
    await service.terminatePod("p1");
    expect(asked).toEqual([action]);
  });

  it.each([400, 402, 403, 404, 405, 409, 422, 500])("deletes after the action answered %d", async (status) => {
    const { service, asked } = recordedService({ status }, { status: 204 });
    await service.terminatePod("p1");
    expect(asked).toEqual([action, removal]);
  });

  it("takes 404 from both for the end", async () => {
    const { service, asked } = recordedService({ status: 404 });
    await service.terminatePod("p1");
    expect(asked).toEqual([action, removal]);
  });

  it("says that a locked pod refuses", async () => {
    await expect(recordedService({ status: 409 }).service.terminatePod("p1")).rejects.toBeInstanceOf(ConflictError);
  });

  it("waits and asks again after a 429, since terminating twice harms nobody", async () => {
    const { service, asked, clock } = recordedService(
      { status: 429, headers: { "retry-after": "2" } },
      { status: 204 },
    );
    await service.terminatePod("p1");
    expect(asked).toEqual([action, action]);
    expect(clock.slept).toEqual([2000]);
  });
});

describe("catalog, bill and balance", () => {
  const gpu = {
    id: "NVIDIA RTX A4000",
    name: "RTX A4000",
    pool: null,
    manufacturer: "NVIDIA",
    memory: 16,
    secure: true,
    community: true,
    price: { secure: 0.25, community: 0.17 },
    maxCount: { secure: 8, community: 4 },
    availability: "HIGH",
  };

  it("asks for stock along with prices", async () => {
    const { service, asked } = recordedService({ status: 200, body: { gpus: [gpu] } });
    expect(await service.listGpus({ count: 2, cloud: "SECURE" })).toMatchObject([gpu]);
    expect(asked).toEqual(["GET /v2/catalog/gpus?include=AVAILABILITY&product=POD&count=2&cloud=SECURE"]);
  });

  it("keeps a missing price unknown", async () => {
    const { service } = recordedService({ status: 200, body: { gpus: [{ ...gpu, price: { secure: null } }] } });
    expect((await service.listGpus({}))[0]?.price.secure).toBeUndefined();
  });

  it("stops within the time limit of the whole call", async () => {
    const { service, asked, clock } = recordedService({ status: 503 });
    await expect(service.listGpus({ timeoutMs: 3000 })).rejects.toBeInstanceOf(AmbiguousError);
    expect(asked).toHaveLength(3);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(3000);
  });

  it("adds up the hours of one pod and leaves other pods out", async () => {
    const hour = (podId: string, startTime: string, totalAmount: number) => ({
      podId,
      startTime,
      endTime: startTime,
      totalAmount,
    });
    const records = [
      hour("p1", "2026-11-22T08:00:00Z", 0.25),
      hour("p1", "2026-11-22T09:00:00Z", 0.125),
      hour("p2", "2026-11-22T09:00:00Z", 9),
    ];
    const { service, asked } = recordedService({ status: 200, body: { records, metadata: {} } });
    expect(await service.billedUsd("p1", new Date("2026-11-22T08:10:00Z"))).toEqual({ usd: 0.375, landed: true });
    expect(asked).toEqual(["GET /v2/billing/pods?podId=p1&bucketSize=hour&startTime=2026-11-22T08%3A00%3A00Z"]);
  });

  it("reads a long bill week by week and counts a bucket that comes twice once", async () => {
    const records = [
      { podId: "p1", startTime: "2026-11-10T08:00:00Z", endTime: "2026-11-10T09:00:00Z", totalAmount: 1 },
    ];
    const { service, asked } = recordedService({ status: 200, body: { records, metadata: {} } });
    expect(await service.billedUsd("p1", new Date("2026-11-10T08:10:00Z"))).toEqual({ usd: 1, landed: true });
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain("endTime=2026-11-17T08%3A00%3A00Z");
  });

  it("says that no record has landed", async () => {
    const { service } = recordedService({ status: 200, body: { records: [], metadata: {} } });
    expect(await service.billedUsd("p1", new Date("2026-11-22T08:10:00Z"))).toEqual({ usd: 0, landed: false });
  });

  it("reads the balance by GraphQL", async () => {
    const { service, asked } = recordedService({ status: 200, body: { data: { myself: { clientBalance: 12.5 } } } });
    expect(await service.balanceUsd()).toBe(12.5);
    expect(asked).toEqual(["POST /graphql"]);
  });

  it.each([
    { status: 200, body: { errors: [{ message: "no" }] } },
    { status: 410 },
    "lost" as const,
    "silent" as const,
  ])("calls the balance unknown when the answer is %j", async (answer) => {
    expect(await recordedService(answer).service.balanceUsd()).toBeUndefined();
  });
});

describe("failures", () => {
  it("never shows the key, even when the service repeats it", async () => {
    const { service } = recordedService({
      status: 401,
      body: { title: "", status: 401, detail: `bad key ${sentinelKey}` },
    });
    const failure: unknown = await service.getPod("p1").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnauthorizedError);
    expect(JSON.stringify(failure) + String(failure)).not.toContain(sentinelKey);
    expect(String(failure)).toContain("set RUNPOD_API_KEY");
  });

  it("does not wait for an hour: a long Retry-After is a failure at once", async () => {
    const { service, clock } = recordedService({ status: 429, headers: { "retry-after": "3600" } });
    await expect(service.getPod("p1")).rejects.toBeInstanceOf(RateLimitedError);
    expect(clock.slept).toEqual([]);
  });
});
