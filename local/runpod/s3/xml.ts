const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function escapeXml(text: string): string {
  return text.replace(/[<>&"'\r]/g, (char) => `&#${String(char.charCodeAt(0))};`);
}

/** `<name>text</name>` with the text escaped. */
export function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

/** `<name>` around parts that are XML already. */
export function group(name: string, ...parts: readonly string[]): string {
  return `<${name}>${parts.join("")}</${name}>`;
}

/** A whole document with one root. `parts` are XML already. */
export function xmlDocument(root: string, ...parts: readonly string[]): string {
  const attribute = root === "Error" ? "" : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${parts.join("")}</${root}>\n`;
}

/**
 * Inner texts of all `<name>` elements that hold no element of the same name. Enough for the two request bodies of S3
 * (Delete, CompleteMultipartUpload), which are flat lists without CDATA; it is no general XML reader.
 */
export function elements(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g");
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** The text of an element as `elements` gives it, with entities decoded. */
export function decodeXml(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, entity: string) => {
    if (entity.startsWith("#x")) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16));
    if (entity.startsWith("#")) return String.fromCodePoint(Number.parseInt(entity.slice(1), 10));
    return named[entity] ?? whole;
  });
}
