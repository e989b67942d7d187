# Made by tools/data-client/generate.ts from services/data-api/openapi; do not edit.
"""What may be asked of a data API: a function for each operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from trainyard_training.data_api.call import Call, Raw
from trainyard_training.data_api.generated import models


def get_health() -> Call[models.Health]:
    """How the service and its dependencies are, from probes in the background."""
    return Call(
        "GET",
        "/health",
        models.Health,
        places={},
        query={},
        headers={},
    )


def get_document() -> Call[Raw]:
    """This document."""
    return Call(
        "GET",
        "/openapi.json",
        Raw,
        places={},
        query={},
        headers={},
    )


def get_file(*, path: str, snapshot: str | None = None, range: str | None = None, if_range: str | None = None, if_match: str | None = None, if_none_match: str | None = None) -> Call[Raw]:
    """The content of a file, or a range of it."""
    return Call(
        "GET",
        "/v1/files",
        Raw,
        places={},
        query={"path": path, "snapshot": snapshot},
        headers={"Range": range, "If-Range": if_range, "If-Match": if_match, "If-None-Match": if_none_match},
    )


def head_file(*, path: str, snapshot: str | None = None, range: str | None = None, if_range: str | None = None, if_match: str | None = None, if_none_match: str | None = None) -> Call[None]:
    """The headers of a file."""
    return Call(
        "HEAD",
        "/v1/files",
        type(None),
        places={},
        query={"path": path, "snapshot": snapshot},
        headers={"Range": range, "If-Range": if_range, "If-Match": if_match, "If-None-Match": if_none_match},
    )


def put_file(*, path: str, content: bytes, content_type: str, if_none_match: str | None = None, if_match: str | None = None, repr_digest: str | None = None) -> Call[models.FileMetadata]:
    """Create a file, or replace one whose ETag is given."""
    return Call(
        "PUT",
        "/v1/files",
        models.FileMetadata,
        places={},
        query={"path": path},
        headers={"If-None-Match": if_none_match, "If-Match": if_match, "Repr-Digest": repr_digest},
        body=content,
        content_type=content_type,
    )


def delete_file(*, path: str, if_match: str | None = None) -> Call[None]:
    """Delete a file."""
    return Call(
        "DELETE",
        "/v1/files",
        type(None),
        places={},
        query={"path": path},
        headers={"If-Match": if_match},
    )


def get_metadata(*, path: str) -> Call[models.FileMetadata]:
    """What is known of a file."""
    return Call(
        "GET",
        "/v1/metadata",
        models.FileMetadata,
        places={},
        query={"path": path},
        headers={},
    )


def patch_metadata(*, path: str, body: models.MetadataPatch, if_match: str | None = None) -> Call[models.FileMetadata]:
    """Change the content type and properties of a file."""
    return Call(
        "PATCH",
        "/v1/metadata",
        models.FileMetadata,
        places={},
        query={"path": path},
        headers={"If-Match": if_match},
        body=body,
        content_type="application/merge-patch+json",
    )


def list_folder(*, path: str, limit: int | None = None, page_token: str | None = None) -> Call[models.FolderPage]:
    """A page of what is in a folder, in the order of the names' bytes."""
    return Call(
        "GET",
        "/v1/folders",
        models.FolderPage,
        places={},
        query={"path": path, "limit": limit, "pageToken": page_token},
        headers={},
    )


def put_folder(*, path: str) -> Call[models.Folder]:
    """Make a folder and those above it, where they are not there."""
    return Call(
        "PUT",
        "/v1/folders",
        models.Folder,
        places={},
        query={"path": path},
        headers={},
    )


def delete_folder(*, path: str, recursive: bool | None = None) -> Call[None]:
    """Delete a folder."""
    return Call(
        "DELETE",
        "/v1/folders",
        type(None),
        places={},
        query={"path": path, "recursive": recursive},
        headers={},
    )


def get_quota(*, path: str) -> Call[models.Quota]:
    """How much a folder may hold, and holds."""
    return Call(
        "GET",
        "/v1/quotas",
        models.Quota,
        places={},
        query={"path": path},
        headers={},
    )


def put_quota(*, path: str, body: models.PutQuotaRequest) -> Call[models.Quota]:
    """Say how much a folder may hold (admin)."""
    return Call(
        "PUT",
        "/v1/quotas",
        models.Quota,
        places={},
        query={"path": path},
        headers={},
        body=body,
        content_type="application/json",
    )


def open_session(*, body: models.OpenSessionRequest) -> Call[models.OpenedSession]:
    """Sign in by user and password."""
    return Call(
        "POST",
        "/v1/sessions",
        models.OpenedSession,
        places={},
        query={},
        headers={},
        body=body,
        content_type="application/json",
    )


def get_current_session() -> Call[models.CurrentSession]:
    """Who the caller is."""
    return Call(
        "GET",
        "/v1/sessions/current",
        models.CurrentSession,
        places={},
        query={},
        headers={},
    )


def close_session() -> Call[None]:
    """Take the cookie away."""
    return Call(
        "DELETE",
        "/v1/sessions/current",
        type(None),
        places={},
        query={},
        headers={},
    )


def list_snapshots(*, path: str) -> Call[models.ListSnapshotsResponse]:
    """The snapshots of a folder, the newest first."""
    return Call(
        "GET",
        "/v1/snapshots",
        models.ListSnapshotsResponse,
        places={},
        query={"path": path},
        headers={},
    )


def create_snapshot(*, body: models.CreateSnapshotRequest) -> Call[models.Snapshot]:
    """Keep a folder as it is."""
    return Call(
        "POST",
        "/v1/snapshots",
        models.Snapshot,
        places={},
        query={},
        headers={},
        body=body,
        content_type="application/json",
    )


def delete_snapshot(*, id: str) -> Call[None]:
    """Delete a snapshot."""
    return Call(
        "DELETE",
        "/v1/snapshots/{id}",
        type(None),
        places={"id": id},
        query={},
        headers={},
    )


def get_manifest(*, id: str) -> Call[Raw]:
    """Every file of a snapshot, a line of JSON each (path below the folder, sizeBytes, sha256), by the paths' bytes."""
    return Call(
        "GET",
        "/v1/snapshots/{id}/manifest",
        Raw,
        places={"id": id},
        query={},
        headers={},
    )


def list_tables() -> Call[models.TableList]:
    """All tables, in the order of their names."""
    return Call(
        "GET",
        "/v1/tables",
        models.TableList,
        places={},
        query={},
        headers={},
    )


def create_table(*, body: models.NewTable, key_encoding: Literal["text", "base64"] | None = None) -> Call[models.Table]:
    """Makes a table, and its name space where that is missing; needs the role admin."""
    return Call(
        "POST",
        "/v1/tables",
        models.Table,
        places={},
        query={"keyEncoding": key_encoding},
        headers={},
        body=body,
        content_type="application/json",
    )


def describe_table(*, table: str, key_encoding: Literal["text", "base64"] | None = None) -> Call[models.Table]:
    """Families and splits of a table."""
    return Call(
        "GET",
        "/v1/tables/{table}",
        models.Table,
        places={"table": table},
        query={"keyEncoding": key_encoding},
        headers={},
    )


def delete_table(*, table: str) -> Call[None]:
    """Removes a table with its rows; needs the role admin."""
    return Call(
        "DELETE",
        "/v1/tables/{table}",
        type(None),
        places={"table": table},
        query={},
        headers={},
    )


def list_rows(*, table: str, prefix: str | None = None, from_: str | None = None, to: str | None = None, limit: int | None = None, page_token: str | None = None, columns: Sequence[str] | None = None, key_encoding: Literal["text", "base64"] | None = None, value_encoding: Literal["text", "base64"] | None = None) -> Call[models.RowPage]:
    """A page of rows, in the order of their keys."""
    return Call(
        "GET",
        "/v1/tables/{table}/rows",
        models.RowPage,
        places={"table": table},
        query={"prefix": prefix, "from": from_, "to": to, "limit": limit, "pageToken": page_token, "columns": columns, "keyEncoding": key_encoding, "valueEncoding": value_encoding},
        headers={},
    )


def batch_rows(*, table: str, body: models.Batch, key_encoding: Literal["text", "base64"] | None = None, value_encoding: Literal["text", "base64"] | None = None) -> Call[models.BatchAnswer]:
    """Reads, writes and removes many rows, each for itself."""
    return Call(
        "POST",
        "/v1/tables/{table}/rows/batch",
        models.BatchAnswer,
        places={"table": table},
        query={"keyEncoding": key_encoding, "valueEncoding": value_encoding},
        headers={},
        body=body,
        content_type="application/json",
    )


def get_row(*, table: str, row: str, columns: Sequence[str] | None = None, versions: int | None = None, key_encoding: Literal["text", "base64"] | None = None, value_encoding: Literal["text", "base64"] | None = None) -> Call[models.Row]:
    """A row."""
    return Call(
        "GET",
        "/v1/tables/{table}/rows/{row}",
        models.Row,
        places={"table": table, "row": row},
        query={"columns": columns, "versions": versions, "keyEncoding": key_encoding, "valueEncoding": value_encoding},
        headers={},
    )


def put_row(*, table: str, row: str, body: models.RowWrite, key_encoding: Literal["text", "base64"] | None = None, value_encoding: Literal["text", "base64"] | None = None) -> Call[None]:
    """Writes cells of a row, all or none of them."""
    return Call(
        "PUT",
        "/v1/tables/{table}/rows/{row}",
        type(None),
        places={"table": table, "row": row},
        query={"keyEncoding": key_encoding, "valueEncoding": value_encoding},
        headers={},
        body=body,
        content_type="application/json",
    )


def delete_row(*, table: str, row: str, columns: Sequence[str] | None = None, if_column: str | None = None, if_value: str | None = None, key_encoding: Literal["text", "base64"] | None = None, value_encoding: Literal["text", "base64"] | None = None) -> Call[None]:
    """Removes a row, or columns of it; what is not there is removed already."""
    return Call(
        "DELETE",
        "/v1/tables/{table}/rows/{row}",
        type(None),
        places={"table": table, "row": row},
        query={"columns": columns, "ifColumn": if_column, "ifValue": if_value, "keyEncoding": key_encoding, "valueEncoding": value_encoding},
        headers={},
    )


def create_upload(*, body: models.CreateUploadRequest) -> Call[models.Upload]:
    """Begin an upload; it ends by itself after 24 hours."""
    return Call(
        "POST",
        "/v1/uploads",
        models.Upload,
        places={},
        query={},
        headers={},
        body=body,
        content_type="application/json",
    )


def get_upload(*, id: str) -> Call[models.Upload]:
    """How far an upload is."""
    return Call(
        "GET",
        "/v1/uploads/{id}",
        models.Upload,
        places={"id": id},
        query={},
        headers={},
    )


def continue_upload(*, id: str, upload_offset: int, content: bytes) -> Call[models.Upload]:
    """Append bytes at the offset that the upload has."""
    return Call(
        "PATCH",
        "/v1/uploads/{id}",
        models.Upload,
        places={"id": id},
        query={},
        headers={"Upload-Offset": upload_offset},
        body=content,
        content_type="application/octet-stream",
    )


def delete_upload(*, id: str) -> Call[None]:
    """End an upload without a file."""
    return Call(
        "DELETE",
        "/v1/uploads/{id}",
        type(None),
        places={"id": id},
        query={},
        headers={},
    )


def publish_upload(*, id: str) -> Call[models.FileMetadata]:
    """Make the file of an upload."""
    return Call(
        "POST",
        "/v1/uploads/{id}/publish",
        models.FileMetadata,
        places={"id": id},
        query={},
        headers={},
    )
