import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { renderPodRequest, type PodRequestInput } from "../../../../components/runpod/render/pod-request.ts";
import { podSpec } from "../../../../components/runpod/render/pod-spec.ts";

const spec = podSpec({
  run: "shop-dev-tiny-0a1b2c3d",
  attempt: 1,
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
});

const input: PodRequestInput = {
  spec,
  owner: "0b7ea1de-0000-4000-8000-000000000000",
  supervisor: "c3VwZXJ2aXNvcg==",
  env: { LANG: "km_KH.UTF-8" },
  secretEnv: { HF_TOKEN: "hub" },
  image: "registry.example/trainer:1",
  candidate: { gpu: "NVIDIA RTX A4000", count: 1, cloud: "SECURE", dataCenter: "EU-RO-1" },
  volumeId: "vol1",
  diskGb: 20,
  registryId: "reg1",
  ports: [],
};
const portless = { ...spec, mount: null, httpPort: 8787 };

function problems(changes: Partial<PodRequestInput>): string {
  try {
    renderPodRequest({ ...input, ...changes });
  } catch (error) {
    return String(error);
  }
  return "none";
}

describe("renderPodRequest", () => {
  it("asks for one GPU in one place with the volume, and starts the supervisor", () => {
    const { env, ...rest } = renderPodRequest(input);
    expect(rest).toMatchInlineSnapshot(`
      {
        "args": "sh -c eval\${IFS}$TRAINYARD_BOOT",
        "cloud": "SECURE",
        "dataCenterIds": [
          "EU-RO-1",
        ],
        "disk": 20,
        "gpu": {
          "count": 1,
          "id": "NVIDIA RTX A4000",
        },
        "image": "registry.example/trainer:1",
        "mounts": {
          "network": [
            {
              "path": "/workspace",
              "volumeId": "vol1",
            },
          ],
        },
        "name": "shop-dev-tiny-0a1b2c3d-a1",
        "registry": "reg1",
      }
    `);
    expect(Object.keys(env ?? {})).toEqual([
      "TRAINYARD_BOOT",
      "TRAINYARD_SUPERVISOR",
      "TRAINYARD_SPEC",
      "TRAINYARD_OWNER",
      "TRAINYARD_NAME",
      "LANG",
      "HF_TOKEN",
    ]);
    expect(env).toMatchObject({ HF_TOKEN: "{{ RUNPOD_SECRET_hub }}", TRAINYARD_NAME: spec.name });
    expect(JSON.parse(env?.["TRAINYARD_SPEC"] ?? "")).toEqual(spec);
  });

  it("leaves out what a job without volume, registry and data centre does not need, and opens the port", () => {
    const candidate = { gpu: "NVIDIA L4", count: 2, cloud: "COMMUNITY", dataCenter: null } as const;
    const body = renderPodRequest({ ...input, spec: portless, volumeId: null, registryId: null, candidate });
    expect(Object.keys(body)).toEqual(["name", "image", "args", "disk", "env", "ports", "cloud", "gpu"]);
    expect(body).toMatchObject({ ports: ["8787/http"], gpu: { id: "NVIDIA L4", count: 2 }, cloud: "COMMUNITY" });
  });

  it("uses cmd instead of args only where the account has it", () => {
    const body = renderPodRequest(input, { cmd: true });
    expect(body.cmd).toEqual(["sh", "-c", 'eval "$TRAINYARD_BOOT"']);
    expect(body).not.toHaveProperty("args");
  });

  it("fits the API description", () => {
    const file = new URL("../../../../api/runpod/openapi-v2.json", import.meta.url);
    const document = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    const ajv = new Ajv2020.default({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "api", ...document });
    const valid = ajv.compile({ $ref: "api#/components/schemas/CreatePodRequest" });
    expect([valid(renderPodRequest(input)), valid.errors]).toEqual([true, null]);
    expect(valid({ ...renderPodRequest(input), bogus: 1 })).toBe(false);
  });

  it.each([
    ["a variable of ours", { env: { TRAINYARD_SPEC: "x" } }, "env.TRAINYARD_SPEC: must not begin with"],
    ["a variable of RunPod", { env: { RUNPOD_API_KEY: "x" } }, "env.RUNPOD_API_KEY: must not begin with"],
    ["a name that no shell can hold", { env: { "a-b": "x" } }, "env.a-b: must be letters"],
    ["one name twice", { env: { A: "1" }, secretEnv: { A: "s" } }, "secretEnv.A: stands in env too"],
    ["no secret's name", { secretEnv: { A: "a }}" } }, "secretEnv.A: must name a RunPod secret"],
    ["a port without protocol", { ports: ["80"] }, "ports: must look like 8888/http"],
    ["a port twice", { ports: ["22/tcp", "22/http"] }, "ports: must not name port 22 twice"],
    ["a volume without a mount", { spec: portless }, "volumeId: must come with a mount path"],
    ["half a gigabyte", { diskGb: 0.5 }, "diskGb: must be a whole number"],
    [
      "a volume outside the secure cloud",
      { candidate: { ...input.candidate, cloud: "COMMUNITY" as const } },
      "candidate.cloud: must be SECURE",
    ],
  ])("refuses %s", (_, changes, reason) => expect(problems(changes)).toContain(reason));

  it("refuses more variables than RunPod takes and more HTTP ports than its proxy serves, both at once", () => {
    const env = Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`V${n}`, "x"]));
    const ports = Array.from({ length: 10 }, (_, n) => `${9000 + n}/http`);
    const told = problems({ env, ports, spec: portless, volumeId: null });
    expect(told).toContain("env: must leave at most 50 variables with our 5, got 51");
    expect(told).toContain("ports: must be at most 10 HTTP ports with our own, got 11");
    expect(problems({ env, secretEnv: {} })).toBe("none");
  });
});
