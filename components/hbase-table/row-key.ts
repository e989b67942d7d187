const ESCAPE = /\\x([0-9A-Fa-f]{2})/y;

/** Bytes of a row key as people write it: UTF-8, and `\x00` for a byte. */
export function keyBytes(text: string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < text.length;) {
    ESCAPE.lastIndex = at;
    const escape = ESCAPE.exec(text);
    const end = escape === null ? endOfPlain(text, at) : at + escape[0].length;
    parts.push(escape === null ? Buffer.from(text.slice(at, end)) : Buffer.from(escape[1] ?? "", "hex"));
    at = end;
  }
  return Buffer.concat(parts);
}

/** The row key as HBase's tools print it: what is no printable ASCII is `\x..`, and so is the backslash. */
export function keyText(bytes: Buffer): string {
  return [...bytes].map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : escaped(byte))).join("");
}

const endOfPlain = (text: string, at: number): number => {
  const next = text.indexOf("\\x", at + 1);
  return next === -1 ? text.length : next;
};
const isPlain = (byte: number): boolean => byte >= 0x20 && byte < 0x7f && byte !== 0x5c;
const escaped = (byte: number): string => `\\x${byte.toString(16).padStart(2, "0").toUpperCase()}`;
