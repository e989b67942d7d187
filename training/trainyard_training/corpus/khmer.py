"""One spelling for each Khmer word.

The same Khmer word can be typed in several character orders that look alike. Everything here reduces them to one:

1. Invisible characters go: zero-width space and joiners, byte order mark, soft hyphen, the inherent vowels
   U+17B4 and U+17B5. Every other space becomes U+0020, runs of them one.
2. Deprecated letters become what the standard names: U+17A3, U+17A4, U+17D8.
3. NFC of what is left. Khmer's combining classes are frozen and wrong for one pair (COENG 9, ATTHACAN 230), so NFC can
   push ATTHACAN between COENG and its letter; that is undone (Unicode technical note 61, "Normalization").
4. Vowels typed in two halves become one: U+17C1 U+17B8 -> U+17BE, U+17C1 U+17B6 -> U+17C4 (and the halves swapped).
5. The marks of a syllable get the order of the Unicode Standard (chapter 16, Khmer) and technical note 61:
   base, robat, subscripts (subscript RO last), register shifter, dependent vowel, nikahit, other signs above,
   reahmuk and yuukaleapintu. The sort is stable. A mark typed twice counts once; a COENG without a letter goes.

What is not touched: subscript DA and TA look alike but are different letters in a dictionary, so they stay.
The function is idempotent. It neither judges nor drops a text: that is `cleaning`.
"""

from __future__ import annotations

import re
import unicodedata

_LETTER = "\u1780-\u17a2\u17a5-\u17b3"
_MARK = "\u17b6-\u17d1\u17d3\u17dd"
_COENG, _ATTHACAN, _RO = "\u17d2", "\u17dd", "\u179a"

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x17B4, 0x17B5])
_DEPRECATED = {0x17A3: "\u17a2", 0x17A4: "\u17a2\u17b6", 0x17D8: "\u17d4\u179b\u17d4"}
_REPLACED = {**_INVISIBLE, **_DEPRECATED}
_SPACES = re.compile(r"\s+")
_SPLIT_COENG = re.compile(f"{_COENG}{_ATTHACAN}(?=[{_LETTER}])")
_BARE_COENG = re.compile(f"{_COENG}(?![{_LETTER}])")
_SYLLABLE = re.compile(f"[{_LETTER}](?:{_COENG}[{_LETTER}]|[{_MARK}])+")
_PART = re.compile(f"{_COENG}[{_LETTER}]|[{_MARK}]")
_HALVES = (("\u17c1", "\u17b8", "\u17be"), ("\u17c1", "\u17b6", "\u17c4"))

_ROBAT, _SUBSCRIPT, _SUBSCRIPT_RO, _SHIFTER, _VOWEL, _NIKAHIT, _ABOVE, _AFTER = range(8)
_CLASS = {
    "\u17cc": _ROBAT,
    "\u17c9": _SHIFTER,
    "\u17ca": _SHIFTER,
    "\u17c6": _NIKAHIT,
    "\u17c7": _AFTER,
    "\u17c8": _AFTER,
} | {chr(code): _VOWEL for code in range(0x17B6, 0x17C6)}

KHMER = re.compile("[\u1780-\u17ff\u19e0-\u19ff]")
ORPHAN_MARK = re.compile(f"(?<![{_LETTER}{_MARK}\u17d2])[{_MARK}\u17d2]")


def _class_of(part: str) -> int:
    if part[0] == _COENG:
        return _SUBSCRIPT_RO if part[1] == _RO else _SUBSCRIPT
    return _CLASS.get(part, _ABOVE)


def _joined(parts: list[str]) -> list[str]:
    for first, second, whole in _HALVES:
        if first in parts and second in parts:
            at = parts.index(first)
            parts = [whole if n == at else part for n, part in enumerate(parts) if part != second]
    return parts


def _ordered(match: re.Match[str]) -> str:
    syllable = match.group()
    parts: list[str] = []
    for part in _PART.findall(syllable[1:]):
        if part[0] == _COENG or part not in parts:
            parts.append(part)
    return syllable[0] + "".join(sorted(_joined(parts), key=_class_of))


def normalise(text: str) -> str:
    """The one spelling of a Khmer text (see the module's rules). Idempotent."""
    text = unicodedata.normalize("NFC", text.translate(_REPLACED))
    text = _SPLIT_COENG.sub(_ATTHACAN + _COENG, text)
    text = _BARE_COENG.sub("", text)
    text = _SYLLABLE.sub(_ordered, text)
    return _SPACES.sub(" ", text).strip()


def is_khmer(character: str) -> bool:
    """Whether a character belongs to the Khmer blocks (letters, marks, digits, punctuation)."""
    return KHMER.match(character) is not None
