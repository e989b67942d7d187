import { expect, it } from "vitest";
import { claimOf } from "../../../components/scale-in/lease/plan.ts";
import { changeOf, hostOf, ordinalOf } from "../../../components/scale-in/nodes.ts";
import { afterDrain, isUnfinished, parseRecord, underWay } from "../../../components/scale-in/record.ts";

const set = { namespace: "pond", statefulSet: "fish", service: "shoal" };
const host = (ordinal: number): string => hostOf(set, ordinal);

it("names the highest ordinals as leavers, and knows its own nodes by their whole name", () => {
  expect(changeOf(set, 4, 2).leavers).toEqual(["fish-2.shoal.pond.svc.cluster.local", host(3)]);
  expect([changeOf(set, undefined, 2).leavers, changeOf(set, 2, 3).leavers]).toEqual([[], []]);
  expect([
    ordinalOf(set, host(3)),
    ordinalOf(set, "fish-3.shoal.other.svc.cluster.local"),
    ordinalOf(set, "fish-x"),
  ]).toEqual([3, undefined, undefined]);
});

it("remembers drained nodes until they are settled, and forgets those that stay", () => {
  const first = afterDrain(set, undefined, 3, [host(3)]);
  expect(first).toEqual({ to: 3, leaving: [], drained: [host(3)] });
  expect(underWay(set, first, 2, [host(2)])).toEqual({ to: 2, leaving: [host(2)], drained: [host(3)] });
  expect(afterDrain(set, first, 2, [host(2)])?.drained).toEqual([host(3), host(2)]);
  expect(afterDrain(set, first, 4, [])).toBeUndefined();
});

it("sees what is unfinished, and reads no record from anything else", () => {
  expect(isUnfinished({ to: 2, leaving: [], drained: [host(2)] }, 2)).toBe(false);
  expect(isUnfinished({ to: 2, leaving: [], drained: [host(2)] }, 3)).toBe(true);
  expect(isUnfinished({ to: 2, leaving: [host(2)], drained: [] }, 2)).toBe(true);
  expect([parseRecord("{"), parseRecord(`{"to":"2"}`), parseRecord(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it("takes a lease whose holder is silent, and none whose holder lives", () => {
  const lease = { holder: "other", renewedMs: 0, record: undefined, version: "1" };
  expect(claimOf(undefined, "me", 0, undefined)).toEqual({ kind: "ours" });
  expect(claimOf({ ...lease, holder: "" }, "me", 0, undefined)).toEqual({ kind: "ours" });
  expect(claimOf(lease, "me", 70_000, undefined)).toEqual({ kind: "ours" });
  expect(claimOf(lease, "me", 20_000, undefined)).toMatchObject({ kind: "wait", ms: 50_000 });
  expect(claimOf({ ...lease, renewedMs: 30_000 }, "me", 70_000, lease)).toMatchObject({ kind: "taken" });
});
