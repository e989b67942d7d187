import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../docs/decisions");
const pages = readdirSync(folder).filter((name) => /^\d{4}-/.test(name));
const index = readFileSync(join(folder, "README.md"), "utf8");

it.each(pages)("%s has a heading of its number, and a line in the index that says it", (page) => {
  const [heading = ""] = readFileSync(join(folder, page), "utf8").split("\n");
  expect(heading).toMatch(new RegExp(`^# ${Number(page.slice(0, 4))}\\. \\S`));
  expect(index).toContain(`- [${heading.slice(2)}](${page})\n`);
});

it("gives no number twice and lists no page that is gone", () => {
  const numbers = pages.map((page) => page.slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect([...index.matchAll(/\((\d{4}-[^)]+)\)/g)].map(([, page]) => page).sort()).toEqual([...pages].sort());
});
