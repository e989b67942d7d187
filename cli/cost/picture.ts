import { fileURLToPath } from "node:url";
import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import type { CostSummary } from "./summary.ts";
import { idleText, usdText } from "./table.ts";

interface Bar {
  readonly label: string;
  readonly usd: number;
  readonly idleShare: number | null;
}

const WIDTH = 1100;
const MARGIN = 32;
const LABELS = 380;
const BAR = 22;
const STEP = 36;
const HEAD = 44;
/** Room for the numbers right of the longest bar. */
const NUMBERS = 190;
const SHOWN_RUNS = 20;
const ink = { text: "#1f2933", dim: "#616e7c", used: "#2f6f9f", idle: "#e0a458", paper: "#ffffff", line: "#d9dfe5" };
const FONT = "yard-report";

/** The report as a PNG: a bar for each model and for each of the dearest runs, in dollars, what was idle in another colour. */
export async function drawCostReport(summary: CostSummary, title: string): Promise<Buffer> {
  // The library holds a renderer of 30 MB; only who draws loads it.
  const { createCanvas, GlobalFonts } = await import("@napi-rs/canvas");
  for (const weight of ["400", "700"]) {
    const file = import.meta.resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`);
    if (GlobalFonts.registerFromPath(fileURLToPath(file), FONT) === null) throw new Error(`${file} is no font`);
  }
  const models = summary.models.map((model) => ({ ...model, label: `${model.name} (${runsText(model.runs)})` }));
  const runs = summary.runs.slice(0, SHOWN_RUNS).map((run) => ({ ...run, label: run.run }));
  const left = summary.runs.length - runs.length;
  const parts: readonly (readonly [string, readonly Bar[]])[] = [
    ["by model", models],
    [left > 0 ? `the ${runs.length} dearest runs, ${left} more not shown` : "by run", runs],
  ];
  const height = 120 + parts.reduce((sum, [, bars]) => sum + HEAD + bars.length * STEP + 16, 0);
  const canvas: Canvas = createCanvas(WIDTH, height);
  const pen = canvas.getContext("2d");
  pen.fillStyle = ink.paper;
  pen.fillRect(0, 0, WIDTH, height);
  const { total } = summary;
  write(pen, fitting(pen, title, WIDTH - 2 * MARGIN, { size: 22, bold: true }), MARGIN, 44, { size: 22, bold: true });
  write(
    pen,
    `${usdText(total.usd)} in ${runsText(total.runs)}, ${idleText(total.idleShare)} of the paid time idle`,
    MARGIN,
    70,
    {
      size: 15,
      color: ink.dim,
    },
  );
  legend(pen);
  let top = 96;
  for (const [heading, bars] of parts) top = drawBars(pen, heading, bars, top);
  return canvas.toBuffer("image/png");
}

const runsText = (count: number): string => `${count} run${count === 1 ? "" : "s"}`;

function drawBars(pen: SKRSContext2D, heading: string, bars: readonly Bar[], top: number): number {
  write(pen, heading, MARGIN, top + 26, { size: 15, bold: true });
  const most = Math.max(...bars.map((bar) => bar.usd), Number.MIN_VALUE);
  const room = WIDTH - 2 * MARGIN - LABELS - NUMBERS;
  bars.forEach(({ label, usd, idleShare }, index) => {
    const y = top + HEAD + index * STEP;
    const length = (room * usd) / most;
    const idle = length * (idleShare ?? 0);
    write(pen, fitting(pen, label, LABELS - 16, { size: 14 }), MARGIN, y + 16, { size: 14 });
    pen.fillStyle = ink.used;
    pen.fillRect(MARGIN + LABELS, y, length - idle, BAR);
    pen.fillStyle = ink.idle;
    pen.fillRect(MARGIN + LABELS + length - idle, y, idle, BAR);
    const numbers = `${usdText(usd)}, idle ${idleText(idleShare)}`;
    write(pen, numbers, MARGIN + LABELS + length + 10, y + 16, { size: 13, color: ink.dim });
  });
  pen.fillStyle = ink.line;
  pen.fillRect(MARGIN + LABELS - 1, top + HEAD - 6, 1, bars.length * STEP);
  return top + HEAD + bars.length * STEP + 16;
}

function legend(pen: SKRSContext2D): void {
  const parts = [
    [ink.used, "command ran"],
    [ink.idle, "paid, idle"],
  ] as const;
  parts.forEach(([color, text], index) => {
    const x = WIDTH - MARGIN - 260 + index * 140;
    pen.fillStyle = color;
    pen.fillRect(x, 56, 14, 14);
    write(pen, text, x + 20, 68, { size: 13, color: ink.dim });
  });
}

interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
}

const fontOf = ({ size, bold }: Style): string => `${bold === true ? "bold " : ""}${size}px ${FONT}`;

function write(pen: SKRSContext2D, text: string, x: number, y: number, style: Style): void {
  pen.font = fontOf(style);
  pen.fillStyle = style.color ?? ink.text;
  pen.fillText(text, x, y);
}

/** The text, cut at its end where it is longer than `width`. */
function fitting(pen: SKRSContext2D, text: string, width: number, style: Style): string {
  pen.font = fontOf(style);
  if (pen.measureText(text).width <= width) return text;
  let cut = text;
  while (cut !== "" && pen.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}
