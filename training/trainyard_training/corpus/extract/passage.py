"""A passage of text as it was found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """Khmer text, with the English it translates or the heading it stands under, where there is one."""

    text: str
    english: str | None = None
    heading: str | None = None
