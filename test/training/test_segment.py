"""Proves that segmented text can be undone, and that khmer-nltk finds words."""

import pytest
from trainyard_training.corpus.segment import SPACE_MARK, join_words, segment, unsegment


def test_words_of_a_khmer_phrase_are_set_apart() -> None:
    assert segment("មានម៉ាក្រូមួយ") == "មាន ម៉ាក្រូ មួយ"


def test_a_real_space_next_to_khmer_is_marked() -> None:
    assert join_words(["មួយ", " ", "ឬ"]) == f"មួយ {SPACE_MARK} ឬ"


def test_a_space_between_other_scripts_stays_plain() -> None:
    assert join_words(["Microsoft", " ", "Excel"]) == "Microsoft Excel"


@pytest.mark.parametrize(
    "text",
    ["មានម៉ាក្រូមួយ ឬច្រើន ។", "បើក Microsoft Excel ឥឡូវ", "(enter) ចូល", "១០០% ។", 'EXACT("អត្ថបទ1"; "អត្ថបទ2")', "Writer"],
)
def test_segmenting_can_be_undone(text: str) -> None:
    assert unsegment(segment(text)) == text
