import { expect, it } from "vitest";
import { containerOptions, type Placement } from "../../../../local/runpod/docker/container-options.ts";
import type { ContainerSpec } from "../../../../local/runpod/runner.ts";

const spec: ContainerSpec = {
  podId: "pod1",
  image: "an/image:1",
  entrypoint: undefined,
  cmd: undefined,
  env: { A: "1", B: "x=y" },
  diskGb: 5,
  mount: undefined,
  registry: undefined,
};
const at: Placement = { emulator: "e1", port: 4000, network: "none", memoryBytes: 1000, volumePath: undefined };

it("leaves entrypoint and command to the image unless they are given", () => {
  expect(containerOptions(spec, at)).not.toHaveProperty("Cmd");
  expect(containerOptions(spec, at)).not.toHaveProperty("Entrypoint");
  const given = containerOptions({ ...spec, cmd: ["c"], entrypoint: ["e", "f"] }, at);
  expect(given).toMatchObject({ Cmd: ["c"], Entrypoint: ["e", "f"] });
});

it("marks the container, limits it and passes the environment on", () => {
  expect(containerOptions(spec, at)).toMatchObject({
    Hostname: "pod1",
    Env: ["A=1", "B=x=y"],
    Labels: { "trainyard.emulator": "e1", "trainyard.pod": "pod1", "trainyard.port": "4000" },
    HostConfig: { NetworkMode: "none", Memory: 850, ShmSize: 1_073_741_824, Mounts: [] },
  });
});

it("mounts the folder of the volume", () => {
  const mounted = { ...spec, mount: { volumeId: "v1", path: "/workspace" } };
  const options = containerOptions(mounted, { ...at, volumePath: "/state/volumes/v1" });
  expect(options.HostConfig?.Mounts).toEqual([{ Type: "bind", Source: "/state/volumes/v1", Target: "/workspace" }]);
});

it("keeps the machine's host name on the machine's network", () => {
  expect(containerOptions(spec, { ...at, network: "host" })).not.toHaveProperty("Hostname");
});
