# Made by tools/data-client/generate.ts; do not edit.
# description: e77e7302bdbc4d32cdb5b974e4753c9a14f7cca4d86ff6a81fe1ba94180c4942
# generator:   4f667dcbb6e8283bc95f1dd448d16e594d1e63b4833536ace649dc62e3bc8385
# models:      96c092e74d2262476196959227905cebca4225a2e8e4fc2e7f800c6603830300
# The schemas of services/data-api/openapi.

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, RootModel, SecretStr


class Dependency(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    status: Literal['ok', 'down']
    checked_millis_ago: Annotated[int, Field(alias='checkedMillisAgo', ge=0)]
    message: str | None = None


class Error(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: str
    reason: str


class Problem(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    type: Annotated[str, Field(examples=['/problems/not-found'])]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    instance: str
    errors: list[Error] | None = None


class MetadataPatch(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    content_type: Annotated[str | None, Field(alias='contentType')] = None
    properties: dict[str, str | None] | None = None


class Folder(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: str
    type: Literal['folder']
    modified_at: Annotated[AwareDatetime, Field(alias='modifiedAt')]


class FolderEntry(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    name: str
    type: Literal['file', 'folder']
    size_bytes: Annotated[
        int | None, Field(alias='sizeBytes', description='Of a file', ge=0)
    ] = None
    content_type: Annotated[
        str | None, Field(alias='contentType', description='Of a file')
    ] = None
    modified_at: Annotated[AwareDatetime, Field(alias='modifiedAt')]
    etag: Annotated[str | None, Field(description='Of a file')] = None


class FolderPage(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: str
    entries: list[FolderEntry]
    next_page_token: Annotated[
        str | None, Field(alias='nextPageToken', description='Where there is more')
    ] = None


class Quota(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: str
    max_files: Annotated[int | None, Field(alias='maxFiles')]
    max_bytes: Annotated[int | None, Field(alias='maxBytes')]
    used_files: Annotated[int, Field(alias='usedFiles', ge=0)]
    used_bytes: Annotated[int, Field(alias='usedBytes', ge=0)]


class OpenedSession(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    token: str
    user: str
    role: Literal['reader', 'writer', 'admin']
    expires_at: Annotated[AwareDatetime, Field(alias='expiresAt')]


class CurrentSession(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    user: str
    role: Literal['reader', 'writer', 'admin']
    expires_at: Annotated[AwareDatetime | None, Field(alias='expiresAt')] = None


class Snapshot(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    id: str
    path: str
    name: str
    files: Annotated[int, Field(ge=0)]
    bytes: Annotated[int, Field(ge=0)]
    manifest_sha256: Annotated[
        str, Field(alias='manifestSha256', pattern='^[0-9a-f]{64}$')
    ]
    created_at: Annotated[AwareDatetime, Field(alias='createdAt')]


class ColumnName(RootModel[str]):
    root: Annotated[str, Field(min_length=1)]


class Family(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    name: str
    max_versions: Annotated[
        int, Field(alias='maxVersions', description='Versions of a cell that are kept.')
    ]
    ttl_seconds: Annotated[
        int | None,
        Field(
            alias='ttlSeconds',
            description='Seconds after which a cell is gone; null is never.',
        ),
    ]
    compression: Annotated[str, Field(description='Codec of its files.')]
    bloom_filter: Annotated[
        str,
        Field(
            alias='bloomFilter', description='What a read asks before it opens a file.'
        ),
    ]
    mob_threshold_bytes: Annotated[
        int | None,
        Field(
            alias='mobThresholdBytes',
            description='Bytes from which a value has a file of its own; null is never.',
        ),
    ]


class NewFamily(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    name: Annotated[str, Field(pattern='^[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,63}$')]
    max_versions: Annotated[int | None, Field(alias='maxVersions', ge=1, le=10000)] = 1
    ttl_seconds: Annotated[
        int | None, Field(alias='ttlSeconds', ge=1, le=2147483646)
    ] = None
    compression: Literal['NONE', 'GZ', 'SNAPPY'] | None = 'SNAPPY'
    bloom_filter: Annotated[
        Literal['NONE', 'ROW', 'ROWCOL'] | None, Field(alias='bloomFilter')
    ] = 'ROW'
    mob_threshold_bytes: Annotated[
        int | None, Field(alias='mobThresholdBytes', ge=1, le=1073741824)
    ] = None


class Split(RootModel[str]):
    root: Annotated[str, Field(max_length=43690, min_length=1)]


class NewTable(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    name: Annotated[
        str,
        Field(pattern='^([A-Za-z0-9_]{1,64}:)?[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,127}$'),
    ]
    families: Annotated[
        list[NewFamily],
        Field(description='Each name once.', max_length=20, min_length=1),
    ]
    splits: Annotated[
        list[Split] | None,
        Field(
            description='First keys of its regions but the first one, as keyEncoding says.',
            max_length=100,
        ),
    ] = None


class Table(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    name: str
    families: list[Family]
    splits: list[str]
    enabled: Annotated[
        bool, Field(description='A table that is not takes no reads and no writes.')
    ]


class Table1(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    name: str
    families: list[Family]


class TableList(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    tables: list[Table1]


class Cell(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    column: Annotated[str, Field(min_length=1)]
    value: str
    timestamp: Annotated[
        int, Field(description='Milliseconds since 1970 where HBase gave it.')
    ]


class Row(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    key: str
    cells: list[Cell]


class RowPage(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    rows: list[Row]
    next_page_token: Annotated[
        str | None,
        Field(alias='nextPageToken', description='Missing on the last page.'),
    ] = None


class NewCell(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    column: Annotated[str, Field(min_length=1)]
    value: Annotated[
        str, Field(description='As valueEncoding says; at most 10354688 bytes.')
    ]
    timestamp: Annotated[
        int | None,
        Field(
            description="Milliseconds since 1970; HBase's clock where it is not given.",
            ge=0,
            le=9223372036854776000,
        ),
    ] = None


class Condition1(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    column: Annotated[str, Field(min_length=1)]
    value: str
    absent: Literal[True] | None = None


class Condition2(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    column: Annotated[str, Field(min_length=1)]
    value: str | None = None
    absent: Literal[True]


class RowWrite(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    cells: Annotated[list[NewCell], Field(max_length=10000, min_length=1)]
    condition: Annotated[
        Condition1 | Condition2 | None,
        Field(
            description='What the column must hold; exactly one of value and absent.'
        ),
    ] = None


class Get(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    row: Annotated[
        str, Field(description='As keyEncoding says.', max_length=43692, min_length=1)
    ]
    columns: Annotated[list[ColumnName] | None, Field(max_length=100)] = None
    versions: Annotated[int | None, Field(ge=1, le=100)] = 1


class Put(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    row: Annotated[
        str, Field(description='As keyEncoding says.', max_length=43692, min_length=1)
    ]
    cells: Annotated[list[NewCell], Field(max_length=10000, min_length=1)]


class Delete(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    row: Annotated[
        str, Field(description='As keyEncoding says.', max_length=43692, min_length=1)
    ]
    columns: Annotated[list[ColumnName] | None, Field(max_length=100)] = None


class Operation(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    get: Get | None = None
    put: Put | None = None
    delete: Delete | None = None


class Result(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    status: Annotated[
        int,
        Field(
            description='200 with a row, 204, or what it would be by itself with a problem.'
        ),
    ]
    row: Row | None = None
    problem: Problem | None = None


class BatchAnswer(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    results: list[Result]


class Upload(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    id: str
    path: str
    offset_bytes: Annotated[int, Field(alias='offsetBytes', ge=0)]
    size_bytes: Annotated[int | None, Field(alias='sizeBytes', ge=0)] = None
    created_at: Annotated[AwareDatetime, Field(alias='createdAt')]
    expires_at: Annotated[AwareDatetime, Field(alias='expiresAt')]


class GetDocumentResponse(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )


class PutQuotaRequest(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    max_files: Annotated[
        int | None, Field(alias='maxFiles', description='null is no limit', ge=0)
    ] = None
    max_bytes: Annotated[
        int | None, Field(alias='maxBytes', description='null is no limit', ge=0)
    ] = None


class OpenSessionRequest(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    user: str
    password: SecretStr
    cookie: Annotated[
        bool | None, Field(description='Also sets the cookie for the page')
    ] = None


class ListSnapshotsResponse(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    snapshots: list[Snapshot]


class CreateSnapshotRequest(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: str
    name: Annotated[str, Field(pattern='^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')]


class CreateUploadRequest(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: Annotated[str, Field(description='As the path of a file')]
    size_bytes: Annotated[
        int | None,
        Field(alias='sizeBytes', description='Checked when it is published', ge=0),
    ] = None
    content_type: Annotated[str | None, Field(alias='contentType')] = None
    sha256: Annotated[
        str | None,
        Field(description='Checked when it is published', pattern='^[0-9a-fA-F]{64}$'),
    ] = None
    replaces: Annotated[
        str | None,
        Field(
            description='The ETag of the file that is replaced; without it none may be there'
        ),
    ] = None


class Health(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    status: Literal['ok', 'degraded', 'down']
    dependencies: dict[str, Dependency]


class FileMetadata(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    path: str
    type: Literal['file']
    size_bytes: Annotated[int, Field(alias='sizeBytes', ge=0)]
    content_type: Annotated[str, Field(alias='contentType')]
    sha256: Annotated[str, Field(pattern='^[0-9a-f]{64}$')]
    uploader: str
    created_at: Annotated[AwareDatetime, Field(alias='createdAt')]
    modified_at: Annotated[AwareDatetime, Field(alias='modifiedAt')]
    etag: str
    properties: dict[str, str]


class Batch(BaseModel):
    model_config = ConfigDict(
        extra='ignore',
        populate_by_name=True,
    )
    operations: Annotated[list[Operation], Field(max_length=1000, min_length=1)]
