"""What the small data API of the tests holds, and what it is asked to do wrong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from trainyard_training.data_api.settings import DataApiSettings
from trainyard_training.data_api.transport import Patience

TOKEN = "a-token-that-nobody-may-see"
TIME = "2026-11-26T00:00:00Z"


@dataclass
class Fault:
    """What happens to the next request of a method to a path, instead of or to its answer."""

    method: str
    path: str
    status: int | None = None
    retry_after: str | None = None
    body_bytes: int | None = None
    """Bytes of the body after which the connection ends."""
    seconds: float = 0
    """How long the answer takes."""
    after: bool = False
    """The request has its effect, and the connection ends without an answer."""


@dataclass
class Seen:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


@dataclass
class State:
    """What the service holds."""

    files: dict[str, bytes] = field(default_factory=dict)
    snapshots: dict[str, dict[str, Any]] = field(default_factory=dict)
    kept: dict[str, dict[str, bytes]] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    role: str = "writer"
    page: int = 2
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    url: str = ""

    @property
    def settings(self) -> DataApiSettings:
        return DataApiSettings(self.url, TOKEN)

    @property
    def patience(self) -> Patience:
        """Waits are noted, not waited."""
        return Patience(tries=4, sleep=self.waited.append)

    def requests(self, method: str, path: str) -> list[Seen]:
        return [one for one in self.seen if (one.method, one.path) == (method, path)]


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def metadata_of(path: str, content: bytes) -> dict[str, Any]:
    sha256 = hashlib.sha256(content).hexdigest()
    times = {"createdAt": TIME, "modifiedAt": TIME}
    more = {"contentType": "text/plain", "uploader": "test", "etag": etag_of(content), "properties": {}}
    return {"path": path, "type": "file", "sizeBytes": len(content), "sha256": sha256, **times, **more}


def upload_of(upload: dict[str, Any]) -> dict[str, Any]:
    shown = {"id": upload["id"], "path": upload["wish"]["path"], "offsetBytes": len(upload["content"])}
    return {**shown, "createdAt": TIME, "expiresAt": TIME}


def manifest_of(state: State, snapshot: str) -> bytes:
    folder = state.snapshots[snapshot]["path"]
    rows = [
        {
            "path": path.removeprefix(f"{folder}/"),
            "sizeBytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for path, content in sorted(state.kept[snapshot].items())
    ]
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def keep(state: State, folder: str, name: str) -> dict[str, Any]:
    """A snapshot of a folder, as the service would take it."""
    files = {path: content for path, content in state.files.items() if path.startswith(f"{folder}/")}
    snapshot: dict[str, Any] = {
        "id": f"id-{name}",
        "path": folder,
        "name": name,
        "files": len(files),
        "createdAt": TIME,
    }
    state.kept[snapshot["id"]] = files
    state.snapshots[snapshot["id"]] = snapshot
    snapshot["bytes"] = sum(map(len, files.values()))
    snapshot["manifestSha256"] = hashlib.sha256(manifest_of(state, snapshot["id"])).hexdigest()
    return snapshot
