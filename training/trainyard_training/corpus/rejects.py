"""Passages that no split has, a few for each reason: somebody can look at what the rules turn away."""

from __future__ import annotations

import heapq
from typing import Any

from trainyard_training.corpus.split import text_id

PER_REASON = 100
"""Kept for each reason. Counters have all of them."""
MAXIMUM_CHARACTERS = 500


class Rejects:
    """Keeps those with the smallest ids: the same sources give the same ones, in whatever order they come."""

    def __init__(self, per_reason: int = PER_REASON) -> None:
        self._per_reason = per_reason
        self._kept: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}

    def add(self, stage: str, reason: str, text: str, source: str) -> None:
        """A passage that ends in a stage. `source` is the file that it is from."""
        row = {
            "id": text_id(text),
            "stage": stage,
            "reason": reason,
            "text": text[:MAXIMUM_CHARACTERS],
            "source": source,
        }
        self.add_row(row)

    def add_row(self, row: dict[str, Any]) -> None:
        """What `as_rows` of another process gave."""
        kept = self._kept.setdefault((row["stage"], row["reason"]), {})
        known = kept.get(row["id"])
        if known is not None and known["source"] <= row["source"]:
            return
        kept[row["id"]] = row
        if len(kept) > 2 * self._per_reason:
            self._trim(kept)

    def _trim(self, kept: dict[str, dict[str, Any]]) -> None:
        smallest = set(heapq.nsmallest(self._per_reason, kept))
        for key in [key for key in kept if key not in smallest]:
            del kept[key]

    def as_rows(self) -> list[dict[str, Any]]:
        """`{id, stage, reason, text, source}` each, by stage, reason and id."""
        return [kept[key] for _, kept in sorted(self._kept.items()) for key in heapq.nsmallest(self._per_reason, kept)]
