"""Results of single files, kept under the hash of everything they depend on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.sources import SourceFile
from trainyard_training.files import canonical_json, write_whole


class FileCache:
    """A folder of results. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None, settings: Settings) -> None:
        self._folder = folder
        self._settings = canonical_json(settings.as_dict())

    def _path(self, file: SourceFile) -> Path | None:
        if self._folder is None:
            return None
        key = hashlib.sha256(f"{self._settings}\n{file.path}\n{file.sha256}".encode()).hexdigest()
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
