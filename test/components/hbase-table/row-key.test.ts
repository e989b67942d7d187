import { describe, expect, it } from "vitest";
import { keyBytes, keyText } from "../../../components/hbase-table/row-key.ts";

describe("a row key", () => {
  it.each<[string, readonly number[]]>([
    ["abc", [0x61, 0x62, 0x63]],
    ["a\\x00\\xffb", [0x61, 0x00, 0xff, 0x62]],
    ["\\xZZ", [0x5c, 0x78, 0x5a, 0x5a]],
    ["ក", [0xe1, 0x9e, 0x80]],
  ])("%s is read as bytes", (text, bytes) => {
    expect([...keyBytes(text)]).toEqual(bytes);
  });

  it("is the same bytes after it was printed and read, whatever they are", () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(keyBytes(keyText(all))).toEqual(all);
    expect(keyText(Buffer.from("a\\x41"))).toBe("a\\x5Cx41");
    expect(keyBytes("a\\x5Cx41")).toEqual(Buffer.from("a\\x41"));
  });
});
