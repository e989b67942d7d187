import type { Step } from "../admin-tool/thing.ts";
import type { Problem } from "../lib/errors.ts";
import { problemsOf } from "../lib/problems.ts";
import { keyBytes, keyText } from "./row-key.ts";
import { type FamilyWish, type SeenFamily, type SeenTable, splitKeys, tableRules, type TableWish } from "./wish.ts";

const ALLOW = "set allowDataLoss for this change";

/** What is wrong with a wish whatever stands. */
export function tableProblems(wish: TableWish, before: TableWish | undefined): readonly Problem[] {
  const { error } = tableRules.safeParse(wish, { reportInput: true });
  if (error !== undefined) return problemsOf(error);
  const names = wish.families.map(({ name }) => name);
  const keys = wish.splits.map((text) => keyBytes(text).toString("hex"));
  const problems: Problem[] = [];
  if (/^hbase:/.test(wish.name))
    problems.push({ path: "name", reason: "hbase: is HBase's own namespace; take another" });
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index) problems.push({ path: `families[${index}].name`, reason: `"${name}" is taken` });
  });
  if (keys.some((key, index) => index > 0 && key <= (keys[index - 1] ?? "")))
    problems.push({ path: "splits", reason: "must be in the order of their bytes, each once" });
  return before === undefined ? problems : [...problems, ...changeProblems(wish, before)];
}

/** What a change from the former wish may not be. */
function changeProblems(wish: TableWish, before: TableWish): readonly Problem[] {
  if (wish.name !== before.name) {
    if (before.allowDataLoss) return [];
    const how = "give the new one a resource of its own, or set allowDataLoss and run up first";
    return [{ path: "name", reason: `is another table, and ${before.name} would be deleted with its rows; ${how}` }];
  }
  const problems = [...lossProblems(wish, before.families)];
  if (splitKeys(wish).join() !== splitKeys(before).join()) {
    const why = "are where a table is split when it is made; afterwards HBase splits regions itself";
    problems.push({ path: "splits", reason: `${why}. Leave them as they were` });
  }
  return problems;
}

/** Rows that would go: of a family that is not wished any more, by a shorter time, by fewer versions. */
function lossProblems(wish: TableWish, were: readonly SeenFamily[]): readonly Problem[] {
  if (wish.allowDataLoss) return [];
  return were.flatMap((was): readonly Problem[] => {
    const index = wish.families.findIndex(({ name }) => name === was.name);
    const now = wish.families[index];
    if (now === undefined)
      return [{ path: "families", reason: `${was.name} would be dropped with its data; keep it, or ${ALLOW}` }];
    const path = (field: string) => `families[${index}].${field}`;
    const problems: Problem[] = [];
    if ((now.ttlSeconds ?? Infinity) < (was.ttlSeconds ?? Infinity)) {
      const were = was.ttlSeconds === null ? "which are kept for ever" : `which are kept for ${was.ttlSeconds} s`;
      const reason = `would remove cells older than ${now.ttlSeconds} s, ${were}; keep that, or ${ALLOW}`;
      problems.push({ path: path("ttlSeconds"), reason });
    }
    if (now.maxVersions < was.maxVersions) {
      const reason = `would remove versions, of which ${was.maxVersions} are kept; keep that, or ${ALLOW}`;
      problems.push({ path: path("maxVersions"), reason });
    }
    return problems;
  });
}

/** What to do next, of the table that is seen. */
export function decideTable(wish: TableWish, seen: SeenTable | undefined, isNew: boolean): Step {
  if (seen === undefined) return creation(wish);
  const changed = wish.families.filter((family) => !isSame(family, familyOf(seen, family.name)));
  const gone = seen.families.filter(({ name }) => !wish.families.some((family) => family.name === name));
  if (isNew) {
    const others = [
      ...changed.map((family) => difference(family, familyOf(seen, family.name))),
      ...gone.map(undeclared),
    ];
    const problems = [...others, ...splitProblems(wish, seen)];
    return problems.length === 0 ? { do: "nothing" } : { do: "refuse", problems };
  }
  if (changed.length + gone.length === 0) return { do: "nothing" };
  const problems = lossProblems(wish, seen.families);
  if (problems.length > 0) return { do: "refuse", problems };
  const removeFamilies = gone.map(({ name }) => name);
  const input = { name: wish.name, families: changed, removeFamilies };
  const saying = [
    ...changed.map(({ name }) => `${familyOf(seen, name) === undefined ? "adding" : "changing"} family ${name}`),
    ...removeFamilies.map((name) => `dropping family ${name}`),
  ];
  return { do: "ask", command: "table-alter", input, saying: saying.join(", ") };
}

/** The table as it is seen, for a refresh: families in the order of the program, then those that others added. */
export function seenAsTable(wish: TableWish, seen: SeenTable): { readonly families: readonly SeenFamily[] } {
  const known = wish.families.flatMap(({ name }) => familyOf(seen, name) ?? []);
  return { families: [...known, ...seen.families.filter((family) => !known.includes(family))] };
}

export function tableRemoval({ name, allowDataLoss }: TableWish): Step {
  if (allowDataLoss)
    return { do: "ask", command: "table-delete", input: { name }, saying: "deleting it with its rows" };
  const reason = "is false, and its rows would go with it; set it to true and run up, then delete it";
  return { do: "refuse", problems: [{ path: "allowDataLoss", reason }] };
}

function creation(wish: TableWish): Step {
  const { name, families } = wish;
  const splits = splitKeys(wish);
  const saying = `making it with ${families.length} families in ${splits.length + 1} regions`;
  return { do: "ask", command: "table-create", input: { name, families, splits }, saying };
}

/** A table that was made by a call whose answer was lost has these splits; regions may have split further since. */
function splitProblems(wish: TableWish, seen: SeenTable): readonly Problem[] {
  const missing = splitKeys(wish).filter((key) => !seen.splits.includes(key));
  if (missing.length === 0) return [];
  const first = keyText(Buffer.from(missing[0] ?? "", "base64"));
  return [
    { path: "splits", reason: `the table that exists is not split at "${first}"; leave splits out to take it over` },
  ];
}

function difference(family: FamilyWish, seen: SeenFamily | undefined): Problem {
  const path = `families.${family.name}`;
  if (seen === undefined)
    return { path, reason: "is not in the table that exists; leave it out to take that over, and add it afterwards" };
  const fields = fieldsThatDiffer(family, seen).map(
    (field) => `${field} is ${String(seen[field])} there, ${String(family[field])} here`,
  );
  return {
    path,
    reason: `the table that exists is another one: ${fields.join(", ")}; write what is there to take it over`,
  };
}

const undeclared = ({ name }: SeenFamily): Problem => ({
  path: `families.${name}`,
  reason: "is in the table that exists and not here; write it down to take that over",
});
const fieldsThatDiffer = (family: FamilyWish, seen: SeenFamily): readonly (keyof FamilyWish)[] =>
  (Object.keys(family) as (keyof FamilyWish)[]).filter((field) => family[field] !== seen[field]);
const isSame = (family: FamilyWish, seen: SeenFamily | undefined): boolean =>
  seen !== undefined && fieldsThatDiffer(family, seen).length === 0;
const familyOf = (seen: SeenTable, name: string): SeenFamily | undefined =>
  seen.families.find((family) => family.name === name);
