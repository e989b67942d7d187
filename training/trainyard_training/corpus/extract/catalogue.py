"""Gettext catalogues: English strings and their translations."""

from __future__ import annotations

import os
import tempfile

import polib

from trainyard_training.corpus.extract.passage import Passage

_CONTEXT_MARK = "\x04"


def read_catalogue(content: bytes) -> list[Passage]:
    """Every translated entry of a .mo or .po file, obsolete and fuzzy ones left out."""
    compiled = content[:4] in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde")
    if not compiled:
        return _passages(polib.pofile(content.decode("utf-8")))
    with tempfile.NamedTemporaryFile(suffix=".mo", delete=False) as stream:
        stream.write(content)
    try:
        return _passages(polib.mofile(stream.name))
    finally:
        os.unlink(stream.name)


def _passages(entries: polib.POFile | polib.MOFile) -> list[Passage]:
    found = []
    for entry in entries:
        if entry.obsolete or "fuzzy" in entry.flags:
            continue
        translated = entry.msgstr or next(iter(entry.msgstr_plural.values()), "")
        english = entry.msgid.rsplit(_CONTEXT_MARK, 1)[-1]
        if translated and english:
            found.append(Passage(text=translated, english=english))
    return found
