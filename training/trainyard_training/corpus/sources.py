"""The folder a corpus is made from: which files, which packages they came in, under which licence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainyard_training.corpus.extract import can_read
from trainyard_training.failure import Refusal
from trainyard_training.files import sha256_of

SOURCES_FILE = "sources.json"


@dataclass(frozen=True)
class SourceFile:
    """A file to read. `path` is relative to the sources folder, with forward slashes."""

    path: str
    sha256: str

    @property
    def source(self) -> str:
        """The folder right under the sources folder: the package's name."""
        return self.path.split("/", 1)[0]


def list_sources(folder: Path) -> list[SourceFile]:
    """All files that passages can come from, sorted by path. Refuses a folder without any."""
    if not folder.is_dir():
        raise Refusal("no sources", str(folder), "there is no such folder", "run `fetch` into it first")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and can_read(path) and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    )
    if not paths:
        raise Refusal("no sources", str(folder), "it holds no file of a known kind", "run `fetch` into it first")
    return [SourceFile(path.relative_to(folder).as_posix(), sha256_of(path)) for path in paths]


def read_provenance(folder: Path, files: list[SourceFile]) -> list[dict[str, Any]]:
    """What `fetch` recorded; for folders that nobody recorded, their names with licence `not recorded`."""
    path = folder / SOURCES_FILE
    recorded: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    known = {row["name"] for row in recorded}
    others = sorted({file.source for file in files} - known)
    return recorded + [{"name": name, "version": None, "licences": ["not recorded"]} for name in others]
