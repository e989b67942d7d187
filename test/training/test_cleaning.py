"""Proves why a passage is refused."""

import pytest
from trainyard_training.corpus.cleaning import reason_to_reject, strip_markup
from trainyard_training.corpus.settings import Settings


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("Open the file", "no-khmer"),
        ("បើក", "too-short"),
        ("ក" * 2001, "too-long"),
        ("\u17b6បើកឯកសារ", "broken-syllable"),
        ("បើក \u25cc\u17b6 ឯកសារ", "broken-syllable"),
        ("មើល https://example.org ឯកសារ", "link"),
        ("បើក........ឯកសារ", "repeated-character"),
        ("Open the document with បើក", "mostly-not-khmer"),
        ("បើកឯកសារ", None),
    ],
)
def test_the_first_reason_that_holds_counts(text: str, reason: str | None) -> None:
    assert reason_to_reject(text, Settings()) == reason


def test_tags_and_keyboard_shortcuts_are_removed() -> None:
    assert strip_markup("~បើក<b>ឯកសារ</b>(_O)") == "បើក ឯកសារ "
