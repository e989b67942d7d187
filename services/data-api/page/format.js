const units = ["B", "KiB", "MiB", "GiB", "TiB"];

/**
 * 1536 as "1.5 KiB".
 * @param {number | undefined} bytes
 */
export function sizeText(bytes) {
  if (bytes === undefined) return "";
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/**
 * A time as this person's browser writes it.
 * @param {string | undefined} time RFC 3339
 */
export function timeText(time) {
  const at = new Date(time ?? "");
  return Number.isNaN(at.valueOf()) ? "" : moment.format(at);
}

/**
 * 0.8925 as "89.3 %".
 * @param {number} share
 */
export const shareText = (share) => `${(share * 100).toFixed(1)} %`;

/**
 * "1 file", "2 files".
 * @param {number} count
 * @param {string} noun
 */
export const counted = (count, noun) => `${count.toLocaleString()} ${noun}${count === 1 ? "" : "s"}`;
