"""What tables hold of a kept corpus: rows as `components/corpus/render/rows.ts` writes them too, read by the page."""

from __future__ import annotations

from typing import Any

from trainyard_training.data_api.generated.models import Snapshot

Rows = dict[str, dict[str, str]]
SNAPSHOTS_TABLE, SNAPSHOTS_FAMILIES = "corpus:snapshots", ("s", "c")
"""A row for each snapshot: `s` what it is, `c` the counters of its stages."""
REJECTED_TABLE, REJECTED_FAMILIES = "corpus:rejected", ("r",)
"""A row for each passage kept for a look."""


def snapshot_row(snapshot: Snapshot, manifest: dict[str, Any]) -> Rows:
    """The row of a snapshot, from what the API told of it and the corpus's manifest."""
    counters, tokens = manifest["counters"], manifest["tokens"]
    told = snapshot.model_dump(mode="json", by_alias=True)
    cells = {
        "s:corpus": manifest["id"],
        **{f"s:{name}": str(told[name]) for name in ("path", "files", "bytes", "manifestSha256", "createdAt")},
        **{f"s:{name}": _number(counters[name]) for name in ("usability", "usabilityOfKhmer") if name in counters},
        "s:trainTokens": str(tokens["train"]),
        "s:vocabulary": str(tokens["vocabulary"]),
    }
    for stage, row in counters.get("stages", {}).items():
        cells[f"c:{stage}.accepted"] = str(row["accepted"])
        cells[f"c:{stage}.rejected"] = str(row["rejected"])
        cells |= {f"c:{stage}.reason.{reason}": str(count) for reason, count in row["reasons"].items()}
    return {snapshot.id: cells}


def rejected_rows(snapshot_id: str, passages: list[dict[str, Any]]) -> Rows:
    """Keys lead from the snapshot to the stage to the reason, so that a prefix finds each."""
    return {
        f"{snapshot_id}/{row['stage']}/{row['reason']}/{row['id']}": {
            f"r:{name}": row[name] for name in ("text", "stage", "reason", "source")
        }
        for row in passages
    }


def _number(share: float) -> str:
    """Four decimals at most, as shares are rounded: `0.2816`, `1`."""
    return f"{share:.4f}".rstrip("0").rstrip(".")
