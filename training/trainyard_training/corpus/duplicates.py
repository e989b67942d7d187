"""Exact and near duplicates. The first of equal or similar texts stays; order is the caller's."""

from __future__ import annotations

from collections.abc import Iterable

from datasketch import MinHash, MinHashLSH

from trainyard_training.corpus.settings import Settings

RECALL = 0.99
"""Share of the pairs at the threshold that become candidates."""


def bands(similarity: float, permutations: int) -> tuple[int, int]:
    """Bands and rows of the index: as many rows a band as leave pairs of this similarity `RECALL` chances of 1 to meet.

    More candidates only cost time, since their true similarity decides; a pair that never meets ends in two splits.
    """
    for rows in range(permutations, 1, -1):
        count = permutations // rows
        if 1 - (1 - similarity**rows) ** count >= RECALL:
            return count, rows
    return permutations, 1


def shingles(text: str, size: int) -> set[str]:
    """All runs of `size` characters, spaces left out; a shorter text is its own shingle."""
    tight = text.replace(" ", "")
    return {tight[n : n + size] for n in range(max(1, len(tight) - size + 1))}


def similarity(first: set[str], second: set[str]) -> float:
    """Jaccard similarity (0 - 1) of two shingle sets."""
    return len(first & second) / len(first | second)


class NearDuplicates:
    """MinHash with locality-sensitive hashing finds candidates; their true similarity decides."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        meeting = bands(settings.near_duplicate_similarity, settings.permutations)
        self._index = MinHashLSH(num_perm=settings.permutations, params=meeting)
        self._shingles: dict[str, set[str]] = {}

    def add(self, key: str, text: str) -> str | None:
        """Takes a text in, or returns the key of the kept text that it nearly repeats."""
        own = shingles(text, self._settings.shingle_characters)
        sketch = MinHash(num_perm=self._settings.permutations, seed=1)
        sketch.update_batch([part.encode() for part in sorted(own)])
        candidates: Iterable[str] = self._index.query(sketch)
        for other in sorted(candidates):
            if similarity(own, self._shingles[other]) >= self._settings.near_duplicate_similarity:
                return other
        self._index.insert(key, sketch)
        self._shingles[key] = own
        return None
