import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compareInventories, countedMounts, type Inventory, inventory, ownCgroups } from "../../cli/inventory.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

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

it("takes an interface for the same, as it was once written", () => {
  const before: Inventory = { ...empty, links: ["eth0@if7:", "lo:"] };
  const after: Inventory = { ...empty, links: ["eth0", "lo", "veth1"] };
  expect(compareInventories(before, after)).toEqual([{ kind: "links", item: "veth1" }]);
});

it.runIf(process.platform === "linux")(
  "sees the interfaces before the first up has brought the program that shows them",
  async () => {
    const folder = temporaryFolder("inventory");
    writeFileSync(join(folder, "ip"), "#!/bin/sh\nexit 127\n");
    chmodSync(join(folder, "ip"), 0o755);
    const site = { root: folder, home: folder, cache: folder, env: { PATH: folder, DOCKER_HOST: "unix:///none.sock" } };
    expect((await inventory(site)).links).toContain("lo");
  },
);

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
