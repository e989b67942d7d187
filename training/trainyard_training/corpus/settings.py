"""Everything that decides what a corpus looks like. Part of its id."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

PIPELINE_VERSION = 2
"""Raise it when the meaning of a stage changes: corpus ids then differ."""


@dataclass(frozen=True)
class Settings:
    """Choices of the pipeline. Shares are fractions of 1, lengths are characters."""

    minimum_characters: int = 4
    maximum_characters: int = 2000
    minimum_khmer_share: float = 0.5
    near_duplicate_similarity: float = 0.8
    shingle_characters: int = 4
    permutations: int = 64
    train_share: float = 0.8
    validation_share: float = 0.1
    vocabulary: int = 4096

    def as_dict(self) -> dict[str, Any]:
        """The settings with the pipeline's version, as they enter hashes and manifest."""
        return {"pipeline": PIPELINE_VERSION, **asdict(self)}
