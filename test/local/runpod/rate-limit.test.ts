import { expect, it } from "vitest";
import { RateLimiter } from "../../../local/runpod/rate-limit.ts";

it("counts anew after the machine's clock was set back, and asks nobody to wait for the old time", () => {
  let now = Date.UTC(2026, 10, 28, 12);
  const limiter = new RateLimiter(
    { now: () => now, sleep: async () => undefined },
    { minute: 2, hour: 100, day: 1000 },
  );
  limiter.take();
  limiter.take();
  expect(() => limiter.take()).toThrow("rate limit exceeded for the minute window");
  now -= 3_600_000;
  limiter.take();
  expect(limiter.headers()["ratelimit"]).toBe('"minute";r=1;t=60, "hour";r=99;t=3600, "day";r=999;t=86400');
});
