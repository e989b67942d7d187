import { describe, expect, it } from "vitest";
import { Pacer, retryAfterMs } from "../../../components/runpod/pacing.ts";
import { jumpingClock } from "./recorded.ts";

const policy = '"minute";q=60;w=60, "hour";q=3000;w=3600, "day";q=50000;w=86400';

function paced(rateLimit: string) {
  const clock = jumpingClock();
  const pacer = new Pacer(clock);
  pacer.note(new Headers({ RateLimit: rateLimit, "RateLimit-Policy": policy }));
  return { clock, pacer };
}

describe("pacing", () => {
  it("lets everything pass while nothing is known, and for exempt callers", () => {
    const pacer = new Pacer(jumpingClock());
    pacer.note(new Headers());
    expect(pacer.delayMs(false)).toBe(0);
  });

  it("waits for the longest of the windows that are empty", () => {
    const { pacer } = paced('"minute";r=0;t=20, "hour";r=0;t=70, "day";r=900;t=4000');
    expect(pacer.delayMs(true)).toBe(70_000);
  });

  it("never waits longer than 90 s: then RunPod decides", () => {
    expect(paced('"day";r=0;t=40000').pacer.delayMs(true)).toBe(90_000);
  });

  it("counts its own calls, so that a burst does not overdraw a window", async () => {
    const { pacer, clock } = paced('"minute";r=2;t=30');
    await pacer.wait(true);
    await pacer.wait(true);
    expect(clock.slept).toEqual([]);
    await pacer.wait(true);
    expect(clock.slept).toEqual([30_000]);
  });

  it("forgets a window that has passed", async () => {
    const { pacer, clock } = paced('"minute";r=0;t=10');
    await clock.sleep(10_001);
    expect(pacer.delayMs(true)).toBe(0);
  });

  it("spreads reads over the rest of a scarce window, but not what ends or changes something", () => {
    const { pacer } = paced('"minute";r=5;t=30');
    expect(pacer.delayMs(false)).toBe(5000);
    expect(pacer.delayMs(true)).toBe(0);
  });

  it("holds everybody back after a 429", () => {
    const { pacer } = paced('"minute";r=50;t=30');
    pacer.block(4000);
    expect(pacer.delayMs(true)).toBe(4000);
  });
});

describe("Retry-After", () => {
  it.each([
    [{ "Retry-After": "7" }, 7000],
    [{ "Retry-After": "0" }, 0],
    [{ RateLimit: '"minute";r=0;t=12, "hour";r=0;t=99, "day";r=5;t=9999' }, 99_000],
    [{ "Retry-After": "soon" }, undefined],
    [{}, undefined],
  ])("of %j", (headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>))).toBe(expected);
  });
});
