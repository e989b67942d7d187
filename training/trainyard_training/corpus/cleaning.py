"""Takes markup of user interfaces off a passage and says what is not usable Khmer."""

from __future__ import annotations

import re

from trainyard_training.corpus.khmer import KHMER, ORPHAN_MARK
from trainyard_training.corpus.settings import Settings

_TAG = re.compile(r"<[^<>]{1,200}>")
_SHORTCUT_IN_BRACKETS = re.compile(r"\(\s*[~_&][A-Za-z0-9]\s*\)")
_SHORTCUT = re.compile(r"[~_&](?=\w)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_REPEATED = re.compile(r"(.)\1{7,}")
_WORD_CHARACTER = re.compile(r"\w")


def strip_markup(text: str) -> str:
    """Removes tags and keyboard-shortcut marks (`~File`, `(_O)`)."""
    text = _TAG.sub(" ", text)
    return _SHORTCUT.sub("", _SHORTCUT_IN_BRACKETS.sub("", text))


def reason_to_reject(text: str, settings: Settings) -> str | None:
    """Why a normalised passage is of no use, or None. The first reason that holds counts."""
    if not text:
        return "empty"
    khmer = len(KHMER.findall(text))
    if khmer == 0:
        return "no-khmer"
    if len(text) < settings.minimum_characters:
        return "too-short"
    if len(text) > settings.maximum_characters:
        return "too-long"
    if ORPHAN_MARK.search(text) or "\ufffd" in text or "\u25cc" in text:
        return "broken-syllable"
    if _LINK.search(text):
        return "link"
    if _REPEATED.search(text):
        return "repeated-character"
    letters = khmer + len([c for c in _WORD_CHARACTER.findall(text) if not KHMER.match(c)])
    if khmer / letters < settings.minimum_khmer_share:
        return "mostly-not-khmer"
    return None
