import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** Packages of which a fresh process that evaluates `program` has loaded a file. */
function loaded(program: string): string[] {
  const tell = `
    const { createRequire } = await import("node:module");
    const require = createRequire("${root}/policies/cost/index.js");
    ${program}
    console.log(JSON.stringify(Object.keys(require.cache)));`;
  const flags = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", tell];
  const files = JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" })) as string[];
  const names = files.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? "");
  return [...new Set(names)];
}

it("spares a pack the compiler and the package manager that its SDK loads, and nothing else of it", () => {
  const heavy = ["typescript", "@npmcli/arborist"];
  expect(loaded(`require("@pulumi/policy");`)).toEqual(expect.arrayContaining(heavy));
  const lean = loaded(`await import("${root}/policies/rule/lean-sdk.ts"); require("@pulumi/policy");`);
  expect(lean.filter((name) => heavy.includes(name))).toEqual([]);
  expect(lean).toEqual(expect.arrayContaining(["@pulumi/policy", "@pulumi/pulumi", "@grpc/grpc-js"]));
  // The automation API is of the SDK itself; only it runs other programs.
  expect([loaded(`require("@pulumi/policy");`).includes("execa"), lean.includes("execa")]).toEqual([true, false]);
});

it.each(["cost", "security", "reliability"])("comes first in the pack %s", async (pack) => {
  const [first] = (await readFile(join(root, "policies", pack, "index.js"), "utf8")).split("\n");
  expect(first).toBe('import "../rule/lean-sdk.ts";');
});
