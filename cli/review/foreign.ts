/** Left-to-right marks and the like turn a line around for whoever reads it; zero-width ones hide a difference. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;
/** What Markdown, HTML, GitHub's own links and formulas are made of. `-` and `,` mean nothing within a line. */
const meaningful = /[^\p{L}\p{M}\p{N} ,-]/gu;

/** Most code points of a word among others, of a name, and of a sentence. */
export const lengths = { word: 40, name: 120, sentence: 600 } as const;

/**
 * Text that somebody else wrote, as code: GitHub makes no mention, link, reference or emoji of what is in it. Signs with a
 * meaning become character references; invisible ones a visible one. Lines stay lines of one table cell.
 */
export function foreign(text: string, longest: number = lengths.name): string {
  const lines = shorten(text.trim().toWellFormed(), longest).split(/[\r\n\u0085\u2028\u2029]+/);
  const shown = lines.map(clean).filter((line) => line !== "");
  return shown.length === 0 ? "<code>nothing</code>" : shown.map((line) => `<code>${line}</code>`).join("<br>");
}

function clean(line: string): string {
  return line
    .replaceAll("\t", " ")
    .replace(invisible, "\ufffd")
    .replace(meaningful, (sign) => `&#${sign.codePointAt(0) ?? 0xfffd};`)
    .trim();
}

/** At most `longest` code points, with an ellipsis in place of the rest. */
export function shorten(text: string, longest: number): string {
  const points = Array.from(text);
  return points.length <= longest ? text : `${points.slice(0, longest - 1).join("")}…`;
}
