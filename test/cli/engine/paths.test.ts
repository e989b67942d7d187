import { expect, it } from "vitest";
import { mountsBelow } from "../../../local/host/leftovers.ts";
import { isDebianLike } from "../../../local/host/packages.ts";
import { daemonConfig, dockerdArguments, enginePaths } from "../../../cli/engine/private-paths.ts";

it("keeps the sockets in TRAINYARD_HOME while their paths are short enough", () => {
  expect(enginePaths({ home: "/home/a/p/.trainyard", cache: "/c" }).socket).toBe(
    "/home/a/p/.trainyard/local/engine/docker.sock",
  );
});

it("moves the sockets to a short folder of their own below a deep home", () => {
  const deep = enginePaths({ home: `/home/${"x".repeat(80)}`, cache: "/c" });
  expect(deep.socket).toMatch(/\/trainyard-[0-9a-f]{8}\/docker\.sock$/);
  expect(deep.execRoot.length).toBeLessThan(60);
  expect(deep.dataRoot).toBe("/c/engine");
});

it("starts an engine without bridge, packet filter rules and a shared cgroup", () => {
  const args = dockerdArguments(enginePaths({ home: "/h", cache: "/c" }));
  expect(args).toEqual(expect.arrayContaining(["--bridge=none", "--iptables=false", "--ip6tables=false"]));
  expect(args.find((arg) => arg.startsWith("--cgroup-parent="))).toMatch(/^--cgroup-parent=\/trainyard-[0-9a-f]{8}$/);
});

it("starts an engine by a file of its own, so that the machine's says nothing else, and bounds the steps of builds", () => {
  const args = dockerdArguments(enginePaths({ home: "/h", cache: "/c" }));
  expect(args).toContain("--config-file=/h/local/engine/daemon.json");
  expect(daemonConfig.builder.gc).toMatchObject({ enabled: true });
});

it("finds mounts below a folder, deepest first, and none beside it", () => {
  const info = ["/c/engine", "/c/engine/overlay/x", "/c/engine2", "/other"].map((point) => `1 2 0:1 / ${point} rw`);
  expect(mountsBelow(["/c/engine"], info.join("\n"))).toEqual(["/c/engine/overlay/x", "/c/engine"]);
});

it.each([
  ['ID=debian\nVERSION_ID="12"', true],
  ["ID=ubuntu\nID_LIKE=debian", true],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"', true],
  ["ID=fedora", false],
  ["", false],
])("knows whether %j takes Debian packages", (osRelease, debian) => {
  expect(isDebianLike(osRelease)).toBe(debian);
});
