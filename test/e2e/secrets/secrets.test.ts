import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bed } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { commandLines } from "../../support/e2e-process.ts";
import { jobOf, pythonImage, script, stackOf } from "../../support/e2e-stack.ts";

const sentinels: Record<string, string> = {
  configuredKey: "SENTINEL-config-7f3a9c",
  environmentKey: "SENTINEL-env-51be02",
  environmentS3Key: "SENTINEL-s3-88d1f4",
  runpodSecret: "SENTINEL-hf-c04e6b",
};

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "secrets");
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

/** The program checks that it was given the secret, and prints nothing of it. */
const usesSecret = script({
  also: ["assert len(os.environ['HF_TOKEN']) == 18", "print('has the secret')"],
  seconds: 3,
});

/** Places below the home in which a secret may stand: the emulated RunPod's own files, the passphrase, tokens of runs. */
const isGuarded = (path: string): boolean =>
  path.startsWith("local/runpod/") || path === "passphrase" || /^runs\/.*\/token$/.test(path);

it("never shows a key, a secret or a run's token in state, logs, arguments, results or output", async () => {
  const job = jobOf("smoke", { command: usesSecret, secretEnv: { HF_TOKEN: "hf" } });
  await bed.configure(stackOf(await pythonImage(), [job]));
  await bed.account.post("/secrets", { name: "hf", value: sentinels["runpodSecret"] });
  await bed.pulumiOk(["config", "set", "--secret", "trainyard:runpodApiKey", sentinels["configuredKey"] ?? ""]);
  const keys = { RUNPOD_API_KEY: sentinels["environmentKey"], RUNPOD_S3_SECRET_KEY: sentinels["environmentS3Key"] };
  const up = await bed.startPulumi(["up", "--yes"], keys);
  const seen = new Set<string>();
  const sampling = setInterval(() => {
    for (const line of commandLines()) seen.add(line);
  }, 100);
  const { exitCode, output } = await up.done;
  clearInterval(sampling);
  expect([exitCode, output]).toEqual([0, expect.stringContaining("the run succeeded")]);

  const [folder = ""] = await bed.runFolders("smoke");
  expect(await readFile(join(folder, "container.log"), "utf8")).toContain("has the secret");
  const endpoint = JSON.parse(await readFile(join(bed.home, "local", "runpod", "endpoint.json"), "utf8")) as {
    [name: string]: string;
  };
  const secrets: Record<string, string> = {
    ...sentinels,
    accountKey: endpoint["apiKey"] ?? "",
    s3SecretKey: endpoint["s3SecretKey"] ?? "",
    runToken: (await readFile(join(folder, "token"), "utf8")).trim(),
    passphrase: (await readFile(join(bed.home, "passphrase"), "utf8")).trim(),
  };
  expect(Math.min(...Object.values(secrets).map((secret) => secret.length))).toBeGreaterThan(15);

  const places: Record<string, string> = { output, arguments: [...seen].join("\n") };
  for (const entry of await readdir(bed.home, { recursive: true, withFileTypes: true })) {
    const path = relative(bed.home, join(entry.parentPath, entry.name));
    if (entry.isFile() && !isGuarded(path)) places[path] = await readFile(join(bed.home, path), "latin1");
  }
  expect(Object.keys(places).filter((path) => path.startsWith("runs/")).length).toBeGreaterThan(4);
  expect(Object.keys(places).filter((path) => path.startsWith("state/")).length).toBeGreaterThan(0);
  const shown = Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [`${name} in ${place}`] : [])),
  );
  expect(shown).toEqual([]);
  const env = JSON.stringify((await bed.account.pods()).map((pod) => pod.env));
  const long = ["configuredKey", "environmentKey", "environmentS3Key", "runpodSecret", "accountKey", "s3SecretKey"];
  expect(long.filter((name) => env.includes(secrets[name] ?? ""))).toEqual([]);
});

it("finds a key that is kept as a secret of the configuration on the first up", async () => {
  const kept = await Bed.open(clone, "kept");
  try {
    const file = join(kept.home, "local", "runpod", "endpoint.json");
    const { apiUrl = "", apiKey = "" } = JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
    // Encrypted for this home, then forgotten: neither the stack nor its merged configuration exists at the first up.
    await kept.configure(stackOf(await pythonImage(), [jobOf("smoke")], { runpod: apiUrl }));
    await kept.pulumiOk(["config", "set", "--secret", "trainyard:runpodApiKey", apiKey]);
    const encrypted = await readFile(kept.configFile, "utf8");
    expect(encrypted).toMatch(/trainyard:runpodApiKey:\n +secure: /);
    await rm(kept.configFile);
    await rm(join(kept.home, "state"), { recursive: true });
    await writeFile(join(kept.root, "Pulumi.kept.yaml"), encrypted);

    const ended = await kept.yard(["up", "--yes"]);
    expect([ended.exitCode, ended.output]).toEqual([0, expect.stringContaining("succeeded")]);
    expect((await kept.records("smoke")).map((record) => record.status)).toEqual(["succeeded"]);
    expect(ended.output).not.toContain(apiKey);
    await kept.destroy();
  } finally {
    await kept.close();
  }
});
