import { expect, it } from "vitest";
import { createSimulatedClock } from "./simulated-clock.ts";

it("wakes sleepers in the order of their times, and ties in the order they lay down", async () => {
  const clock = createSimulatedClock(1000);
  const woken: [string, number][] = [];
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push([name, clock.now()]);
  };
  await clock.run(Promise.all([sleeper("late", 86_400_000), sleeper("b", 5), sleeper("c", 5), sleeper("a", 1)]));
  expect(woken).toEqual([
    ["a", 1001],
    ["b", 1005],
    ["c", 1005],
    ["late", 86_401_000],
  ]);
});

it("lets all work finish before time moves, across macro tasks too", async () => {
  const clock = createSimulatedClock(0);
  const work = async () => {
    for (let i = 0; i < 100; i++) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    return clock.now();
  };
  void clock.sleep(1);
  expect(await clock.run(work())).toBe(0);
});

it("moves exactly as far as told and resolves an aborted sleep at once", async () => {
  const clock = createSimulatedClock(0);
  const abort = new AbortController();
  let woken = -1;
  void clock.sleep(1000, abort.signal).then(() => {
    woken = clock.now();
  });
  await clock.advance(400);
  abort.abort();
  await clock.advance(0);
  expect([woken, clock.now()]).toEqual([400, 400]);
});

it("passes failures on, and says when it is stuck or too late", async () => {
  const clock = createSimulatedClock(0);
  await expect(clock.run(clock.sleep(5).then(() => Promise.reject(new Error("boom"))))).rejects.toThrow("boom");
  await expect(clock.run(new Promise(() => undefined))).rejects.toThrow("nothing sleeps");
  await expect(clock.run(clock.sleep(100), 10)).rejects.toThrow("not settled after 10 ms");
});

it("stands still while work of the real machine goes on", async () => {
  const clock = createSimulatedClock(0);
  void clock.sleep(1);
  const real = clock.outside(new Promise<void>((resolve) => setTimeout(resolve, 20)));
  expect(await clock.run(real.then(() => clock.now()))).toBe(0);
});
