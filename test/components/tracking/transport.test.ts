import { describe, expect, it } from "vitest";
import type { TrackingError } from "../../../components/tracking/failures.ts";
import { type Call, type Endpoint, type Fetch, Transport } from "../../../components/tracking/transport.ts";
import { createSimulatedClock } from "../../support/simulated-clock.ts";

const asked: Call = { what: "look for it", method: "GET", path: "/api/2.0/mlflow/x?y=1", repeat: true };
const way = (url: string, headers: Endpoint["headers"] = {}): Endpoint => ({ url, headers });

async function send(fetch: Fetch, call: Partial<Call> = {}, ways: readonly Endpoint[] = [way("http://one.test")]) {
  const clock = createSimulatedClock(0);
  const options = { username: "user", password: "s3cret", userAgent: "trainyard/test", clock, fetch };
  const transport = new Transport({ ...options, endpoints: async () => ways });
  const sent = transport.send({ ...asked, ...call }, (response) => response.text());
  try {
    return { text: await clock.run(sent), seconds: clock.now() / 1000 };
  } catch (error) {
    return { error: error as TrackingError, seconds: clock.now() / 1000 };
  }
}

const answering = (...statuses: number[]) => {
  const urls: string[] = [];
  const fetch: Fetch = async (request) => {
    urls.push(request.url);
    const status = statuses[Math.min(urls.length, statuses.length) - 1] ?? 200;
    return new Response(status === 200 ? "fine" : "no s3cret here", { status });
  };
  return { urls, fetch };
};

describe("a call to MLflow", () => {
  it("carries user, password and our name", async () => {
    const seen: (string | null)[] = [];
    const fetch: Fetch = async (request) => {
      seen.push(
        request.headers.get("authorization"),
        request.headers.get("user-agent"),
        request.headers.get("x-access"),
      );
      return new Response("fine");
    };
    await send(fetch, {}, [way("http://one.test", { "X-Access": "token" })]);
    expect(seen).toEqual([`Basic ${Buffer.from("user:s3cret").toString("base64")}`, "trainyard/test", "token"]);
  });

  it("is sent again where it may be, three times at most", async () => {
    const { urls, fetch } = answering(503, 503, 200);
    expect(await send(fetch)).toEqual({ text: "fine", seconds: 3 });
    expect(urls).toHaveLength(3);
    const tired = answering(503);
    expect((await send(tired.fetch)).error?.kind).toBe("away");
    expect(tired.urls).toHaveLength(3);
  });

  it("is never sent again where it may have had its effect", async () => {
    const { urls, fetch } = answering(502, 200);
    const ways = [way("http://one.test"), way("http://two.test")];
    expect((await send(fetch, { repeat: false }, ways)).error?.kind).toBe("away");
    expect(urls).toHaveLength(1);
  });

  it("takes the second way where the first does not answer", async () => {
    const fetch: Fetch = async (request) => {
      if (request.url.startsWith("http://one.test")) throw new TypeError("fetch failed");
      return new Response(request.url);
    };
    const ways = [way("http://one.test"), way("https://two.test/mlflow")];
    expect((await send(fetch, {}, ways)).text).toBe("https://two.test/mlflow/api/2.0/mlflow/x?y=1");
  });

  it("is given up after 30 s a try, whatever the connection does", async () => {
    const hanging: Fetch = () => new Promise<never>(() => undefined);
    const { error, seconds } = await send(hanging, { repeat: false });
    expect([error?.message, seconds]).toEqual(["look for it: MLflow gave no answer within 30 s", 30]);
  });

  it.each([
    [401, "refused", "check username and password of the MLflow link"],
    [403, "refused", "the right to edit"],
    [302, "refused", "check podHeaders"],
    [404, "refused", "check that the address is MLflow's"],
    [429, "away", "MLflow answered 429"],
  ])("that is answered by %i is %s, and says why without a secret", async (status, kind, words) => {
    const { error } = await send(answering(status).fetch);
    expect(error?.kind).toBe(kind);
    expect(error?.message).toContain(words);
    expect(error?.message).toContain("no *** here");
  });

  it.each([
    ["RESOURCE_DOES_NOT_EXIST", "absent"],
    ["RESOURCE_ALREADY_EXISTS", "exists"],
    ["INVALID_PARAMETER_VALUE", "refused"],
  ])("that is refused with %s is %s", async (code, kind) => {
    const fetch: Fetch = async () => new Response(JSON.stringify({ error_code: code, message: "so" }), { status: 400 });
    expect((await send(fetch)).error?.kind).toBe(kind);
  });
});
