"""Mozilla language packs: Fluent and .properties strings inside an .xpi (which is a zip)."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from fluent.syntax import FluentParser, ast

from trainyard_training.corpus.extract.passage import Passage


def read_fluent(content: bytes) -> list[Passage]:
    """Messages, terms and their attributes that are plain text; a text with a choice inside is left out."""
    found: list[Passage] = []
    for entry in FluentParser(with_spans=False).parse(content.decode("utf-8")).body:
        if isinstance(entry, (ast.Message, ast.Term)):
            patterns = [entry.value, *(attribute.value for attribute in entry.attributes)]
            found.extend(Passage(text) for p in patterns if p is not None and (text := _plain(p)))
    return found


def _plain(pattern: ast.Pattern) -> str | None:
    if any(not isinstance(element, ast.TextElement) for element in pattern.elements):
        return None
    return " ".join("".join(e.value for e in pattern.elements if isinstance(e, ast.TextElement)).split())


def read_properties(content: bytes) -> list[Passage]:
    """Values of a Java-style properties file. Lines that go on in the next one are joined."""
    text = content.decode("utf-8").replace("\\\n", "")
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith(("#", "!")) or "=" not in line:
            continue
        value = line.split("=", 1)[1].strip().replace("\\n", " ")
        if value:
            found.append(Passage(text=value))
    return found


def read_language_pack(content: bytes) -> list[Passage]:
    """All strings of an .xpi, in the order of their paths."""
    readers = {".ftl": read_fluent, ".properties": read_properties}
    found: list[Passage] = []
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        for name in sorted(pack.namelist()):
            reader = readers.get(PurePosixPath(name).suffix)
            if reader is not None:
                found.extend(reader(pack.read(name)))
    return found
