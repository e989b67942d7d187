"""The whole way from sources to a corpus folder."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainyard_training.corpus import manifest as manifests
from trainyard_training.corpus.cache import FileCache
from trainyard_training.corpus.counters import Counters
from trainyard_training.corpus.duplicates import NearDuplicates
from trainyard_training.corpus.rejects import Rejects
from trainyard_training.corpus.sample import Sample
from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.sources import SourceFile, list_sources, read_provenance
from trainyard_training.corpus.split import SPLITS, Split, split_of
from trainyard_training.corpus.stages import process_file
from trainyard_training.corpus.write import write_corpus
from trainyard_training.failure import Refusal

BATCH_FILES = 200
Say = Callable[[str], None]


@dataclass(frozen=True)
class Prepared:
    """A corpus folder's manifest, and how much work it took."""

    manifest: dict[str, Any]
    files: int
    processed: int
    seconds: dict[str, float]


def _process_batch(folder: Path, paths: list[str], settings: Settings) -> list[dict[str, Any]]:
    return [process_file(folder, path, settings) for path in paths]


def _batches(files: list[SourceFile]) -> Iterator[list[SourceFile]]:
    for start in range(0, len(files), BATCH_FILES):
        yield files[start : start + BATCH_FILES]


def _process(
    folder: Path, files: list[SourceFile], settings: Settings, cache: FileCache, say: Say
) -> tuple[list[dict[str, Any]], int]:
    results = {file.path: kept for file in files if (kept := cache.get(file)) is not None}
    todo = [file for file in files if file.path not in results]
    if not todo:
        return [results[file.path] for file in files], 0
    workers = min(os.cpu_count() or 1, (len(todo) + BATCH_FILES - 1) // BATCH_FILES)
    with ProcessPoolExecutor(max_workers=workers) as pool:
        waiting = {
            pool.submit(_process_batch, folder, [file.path for file in batch], settings): batch
            for batch in _batches(todo)
        }
        for done in as_completed(waiting):
            for file, result in zip(waiting[done], done.result(), strict=True):
                cache.put(file, result)
                results[file.path] = result
            say(f"prepare: {len(results)} of {len(files)} files read")
    return [results[file.path] for file in files], len(todo)


def _deduplicate(
    results: list[dict[str, Any]], settings: Settings, counters: Counters, rejects: Rejects
) -> list[Sample]:
    seen: dict[str, int] = {}
    kept: list[Sample] = []
    near = NearDuplicates(settings)
    for row in (row for result in results for row in result["samples"]):
        sample = Sample(**row)
        if sample.id in seen:
            counters.reject("exact-duplicates", "seen-before")
            rejects.add("exact-duplicates", "seen-before", sample.text, sample.source)
            at = seen[sample.id]
            if at >= 0 and kept[at].english is None and sample.english is not None:
                kept[at] = sample
            continue
        counters.accept("exact-duplicates")
        if near.add(sample.id, sample.text) is None:
            counters.accept("near-duplicates")
            seen[sample.id] = len(kept)
            kept.append(sample)
        else:
            counters.reject("near-duplicates", "similar-to-another")
            rejects.add("near-duplicates", "similar-to-another", sample.text, sample.source)
            seen[sample.id] = -1
    return kept


def _split(samples: list[Sample], settings: Settings, counters: Counters) -> dict[Split, list[Sample]]:
    splits: dict[Split, list[Sample]] = {name: [] for name in SPLITS}
    for sample in sorted(samples, key=lambda one: one.id):
        splits[split_of(sample.text, settings)].append(sample)
        counters.accept("split")
    empty = [name for name, inside in splits.items() if not inside]
    if empty:
        raise Refusal("a split is empty", ", ".join(empty), f"only {len(samples)} texts are usable", "add sources")
    return splits


def prepare(sources: Path, out: Path, settings: Settings, cache_folder: Path | None, say: Say) -> Prepared:
    """Makes the corpus folder `out`, or finds it made. The same sources and settings give the same manifest id."""
    began = time.monotonic()
    files = list_sources(sources)
    provenance = read_provenance(sources, files)
    inputs = manifests.inputs_hash(files, provenance, settings)
    made = manifests.unchanged(out, inputs)
    if made is not None:
        say(f"prepare: nothing changed in {len(files)} files, corpus {made['id'][:12]} stands")
        return Prepared(made, len(files), 0, {"check": time.monotonic() - began})
    seconds = {"check": time.monotonic() - began}

    def lap(name: str) -> None:
        seconds[name] = time.monotonic() - began - sum(seconds.values())

    results, processed = _process(sources, files, settings, FileCache(cache_folder, settings), say)
    lap("read")
    counters, rejects = Counters(), Rejects()
    for result in results:
        counters.add(result["counters"])
        for row in result["rejects"]:
            rejects.add_row(row)
    samples = _deduplicate(results, settings, counters, rejects)
    say(f"prepare: {len(samples)} texts after removing duplicates")
    lap("duplicates")
    splits = _split(samples, settings, counters)
    counted = counters.as_dict()
    names, tokens = write_corpus(out, splits, settings, counted, rejects.as_rows())
    lap("tokenize")
    facts = {"inputs": inputs, "sources": provenance, "counters": counted, "tokens": tokens}
    facts["licences"] = sorted({licence for row in provenance for licence in row["licences"]})
    made = manifests.write_manifest(out, names, settings, facts)
    usable = f"{counted['usabilityOfKhmer']:.0%} of Khmer passages usable"
    say(f"prepare: corpus {made['id'][:12]}, {tokens['train']} training tokens, {usable}")
    return Prepared(made, len(files), processed, seconds)
