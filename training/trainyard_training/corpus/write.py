"""The files of a corpus folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trainyard_training.corpus.ids import id_type, to_bytes
from trainyard_training.corpus.pairs import pair_of
from trainyard_training.corpus.sample import Sample
from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.split import SPLITS, Split
from trainyard_training.corpus.tokenizer import MODEL_FILE, KhmerTokenizer, learn_tokenizer
from trainyard_training.files import write_json, write_json_lines, write_whole


def _stream(samples: list[Sample], tokenizer: KhmerTokenizer) -> list[int]:
    """All texts one after the other, each closed by the end id."""
    ids: list[int] = []
    for sample in samples:
        ids.extend(tokenizer.encode_segmented(sample.segmented))
        ids.append(tokenizer.end_id)
    return ids


def write_corpus(
    out: Path,
    splits: dict[Split, list[Sample]],
    settings: Settings,
    counted: dict[str, Any],
    rejected: list[dict[str, Any]],
) -> tuple[list[str], dict[str, Any]]:
    """Writes tokenizer, ids, pairs, counters and rejected passages. The tokenizer learns from the training split alone.

    Returns the file names and the token facts `{type, vocabulary, train, validation, test, pairs}`.
    """
    pairs = {name: [pair for sample in splits[name] if (pair := pair_of(sample))] for name in SPLITS}
    english = [pair["segmentedInput"] for pair in pairs["train"] if pair["input"].isascii()]
    tokenizer = KhmerTokenizer(learn_tokenizer([s.segmented for s in splits["train"]] + english, settings))
    name = id_type(len(tokenizer) - 1)
    write_whole(out / MODEL_FILE, tokenizer.model)
    facts: dict[str, Any] = {"type": name, "vocabulary": len(tokenizer), "pairs": {}, "texts": {}}
    names = [MODEL_FILE, "counters.json", "rejected.jsonl"]
    for split in SPLITS:
        ids = _stream(splits[split], tokenizer)
        write_whole(out / f"{split}.bin", to_bytes(ids, name))
        write_json_lines(out / f"pairs.{split}.jsonl", pairs[split])
        facts[split], facts["pairs"][split] = len(ids), len(pairs[split])
        facts["texts"][split] = len(splits[split])
        names += [f"{split}.bin", f"pairs.{split}.jsonl"]
    write_json(out / "counters.json", counted)
    write_json_lines(out / "rejected.jsonl", rejected)
    return names, facts
