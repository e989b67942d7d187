/** Longest line of a report. */
const WIDTH = 100;
const LABEL = 20;

/** Label and value; a long value goes on below itself, broken at spaces. A word longer than a line (a path) stays whole. */
export function row(label: string, value: string): string {
  const lines = wrapped(value, WIDTH - LABEL);
  return lines.map((line, index) => `${(index === 0 ? `  ${label}` : "").padEnd(LABEL)}${line}`).join("\n");
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
