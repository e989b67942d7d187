import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { packNames } from "../../../cli/plan/packs.ts";
import { packs, toldPacks } from "../../../tools/policies/packs.ts";
import { renderRules } from "../../../tools/policies/table.ts";

const root = join(import.meta.dirname, "..", "..", "..");

describe("the table of rules", () => {
  it("is what the rules say: node tools/policies/write-table.ts writes it", async () => {
    const file = join(root, "docs", "policies.md");
    const wanted = await format(renderRules(toldPacks()), { ...(await resolveConfig(file)), parser: "markdown" });
    expect(readFileSync(file, "utf8")).toBe(wanted);
  });

  it("shows the packs that ./yard runs, each with a file for the same environments", () => {
    expect(Object.keys(packs).sort()).toEqual(packNames(root));
    const joint = readFileSync(join(root, "policies", "all", "packs.json"), "utf8");
    expect(JSON.parse(joint)).toEqual(packNames(root));
    const environments = toldPacks().map((pack) => Object.keys(pack.environments));
    for (const names of environments) expect(names).toEqual(environments[0]);
  });
});

describe.each(toldPacks())("policies/$name", ({ name, rules, environments }) => {
  it("has one rule a file, and the file has the rule's name", () => {
    const files = readdirSync(join(root, "policies", name, "rules")).map((file) => file.replace(/\.ts$/, ""));
    expect(files.sort()).toEqual(rules.map((rule) => rule.id).sort());
  });

  it("says of each rule what it asks, why and what to do, in whole words", () => {
    for (const { asks, why, fix } of rules) {
      expect(asks).toMatch(/^[A-Z].+\.$/);
      expect(why).toMatch(/^[A-Z`].+\.$/);
      expect(fix).toMatch(/^[a-z].+[^.]$/);
    }
  });

  it("gives environments only settings that its rules know, in their ranges", () => {
    for (const said of Object.values(environments)) {
      for (const [id, settings] of Object.entries(said)) {
        const known = rules.find((rule) => rule.id === id)?.settings ?? {};
        const given = typeof settings === "string" ? [] : Object.keys(settings as object);
        expect([id, given.filter((key) => key !== "enforcementLevel" && !(key in known))]).toEqual([id, []]);
        expect([id, rules.some((rule) => rule.id === id)]).toEqual([id, true]);
      }
    }
  });
});
