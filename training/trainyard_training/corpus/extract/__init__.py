"""From a file to the passages in it. One reader per kind of file."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from trainyard_training.corpus.extract.catalogue import read_catalogue
from trainyard_training.corpus.extract.page import read_page
from trainyard_training.corpus.extract.passage import Passage
from trainyard_training.corpus.extract.plain import read_plain
from trainyard_training.corpus.extract.strings import read_fluent, read_language_pack, read_properties

READERS: dict[str, Callable[[bytes], list[Passage]]] = {
    ".mo": read_catalogue,
    ".po": read_catalogue,
    ".html": read_page,
    ".xpi": read_language_pack,
    ".ftl": read_fluent,
    ".properties": read_properties,
    ".txt": read_plain,
}

UNREADABLE = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
)
"""What readers raise for content that is not what its suffix says, is damaged or encrypted."""


def can_read(path: Path) -> bool:
    """Whether a file's kind is one that passages come from."""
    return path.suffix in READERS


def extract(suffix: str, content: bytes) -> list[Passage]:
    """The passages of a file's content; `suffix` says which kind it is."""
    return READERS[suffix](content)


__all__ = ["UNREADABLE", "Passage", "can_read", "extract"]
