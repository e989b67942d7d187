import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { BenchBed } from "./bed.ts";
import type { Bench } from "./benches.ts";
import { judged, ratios } from "./result.ts";

/** `pulumi preview` of stack dev as committed, policies off, against a program that does nothing. */
export const benchPreview: Bench = async (bed, runs) => {
  const committed = parse(await readFile(join(bed.root, "Pulumi.dev.yaml"), "utf8")) as { config: object };
  const plain = Object.entries(committed.config).map(
    ([key, value]) => [key.replace(/^trainyard:/, ""), value] as const,
  );
  const file = await bed.configure("dev", { ...Object.fromEntries(plain), trainerImage: bed.image });
  const empty = await emptyProgram(bed);
  const ours = () => bed.preview("dev", file);
  const base = () => bed.pulumi(["preview", "--stack", "empty", "--suppress-progress"], empty);
  await ours();
  await base();
  const pairs: { ours: number; base: number }[] = [];
  while (pairs.length < runs) pairs.push({ base: await base(), ours: await ours() });
  return [
    judged({
      bench: "preview",
      what: "pulumi preview of stack dev, policies off",
      baseline: "an empty Pulumi program, same CLI and Node options",
      unit: "x",
      samples: ratios(pairs),
      goal: { atMost: 2 },
      note: `seconds ours/empty: ${pairs.map((pair) => `${pair.ours.toFixed(2)}/${pair.base.toFixed(2)}`).join(" ")}`,
    }),
  ];
};

/** A project beside ours whose program is one empty module; same packages, same runtime options. */
async function emptyProgram(bed: BenchBed): Promise<string> {
  const folder = join(bed.home, "bench", "empty");
  await mkdir(folder, { recursive: true });
  const project = ["name: empty", "runtime:", "  name: nodejs", "  options:", "    typescript: false", ""];
  await writeFile(join(folder, "Pulumi.yaml"), project.join("\n"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "empty", type: "module", main: "index.ts" }));
  await writeFile(join(folder, "index.ts"), "export {};\n");
  await symlink(join(bed.root, "node_modules"), join(folder, "node_modules"));
  await bed.pulumi(["stack", "init", "empty"], folder);
  return folder;
}
