"""The stages that look at one file alone: extract, normalise, clean, segment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trainyard_training.corpus.cleaning import reason_to_reject, strip_markup
from trainyard_training.corpus.counters import Counters
from trainyard_training.corpus.extract import UNREADABLE, extract
from trainyard_training.corpus.khmer import normalise
from trainyard_training.corpus.rejects import Rejects
from trainyard_training.corpus.sample import Sample
from trainyard_training.corpus.segment import segment, unsegment
from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.split import text_id


def _english(raw: str | None) -> str | None:
    if raw is None:
        return None
    return " ".join(strip_markup(raw).split()) or None


def process_file(folder: Path, path: str, settings: Settings) -> dict[str, Any]:
    """`{samples, counters, rejects}` of one source file. Depends on its content, path and the settings only."""
    counters = Counters()
    rejects = Rejects()
    samples: list[Sample] = []
    file = folder / path
    try:
        passages = extract(file.suffix, file.read_bytes())
    except UNREADABLE as error:
        counters.reject("extract", f"unreadable-file ({type(error).__name__})")
        passages = []
    for passage in passages:
        counters.accept("extract")
        text = normalise(strip_markup(passage.text))
        counters.accept("normalise")
        reason = reason_to_reject(text, settings)
        if reason is not None:
            counters.reject("clean", reason)
            rejects.add("clean", reason, text, path)
            continue
        counters.accept("clean")
        segmented = segment(text)
        if unsegment(segmented) != text:
            counters.reject("segment", "cannot-be-undone")
            rejects.add("segment", "cannot-be-undone", text, path)
            continue
        counters.accept("segment")
        heading = normalise(strip_markup(passage.heading or "")) or None
        english = _english(passage.english)
        given = english or heading
        asked = segment(normalise(given)) if given else None
        samples.append(Sample(text_id(text), text, segmented, path.split("/", 1)[0], english, heading, asked))
    return {
        "samples": [sample.as_dict() for sample in samples],
        "counters": counters.as_dict(),
        "rejects": rejects.as_rows(),
    }
