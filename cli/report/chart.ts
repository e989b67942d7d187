import plot from "simple-ascii-chart";

const WIDTH = 64;

/** At most `count` points, evenly chosen, the last one always among them. */
export function thin<T>(points: readonly T[], count: number): T[] {
  if (points.length <= count) return [...points];
  return Array.from({ length: count }, (_, i) => points[Math.round((i * (points.length - 1)) / (count - 1))] as T);
}

/** A loss curve in text, `[step, loss]` pairs; empty where there is nothing to draw. */
export function lossChart(points: readonly (readonly [number, number])[]): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return "";
  const drawn = plot(
    thin(points, WIDTH).map(([, loss], index) => [index, Number(loss.toFixed(3))]),
    { width: WIDTH, height: 12, hideXAxis: true },
  );
  const axis = `step ${first[0]}`;
  return `${drawn.replace(/\s+$/, "")}\n      ${axis}${`step ${last[0]}`.padStart(WIDTH - axis.length)}`;
}
