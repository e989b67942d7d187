import type { Rule } from "../../policies/rule/rule.ts";

/** A pack as its documentation shows it. */
export interface ToldPack {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** What each environment's file says of the rules, by environment. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** All rules of all packs as a page. */
export function renderRules(packs: readonly ToldPack[]): string {
  const count = packs.reduce((sum, { rules }) => sum + rules.length, 0);
  const head = `# Policy rules

<!-- Written by \`node tools/policies/write-table.ts\`; test/tools/policies/table.test.ts keeps it true. -->

${count} rules in ${packs.length} packs. **M**: mandatory, a finding refuses the update before anything is made (exit code 3). **A**: advisory, it is
shown. **-**: off. A value that preview cannot know is a finding; of the rules marked "later" the update itself judges it, before it
makes the resource.
`;
  return [head, ...packs.map(renderPack)].join("\n");
}

function renderPack({ name, rules, environments }: ToldPack): string {
  const names = Object.keys(environments);
  const rows = rules.map((rule) => {
    const levels = names.map((environment) => levelMark(rule, environments[environment] ?? {}));
    const later = "judge" in rule && rule.unknown === "later" ? " (later)" : "";
    return `| \`${rule.id}\` | ${rule.asks}${later} | ${rule.why} | ${rule.fix} | ${levels.join(" | ")} |`;
  });
  return [
    `## ${name}`,
    "",
    `| rule | asks | why | what to do | ${names.join(" | ")} |`,
    `| --- | --- | --- | --- |${names.map(() => " --- |").join("")}`,
    ...rows,
    "",
  ].join("\n");
}

/** The level of a rule in an environment, as one letter. */
function levelMark({ id, level = "mandatory" }: Rule, said: Readonly<Record<string, unknown>>): string {
  const settings = said[id];
  const own: unknown =
    typeof settings === "object" && settings !== null ? Reflect.get(settings, "enforcementLevel") : settings;
  const holds = typeof own === "string" ? own : level;
  return holds === "mandatory" ? "M" : holds === "advisory" ? "A" : "-";
}
