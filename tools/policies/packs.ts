import { readdirSync, readFileSync } from "node:fs";
import { rules as cost } from "../../policies/cost/rules.ts";
import { rules as reliability } from "../../policies/reliability/rules.ts";
import type { ToldPack } from "./table.ts";
import { rules as security } from "../../policies/security/rules.ts";

/** Every pack with its rules. */
export const packs = { cost, security, reliability } as const;

/** The packs with what the committed environments say of them. */
export function toldPacks(): readonly ToldPack[] {
  return Object.entries(packs).map(([name, rules]) => ({ name, rules, environments: environmentsOf(name) }));
}

function environmentsOf(pack: string): ToldPack["environments"] {
  const folder = new URL(`../../policies/${pack}/`, import.meta.url);
  const names = readdirSync(folder).flatMap((file) => /^(dev|test|staging|prod)\.json$/.exec(file)?.[1] ?? []);
  const order = ["dev", "test", "staging", "prod"];
  return Object.fromEntries(
    names
      .sort((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((name) => [
        name,
        JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Record<string, unknown>,
      ]),
  );
}
