"""Instruction pairs: translations from the catalogues, and headings with what stands under them."""

from __future__ import annotations

from typing import Any

from trainyard_training.corpus.sample import Sample

TRANSLATE = "Translate into Khmer:"
EXPLAIN = "Explain in Khmer:"


def pair_of(sample: Sample) -> dict[str, Any] | None:
    """The pair a sample gives, `{id, instruction, input, segmentedInput, output, segmented, source}`, or None."""
    given = sample.english or sample.heading
    if given is None or given == sample.text:
        return None
    return {
        "id": sample.id,
        "instruction": TRANSLATE if sample.english else EXPLAIN,
        "input": given,
        "segmentedInput": sample.asked,
        "output": sample.text,
        "segmented": sample.segmented,
        "source": sample.source,
    }
