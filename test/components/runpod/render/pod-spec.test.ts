import { expect, it } from "vitest";
import { podSpec, type PodSpecInput } from "../../../../components/runpod/render/pod-spec.ts";

const input: PodSpecInput = {
  run: "shop-dev-tiny-0a1b2c3d",
  attempt: 2,
  token: "t0ken",
  apiUrl: "https://api.runpod.io/v2",
  createdAt: 1_000,
  deadline: 4_600,
  handoverSeconds: 120,
  command: ["python3", "-m", "train"],
  mount: "/workspace",
  dataPath: "corpora/abc",
  httpPort: null,
  dataByHttp: false,
  checkpointSeconds: 300,
  checkpointKeep: 2,
  stallSeconds: null,
  seed: 7,
  recipe: null,
};

it("names the pod after run and attempt and keeps the lifetime as a span", () => {
  expect(podSpec(input)).toMatchObject({ version: 1, name: "shop-dev-tiny-0a1b2c3d-a2", lifetimeSeconds: 3_600 });
});

it("has defaults for what the caller leaves out, and the caller's word wins", () => {
  expect(podSpec(input)).toMatchObject({ heartbeatSeconds: 5, graceSeconds: 30, dataWaitSeconds: 600 });
  expect(podSpec({ ...input, graceSeconds: 2 }).graceSeconds).toBe(2);
});

it("refuses a deadline that is not after the creation", () => {
  expect(() => podSpec({ ...input, deadline: 1_000 })).toThrow(/deadline must be after createdAt/);
  expect(() => podSpec({ ...input, deadline: Number.NaN })).toThrow(RangeError);
});
