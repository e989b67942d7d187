"""Plain text: a passage a line."""

from __future__ import annotations

from trainyard_training.corpus.extract.passage import Passage


def read_plain(content: bytes) -> list[Passage]:
    """Every line that is not blank."""
    return [Passage(text=line.strip()) for line in content.decode("utf-8").splitlines() if line.strip()]
