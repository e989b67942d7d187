"""Proves the unigram model that a trained one must beat."""

import math

import numpy as np
import pytest
from trainyard_training.train.data import TokenBlocks
from trainyard_training.train.evaluate import unigram_loss
from trainyard_training.train.verdict import judge

VOCABULARY, LENGTH = 150_000, 32


def words(seed: int, count: int) -> TokenBlocks:
    """Tokens without any order, of which few are frequent."""
    chances = 1 / np.arange(1, 401)
    drawn = np.random.default_rng(seed).choice(400, size=count, p=chances / chances.sum())
    return TokenBlocks(drawn.astype(np.uint32), LENGTH)


def test_a_model_that_knows_frequencies_alone_does_not_beat_it_however_large_the_vocabulary() -> None:
    train, held_out = words(1, 20_000), words(2, 4_000)
    chances = 1 / np.arange(1, 401)
    chances /= chances.sum()
    asked = np.concatenate([held_out.batch(np.array([n])).ids[0, 1:].numpy() for n in range(len(held_out))])
    by_frequency = float(-np.log(chances[asked]).mean())
    unigram = unigram_loss(train, held_out, VOCABULARY, 8, None)
    assert by_frequency < unigram
    assert not judge(by_frequency, 12.0, unigram).passed


def test_its_loss_is_that_of_the_counts() -> None:
    train = TokenBlocks(np.array([9, 1, 1, 2, 9, 1, 1, 1], dtype=np.uint16), 4)
    held_out = TokenBlocks(np.array([9, 1, 2, 3], dtype=np.uint16), 4)
    # Counted: 1 five times, 2 once, 3 never; three ids occur.
    expected = -(math.log(6 / 9) + math.log(2 / 9) + math.log(1 / 9)) / 3
    assert unigram_loss(train, held_out, 16, 1, None) == pytest.approx(expected)
