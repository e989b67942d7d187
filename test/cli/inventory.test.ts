import { expect, it } from "vitest";
import { compareInventories, countedMounts, type Inventory, ownCgroups } from "../../cli/inventory.ts";

const empty: Inventory = {
  pods: [],
  containers: [],
  processes: [],
  mounts: [],
  links: ["lo:"],
  iptables: [],
  cgroups: [],
};

it("names what came and not what went", () => {
  const after: Inventory = { ...empty, pods: ["abc demo-a1"], links: ["lo:", "docker0:"] };
  expect(compareInventories(empty, after)).toEqual([
    { kind: "pods", item: "abc demo-a1" },
    { kind: "links", item: "docker0:" },
  ]);
  expect(compareInventories(after, empty)).toEqual([]);
});

it("counts mounts of our engine and leaves those of other engines out", () => {
  const points = [
    "/",
    "/ours/overlay2/a/merged",
    "/var/lib/docker/overlay2/b/merged",
    "/run/docker/netns/default",
    "/mnt/x",
  ];
  const info = points.map((point) => `1 2 0:1 / ${point} rw`).join("\n");
  expect(countedMounts(info, ["/ours"])).toEqual(["/", "/mnt/x", "/ours/overlay2/a/merged"]);
});

it("leaves the cgroups of another clone's engine out, and no other", () => {
  const found = [
    "/sys/fs/cgroup/cpu/trainyard-00000001",
    "/sys/fs/cgroup/cpu/trainyard-00000002",
    "/sys/fs/cgroup/cpu/docker",
  ];
  expect(ownCgroups(found, ["/trainyard-00000001"])).toEqual([found[0], found[2]]);
});
