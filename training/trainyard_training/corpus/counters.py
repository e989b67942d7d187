"""How many passages each stage took and refused, and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

STAGES = ("extract", "normalise", "clean", "segment", "exact-duplicates", "near-duplicates", "split")


class Counters:
    """Accepted and rejected (with reason) per stage."""

    def __init__(self) -> None:
        self._accepted: Counter[str] = Counter()
        self._rejected: dict[str, Counter[str]] = {}

    def accept(self, stage: str, count: int = 1) -> None:
        """Counts passages that leave the stage."""
        self._accepted[stage] += count

    def reject(self, stage: str, reason: str, count: int = 1) -> None:
        """Counts passages that end in the stage."""
        self._rejected.setdefault(stage, Counter())[reason] += count

    def add(self, other: dict[str, Any]) -> None:
        """Adds what another process counted (`as_dict` of it)."""
        for stage, row in other["stages"].items():
            self._accepted[stage] += row["accepted"]
            for reason, count in row["reasons"].items():
                self.reject(stage, reason, count)

    def as_dict(self) -> dict[str, Any]:
        """`{stages: {name: {accepted, rejected, reasons}}, usability, usabilityOfKhmer}`, stages in pipeline order.

        `usability` is what reaches the splits over all that was found; `usabilityOfKhmer` is what cleaning and
        segmentation left over the passages with any Khmer in them (before duplicates go).
        """
        stages = {
            stage: {
                "accepted": self._accepted[stage],
                "rejected": sum(self._rejected.get(stage, Counter()).values()),
                "reasons": dict(sorted(self._rejected.get(stage, Counter()).items())),
            }
            for stage in STAGES
            if stage in self._accepted or stage in self._rejected
        }
        found = self._accepted["extract"]
        cleaned = self._rejected.get("clean", Counter())
        khmer = found - cleaned["no-khmer"] - cleaned["empty"]
        return {
            "stages": stages,
            "usability": _share(self._accepted["split"], found),
            "usabilityOfKhmer": _share(self._accepted["segment"], khmer),
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
