"""Proves that a sample's split follows from its text alone."""

from collections import Counter

from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.split import split_of

TEXTS = [f"អត្ថបទ {n}" for n in range(5000)]
KNOWN = ["train", "train", "test", "validation", "test", "train", "train", "train", "train", "train", "test", "train"]


def test_new_texts_never_move_an_old_one() -> None:
    old = {text: split_of(text, Settings()) for text in TEXTS[:1000]}
    everything = {text: split_of(text, Settings()) for text in reversed(TEXTS)}
    assert all(everything[text] == split for text, split in old.items())


def test_known_texts_keep_the_split_they_have_today() -> None:
    assert [split_of(text, Settings()) for text in TEXTS[:12]] == KNOWN


def test_shares_are_80_10_10_within_two_points() -> None:
    counted = Counter(split_of(text, Settings()) for text in TEXTS)
    assert abs(counted["train"] / 5000 - 0.8) < 0.02
    assert abs(counted["validation"] / 5000 - 0.1) < 0.02
    assert abs(counted["test"] / 5000 - 0.1) < 0.02
