"""Proves the one spelling of Khmer words. What is right comes from the Unicode Standard and technical note 61."""

import itertools
import unicodedata

import pytest
from trainyard_training.corpus.khmer import normalise

KA, RO, TO, SA, MO = "\u1780", "\u179a", "\u178f", "\u179f", "\u1798"
COENG, AA, II, U, E, AE = "\u17d2", "\u17b6", "\u17b8", "\u17bb", "\u17c1", "\u17c2"
NIKAHIT, REAHMUK, MUUSIKATOAN, BANTOC, ROBAT, ATTHACAN = "\u17c6", "\u17c7", "\u17c9", "\u17cb", "\u17cc", "\u17dd"

CASES = [
    (
        "a vowel typed before a subscript moves behind it",
        "\u1781" + AE + COENG + MO + RO,
        "\u1781" + COENG + MO + AE + RO,
    ),
    (
        "a vowel before a subscript inside a word",
        "\u179f\u17b7\u1791\u17b7\u17d2\u1792",
        "\u179f\u17b7\u1791\u17d2\u1792\u17b7",
    ),
    ("subscript ro comes last", SA + COENG + RO + COENG + TO + II, SA + COENG + TO + COENG + RO + II),
    ("nikahit follows the vowel", KA + NIKAHIT + U, KA + U + NIKAHIT),
    ("the register shifter precedes the vowel", KA + AA + MUUSIKATOAN, KA + MUUSIKATOAN + AA),
    ("robat comes right behind the base", KA + AA + ROBAT, KA + ROBAT + AA),
    ("reahmuk ends the syllable", KA + REAHMUK + AA, KA + AA + REAHMUK),
    ("two halves become the vowel oe", KA + E + II, KA + "\u17be"),
    ("two halves become the vowel oo", KA + E + AA, KA + "\u17c4"),
    ("halves count in either order", KA + AA + E, KA + "\u17c4"),
    ("a sign typed twice counts once", KA + BANTOC + BANTOC, KA + BANTOC),
    ("a subscript may stand twice", KA + COENG + TO + COENG + TO, KA + COENG + TO + COENG + TO),
    ("a coeng without a letter goes", KA + COENG, KA),
    ("zero-width spaces go", KA + "\u200b" + MO, KA + MO),
    ("joiners inside a syllable go before it is ordered", KA + AA + "\u200d" + COENG + MO, KA + COENG + MO + AA),
    ("inherent vowels go", KA + "\u17b4" + MO + "\u17b5", KA + MO),
    ("the deprecated letter becomes the plain one", "\u17a3", "\u17a2"),
    ("the deprecated long letter becomes letter and vowel", "\u17a4", "\u17a2" + AA),
    ("no-break spaces and runs become one space", KA + "\u00a0  " + MO, KA + " " + MO),
    ("a coeng that NFC tore from its letter is put back", KA + ATTHACAN + COENG + MO, KA + COENG + MO + ATTHACAN),
    ("other scripts are composed", "e\u0301", "\u00e9"),
    ("other scripts are composed across what goes", "e\u200b\u0301", "\u00e9"),
    ("plain text stays", "Writer 7.4", "Writer 7.4"),
]


@pytest.mark.parametrize(("given", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_one_spelling(given: str, expected: str) -> None:
    assert normalise(given) == expected


def test_every_order_of_the_marks_of_a_syllable_gives_one_spelling() -> None:
    marks = [COENG + MO, COENG + RO, MUUSIKATOAN, U, NIKAHIT]
    found = {normalise(KA + "".join(order)) for order in itertools.permutations(marks)}
    assert found == {KA + COENG + MO + COENG + RO + MUUSIKATOAN + U + NIKAHIT}


def test_what_goes_never_leaves_a_text_that_is_not_composed() -> None:
    for gone in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u17b4\u17b5":
        once = normalise(f"Cafe{gone}\u0301 {KA}")
        assert unicodedata.is_normalized("NFC", once)
        assert normalise(once) == once


def test_normalising_twice_changes_nothing_more() -> None:
    marks = [COENG + RO, E, II, AA, ROBAT, BANTOC, ATTHACAN, COENG, NIKAHIT]
    for length in (1, 2, 3):
        for order in itertools.permutations(marks, length):
            once = normalise(KA + "".join(order) + MO)
            assert normalise(once) == once
            assert unicodedata.is_normalized("NFC", once) or ATTHACAN in once
