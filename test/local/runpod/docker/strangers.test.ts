import type Docker from "dockerode";
import { expect, it } from "vitest";
import { POD_LABEL } from "../../../../local/runpod/docker/container-options.ts";
import { createDockerRunner } from "../../../../local/runpod/docker/runner.ts";

it("goes on where the engine cannot remove a container of a pod that is gone, and says so", async () => {
  const left = new Map(["kept", "stuck", "gone"].map((pod) => [`id-${pod}`, pod]));
  const busy = Object.assign(new Error("unlinkat: device or resource busy"), { statusCode: 500 });
  const docker = {
    listContainers: async () => [...left].map(([Id, pod]) => ({ Id, Labels: { [POD_LABEL]: pod } })),
    getContainer: (id: string) => ({
      remove: async () => {
        if (left.get(id) === "stuck") throw busy;
        left.delete(id);
      },
    }),
  } as unknown as Docker;
  const runner = createDockerRunner({
    engine: { docker, url: "unix:///engine", local: true },
    ...{ stateDir: "/state", port: 1, apiSocket: "/state/api.sock", socketFolder: "/state", network: "host" },
  });
  const said: string[] = [];
  expect(await runner.removeStrangers(new Set(["kept"]), (line) => said.push(line))).toEqual(["gone"]);
  expect([...left.values()]).toEqual(["kept", "stuck"]);
  expect(said).toEqual([expect.stringMatching(/^container id-stuck of pod stuck, .*device or resource busy$/)]);
});
