"""Files that are whole or absent: written aside, flushed, renamed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

BLOCK_BYTES = 1 << 20


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def sha256_of_bytes(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that a reader finds the old content or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(aside, path)


def write_json(path: Path, value: Any) -> None:
    """Writes a value as readable JSON with sorted keys, whole or not at all."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    write_whole(path, f"{text}\n".encode())


def write_json_lines(path: Path, rows: Iterable[Any]) -> None:
    """Writes one canonical JSON document a line, whole or not at all."""
    write_whole(path, "".join(f"{canonical_json(row)}\n" for row in rows).encode())


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """Reads what `write_json_lines` wrote."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]
