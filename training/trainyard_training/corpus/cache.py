"""Results of single files, kept under the hash of everything they depend on."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from importlib import metadata
from pathlib import Path
from typing import Any

from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.sources import SourceFile
from trainyard_training.files import canonical_json, write_whole

_LIBRARIES = ("khmer-nltk", "python-crfsuite", "datasketch", "fluent.syntax", "lxml", "polib", "sentencepiece")
"""Those that decide what a corpus has in it."""


def code_digest() -> str:
    """Digest of this package's sources and the libraries' versions: a result that other code made is not ours."""
    versions = [f"{name}=={metadata.version(name)}" for name in _LIBRARIES]
    digest = hashlib.sha256("\n".join([unicodedata.unidata_version, *versions, ""]).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.relative_to(Path(__file__).parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class FileCache:
    """A folder of results, of which only those of the same sources, settings and code count.

    Without a folder nothing is kept.
    """

    def __init__(self, folder: Path | None, settings: Settings) -> None:
        self._folder = folder
        self._maker = f"{code_digest()}\n{canonical_json(settings.as_dict())}"

    def _path(self, file: SourceFile) -> Path | None:
        if self._folder is None:
            return None
        key = hashlib.sha256(f"{self._maker}\n{file.path}\n{file.sha256}".encode()).hexdigest()
        return self._folder / key[:2] / f"{key}.json"

    def get(self, file: SourceFile) -> dict[str, Any] | None:
        """The kept result of a file in this state, or None. A damaged entry counts as none."""
        path = self._path(file)
        if path is None or not path.exists():
            return None
        try:
            kept: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except ValueError:
            return None
        return kept

    def put(self, file: SourceFile, result: dict[str, Any]) -> None:
        """Keeps a result."""
        path = self._path(file)
        if path is not None:
            write_whole(path, canonical_json(result).encode())
