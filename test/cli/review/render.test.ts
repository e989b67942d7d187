import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Environment, type Preview, readPreview } from "../../../cli/review/preview-document.ts";
import { renderReview } from "../../../cli/review/render.ts";
import { busy, hostile, previewOf, refused, step } from "./previews.ts";

const anySign = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
const logUrl = "https://github.com/acme/yard/actions/runs/77";
const origin = { logUrl, commit: "0123456789abcdef0123456789abcdef01234567", fromFork: false };
const environment = (name: string, preview: Preview): Environment => readPreview(name, JSON.stringify(preview));
const golden = (name: string) => join(import.meta.dirname, "golden", `${name}.md`);

describe("a review", () => {
  it("shows what passes, what is replaced and deleted, and what it costs", async () => {
    const text = renderReview([environment("dev", previewOf()), environment("prod", busy)], origin);
    await expect(text).toMatchFileSnapshot(golden("passed"));
  });

  it("shows which rule refused it and why, and that its sums are lower bounds", async () => {
    const text = renderReview([environment("dev", busy), environment("prod", refused)], origin);
    await expect(text).toMatchFileSnapshot(golden("refused"));
  });

  it("says what failed, from a fork, without the engine's words", async () => {
    const error = { what: "the preview failed; nothing was created", todo: "mend it", why: "SENTINEL is no URL" };
    const failed = readPreview("prod", JSON.stringify({ error }));
    const text = renderReview([failed, readPreview("test", "{")], { ...origin, fromFork: true });
    await expect(text).toMatchFileSnapshot(golden("failed"));
    expect(text).not.toContain("SENTINEL");
  });

  it("keeps hostile names inside their cells", async () => {
    const text = renderReview([environment("prod", hostile)], origin);
    await expect(text).toMatchFileSnapshot(golden("hostile"));
    for (const mark of ["@", "`", "evil.example", "<img", "](http", "\u202E", "\u2066", "\u200B", "\uD83D "])
      expect(text.replaceAll(`[full log](${logUrl})`, "")).not.toContain(mark);
    expect(text.split("<!--").length).toBe(2); // ours
    expect(text.isWellFormed()).toBe(true);
  });
});

describe("a long review", () => {
  const many = previewOf({
    steps: Array.from({ length: 3000 }, (_, index) => step("delete", "a:b:Claim", `ខ្មែរ-\u{1F600}-${index}`)),
    warnings: ["a warning"],
  });

  it("is cut between rows to 64,000 characters and says what is missing and where it is", () => {
    const text = renderReview([environment("prod", many), environment("dev", busy)], origin);
    expect(text.length).toBeLessThanOrEqual(64_000);
    expect(text.length).toBeGreaterThan(60_000);
    expect(text).toMatch(/_\d+ rows are left out here: \[full log\]\(https:[^)]+77\)_/);
    for (const line of text.split("\n").filter((one) => one.startsWith("|"))) expect(line.endsWith(" |")).toBe(true);
    expect(text).toContain("| <code>prod</code> | passed | 0 | 3000 |");
    expect(text.isWellFormed()).toBe(true);
  });

  it("is never longer than it may be, whatever is in it", () => {
    const words = fc.string({ unit: anySign, maxLength: 60 });
    const steps = fc.array(fc.record({ op: fc.constantFrom("delete", "create"), type: words, name: words }), {
      maxLength: 12,
    });
    const texts = fc.array(words, { maxLength: 20 });
    fc.assert(
      fc.property(steps, texts, fc.integer({ min: 1500, max: 6000 }), (changes, warnings, longest) => {
        const preview = previewOf({ steps: changes.map((one) => ({ ...one, diffs: [one.name] })), warnings });
        const text = renderReview([environment("a", preview), environment("b", preview)], origin, longest);
        expect(text.length).toBeLessThanOrEqual(longest);
        const tables = text.split("\n").filter((line) => line.startsWith("|"));
        for (const line of tables) expect(line).toMatch(/^\| .* \|$/);
      }),
      { numRuns: 20 },
    );
  });
});
