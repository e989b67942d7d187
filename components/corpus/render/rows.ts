import type { CorpusManifest, RejectedPassage } from "../manifest.ts";

/** A row to write: text cells by `family:qualifier`. */
export interface CorpusRow {
  readonly key: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** A row for each snapshot: `s` what it is, `c` the counters of its stages. */
export const SNAPSHOTS_TABLE = { name: "corpus:snapshots", families: ["s", "c"] } as const;
/** A row for each passage kept for a look. */
export const REJECTED_TABLE = { name: "corpus:rejected", families: ["r"] } as const;

/** What the API told of a snapshot. */
export interface ToldSnapshot {
  readonly id: string;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  readonly manifestSha256: string;
  readonly createdAt: string;
}

export function snapshotRow(snapshot: ToldSnapshot, { id, counters, tokens }: CorpusManifest): CorpusRow {
  const cells: Record<string, string> = {
    "s:corpus": id,
    "s:path": snapshot.path,
    "s:files": String(snapshot.files),
    "s:bytes": String(snapshot.bytes),
    "s:manifestSha256": snapshot.manifestSha256,
    "s:createdAt": snapshot.createdAt,
    "s:usability": String(counters.usability),
    "s:usabilityOfKhmer": String(counters.usabilityOfKhmer),
    "s:trainTokens": String(tokens.train),
    "s:vocabulary": String(tokens.vocabulary),
  };
  for (const [stage, { accepted, rejected, reasons }] of Object.entries(counters.stages)) {
    cells[`c:${stage}.accepted`] = String(accepted);
    cells[`c:${stage}.rejected`] = String(rejected);
    for (const [reason, count] of Object.entries(reasons)) cells[`c:${stage}.reason.${reason}`] = String(count);
  }
  return { key: snapshot.id, cells };
}

/** Keys lead from the snapshot to the stage to the reason, so that a prefix finds each. */
export function rejectedRows(snapshotId: string, passages: readonly RejectedPassage[]): readonly CorpusRow[] {
  return passages.map(({ id, stage, reason, text, source }) => ({
    key: `${snapshotId}/${stage}/${reason}/${id}`,
    cells: { "r:text": text, "r:stage": stage, "r:reason": reason, "r:source": source },
  }));
}
