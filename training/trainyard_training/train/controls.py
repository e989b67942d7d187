"""Training data spoiled on purpose. A held-out test that a spoiled run passes would prove nothing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from trainyard_training.recipe import Recipe
from trainyard_training.train.data import IGNORED, Batch, Samples


class WrongLabels:
    """Every label is swapped for another, by one fixed permutation of the vocabulary."""

    def __init__(self, samples: Samples, vocabulary: int, seed: int) -> None:
        self._samples = samples
        self._wrong = torch.from_numpy(np.roll(np.random.default_rng(seed).permutation(vocabulary), 1))

    def __len__(self) -> int:
        return len(self._samples)

    def batch(self, at: npt.NDArray[np.int64]) -> Batch:
        """Ids as they are, labels wrong."""
        batch = self._samples.batch(at)
        counted = batch.labels != IGNORED
        labels = batch.labels.clone()
        labels[counted] = self._wrong[batch.labels[counted]]
        return Batch(batch.ids, batch.mask, labels)


class ShuffledData:
    """Every id that counts is replaced by one drawn from the whole split: frequencies stay, order goes."""

    def __init__(self, samples: Samples, seed: int) -> None:
        self._samples = samples
        self._seed = seed
        everything = samples.batch(np.arange(len(samples)))
        self._pool = everything.labels[everything.labels != IGNORED].numpy()

    def __len__(self) -> int:
        return len(self._samples)

    def batch(self, at: npt.NDArray[np.int64]) -> Batch:
        """Random ids in place of the true ones, in labels and in what the model reads."""
        batch = self._samples.batch(at)
        counted = batch.labels != IGNORED
        rng = np.random.default_rng([self._seed, int(at[0]), len(at)])
        drawn = torch.from_numpy(rng.choice(self._pool, size=int(counted.sum())))
        ids, labels = batch.ids.clone(), batch.labels.clone()
        ids[counted] = drawn
        labels[counted] = drawn
        return Batch(ids, batch.mask, labels)


def spoil(samples: Samples, recipe: Recipe, vocabulary: int, seed: int) -> Samples:
    """The training split as the recipe's control wants it."""
    if recipe.control == "wrong-labels":
        return WrongLabels(samples, vocabulary, seed)
    if recipe.control == "shuffled-data":
        return ShuffledData(samples, seed)
    return samples
