import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

/** The key in which Pulumi wraps a secret. */
const SECRET_MARK = "4dabf18193072939515e22adb298388d";

interface Built {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

let built: readonly Built[];
beforeAll(async () => {
  const script = new URL("./built-resources.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  built = (JSON.parse(stdout) as Built[]).sort((a, b) => (a.type < b.type ? -1 : 1));
});

describe("RunPod's resources in a program", () => {
  it("carry their own types, their owner and their defaults", () => {
    const owner = { project: "trainyard", stack: "dev" };
    const volume = { sizeGb: 50, dataCenter: "EU-RO-1", type: "STANDARD", retain: false };
    const template = { image: "example/notebook:1", args: "", diskGb: 20, ports: [], env: {}, category: "NVIDIA" };
    const plain = built.map(({ type, inputs: { __provider: _, password: __, ...inputs } }) => ({ type, inputs }));
    expect(plain).toMatchObject([
      { type: "pulumi-nodejs:dynamic/runpod:NetworkVolume", inputs: { ...owner, name: "corpora", ...volume } },
      { type: "pulumi-nodejs:dynamic/runpod:RegistryAuth", inputs: { ...owner, name: "images", username: "robot" } },
      { type: "pulumi-nodejs:dynamic/runpod:Template", inputs: { ...owner, name: "notebook", ...template } },
    ]);
  });

  it.each([
    [0, "network-volume"],
    [1, "registry-auth"],
    [2, "template"],
  ])("store a short text that holds nothing but the loading (%i, %s)", (index, folder) => {
    const text = String(built[index]?.inputs["__provider"]);
    expect(text).toContain(`components/runpod/${folder}/lifecycle.ts`);
    expect(text.length).toBeLessThan(8_000);
    expect(text).not.toContain("SENTINEL");
  });

  it("mark the password as a secret", () => {
    expect(Object.keys(built[1]?.inputs["password"] as object)).toContain(SECRET_MARK);
  });
});
