import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseManifest, type RejectedPassage } from "../../../components/corpus/manifest.ts";
import { rejectedRows, snapshotRow, type ToldSnapshot } from "../../../components/corpus/render/rows.ts";

interface Told {
  readonly snapshot: ToldSnapshot;
  readonly manifest: { readonly id: string };
  readonly rejected: readonly RejectedPassage[];
  readonly snapshotRows: object;
  readonly rejectedRows: object;
}

it("rows are those that training's push writes, so that one page reads both", () => {
  const file = join(import.meta.dirname, "../../training/corpus-rows.json");
  const { snapshot, manifest, rejected, ...rows } = JSON.parse(readFileSync(file, "utf8")) as Told;
  const row = snapshotRow(snapshot, parseManifest(JSON.stringify(manifest), manifest.id));
  expect({ [row.key]: row.cells }).toEqual(rows.snapshotRows);
  const passages = rejectedRows(snapshot.id, rejected);
  expect(Object.fromEntries(passages.map(({ key, cells }) => [key, cells]))).toEqual(rows.rejectedRows);
});
