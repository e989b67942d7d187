import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { brokenRules, type Rule } from "./workflow-rules.ts";

const folder = join(import.meta.dirname, "..", "..", ".github", "workflows");
const names = readdirSync(folder).sort();
const source = (name: string) => readFileSync(join(folder, name), "utf8");

describe("the workflows", () => {
  it("are those of a pull request, of a merge and of the night", () => {
    expect(names).toEqual(["merge.yml", "nightly.yml", "pull-request.yml"]);
  });

  it.each(names)("%s keeps every rule", (name) => {
    expect(brokenRules(source(name))).toEqual([]);
  });

  it("run only commands that ./yard has", async () => {
    const { commandNames } = await import("../../cli/program.ts");
    const used = names.flatMap((name) =>
      [...source(name).matchAll(/\.\/yard ([a-z]+)/g)].map(([, command]) => command),
    );
    expect(used.length).toBeGreaterThan(6);
    for (const command of used) expect(commandNames).toContain(command);
  });

  it("name one commit for each version of an action", () => {
    const pins = names.flatMap((name) => [...source(name).matchAll(/uses: (\S+)@(\w+) # (\S+)/g)]);
    const commits = new Map<string, Set<string>>();
    for (const [, action = "", commit = ""] of pins)
      commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    for (const [action, found] of commits) expect([action, found.size]).toEqual([action, 1]);
  });
});

const good = source("pull-request.yml");
const merge = source("merge.yml");

describe("a workflow is refused that", () => {
  const cases: readonly (readonly [string, Rule, string])[] = [
    [
      "runs foreign code with rights",
      "foreign code with rights",
      good.replace("pull_request:", "pull_request_target:"),
    ],
    ["gives rights by default", "no rights by default", good.replace("permissions: {}", "permissions: write-all")],
    ["lets a job write the code", "rights of a job", good.replace("contents: read", "contents: write")],
    ["has no timeout", "timeout", good.replace(/ +timeout-minutes: 45\n/, "")],
    ["follows a moving runner", "runner", good.replace("ubuntu-24.04", "ubuntu-latest")],
    ["names an action by its tag", "pinned action", good.replace(/checkout@\w{40} # v[\d.]+/, "checkout@v7")],
    ["keeps the token in the clone", "kept credentials", good.replace("persist-credentials: false", "fetch-depth: 1")],
    [
      "puts an event's text into a script",
      "expression in a script",
      good.replace("./yard test --fast", "echo ${{ github.event.pull_request.title }}"),
    ],
    [
      "gives a pull request what may write",
      "secrets of a pull request",
      good.replace("secrets.PREVIEW_RUNPOD", "secrets.RUNPOD"),
    ],
    [
      "gives secrets to every step of a pull request",
      "secrets of a pull request",
      good.replace("    steps:", "    env:\n      KEY: ${{ secrets.PREVIEW_RUNPOD_API_KEY }}\n    steps:"),
    ],
    [
      "cancels a running update",
      "update without a group",
      merge.replace("cancel-in-progress: false", "cancel-in-progress: true"),
    ],
    ["changes prod unasked", "prod without approval", merge.replace(/ +environment: production.*\n/, "")],
    [
      "takes a lock away",
      "lock of somebody else",
      merge.replace("./yard up -s prod", "pulumi cancel --yes; ./yard up -s prod"),
    ],
  ];

  it.each(cases)("%s", (_, rule, bad) => {
    expect([good, merge]).not.toContain(bad);
    expect(brokenRules(bad).map(([broken]) => broken)).toContain(rule);
  });
});
