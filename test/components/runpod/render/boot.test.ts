import { describe, expect, it } from "vitest";
import { BOOT_ARGS, renderBoot } from "../../../../components/runpod/render/boot.ts";

describe("renderBoot", () => {
  it("survives being split into words: one line, single blanks, nothing that expands to file names", () => {
    const text = renderBoot("https://api.runpod.io/v2");
    expect(text).not.toMatch(/[\n\t*?[\]]| {2}/);
    expect(BOOT_ARGS.split(" ")).toHaveLength(3);
    expect(BOOT_ARGS).not.toMatch(/["'\\]/);
  });

  it("refuses an address that sh would read as more than text, or that does not end in /v2", () => {
    for (const url of [
      "https://a/v2; rm -rf /v2",
      "https://$(id)/v2",
      "http://a b/v2",
      "https://api.runpod.io",
      "ftp://a/v2",
    ])
      expect(() => renderBoot(url)).toThrow(/apiUrl must be/);
  });
});
