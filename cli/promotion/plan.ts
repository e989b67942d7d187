import { dataVersion } from "./formats.ts";
import { evaluationGate, type Gate, imagesGate, runsGate, standsGate } from "./gates.ts";
import { type Entry, recordedVersion, sameImages } from "./history.ts";
import type { RunningImage } from "./running.ts";
import type { StackAt } from "./stack-at.ts";

type References = Readonly<Record<string, string>>;

/** A stack with what is recorded of it. */
export interface Stage {
  readonly name: string;
  readonly at: StackAt;
  readonly history: readonly Entry[];
}

/** What a promotion would do, before the target's preview has its say. */
export interface PromotionPlan {
  readonly gates: readonly Gate[];
  /** All references that the target would name. */
  readonly images: References;
  /** Those that it does not name yet. */
  readonly changed: References;
  /** The target's whole history from then on. */
  readonly entries: readonly Entry[];
}

interface Known {
  /** The content tag that the sources at hand give an image. */
  readonly tagOf: (name: string) => string | undefined;
  /** RFC 3339. */
  readonly now: string;
}

/** Judges what is recorded of the source, and says what the target would name. */
export function planPromotion(
  source: Stage,
  target: Stage & { readonly images: References },
  known: Known,
): PromotionPlan {
  const { name, at } = source;
  const isRecorded = (image: RunningImage) =>
    dataVersion(image.name) === undefined || recordedVersion(source.history, image.name, image.reference) !== undefined;
  const gates = [
    standsGate(name, at.past),
    runsGate(name, at.outputs),
    evaluationGate(name, at.outputs),
    imagesGate(name, at.images, { tagOf: (image) => known.tagOf(image), isRecorded }),
  ];
  const before = target.images;
  const moved = Object.fromEntries(at.images.map((image) => [image.name, image.reference]));
  const changed = Object.fromEntries(Object.entries(moved).filter(([image, reference]) => before[image] !== reference));
  const images = { ...before, ...moved };
  const versions = {
    ...keptVersions(target.history, before),
    ...versionsOf(at.images, (image) => versionOf(image, source.history, known)),
  };
  const entry: Entry = { at: known.now, by: "promote", from: name, images, versions };
  return { gates, images, changed, entries: [...withFound(target, known), entry] };
}

/** The target's history with what stood before, where it does not say that: what its configuration names, else what runs. */
function withFound({ history, images: before, at }: Stage & { readonly images: References }, known: Known) {
  const last = history.at(-1);
  if (last !== undefined && sameImages(last.images, before)) return history;
  const pushed = at.images.filter(({ reference }) => reference.includes("@sha256:"));
  const images = { ...Object.fromEntries(pushed.map(({ name, reference }) => [name, reference])), ...before };
  const versions = {
    ...versionsOf(pushed, (image) => versionOf(image, history, known)),
    ...keptVersions(history, before),
  };
  return [...history, { at: known.now, by: "found", images, versions } satisfies Entry];
}

/** Of an image that these very sources give: what they say. Of any other: what was recorded when it came. */
function versionOf({ name, reference, contentTag }: RunningImage, history: readonly Entry[], { tagOf }: Known) {
  const isOfSources = contentTag !== undefined && tagOf(name) === contentTag;
  return isOfSources ? dataVersion(name) : recordedVersion(history, name, reference);
}

function versionsOf(images: readonly RunningImage[], of: (image: RunningImage) => string | undefined): References {
  return known(images.map((image) => [image.name, of(image)] as const));
}

function keptVersions(history: readonly Entry[], images: References): References {
  return known(
    Object.entries(images).map(([name, reference]) => [name, recordedVersion(history, name, reference)] as const),
  );
}

function known(pairs: readonly (readonly [string, string | undefined])[]): References {
  return Object.fromEntries(pairs.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
}
