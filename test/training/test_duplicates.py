"""Proves that near repeats are found and different texts are kept."""

import random

from trainyard_training.corpus.duplicates import NearDuplicates, bands, shingles, similarity
from trainyard_training.corpus.settings import Settings

LONG = "ប្រអប់សុវត្ថិភាពម៉ាក្រូបង្ហាញនៅពេលឯកសារមានម៉ាក្រូមួយឬច្រើនអ្នកក៏អាចហៅប្រអប់ពីឧបករណ៍"


def test_a_text_with_one_letter_changed_repeats_the_first() -> None:
    near = NearDuplicates(Settings())
    assert near.add("first", LONG) is None
    assert near.add("second", LONG + "១") == "first"


def test_spaces_make_no_difference() -> None:
    near = NearDuplicates(Settings())
    assert near.add("first", LONG) is None
    assert near.add("second", LONG[:20] + " " + LONG[20:]) == "first"


def test_different_texts_are_both_kept() -> None:
    near = NearDuplicates(Settings())
    assert near.add("first", LONG) is None
    assert near.add("second", LONG[::-1]) is None


def test_candidates_below_the_threshold_are_not_duplicates() -> None:
    other = LONG[: len(LONG) // 2] + "ក្រដាសធំនៅក្នុងបញ្ជីឈ្មោះថ្មីសម្រាប់អ្នកប្រើទាំងអស់គ្នា"
    assert similarity(shingles(LONG, 4), shingles(other, 4)) < 0.8
    near = NearDuplicates(Settings())
    assert near.add("first", LONG) is None
    assert near.add("second", other) is None


def test_nearly_every_text_above_the_threshold_is_found() -> None:
    rng = random.Random(1)
    letters = [chr(code) for code in range(0x1780, 0x17A3)]
    near = NearDuplicates(Settings())
    missed = 0
    for number in range(300):
        first = rng.choices(letters, k=120)
        second = list(first)
        for at in (10, 50, 90)[: 2 + number % 2]:
            second[at] = "\u17a5"
        texts = "".join(first), "".join(second)
        assert 0.8 <= similarity(*(shingles(text, 4) for text in texts)) < 0.9
        assert near.add(f"first {number}", texts[0]) is None
        missed += near.add(f"second {number}", texts[1]) is None
    assert missed <= 6


def test_bands_make_texts_at_the_threshold_meet() -> None:
    assert bands(0.8, 64) == (12, 5)
    assert bands(0.01, 64) == (64, 1)
