import { formatUsd } from "../../components/lib/cost/spend.ts";
import { isLater } from "../plan/later.ts";
import { operations, type ResourceChange, resourceChanges } from "./changes.ts";
import { foreign, lengths } from "./foreign.ts";
import type { Environment, Preview } from "./preview-document.ts";
import { row, type Section } from "./section.ts";

/** Everything about environments that a reviewer has to see, what matters most first. */
export function sectionsOf(environments: readonly Environment[]): readonly Section[] {
  const of = (make: (environment: string, preview: Preview) => Section): Section[] =>
    environments.flatMap(({ name, preview }) => (preview === undefined ? [] : [make(foreign(name), preview)]));
  return [...of(verdicts), ...of(losses), ...of(money), ...of(unseen), ...of(resources)].filter(
    ({ rows, notes = [] }) => rows.length + notes.length > 0,
  );
}

/** Rules that were broken, mandatory ones first. */
function verdicts(environment: string, { violations }: Preview): Section {
  const rank = ({ level }: { readonly level: string }) => (level === "mandatory" ? 0 : 1);
  const judged = violations.filter((one) => !isLater(one)).sort((a, b) => rank(a) - rank(b));
  const later = new Set(violations.filter(isLater).map(({ rule }) => rule));
  return {
    title: `Policies of ${environment}`,
    columns: ["level", "rule", "resource", "what it says"],
    rows: judged.map(({ level, pack, rule, resource, message }) =>
      row(foreign(level), foreign(`${pack}/${rule}`), foreign(resource), foreign(message, lengths.sentence)),
    ),
    notes: later.size === 0 ? [] : [`Judged by the update, which knows the values: ${list([...later])}`],
  };
}

function losses(environment: string, { steps }: Preview): Section {
  const lost = resourceChanges(steps).filter(({ operation }) => operation === "replace" || operation === "delete");
  return {
    title: `Replaced and deleted in ${environment}`,
    columns: ["what happens", "resource", "because of"],
    rows: byOperation(lost).map(({ operation, kind, name, changed }) =>
      row(`**${operation}**`, foreign(`${kind} ${name}`), changed.length === 0 ? "" : list(changed)),
    ),
  };
}

function money(environment: string, { money: total }: Preview): Section {
  const { unknown, notCounted, balanceUsd, confidence } = total;
  const lower = unknown.length > 0 ? "at least " : "";
  const sure = [...new Set([confidence.standing, confidence.runs].filter((one) => one !== null))].join(", ");
  return {
    title: `Cost of ${environment}`,
    columns: ["what", "USD"],
    rows: [
      row("a month, before", monthly(total.beforeUsdPerMonth)),
      row("a month, after", `${lower}${monthly(total.standingUsdPerMonth)}`),
      row("a month, change", signed(total.changeUsdPerMonth)),
      row("an hour while its runs go on", `${lower}${formatUsd(total.runningUsdPerHour)}`),
      row("this update at most, besides what stands", `${lower}${formatUsd(total.worstCaseUsd)}`),
      row("balance of the account", balanceUsd === null ? "not known" : formatUsd(balanceUsd)),
      ...unknown.map(({ type, name, why }) =>
        row(`not known: ${foreign(`${type.split(":").at(-1) ?? type} ${name}`)}`, foreign(why)),
      ),
    ],
    notes: [`Figures: ${sure === "" ? "none" : sure}. Not counted: ${list(notCounted)}`],
  };
}

function unseen(environment: string, { warnings }: Preview): Section {
  const rows = warnings.map((warning) => row(foreign(warning, lengths.sentence)));
  return { title: `Warnings and what could not be seen in ${environment}`, columns: ["warning"], rows };
}

/** What comes and what changes; what goes has a table of its own. */
function resources(environment: string, { steps }: Preview): Section {
  const changes = resourceChanges(steps);
  const count = (wanted: string) => changes.filter(({ operation }) => operation === wanted).length;
  const touched = byOperation(changes.filter(({ operation }) => operation === "create" || operation === "update"));
  return {
    title: `Resources of ${environment}`,
    columns: ["what happens", "resource"],
    rows: touched.map(({ operation, kind, name }) => row(operation, foreign(`${kind} ${name}`))),
    notes: [operations.map((operation) => `${operation} ${count(operation)}`).join(", ")],
  };
}

const byOperation = (changes: readonly ResourceChange[]): readonly ResourceChange[] =>
  operations.flatMap((wanted) => changes.filter(({ operation }) => operation === wanted));

/** A list that nobody can make long. */
function list(texts: readonly string[]): string {
  const most = 6;
  const shown = texts.slice(0, most).map((text) => foreign(text, lengths.word));
  return [...shown, ...(texts.length > most ? [`${texts.length - most} more`] : [])].join(", ");
}

export const monthly = (usd: number): string => `$${usd.toFixed(2)}`;
export const signed = (usd: number): string => `${usd < 0 ? "-" : "+"}${monthly(Math.abs(usd))}`;
