import type { Preview } from "../../../cli/review/preview-document.ts";

const money: Preview["money"] = {
  beforeUsdPerMonth: 7,
  standingUsdPerMonth: 14,
  changeUsdPerMonth: 7,
  runningUsdPerHour: 2.027,
  worstCaseUsd: 12,
  confidence: { standing: "file", runs: "ceiling" },
  unknown: [],
  notCounted: ["traffic", "taxes"],
  balanceUsd: 40.5,
};

/** A document of a preview with nothing in it but what is given. */
export function previewOf(given: Partial<Preview> = {}): Preview {
  return { steps: [], violations: [], warnings: [], money, ...given };
}

export const step = (op: string, type: string, name: string, ...diffs: readonly string[]) => ({
  ...{ op, type, name },
  diffs: [...diffs],
});

export const violation = (level: string, rule: string, resource: string, message: string) => ({
  ...{ pack: "trainyard-cost", level, rule, resource, message },
});

/** A change that replaces, deletes, makes, changes and leaves. */
export const busy = previewOf({
  steps: [
    step("create", "pulumi:pulumi:Stack", "trainyard-prod"),
    step("create", "trainyard:image:Image", "trainer"),
    step("create-replacement", "pulumi-nodejs:dynamic/runpod:TrainingJob", "khmer-qwen", "recipe.steps", "recipe.seed"),
    step("replace", "pulumi-nodejs:dynamic/runpod:TrainingJob", "khmer-qwen", "recipe.steps"),
    step("delete-replaced", "pulumi-nodejs:dynamic/runpod:TrainingJob", "khmer-qwen"),
    step("delete", "kubernetes:core/v1:PersistentVolumeClaim", "store-data"),
    step("update", "kubernetes:apps/v1:Deployment", "tracking-server", "spec.template.spec.containers[0].image"),
    step("create", "kubernetes:core/v1:Service", "tracking"),
    step("same", "kubernetes:core/v1:Namespace", "platform"),
  ],
  violations: [
    violation("advisory", "known-balance", "trainyard-prod", "The balance is known.\nthis stack: it is not"),
    violation("advisory", "image-digest", "tracking-server", "can't run policy: the digest is not known"),
  ],
  warnings: ["the cluster of this machine does not run: what it would say of this change is not checked now"],
});

/** The same with a rule broken and a figure missing. */
export const refused = previewOf({
  ...busy,
  violations: [
    ...busy.violations,
    violation("mandatory", "max-usd", "khmer-qwen", "maxUsd is 90 USD, allowed: 25 USD"),
  ],
  money: {
    ...money,
    balanceUsd: null,
    unknown: [{ type: "kubernetes:core/v1:Service", name: "edge", why: "no kubernetes.loadBalancerUsdPerMonth" }],
  },
  error: { what: "refused by policy; nothing was created", todo: "change it" },
});

/** What somebody may call things to break out of a comment. */
export const hostileNames = [
  "a | b | c",
  "line\nbreak\r\n| --- |",
  "@octocat and @acme/admins",
  "`code` ``` fence",
  "</code><img src=x onerror=alert(1)>",
  "[click](https://evil.example) ![x](https://evil.example/p.png)",
  "**bold** _it_ ~~gone~~ # head",
  "\u202Egnp.exe\u202C and \u2066hidden\u2069 zero\u200Bwidth",
  "<!-- trainyard:review --> -->",
  "https://evil.example www.evil.example a@evil.example #123 GH-1 acme/repo#2",
  "lone \uD83D surrogate and \u{1F600} whole",
  "$x^2$ :tada: \\| &#64; &lt;",
  "",
] as const;

export const hostile = previewOf({
  steps: hostileNames.map((name) => step("delete", `evil:index:${name}`, name, `${name}.x`)),
  violations: hostileNames.map((name) => violation(name, name, name, name)),
  warnings: [...hostileNames],
  money: {
    ...money,
    unknown: hostileNames.map((name) => ({ type: name, name, why: name })),
    notCounted: [...hostileNames],
  },
});
