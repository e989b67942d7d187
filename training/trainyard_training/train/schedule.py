"""Learning rate as a function of the step alone, so that it needs no state of its own."""

from __future__ import annotations

import math

from trainyard_training.recipe import Training


def rate_at(step: int, total: int, training: Training) -> float:
    """Learning rate of optimizer step `step` (0 is the first) of `total`."""
    warmup = training.warmup_steps
    if step < warmup:
        return training.learning_rate * (step + 1) / warmup
    if training.schedule == "constant" or total <= warmup:
        return training.learning_rate
    done = (step - warmup) / (total - warmup)
    if training.schedule == "linear":
        return training.learning_rate * (1 - done)
    return training.learning_rate * 0.5 * (1 + math.cos(math.pi * done))
