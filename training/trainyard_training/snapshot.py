"""A corpus and the data API that keeps it: brought there, kept as a snapshot, read back from one."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from trainyard_training.corpus.manifest import MANIFEST_FILE, read_manifest
from trainyard_training.corpus_rows import (
    REJECTED_FAMILIES,
    REJECTED_TABLE,
    SNAPSHOTS_FAMILIES,
    SNAPSHOTS_TABLE,
    rejected_rows,
    snapshot_row,
)
from trainyard_training.data_api.client import DataApi, KeptFile
from trainyard_training.data_api.download import Wanted
from trainyard_training.data_api.failure import DataApiError
from trainyard_training.data_api.generated.models import Snapshot
from trainyard_training.data_api.upload import Sending
from trainyard_training.failure import Refusal
from trainyard_training.files import read_json_lines

Say = Callable[[str], None]
TOLD_BYTES = 64 << 20
REJECTED_FILE = "rejected.jsonl"
CONTENT_TYPES = {".json": "application/json", ".jsonl": "application/jsonl"}


@dataclass(frozen=True)
class SnapshotRef:
    """A snapshot as a person writes it: `/corpora/khmer@ID`."""

    path: str
    id: str

    @classmethod
    def parse(cls, text: str) -> SnapshotRef:
        """Refuses what names no folder or no id."""
        path, at, id = text.rpartition("@")
        if not at or not id or not re.fullmatch(r"(/[^/]+)+", path):
            why = "it is not as /corpora/khmer@ID"
            raise Refusal("not a snapshot", text, why, "give the folder and the snapshot's id")
        return cls(path, id)

    def __str__(self) -> str:
        return f"{self.path}@{self.id}"


def push(api: DataApi, corpus: Path, path: str, say: Say) -> Snapshot:
    """Brings a prepared corpus to a folder of the data API and keeps a snapshot of it.

    Files that are there already, by hash, are not sent; those of an older corpus go, by its manifest, and no others.
    What is there changes nothing.
    """
    manifest = read_manifest(corpus)
    names = [row["path"] for row in manifest["files"]]
    older = _listed_there(api, path) - {*names, MANIFEST_FILE}
    for name in names:
        _send(api, corpus, path, name, say)
    for entry in list(api.folder(path)):
        if entry.type == "file" and entry.name in older:
            api.delete(f"{path}/{entry.name}", entry.etag or "*")
            say(f"push: {path}/{entry.name} of an older corpus deleted")
    # Its manifest comes last: who reads the folder meanwhile finds no manifest of files that are not there, and a push
    # that was cut still finds what the older corpus left.
    _send(api, corpus, path, MANIFEST_FILE, say)
    # Another name each time: a corpus that comes back is another snapshot, an unchanged folder answers with its own.
    snapshot = api.keep(path, f"corpus-{manifest['id'][:16]}-{time.time_ns():x}")
    say(f"push: snapshot {snapshot.id} of {path}, {snapshot.files} files, manifest {snapshot.manifest_sha256}")
    _record(api, corpus, snapshot, manifest, say)
    return snapshot


def _send(api: DataApi, corpus: Path, path: str, name: str, say: Say) -> None:
    kind = CONTENT_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    if api.bring(Sending(corpus / name, f"{path}/{name}", kind)):
        say(f"push: {path}/{name} sent")


def _listed_there(api: DataApi, path: str) -> set[str]:
    """What the manifest in a folder of the data API lists; nothing where there is none, or it is no corpus's."""
    there = api.metadata(f"{path}/{MANIFEST_FILE}")
    if there is None:
        return set()
    with tempfile.TemporaryDirectory() as scratch:
        to = Path(scratch) / MANIFEST_FILE
        api.download(Wanted(there.path, to, there.sha256))
        try:
            return {str(row["path"]) for row in json.loads(to.read_text("utf-8"))["files"]}
        except (ValueError, KeyError, TypeError):
            return set()


def _record(api: DataApi, corpus: Path, snapshot: Snapshot, manifest: dict[str, Any], say: Say) -> None:
    """Counters and rejected passages as rows. Where they cannot be written the snapshot stays, and that is said."""
    file = corpus / REJECTED_FILE
    passages = read_json_lines(file) if file.exists() else []
    tables = [
        (REJECTED_TABLE, REJECTED_FAMILIES, rejected_rows(snapshot.id, passages)),
        (SNAPSHOTS_TABLE, SNAPSHOTS_FAMILIES, snapshot_row(snapshot, manifest)),
    ]
    try:
        known = api.tables()
        for table, families, rows in tables:
            if table not in known:
                api.make_table(table, families)
            api.put_rows(table, rows)
    except DataApiError as error:
        say(f"push: warning: the snapshot is kept, its counters are not: {error.what}: {error.why}; {error.todo}")


def pull(api: DataApi, ref: SnapshotRef, corpus: Path, say: Say) -> dict[str, Any]:
    """Reads a snapshot into a corpus folder, file by file, by hash; returns the corpus's manifest.

    What is there already is not read again, and what came before a cut is kept.
    """
    snapshot = next((one for one in api.snapshots(ref.path) if one.id == ref.id), None)
    if snapshot is None:
        known = ", ".join(one.id for one in api.snapshots(ref.path)[:5]) or "none"
        raise Refusal("no such snapshot", str(ref), f"the newest of {ref.path}: {known}", "name one that is there")
    files = api.kept_files(snapshot)
    manifest = next((file for file in files if file.path == MANIFEST_FILE), None)
    if manifest is None:
        raise Refusal("no corpus", str(ref), f"it holds no {MANIFEST_FILE}", "name a snapshot of a prepared corpus")
    inside = [file for file in files if file is not manifest]
    for file in inside:
        _bring(api, ref, file, corpus, say)
    _bring(api, ref, manifest, corpus, say)
    say(f"pull: snapshot {ref} is in {corpus}, {snapshot.files} files, manifest {snapshot.manifest_sha256}")
    return read_manifest(corpus)


def _bring(api: DataApi, ref: SnapshotRef, file: KeptFile, corpus: Path, say: Say) -> None:
    to = corpus / file.path
    if not to.resolve().is_relative_to(corpus.resolve()):
        raise Refusal(
            "refused a file", f"{ref}, {file.path}", "it leads out of the corpus folder", "name another snapshot"
        )
    wanted = Wanted(f"{ref.path}/{file.path}", to, file.sha256, ref.id)
    if api.download(wanted, _told(file, say)):
        say(f"pull: {file.path} read, {file.size_bytes} bytes")


def _told(file: KeptFile, say: Say) -> Callable[[int], None]:
    """Says how far a large file is, each time that so much more of it is here."""
    told = 0

    def came(size: int) -> None:
        nonlocal told
        if size - told >= TOLD_BYTES:
            told = size
            say(f"pull: {file.path}, {size >> 20} of {file.size_bytes >> 20} MiB")

    return came
