"""A passage that went through the stages, and what one file gave."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """Normalised Khmer text, its segmented form, and where it came from."""

    id: str
    text: str
    segmented: str
    source: str
    english: str | None
    heading: str | None
    asked: str | None
    """Segmented form of `english`, else of `heading`."""

    def as_dict(self) -> dict[str, Any]:
        """The fields, for caches."""
        return asdict(self)
