"""Instruction pairs: translations from the catalogues, and headings with what stands under them."""

from __future__ import annotations

from typing import Any

from trainyard_training.corpus.sample import Sample

TRANSLATE = "Translate into Khmer:"
EXPLAIN = "Explain in Khmer:"


def pairs_of(sample: Sample) -> list[dict[str, Any]]:
    """The pairs a sample gives: `{id, instruction, input, output, segmented, source}`."""
    asked: list[tuple[str, str]] = []
    if sample.english is not None and sample.english != sample.text:
        asked.append((TRANSLATE, sample.english))
    if sample.heading is not None and sample.heading != sample.text:
        asked.append((EXPLAIN, sample.heading))
    return [
        {
            "id": f"{sample.id}-{number}",
            "instruction": instruction,
            "input": given,
            "output": sample.text,
            "segmented": sample.segmented,
            "source": sample.source,
        }
        for number, (instruction, given) in enumerate(asked)
    ]
