"""Proves the shares that counters tell."""

from trainyard_training.corpus.counters import Counters


def test_what_has_no_khmer_in_it_does_not_count_against_the_khmer_that_is_usable() -> None:
    counters = Counters()
    counters.accept("extract", 10)
    for reason, count in (("no-khmer", 3), ("empty", 2), ("too-short", 1)):
        counters.reject("clean", reason, count)
    counters.accept("segment", 4)
    counters.accept("split", 3)
    told = counters.as_dict()
    assert (told["usability"], told["usabilityOfKhmer"]) == (0.3, 0.8)
