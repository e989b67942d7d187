"""A data API as training uses it: files and folders, snapshots, rows of tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType

from trainyard_training.data_api.download import Came, Wanted, download
from trainyard_training.data_api.failure import DataApiError
from trainyard_training.data_api.generated import calls, models
from trainyard_training.data_api.settings import DataApiSettings
from trainyard_training.data_api.transport import Patience, Transport
from trainyard_training.data_api.upload import Sending, look, upload
from trainyard_training.files import sha256_of, sha256_of_bytes

PAGE_ENTRIES = 1000
BATCH_ROWS = 500


@dataclass(frozen=True)
class KeptFile:
    """A file of a snapshot, by its path below the snapshot's folder."""

    path: str
    size_bytes: int
    sha256: str


class DataApi:
    """Typed by the description: repeats, hash checks, transfers that go on after a cut. A no is a DataApiError."""

    def __init__(self, settings: DataApiSettings, patience: Patience | None = None) -> None:
        self._transport = Transport(settings, patience or Patience())

    def __enter__(self) -> DataApi:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._transport.close()

    def whoami(self) -> models.CurrentSession:
        """The user and the role of the token."""
        return self._transport.send("ask who this token is", calls.get_current_session())

    def metadata(self, path: str) -> models.FileMetadata | None:
        """What is known of a file; None where there is none."""
        return look(self._transport, path)

    def folder(self, path: str) -> Iterator[models.FolderEntry]:
        """All that is in a folder, page by page."""
        token: str | None = None
        while True:
            call = calls.list_folder(path=path, limit=PAGE_ENTRIES, page_token=token)
            page = self._transport.send(f'list "{path}"', call)
            yield from page.entries
            token = page.next_page_token
            if token is None:
                return

    def upload(self, sending: Sending) -> models.FileMetadata:
        """Sends a file; one that is there is replaced only by its ETag, else the failure is of kind `changed`."""
        return upload(self._transport, sending)

    def bring(self, sending: Sending) -> bool:
        """Makes a path hold what a local file holds; False where it did already. Only what was seen is replaced."""
        there = self.metadata(sending.path)
        if there is not None and there.sha256 == sha256_of(sending.source):
            return False
        self.upload(replace(sending, replaces=None if there is None else there.etag))
        return True

    def download(self, wanted: Wanted, came: Came = lambda _: None) -> bool:
        """Brings a file down, checked by its hash; False where it was here already. `came`: bytes that are here."""
        return download(self._transport, wanted, came)

    def delete(self, path: str, etag: str) -> None:
        """Deletes the file of that ETag; what is gone is deleted."""
        try:
            self._transport.send(f'delete "{path}"', calls.delete_file(path=path, if_match=etag))
        except DataApiError as error:
            if error.kind != "absent":
                raise

    def keep(self, path: str, name: str) -> models.Snapshot:
        """The folder as it is, kept; one that has not changed answers with the snapshot that it has."""
        body = models.CreateSnapshotRequest(path=path, name=name)
        return self._transport.send(f'take a snapshot of "{path}"', calls.create_snapshot(body=body), long=True)

    def snapshots(self, path: str) -> list[models.Snapshot]:
        """The snapshots of a folder, the newest first."""
        return self._transport.send(f'list the snapshots of "{path}"', calls.list_snapshots(path=path)).snapshots

    def kept_files(self, snapshot: models.Snapshot) -> list[KeptFile]:
        """Every file of a snapshot, by its manifest, whose hash is the snapshot's."""
        what = f"read the manifest of snapshot {snapshot.id}"
        text = self._transport.send(what, calls.get_manifest(id=snapshot.id)).content
        got = sha256_of_bytes(text)
        if got != snapshot.manifest_sha256:
            raise self._transport.failure(what, 200, f"its SHA-256 is {got}, expected {snapshot.manifest_sha256}")
        rows = [json.loads(line) for line in text.decode().splitlines()]
        return [KeptFile(row["path"], row["sizeBytes"], row["sha256"]) for row in rows]

    def rows(self, table: str, prefix: str | None = None, columns: Sequence[str] | None = None) -> Iterator[models.Row]:
        """Rows of text whose keys begin with `prefix`, in their order, page by page."""
        token: str | None = None
        while True:
            call = calls.list_rows(table=table, prefix=prefix, columns=columns, limit=PAGE_ENTRIES, page_token=token)
            page = self._transport.send(f'read rows of "{table}"', call)
            yield from page.rows
            token = page.next_page_token
            if token is None:
                return

    def put_rows(self, table: str, rows: Mapping[str, Mapping[str, str]]) -> None:
        """Writes rows of text, as `{key: {"family:qualifier": value}}`. A row that was refused is a failure."""
        operations = [
            models.Operation(put=models.Put(row=key, cells=[models.NewCell(column=c, value=cells[c]) for c in cells]))
            for key, cells in rows.items()
        ]
        for start in range(0, len(operations), BATCH_ROWS):
            batch = models.Batch(operations=operations[start : start + BATCH_ROWS])
            what = f'write rows of "{table}"'
            for result in self._transport.send(what, calls.batch_rows(table=table, body=batch)).results:
                if result.status >= 300:
                    detail = result.problem.detail if result.problem else "a row was refused"
                    raise self._transport.failure(what, result.status, detail)

    def tables(self) -> list[str]:
        """The names of all tables that callers may speak of."""
        return [table.name for table in self._transport.send("list the tables", calls.list_tables()).tables]

    def make_table(self, name: str, families: Sequence[str]) -> None:
        """Makes a table; needs the role admin. One that is there is a failure of kind `changed`."""
        wish = models.NewTable(
            name=name, families=[models.NewFamily(name=family, compression="GZ") for family in families]
        )
        try:
            self._transport.send(f'make the table "{name}"', calls.create_table(body=wish))
        except DataApiError as error:
            if error.kind != "changed" or error.tries < 2:
                raise  # after a lost answer it is the one that was made
