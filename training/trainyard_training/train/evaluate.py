"""Losses on data the model has not seen, in nats per token."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from trainyard_training.failure import Refusal
from trainyard_training.train.data import IGNORED, Batch, Samples, in_order
from trainyard_training.train.model import Model
from trainyard_training.train.stopping import StopRequest

Told = Callable[[int, int], None]
"""Hears how much of a long piece of work is done: so many of so many."""


def targets_of(batch: Batch) -> torch.Tensor:
    """The ids that the loss of a batch is about: each label but the first of its row, ignored ones left out."""
    shifted = batch.labels[:, 1:]
    return shifted[shifted != IGNORED]


def finite(loss: float, on: str) -> float:
    """The loss, if it is a number. Refuses NaN and infinity: all that comes after them is paid for in vain."""
    if math.isfinite(loss):
        return loss
    todo = "lower learning_rate, raise warmup_steps, or take precision bf16 or fp32; checkpoints from before are kept"
    raise Refusal("training came to nothing", on, f"the loss or its gradient is {loss}", todo)


def loss_of(model: Model, batch: Batch, device: torch.device, reduction: str = "mean") -> torch.Tensor:
    """Cross-entropy of the next token, in 32 bits. One function for training and every evaluation."""
    ids, mask, labels = batch.ids.to(device), batch.mask.to(device), batch.labels.to(device)
    logits = model(input_ids=ids, attention_mask=None if bool(batch.mask.all()) else mask, use_cache=False).logits
    flat = logits[:, :-1].float().reshape(-1, logits.shape[-1])
    return cross_entropy(flat, labels[:, 1:].reshape(-1), ignore_index=IGNORED, reduction=reduction)


@torch.no_grad()
def mean_loss(
    model: Model,
    samples: Samples,
    batch_size: int,
    limit: int | None,
    device: torch.device,
    stop: StopRequest,
    told: Told = lambda _done, _all: None,
) -> float:
    """Mean loss per counted token over a split (or its first `limit` batches)."""
    was_training = model.training
    model.eval()
    total, count = 0.0, 0
    batches = len(range(0, len(samples), batch_size)[:limit])
    for number, batch in enumerate(in_order(samples, batch_size, limit), start=1):
        stop.check()
        total += float(loss_of(model, batch, device, "sum"))
        count += int(targets_of(batch).numel())
        told(number, batches)
    model.train(was_training)
    return finite(total / max(1, count), f"a split of {len(samples)} sequences")


def _counted(batches: Iterator[Batch], vocabulary: int) -> np.ndarray:
    counts = np.zeros(vocabulary, dtype=np.int64)
    for batch in batches:
        counts += np.bincount(targets_of(batch).numpy(), minlength=vocabulary)
    return counts


def unigram_loss(train: Samples, held_out: Samples, vocabulary: int, batch_size: int, limit: int | None) -> float:
    """Loss of a model that knows only how often each token occurs in the training split.

    Add-one smoothed over the ids that occur at all: shares for the many of a large vocabulary that nobody uses would
    make it so weak that a model beats it by frequencies alone.
    """
    known = _counted(in_order(train, batch_size, None), vocabulary)
    asked = _counted(in_order(held_out, batch_size, limit), vocabulary)
    used = int(np.count_nonzero(known + asked))
    chances = np.log(known + 1.0) - math.log(float(known.sum()) + used)
    return float(-(asked * chances).sum() / max(1, asked.sum()))
