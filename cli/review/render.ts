import { resourceChanges } from "./changes.ts";
import { fit, longestComment } from "./fit.ts";
import { foreign } from "./foreign.ts";
import type { Environment, Outcome } from "./preview-document.ts";
import { row } from "./section.ts";
import { monthly, sectionsOf, signed } from "./sections.ts";
import { formatUsd } from "../../components/lib/cost/spend.ts";

/** Nobody sees it, and it finds the comment again. */
export const marker = "<!-- trainyard:review -->";

/** Where the previews ran. */
export interface Origin {
  /** Page of the run, with the whole log. */
  readonly logUrl: string | undefined;
  readonly commit: string | undefined;
  /** A change from another repository is previewed without secrets: as if nothing stood. */
  readonly fromFork: boolean;
}

const words: Readonly<Record<Outcome, string>> = { passed: "passed", refused: "**refused**", failed: "**failed**" };

/** What an update of each environment would do, as one Markdown comment of at most `longest` characters. */
export function renderReview(
  environments: readonly Environment[],
  origin: Origin,
  longest: number = longestComment,
): string {
  const { logUrl, commit, fromFork } = origin;
  const whole = logUrl === undefined ? "see the full log" : `[full log](${encodeURI(logUrl)})`;
  const fork = "From a fork: no secrets, so state, balance and clusters were not seen, and all counts as new.";
  return fit(
    {
      top: [
        ...[marker, `## Preview: ${verdict(environments)}`, ""],
        ...[row(...columns), row(...columns.map(() => "---")), ...environments.map(summary), ""],
        ...environments.flatMap(({ name, failure, outcome }) =>
          failure === undefined || outcome === "refused" ? [] : [`${foreign(name)}: ${foreign(failure)}: ${whole}`, ""],
        ),
        ...(fromFork ? [fork, ""] : []),
      ],
      sections: sectionsOf(environments),
      bottom: [`${commit === undefined ? "" : `Commit ${commit.slice(0, 12)}, `}${whole}`],
      whole,
    },
    longest,
  );
}

const columns = [
  ...["environment", "policies", "replaced", "deleted"],
  ...["a month before", "after", "change", "this update at most"],
];

function summary({ name, outcome, preview }: Environment): string {
  if (preview === undefined) return row(foreign(name), words[outcome], ...columns.slice(2).map(() => "?"));
  const changes = resourceChanges(preview.steps);
  const count = (wanted: string) => changes.filter(({ operation }) => operation === wanted).length;
  const { beforeUsdPerMonth, standingUsdPerMonth, changeUsdPerMonth, worstCaseUsd, unknown } = preview.money;
  const least = unknown.length > 0 ? "at least " : "";
  const costs = [monthly(beforeUsdPerMonth), `${least}${monthly(standingUsdPerMonth)}`, signed(changeUsdPerMonth)];
  const most = `${least}${formatUsd(worstCaseUsd)}`;
  return row(foreign(name), words[outcome], count("replace"), count("delete"), ...costs, most);
}

function verdict(environments: readonly Environment[]): string {
  const of = (wanted: Outcome) => environments.flatMap(({ name, outcome }) => (outcome === wanted ? [name] : []));
  const [refused, failed] = [of("refused"), of("failed")];
  const parts = [
    ...(refused.length > 0 ? [`refused by policy in ${refused.map((name) => foreign(name)).join(", ")}`] : []),
    ...(failed.length > 0 ? [`failed in ${failed.map((name) => foreign(name)).join(", ")}`] : []),
  ];
  return parts.length === 0 ? "policies passed" : parts.join("; ");
}
