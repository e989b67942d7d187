import { headOf, type Section } from "./section.ts";

/** Characters that a comment may have; GitHub refuses more than 65,536. */
export const longestComment = 64_000;

/** What a comment consists of. */
export interface Comment {
  /** Lines that stand above and below everything and are never left out. */
  readonly top: readonly string[];
  readonly bottom: readonly string[];
  /** What matters most comes first: the last rows of the last sections are left out first. */
  readonly sections: readonly Section[];
  /** Where the whole is to be read, in Markdown. */
  readonly whole: string;
}

/** The comment, cut to `longest` characters between rows. It says how many rows of what are missing, and where they are. */
export function fit(comment: Comment, longest: number = longestComment): string {
  const { top, bottom, whole } = comment;
  const sections = roomy(comment, longest);
  const dropped = comment.sections.length - sections.length;
  const note = dropped === 0 ? [] : droppedNote(dropped, whole);
  let left = longest - sizeOf([...top, ...note, ...bottom, ...sections.flatMap((one) => frameOf(one, whole))]);
  const shown = sections.map((section) => {
    const kept = fitting(section.rows, left);
    left -= sizeOf(kept);
    return linesOf(section, kept, whole);
  });
  return [...top, ...shown.flat(), ...note, ...bottom].join("\n") + "\n";
}

/** The first sections of which at least title and notes have room. */
function roomy({ top, bottom, sections, whole }: Comment, longest: number): readonly Section[] {
  let used = sizeOf([...top, ...droppedNote(sections.length, whole), ...bottom]);
  const end = sections.findIndex((one) => (used += sizeOf(frameOf(one, whole))) > longest);
  return end === -1 ? sections : sections.slice(0, end);
}

/** The first rows that have room together. */
function fitting(rows: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = rows.findIndex((one) => (used += sizeOf([one])) > room);
  return end === -1 ? rows : rows.slice(0, end);
}

function linesOf(section: Section, kept: readonly string[], whole: string): readonly string[] {
  const missing = section.rows.slice(kept.length);
  if (missing.length === 0) return [...headOf(section), ...kept, "", ...notesOf(section)];
  return [...headOf(section), ...kept, "", ...missingNote(missing, whole), ...notesOf(section)];
}

/** What a section needs without its rows. */
const frameOf = (section: Section, whole: string): readonly string[] => [
  ...[...headOf(section), ""],
  ...[...missingNote(section.rows, whole), ...notesOf(section)],
];

const droppedNote = (count: number, whole: string): readonly string[] => [
  `_${count} ${count === 1 ? "table is" : "tables are"} left out here: ${whole}_`,
  "",
];

const missingNote = ({ length }: readonly string[], whole: string): readonly string[] => [
  `_${length} ${length === 1 ? "row is" : "rows are"} left out here: ${whole}_`,
  "",
];

const notesOf = ({ notes = [] }: Section): readonly string[] => notes.flatMap((note) => [note, ""]);

const sizeOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0);
