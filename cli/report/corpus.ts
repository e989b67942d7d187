import { row } from "./layout.ts";
import type { TrainingMetrics } from "./metrics.ts";

const SHOWN_LICENCES = 4;

/** A package of many parts has many licences; metrics.json has them all. */
function named(licences: readonly string[]): string {
  const more = licences.length - SHOWN_LICENCES;
  const shown = licences.slice(0, SHOWN_LICENCES).join("; ");
  return more > 0 ? `${shown}; ${more} more in metrics.json` : shown;
}

const count = (value: number) => value.toLocaleString("en-US");

/** What a run was trained on: corpus, sizes, usability, and each source with version and licences. */
export function corpusRows({ corpus, sources }: TrainingMetrics): string[] {
  if (corpus == null) return [];
  const { id, tokens, usabilityOfKhmer } = corpus;
  const sizes =
    tokens == null
      ? []
      : [
          `${count(tokens.train)} tokens to train on`,
          ...(tokens.texts ? [`${count(tokens.texts.train)} texts`] : []),
          ...(tokens.pairs ? [`${count(tokens.pairs.train)} pairs`] : []),
          `vocabulary ${count(tokens.vocabulary)}`,
        ];
  const held = tokens == null ? [] : [`${count(tokens.validation)} / ${count(tokens.test)} tokens held out`];
  const usable = usabilityOfKhmer == null ? [] : [`${(100 * usabilityOfKhmer).toFixed(1)}% of Khmer passages usable`];
  return [
    row("on", [`corpus ${id.slice(0, 12)}`, ...sizes, ...held, ...usable].join(", ")),
    ...sources.map(({ name, version, licences }, index) =>
      row(index === 0 ? "from" : "", `${name} ${version ?? "of no known version"} (${named(licences)})`),
    ),
  ];
}
