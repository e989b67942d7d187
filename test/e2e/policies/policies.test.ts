import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Events, readEvents } from "../../../cli/plan/engine-events.ts";
import { readPreview } from "../../../cli/review/preview-document.ts";
import { packNames, policyFlags } from "../../../cli/plan/packs.ts";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { type Ended, Running } from "../../support/e2e-process.ts";
import { jobOf, pythonImage, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "judged");
});
afterAll(async () => {
  await bed.close();
  await clone.remove();
});

interface Preview {
  readonly money: Readonly<Record<string, unknown>>;
  readonly violations: readonly { readonly level: string; readonly rule: string }[];
}

/** Each rule that was broken, once, with the resources that broke it. */
function verdicts(events: Events): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { rule, resource, message } of events.violations) {
    expect(message).toMatch(new RegExp(`, rule ${rule}: .+, allowed: .+; .+`, "s"));
    found[rule] = [...new Set([...(found[rule] ?? []), resource])].sort();
  }
  return found;
}

describe("the platform as shipped", () => {
  it.each([
    ["dev", { worstCaseUsd: 0.5, balanceUsd: expect.any(Number) as number, unknown: [] }],
    ["test", { worstCaseUsd: 1, balanceUsd: null, unknown: [] }],
    ["staging", { worstCaseUsd: 6, balanceUsd: null, unknown: [] }],
    ["prod", { worstCaseUsd: 12, balanceUsd: null, unknown: [] }],
  ])("passes every rule in %s, without a cluster and without an account", async (stack, money) => {
    const preview = JSON.parse((await bed.yardOk(["preview", "-s", stack, "--json"])).stdout) as Preview;
    expect(preview.violations.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(preview.money).toMatchObject(money);
  });
});

it("passes every rule with the data layer that the README shows", async () => {
  const readme = await readFile(join(bed.root, "README.md"), "utf8");
  const [, shown = ""] = /```yaml\n(trainyard:zookeeper.+?)```/s.exec(readme) ?? [];
  expect(shown).toContain("trainyard:hbase:");
  const file = join(bed.root, "Pulumi.dev.yaml");
  const committed = await readFile(file, "utf8");
  await writeFile(file, `${committed}${shown.replace(/^/gm, "  ")}`);
  try {
    const preview = JSON.parse((await bed.yardOk(["preview", "-s", "dev", "--json"])).stdout) as Preview;
    expect(preview.violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  } finally {
    await writeFile(file, committed);
  }
});

describe("a stack that breaks what it can", () => {
  const folder = () => join(bed.root, "test", "e2e", "policies", "wrong-stack");
  const log = () => join(bed.home, "events.json");
  const packs = () =>
    packNames(bed.root).flatMap((name) => {
      const pack = join(bed.root, "policies", name);
      return ["--policy-pack", pack, "--policy-pack-config", join(pack, "prod.json")];
    });
  const pulumi = (args: readonly string[]): Promise<Ended> =>
    new Running("pulumi", [...args, "--color=never"], {
      cwd: folder(),
      env: { ...bed.env, PULUMI_DEBUG_COMMANDS: "true" },
    }).done;
  let judged: Events;

  it("is refused by the packs alone, one violation a rule with its message, unknown values among them", async () => {
    succeeded("stack init", await pulumi(["stack", "init", "wrong", "--non-interactive"]));
    const flags = ["--non-interactive", "--stack", "wrong", "--event-log", log(), ...packs()];
    const ended = await pulumi(["preview", "--suppress-progress", ...flags]);
    expect([ended.exitCode === 0, ended.output]).toEqual([false, expect.stringContaining("rule restricted-namespace")]);
    judged = readEvents(await readFile(log(), "utf8"));
    const found = verdicts(judged);
    const pods = ["again", "alone", "guess", "together"];
    const onAllPods = [
      ...["allowed-registries", "image-digest", "no-latest-tag", "no-secret-in-env", "no-host-port", "no-host-path"],
      ...["no-host-namespaces", "no-privileged-container", "no-privilege-escalation", "drop-capabilities"],
      ...["read-only-root", "run-as-non-root", "seccomp-profile", "no-service-account-token"],
      ...["resource-requests", "resource-limits", "reserved-memory", "memory-volume-limit"],
    ];
    expect(found).toMatchObject({
      ...Object.fromEntries(onAllPods.map((rule) => [rule, pods])),
      "readiness-probe": ["alone", "guess", "together"],
      "liveness-probe": ["alone", "guess", "together"],
      "rolling-update": ["alone", "guess", "together"],
      "min-replicas": ["alone", "guess"],
      spread: ["guess", "together"],
      "promised-availability": ["alone"],
      "job-deadline": ["again"],
      "cron-overlap": ["again"],
      "kept-history": ["again"],
      "no-public-service": ["front"],
      "no-open-ingress": ["wide"],
      "no-secret-in-config-map": ["conf"],
      "restricted-namespace": ["open"],
      "strong-passwords": ["short"],
      "retained-claim": ["forgotten"],
    });
    expect(JSON.stringify(judged.violations)).not.toContain("hunter2");
    const unknown = judged.violations.filter(({ message }) => message.includes("is not known in preview"));
    const sums = ["max-usd-per-month", "max-usd-running"];
    const wanted = [...sums, "min-replicas", "spread"].map((rule) => `${rule} guess`);
    expect(unknown.map(({ rule, resource }) => `${rule} ${resource}`).sort()).toEqual(wanted);
  });

  it("gets the same verdicts from the joint pack, and those over the whole stack, by `pulumi policy analyze` over an exported state", async () => {
    const inputs = judged.steps.filter(({ type }) => /^(kubernetes|random):/.test(type));
    const known = inputs.filter(({ name }) => name !== "guess");
    const resources = known.map(({ urn, type, inputs: props }) => ({
      urn,
      type,
      custom: true,
      id: urn,
      inputs: props,
      outputs: props,
    }));
    const manifest = { time: "2026-11-25T00:00:00Z", magic: "", version: "" };
    await mkdir(bed.home, { recursive: true });
    const state = join(bed.home, "state.json");
    await writeFile(state, JSON.stringify({ version: 3, deployment: { manifest, resources } }));
    succeeded("stack import", await pulumi(["stack", "import", "--force", "--stack", "wrong", "--file", state]));
    succeeded("stack export", await pulumi(["stack", "export", "--stack", "wrong", "--file", state]));
    const joint = policyFlags(bed.root, "prod", bed.home);
    const { stdout, exitCode } = await pulumi(["policy", "analyze", "--json", "--file", state, ...joint]);
    expect(exitCode).not.toBe(0);
    await writeFile(log(), stdout);
    const found = verdicts(readEvents(await readFile(log(), "utf8")));
    const before = Object.entries(verdicts(judged)).map(
      ([rule, names]) => [rule, names.filter((name) => name !== "guess")] as const,
    );
    expect(found).toMatchObject(Object.fromEntries(before));
    expect(found).toMatchObject({
      "network-policy": ["again", "alone", "open", "together"],
      "disruption-budget": ["alone", "together"],
      "no-forgotten-claim": ["forgotten"],
      "max-usd-per-month": expect.arrayContaining(["alone", "forgotten"]) as string[],
    });
  });
});

describe("./yard", () => {
  it("refuses jobs above their limits with exit code 3 and every rule that they break", async () => {
    const dear = jobOf("dear", {
      candidates: [{ gpu: "NVIDIA H100 80GB HBM3", cloud: "COMMUNITY", count: 2 }],
      ...{ maxUsd: 30, maxUsdPerHour: 10, maxDurationMinutes: 600, attempts: 9, diskGb: 200 },
      ...{
        stallMinutes: null,
        keepOnFailureMinutes: 60,
        checkpointKeep: 1,
        volume: false,
        env: { HF_TOKEN: "hunter2hunter2" },
      },
    });
    await bed.configure(stackOf(await pythonImage(), [dear], { volume: { ...volume, sizeGb: 500 } }));
    const { exitCode, output, stdout } = await bed.yard(["preview", "--json"]);
    expect([exitCode, output]).toEqual([3, expect.stringContaining("refused by policy; nothing was created")]);
    const told = { outcome: "refused", failure: "refused by policy; nothing was created" };
    expect(readPreview(bed.stack, stdout)).toMatchObject({
      ...told,
      preview: { money: { balanceUsd: expect.any(Number) as number } },
    });
    const broken = [...output.matchAll(/^ +(\S+ "\S+"), rule ([\w-]+): /gm)].map(
      ([, what, rule]) => `${rule ?? ""}: ${what ?? ""}`,
    );
    const job = [
      "allowed-gpus",
      "frequent-checkpoints",
      "max-attempts",
      "max-disk-gb",
      "max-duration-minutes",
      "max-gpus",
    ];
    const more = ["max-keep-minutes", "max-usd", "max-usd-per-hour", "no-secret-in-env", "secure-cloud", "stall-watch"];
    const wanted = [...job, ...more].map((rule) => `${rule}: TrainingJob "dear"`);
    const ofVolume = ["max-volume-gb", "no-forgotten-volume"].map((rule) => `${rule}: NetworkVolume "corpus"`);
    expect([...new Set(broken)].sort()).toEqual([...wanted, ...ofVolume].sort());
    expect(output).not.toContain("hunter2");
  });

  it("refuses an update whose jobs cost more than the account holds", async () => {
    await bed.configure(stackOf(await pythonImage(), [jobOf("one", { maxUsd: 1 })]));
    await bed.account.post("/balance", { usd: 0.3 });
    const { exitCode, output } = await bed.yard(["preview"]);
    expect([exitCode, output]).toEqual([
      3,
      expect.stringMatching(/rule update-within-balance: .+ allowed: the balance, 0\.30 USD/),
    ]);
  });

  it("has no way round the preview", async () => {
    const { exitCode, output } = await bed.yard(["up", "--skip-preview"]);
    expect([exitCode, output]).toEqual([2, expect.stringMatching(/--skip-preview/)]);
  });
});
