"""Batches. Which samples step n takes follows from seed and n alone, so a resumed run goes on exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch

from trainyard_training.corpus.ids import Ids, open_ids
from trainyard_training.corpus.split import Split
from trainyard_training.failure import Refusal
from trainyard_training.files import read_json_lines
from trainyard_training.recipe import Recipe
from trainyard_training.train.codec import Codec

IGNORED = -100
"""Label of a position that does not count for the loss."""


@dataclass(frozen=True)
class Batch:
    """Ids, their mask (1 real, 0 padding) and labels (`IGNORED` where nothing is to be learned)."""

    ids: torch.Tensor
    mask: torch.Tensor
    labels: torch.Tensor


class Samples(Protocol):
    """A split as a list of sequences."""

    def __len__(self) -> int: ...

    def batch(self, at: npt.NDArray[np.int64]) -> Batch:
        """The sequences at these places."""
        ...


class TokenBlocks:
    """Running text cut into blocks of one length."""

    def __init__(self, ids: Ids, length: int) -> None:
        self._ids = ids
        self._length = length

    def __len__(self) -> int:
        return len(self._ids) // self._length

    def batch(self, at: npt.NDArray[np.int64]) -> Batch:
        """Blocks are full: nothing is padded."""
        rows = [self._ids[n * self._length : (n + 1) * self._length] for n in at]
        ids = torch.from_numpy(np.stack(rows).astype(np.int64))
        return Batch(ids, torch.ones_like(ids), ids.clone())


class PairSequences:
    """Instruction pairs; only the answer and its end count."""

    def __init__(self, pairs: list[dict[str, Any]], codec: Codec, length: int) -> None:
        self._padding = codec.padding_id
        self.rows: list[tuple[list[int], list[int]]] = []
        for pair in pairs:
            prompt, answer = codec.prompt(pair), [*codec.answer(pair), codec.end_id]
            if len(prompt) + len(answer) <= length:
                self.rows.append((prompt, answer))

    def __len__(self) -> int:
        return len(self.rows)

    def batch(self, at: npt.NDArray[np.int64]) -> Batch:
        """Padded on the right to the longest of the batch."""
        rows = [self.rows[n] for n in at]
        width = max(len(prompt) + len(answer) for prompt, answer in rows)
        ids = torch.full((len(rows), width), self._padding, dtype=torch.int64)
        mask = torch.zeros_like(ids)
        labels = torch.full_like(ids, IGNORED)
        for n, (prompt, answer) in enumerate(rows):
            end = len(prompt) + len(answer)
            ids[n, :end] = torch.tensor(prompt + answer)
            mask[n, :end] = 1
            labels[n, len(prompt) : end] = torch.tensor(answer)
        return Batch(ids, mask, labels)


def open_split(folder: Path, manifest: dict[str, Any], split: Split, recipe: Recipe, codec: Codec) -> Samples:
    """A split of a corpus in the form the recipe wants. Refuses one with no sequence in it."""
    length = recipe.data.sequence_length
    samples: Samples
    if recipe.data.form == "tokens":
        samples = TokenBlocks(open_ids(folder / f"{split}.bin", manifest["tokens"]["type"]), length)
    else:
        samples = PairSequences(read_json_lines(folder / f"pairs.{split}.jsonl"), codec, length)
    if len(samples) == 0:
        why = f"no sequence of at most {length} tokens" if recipe.data.form == "pairs" else f"under {length} tokens"
        raise Refusal("a split is too small", f"{folder.name}, {split}", why, "prepare more text")
    return samples


def places(samples: Samples, batch_size: int, seed: int, number: int) -> npt.NDArray[np.int64]:
    """Places of batch `number` (from 0), drawn without repetition within an epoch."""
    per_epoch = max(1, len(samples) // batch_size)
    epoch, within = divmod(number, per_epoch)
    order = np.random.default_rng([seed, epoch]).permutation(len(samples))
    return order[within * batch_size : (within + 1) * batch_size]


def in_order(samples: Samples, batch_size: int, limit: int | None) -> Iterator[Batch]:
    """Batches of a split from its start, at most `limit`."""
    starts = range(0, len(samples), batch_size)
    for start in starts if limit is None else starts[:limit]:
        yield samples.batch(np.arange(start, min(start + batch_size, len(samples))))
