"""What a corpus folder is, in one file, under one id."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from trainyard_training.corpus.cache import code_digest
from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.sources import SourceFile
from trainyard_training.failure import Refusal
from trainyard_training.files import canonical_json, sha256_of, write_json

MANIFEST_FILE = "manifest.json"


def _hash(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def inputs_hash(files: list[SourceFile], provenance: list[dict[str, Any]], settings: Settings) -> str:
    """Identity of everything a corpus depends on, the code included. Equal inputs give an equal corpus."""
    rows = [[file.path, file.sha256] for file in files]
    inputs = {"files": rows, "provenance": provenance, "settings": settings.as_dict(), "code": code_digest()}
    return _hash(inputs)


def write_manifest(folder: Path, names: list[str], settings: Settings, facts: dict[str, Any]) -> dict[str, Any]:
    """Describes the named files of a corpus folder. The id covers the file list and the settings."""
    files = [
        {"path": name, "size": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
        for name in sorted(names)
    ]
    identity = {"files": files, "settings": settings.as_dict()}
    manifest = {"version": 1, "id": _hash(identity), **identity, **facts}
    write_json(folder / MANIFEST_FILE, manifest)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a corpus folder, every file checked against it."""
    path = folder / MANIFEST_FILE
    if not path.exists():
        raise Refusal("no corpus", str(folder), f"there is no {MANIFEST_FILE}", "make one with `prepare`")
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for row in manifest["files"]:
        file = folder / row["path"]
        if not file.exists() or file.stat().st_size != row["size"] or sha256_of(file) != row["sha256"]:
            raise Refusal("damaged corpus", str(file), "it is not what the manifest says", "copy or prepare it again")
    return manifest


def unchanged(folder: Path, inputs: str) -> dict[str, Any] | None:
    """The manifest, if the folder holds a whole corpus made from exactly these inputs."""
    try:
        manifest = read_manifest(folder)
    except (Refusal, ValueError, KeyError):
        return None
    return manifest if manifest.get("inputs") == inputs else None
