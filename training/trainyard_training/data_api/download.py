"""A file that comes down whole, by its hash; what came before a cut is kept, and the rest asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trainyard_training.data_api.failure import DataApiError
from trainyard_training.data_api.generated import calls
from trainyard_training.data_api.transport import Transport
from trainyard_training.files import sha256_of

Came = Callable[[int], None]


@dataclass(frozen=True)
class Wanted:
    """A file of the data API and the local file that it becomes."""

    path: str
    to: Path
    sha256: str
    snapshot: str | None = None
    """As it was then; as it is where there is none."""


def download(transport: Transport, wanted: Wanted, came: Came = lambda _: None) -> bool:
    """Brings the file; False where it was here already. It is written aside, checked and renamed.

    `came` is told how many bytes are here, block by block.
    """
    if wanted.to.exists() and sha256_of(wanted.to) == wanted.sha256:
        return False
    wanted.to.parent.mkdir(parents=True, exist_ok=True)
    aside = wanted.to.with_name(f".{wanted.to.name}.part")
    if _size(aside) > 0:
        _complete(transport, wanted, aside, came)
        if sha256_of(aside) != wanted.sha256:
            aside.unlink()  # begun from something else
    if not aside.exists():
        _complete(transport, wanted, aside, came)
    got = sha256_of(aside)
    if got != wanted.sha256:
        aside.unlink()
        raise transport.failure(_what(wanted), 200, f"its SHA-256 is {got}, expected {wanted.sha256}")
    os.replace(aside, wanted.to)
    return True


def _what(wanted: Wanted) -> str:
    return f'read "{wanted.path}"' + (f" of snapshot {wanted.snapshot}" if wanted.snapshot else "")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _complete(transport: Transport, wanted: Wanted, aside: Path, came: Came) -> None:
    """Appends until the answer ends well. Tries in a row of which nothing arrives are bounded."""
    etag: str | None = None
    stuck = 0
    while True:
        before = _size(aside)
        try:
            _append(transport, wanted, aside, etag, came)
            return
        except _Cut as cut:
            etag = cut.etag or etag
            stuck = 0 if _size(aside) > before else stuck + 1
            if stuck >= transport.patience.tries:
                raise cut.error from None
            transport.patience.wait(stuck, cut.error.retry_after)


class _Cut(Exception):
    def __init__(self, error: DataApiError, etag: str | None) -> None:
        super().__init__(str(error))
        self.error = error
        self.etag = etag


def _append(transport: Transport, wanted: Wanted, aside: Path, etag: str | None, came: Came) -> None:
    start = _size(aside)
    ranged = f"bytes={start}-" if start else None
    call = calls.get_file(path=wanted.path, snapshot=wanted.snapshot, range=ranged, if_range=etag if start else None)
    try:
        with transport.stream(_what(wanted), call) as response:
            etag = response.headers.get("etag")
            with aside.open("ab" if response.status_code == 206 else "wb") as stream:
                for block in response.iter_raw():
                    stream.write(block)
                    came(stream.tell())
                stream.flush()
                os.fsync(stream.fileno())
    except DataApiError as error:
        if error.status == 416:
            return  # the file ends where what is here ends, or before: its hash tells
        if error.kind != "away":
            raise
        raise _Cut(error, etag) from error
