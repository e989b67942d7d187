"""A local file that goes up: only what was seen is replaced, and nothing is sent twice blindly."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from trainyard_training.data_api.failure import DataApiError
from trainyard_training.data_api.generated import calls, models
from trainyard_training.data_api.transport import Transport
from trainyard_training.failure import Refusal
from trainyard_training.files import sha256_of

WHOLE_BYTES = 8 << 20
"""Above this a file goes in pieces that can be taken up again."""
PIECE_BYTES = 8 << 20


@dataclass(frozen=True)
class Sending:
    """A local file and the path that it shall have."""

    source: Path
    path: str
    content_type: str = "application/octet-stream"
    replaces: str | None = None
    """ETag of the file that is replaced. Without it none may be there."""


def upload(transport: Transport, sending: Sending) -> models.FileMetadata:
    """Sends a file. One that is there, or that changed meanwhile, is a DataApiError of kind `changed`."""
    sha256 = sha256_of(sending.source)
    size = sending.source.stat().st_size
    try:
        return (_whole if size <= WHOLE_BYTES else _in_pieces)(transport, sending, sha256, size)
    except DataApiError as error:
        # The answer to a call that had its effect may be lost, and the second one finds its work done.
        if error.tries < 2 or error.kind not in ("changed", "absent"):
            raise
        there = look(transport, sending.path)
        if there is None or there.sha256 != sha256 or there.etag == sending.replaces:
            raise
        return there


def look(transport: Transport, path: str) -> models.FileMetadata | None:
    """What is known of a file; None where there is none."""
    try:
        return transport.send(f'look at "{path}"', calls.get_metadata(path=path))
    except DataApiError as error:
        if error.kind == "absent":
            return None
        raise


def _whole(transport: Transport, sending: Sending, sha256: str, size: int) -> models.FileMetadata:
    call = calls.put_file(
        path=sending.path,
        content=sending.source.read_bytes(),
        content_type=sending.content_type,
        if_none_match="*" if sending.replaces is None else None,
        if_match=sending.replaces,
        repr_digest=f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:",
    )
    return transport.send(f'write "{sending.path}"', call)


def _in_pieces(transport: Transport, sending: Sending, sha256: str, size: int) -> models.FileMetadata:
    wish = models.CreateUploadRequest(
        path=sending.path, size_bytes=size, content_type=sending.content_type, sha256=sha256
    )
    if sending.replaces is not None:
        wish.replaces = sending.replaces
    begun = transport.send(f'begin the upload of "{sending.path}"', calls.create_upload(body=wish))
    offset, stuck = begun.offset_bytes, 0
    with sending.source.open("rb") as stream:
        while offset < size:
            stream.seek(offset)
            piece = stream.read(PIECE_BYTES)
            if not piece:
                why = "it became shorter while it was sent"
                raise Refusal(f'could not write "{sending.path}"', str(sending.source), why, "send it when it is whole")
            stands, error = _send_piece(transport, begun.id, offset, piece)
            stuck = 0 if stands > offset else stuck + 1
            if error is not None:
                if stuck >= transport.patience.tries:
                    raise error
                transport.patience.wait(stuck, error.retry_after)
            offset = stands
    # The service reads the file once to hash it: a minute for each 5 GB.
    return transport.send(f'publish the upload of "{sending.path}"', calls.publish_upload(id=begun.id), long=True)


def _send_piece(transport: Transport, id: str, offset: int, piece: bytes) -> tuple[int, DataApiError | None]:
    """Sends a piece, and answers with what the service has then: it knows what came before a cut."""
    call = calls.continue_upload(id=id, upload_offset=offset, content=piece)
    try:
        return transport.send(f"go on with upload {id} at byte {offset}", call, repeat=False).offset_bytes, None
    except DataApiError as error:
        if error.kind not in ("away", "changed"):
            raise
        seen = transport.send(f"look at upload {id}", calls.get_upload(id=id))
        return seen.offset_bytes, error
