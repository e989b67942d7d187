import { expect, it } from "vitest";
import { createScene } from "./scene.ts";

interface Gpu {
  readonly id: string;
  readonly availability?: string;
  readonly dataCenters?: readonly { readonly id: string }[];
  readonly cudaVersions?: unknown;
  readonly price: { readonly secure: number };
}

const A4000 = encodeURIComponent("NVIDIA RTX A4000");

it("lists every GPU with prices and, when asked, with stock", async () => {
  const scene = createScene({ settings: { prices: { "NVIDIA L4": { secure: 9 } } } });
  const plain = (await scene.ask("GET", "/v2/catalog/gpus")).body["gpus"] as Gpu[];
  expect(plain.map((gpu) => gpu.id)).toContain("NVIDIA RTX A4000");
  expect(plain.every((gpu) => gpu.availability === undefined)).toBe(true);
  expect(plain.find((gpu) => gpu.id === "NVIDIA L4")?.price.secure).toBe(9);
  const reply = await scene.ask("GET", "/v2/catalog/gpus?include=AVAILABILITY&product=POD&cloud=SECURE");
  const stocked = reply.body["gpus"] as Gpu[];
  expect(stocked.every((gpu) => gpu.availability !== undefined)).toBe(true);
  expect(scene.emulator.core.bugs()).toEqual([]);
});

it.each([
  ["include=AVAILABILITY", "product is required when include=AVAILABILITY"],
  ["count=2", "count requires include=AVAILABILITY"],
  ["product=POD", "product requires include=AVAILABILITY"],
  [
    "include=AVAILABILITY&product=POD&cudaVersions=12.8&minCudaVersion=12.1",
    "cudaVersions and minCudaVersion cannot be used together",
  ],
])("refuses the query %s", async (query, detail) => {
  const scene = createScene();
  const reply = await scene.ask("GET", `/v2/catalog/gpus?${query}`);
  expect([reply.status, reply.body.detail]).toEqual([400, detail]);
});

it("omits data centres and CUDA versions of a GPU that is nowhere free", async () => {
  const scene = createScene();
  const path = `/v2/catalog/gpus/${A4000}?include=AVAILABILITY&product=POD`;
  scene.emulator.core.setStock({ gpu: "NVIDIA RTX A4000", level: "NONE" });
  const none = (await scene.ask("GET", path)).body as unknown as Gpu;
  expect([none.availability, none.dataCenters, none.cudaVersions]).toEqual(["NONE", undefined, undefined]);
  scene.emulator.core.setStock({ gpu: "NVIDIA RTX A4000", cloud: "SECURE", dataCenter: "AP-JP-1", level: "LOW" });
  const low = (await scene.ask("GET", path)).body as unknown as Gpu;
  expect([low.availability, low.dataCenters?.map((one) => one.id)]).toEqual(["LOW", ["AP-JP-1"]]);
  const elsewhere = (await scene.ask("GET", `${path}&countryCodes=RO,SE`)).body as unknown as Gpu;
  expect(elsewhere.availability).toBe("NONE");
  expect(scene.emulator.core.pod(await scene.pod())?.dataCenterId).toBe("AP-JP-1");
});

it("takes several regions as any of them and several volume types as all of them", async () => {
  const scene = createScene();
  const ids = async (query: string) => {
    const reply = await scene.ask("GET", `/v2/catalog/datacenters?${query}`);
    return (reply.body["dataCenters"] as { id: string }[]).map((one) => one.id);
  };
  expect(await ids("regions=ASIA&regions=OCEANIA")).toEqual(["OC-AU-1", "AP-JP-1"]);
  expect(await ids("networkVolumeTypes=STANDARD&networkVolumeTypes=HIGH_PERFORMANCE")).toEqual(["EU-RO-1", "US-KS-2"]);
  const one = await scene.ask("GET", "/v2/catalog/datacenters/EU-RO-1?include=GPU_AVAILABILITY");
  expect((one.body["gpuAvailability"] as unknown[]).length).toBeGreaterThan(10);
  expect((await scene.ask("GET", "/v2/catalog/cpus")).status).toBe(200);
  expect((await scene.ask("GET", "/v2/catalog/gpus/none")).status).toBe(404);
  expect(scene.emulator.core.bugs()).toEqual([]);
});
