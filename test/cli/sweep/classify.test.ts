import { expect, it } from "vitest";
import { classify, type Known } from "../../../cli/sweep/classify.ts";
import type { Pod } from "../../../components/runpod/service.ts";

const known: Known = {
  owner: "owner-1",
  project: "yard",
  stack: "dev",
  leased: new Set(["dev/busy"]),
  running: new Set(["yard-dev-left-aaaaaaaa-a1", "yard-dev-stopped-aaaaaaaa-a1"]),
  unreadable: new Set(["torn-one/dev-aaaaaaaa-a2"]),
};
const pod = (name: string, owner?: string, status = "RUNNING") =>
  ({ id: name, name, status, env: owner === undefined ? {} : { TRAINYARD_OWNER: owner } }) as unknown as Pod;
const standings = (...pods: Pod[]) => classify(pods, known).map((found) => [found.pod.name, found.standing]);

it("calls a pod an orphan only with both our name and our token", () => {
  expect(standings(pod("yard-dev-lost-aaaaaaaa-a1", "owner-1"))).toEqual([["yard-dev-lost-aaaaaaaa-a1", "orphan"]]);
  expect(standings(pod("yard-dev-lost-aaaaaaaa-a1", "owner-2"))).toEqual([["yard-dev-lost-aaaaaaaa-a1", "foreign"]]);
  expect(standings(pod("yard-dev-lost-aaaaaaaa-a1"))).toEqual([["yard-dev-lost-aaaaaaaa-a1", "foreign"]]);
});

it("does not even list pods of others, of another project or of another stack", () => {
  expect(standings(pod("my-notebook", "owner-1"), pod("other-dev-j-aaaaaaaa-a1", "owner-1"))).toEqual([]);
  expect(standings(pod("yard-prod-j-aaaaaaaa-a1", "owner-1"))).toEqual([]);
});

it("keeps its hands off a pod that a running update works on, and off a detached one", () => {
  expect(standings(pod("yard-dev-busy-aaaaaaaa-a2", "owner-1"))).toEqual([["yard-dev-busy-aaaaaaaa-a2", "in-use"]]);
  expect(standings(pod("yard-dev-left-aaaaaaaa-a1", "owner-1"))).toEqual([["yard-dev-left-aaaaaaaa-a1", "detached"]]);
});

it("takes a record that cannot be read for no proof that nobody wants the run", () => {
  const name = "yard-dev-torn-one-aaaaaaaa-a2";
  expect(standings(pod(name, "owner-1"))).toEqual([[name, "detached"]]);
  expect(standings(pod(name, "owner-1", "EXITED"))).toEqual([[name, "orphan"]]);
});

it("counts a stopped pod as an orphan, for its disk costs money", () => {
  expect(standings(pod("yard-dev-stopped-aaaaaaaa-a1", "owner-1", "EXITED"))).toEqual([
    ["yard-dev-stopped-aaaaaaaa-a1", "orphan"],
  ]);
});
