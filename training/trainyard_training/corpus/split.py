"""Which split a text belongs to. It depends on the text alone, so new data never moves an old sample."""

from __future__ import annotations

import hashlib
from typing import Literal

from trainyard_training.corpus.settings import Settings

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")


def text_id(text: str) -> str:
    """Identity of a normalised text: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def split_of(text: str, settings: Settings) -> Split:
    """The split of a normalised, unsegmented text."""
    point = int.from_bytes(hashlib.sha256(f"split-1\n{text}".encode()).digest()[:8]) / 2**64
    if point < settings.train_share:
        return "train"
    return "validation" if point < settings.train_share + settings.validation_share else "test"
