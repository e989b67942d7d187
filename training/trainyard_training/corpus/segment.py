"""Word segmentation by khmer-nltk, and a text form of it that can be undone.

In segmented text a space between Khmer words is a boundary; a space that was really there is written ` ␣ ` next to
Khmer and stays a plain space between other scripts.
"""

from __future__ import annotations

import logging

from trainyard_training.corpus.khmer import is_khmer

SPACE_MARK = "\u2423"
_known: dict[str, str] = {}


def words_of(text: str) -> list[str]:
    """Khmer words, and other runs, of a normalised text; spaces are words of their own."""
    from khmernltk import word_tokenize

    logging.getLogger("khmer-nltk").setLevel(logging.WARNING)
    return [word for word in word_tokenize(text) if word]


def join_words(words: list[str]) -> str:
    """Segmented text (see the module)."""
    out: list[str] = []
    before = ""
    space = False
    for word in words:
        if not word.strip():
            space = bool(before)
            continue
        if before:
            touches_khmer = is_khmer(before[-1]) or is_khmer(word[0])
            if touches_khmer:
                out.append(f" {SPACE_MARK} " if space else " ")
            elif space:
                out.append(" ")
        out.append(word)
        before, space = word, False
    return "".join(out)


def unsegment(segmented: str) -> str:
    """The text that `join_words` came from."""
    out: list[str] = []
    for piece in segmented.split(f" {SPACE_MARK} "):
        kept = [c for n, c in enumerate(piece) if c != " " or not (_touches(piece, n - 1) or _touches(piece, n + 1))]
        out.append("".join(kept))
    return " ".join(out).replace(SPACE_MARK, "")


def _touches(text: str, at: int) -> bool:
    return 0 <= at < len(text) and is_khmer(text[at])


def segment(text: str) -> str:
    """Segmented text of a normalised text. Remembers what this process has seen."""
    if text not in _known:
        _known[text] = join_words(words_of(text.replace(SPACE_MARK, "")))
    return _known[text]
