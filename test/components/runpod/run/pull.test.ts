import { describe, expect, it } from "vitest";
import { pullTrouble, Pulls, refusalAdvice } from "../../../../components/runpod/run/pull.ts";
import { endJob } from "../../../../components/runpod/run/end-job.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";
import { alive, failure, posts, run } from "../../../support/yard-calls.ts";

const unknown = "error pulling image: manifest for example/trainer:1 not found: manifest unknown: manifest unknown";
const unauthorized = 'Head "http://127.0.0.1:5000/v2/trainer/manifests/1": unauthorized: authentication required';
const away = "image example/trainer:1 cannot be pulled: dial tcp: lookup registry.example: i/o timeout";

it.each([
  unknown,
  unauthorized,
  "pull access denied for example/trainer, repository does not exist or may require 'docker login'",
  "Error response from daemon: No such image: example/trainer:1",
  "no matching manifest for linux/amd64 in the manifest list entries",
  "invalid reference format",
  'Head "http://127.0.0.1:5000/v2/trainer/manifests/1": no basic auth credentials',
])("knows that it is refused for good: %s", (line) => {
  expect(pullTrouble(line)).toBe("refused");
});

it.each([
  away,
  "toomanyrequests: You have reached your pull rate limit",
  'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
  "failed to pull image: received unexpected HTTP status: 503 Service Unavailable",
  "tls: failed to verify certificate: x509: certificate signed by unknown authority",
])("knows that it may go well later: %s", (line) => {
  expect(pullTrouble(line)).toBe("hindered");
});

it.each(["create container example/trainer:1", "error: exited with 1", "Pulling from trainer", "1.2.3: Pull complete"])(
  "takes nothing of a pull from: %s",
  (line) => {
    expect(pullTrouble(line)).toBeUndefined();
  },
);

it("advises to look at the credential where the registry wants one, else at the name", () => {
  expect(refusalAdvice(unauthorized, "r.io/x:1")).toMatch(/registryAuthId/);
  expect(refusalAdvice(unknown, "r.io/x:1")).toBe("check the name r.io/x:1 and the registry credential");
});

describe("the pulls of a pod", () => {
  const at = (seconds: number, line: string) => ({ line, ts: new Date(1e12 + seconds * 1000).toISOString() });
  const after = (...lines: { line: string; ts: string }[]) => {
    const pulls = new Pulls();
    for (const line of lines) pulls.read(line);
    return pulls;
  };

  it("are refused once two of them were, however many lines tell of one", () => {
    expect(after(at(0, unknown), at(0.2, `error: ${unknown}`)).refused).toBeUndefined();
    expect(after(at(0, unknown), at(0.2, unknown), at(10, unknown)).refused).toBe(unknown);
  });

  it("are not refused by a registry that is away, however often", () => {
    const pulls = after(...[0, 10, 30, 70].map((seconds) => at(seconds, away)));
    expect([pulls.failed, pulls.refused, pulls.why]).toEqual([4, undefined, away]);
  });

  it("are news once for each kind of trouble, whatever its port numbers are", () => {
    const pulls = new Pulls();
    const news = ["read tcp 127.0.0.1:40001: connection reset", "read tcp 127.0.0.1:40002: connection reset", unknown];
    const told = news.map((line, n) => {
      pulls.read(at(n * 10, line));
      return [pulls.news(), pulls.news()];
    });
    expect(told).toEqual([
      [news[0], undefined],
      [undefined, undefined],
      [unknown, undefined],
    ]);
  });
});

describe("a job whose image cannot be pulled", () => {
  const eventsOf = (yard: Awaited<ReturnType<typeof createYard>>) =>
    [...yard.disk.entries()]
      .filter(([path]) => path.endsWith("events.jsonl"))
      .flatMap(([, text]) => text.trim().split("\n"))
      .map((line) => JSON.parse(line) as { kind: string; what?: string; why?: string });

  it("ends at the second refusal, says so before, and stops the money then", async () => {
    const yard = await createYard({ script: { pullError: unauthorized } });
    const startMs = yard.clock.now();
    const error = await failure(run(yard));
    expect([error.kind, error.complaint.what]).toEqual(["failed", "the image cannot be pulled"]);
    expect(error.complaint.why).toContain("unauthorized: authentication required");
    expect(error.complaint.todo).toContain("registryAuthId");
    expect([posts(yard), alive(yard)]).toEqual([1, []]);
    expect(yard.clock.now() - startMs).toBeLessThan(60_000);
    expect(eventsOf(yard).filter((event) => event.what?.includes("pulled"))).toMatchObject([
      { kind: "warning", what: "the image could not be pulled" },
      { kind: "error", what: "the image cannot be pulled" },
    ]);
  });

  it("is trained once the registry answers again", async () => {
    const yard = await createYard({ script: { pullError: away, failedPulls: 3 } });
    expect((await run(yard)).status).toBe("succeeded");
    expect(posts(yard)).toBe(1);
    expect(eventsOf(yard).filter((event) => event.what === "the image could not be pulled")).toHaveLength(1);
  });

  it("names the pull's trouble when the provisioning time-out ends it", async () => {
    const yard = await createYard({ script: { pullError: away } });
    const error = await failure(run(yard, { provisionTimeoutSeconds: 120 }));
    expect(error.complaint.why).toMatch(/time-out, since its image could not be pulled: .*i\/o timeout/);
    expect(error.complaint.todo).toMatch(/registry of .* can be reached/);
    expect(await yard.clock.run(endJob(plan(yard), yard.controller().world))).toEqual({ endedPodIds: [] });
    expect(alive(yard)).toEqual([]);
  });
});
