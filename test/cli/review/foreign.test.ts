import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foreign } from "../../../cli/review/foreign.ts";

const anySign = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
const shown = (html: string) =>
  html
    .replaceAll("<code>", "")
    .replaceAll("</code>", "")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

describe("text of somebody else", () => {
  it("keeps plain names as they are", () => {
    expect(foreign("khmer-qwen 2")).toBe("<code>khmer-qwen 2</code>");
    expect(foreign("ខ្មែរ")).toBe("<code>ខ្មែរ</code>");
  });

  it("holds no sign with a meaning in Markdown, HTML or GitHub, and no line break", () => {
    fc.assert(
      fc.property(fc.string({ unit: anySign, maxLength: 40 }), (text) => {
        const inside = foreign(text).replace(/<\/?code>|<br>/g, "");
        expect(inside.replace(/&#\d+;/g, "")).toMatch(/^[\p{L}\p{M}\p{N} ,-]*$/u);
      }),
    );
  });

  it("reads as it was written where it can be seen", () => {
    const visible = fc.string({
      unit: fc.constantFrom(...Array.from("ab1|@`*_[]()<>&#\\$:/.'\"~!{}=+^%?")),
      minLength: 1,
    });
    fc.assert(fc.property(visible, (text) => shown(foreign(text)) === text));
  });

  it("is shortened between code points", () => {
    const text = foreign("\u{1F600}".repeat(200), 10);
    expect(shown(text)).toBe(`${"\u{1F600}".repeat(9)}…`);
  });

  it("shows where a sign was that nobody sees", () => {
    expect(shown(foreign("a\u202Eb\u200Bc\uD800d\u0000e"))).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
  });
});
