"""Proves that near repeats are found and different texts are kept."""

from trainyard_training.corpus.duplicates import NearDuplicates, shingles, similarity
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
