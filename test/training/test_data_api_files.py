"""Files to and from the data API: whole or not at all, and on after a cut."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest
from data_api_state import Fault, State, keep
from trainyard_training.data_api import DataApi, DataApiError, transport
from trainyard_training.data_api import upload as uploads
from trainyard_training.data_api.download import Wanted
from trainyard_training.data_api.upload import Sending

CONTENT = random.Random(1).randbytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_of_a_snapshot_comes_as_it_was_and_only_once(state: State, api: DataApi, tmp_path: Path) -> None:
    state.files["/c/ក +.bin"] = CONTENT
    kept = keep(state, "/c", "one")["id"]
    state.files["/c/ក +.bin"] = b"newer"
    wanted = Wanted("/c/ក +.bin", tmp_path / "deep" / "file", SHA256, kept)
    assert api.download(wanted) is True
    assert wanted.to.read_bytes() == CONTENT
    assert api.download(wanted) is False
    assert len(state.requests("GET", "/v1/files")) == 1
    assert left(wanted.to.parent) == ["file"]


def test_a_download_goes_on_where_it_was_cut(state: State, api: DataApi, tmp_path: Path) -> None:
    state.files["/f"] = CONTENT
    cuts = [100_000, 50_000, 0, 0]
    state.faults = [Fault("GET", "/v1/files", body_bytes=size) for size in cuts] + [Fault("GET", "/v1/files", 503, "2")]
    api.download(Wanted("/f", tmp_path / "f", SHA256))
    assert (tmp_path / "f").read_bytes() == CONTENT
    ranges = [one.headers.get("range") for one in state.requests("GET", "/v1/files")]
    assert ranges == [None, "bytes=100000-", *["bytes=150000-"] * 4]
    assert {one.headers.get("if-range") for one in state.requests("GET", "/v1/files")[1:]} == {f'"{SHA256[:16]}"'}, (
        "what changed meanwhile comes whole"
    )


def test_a_download_that_never_moves_ends_after_bounded_tries_and_keeps_what_came(
    state: State, api: DataApi, tmp_path: Path
) -> None:
    state.files["/f"] = CONTENT
    state.faults = [Fault("GET", "/v1/files", body_bytes=1000)] + [Fault("GET", "/v1/files", body_bytes=0)] * 9
    with pytest.raises(DataApiError) as failed:
        api.download(Wanted("/f", tmp_path / "f", SHA256))
    assert failed.value.kind == "away"
    assert left(tmp_path) == [".f.part"]
    state.faults = []
    assert api.download(Wanted("/f", tmp_path / "f", SHA256)) is True
    assert state.seen[-1].headers["range"] == "bytes=1000-"


def test_a_file_that_changes_under_a_download_comes_whole(state: State, api: DataApi, tmp_path: Path) -> None:
    state.files["/f"] = CONTENT
    (tmp_path / ".f.part").write_bytes(b"of something else")
    assert api.download(Wanted("/f", tmp_path / "f", SHA256)) is True
    assert (tmp_path / "f").read_bytes() == CONTENT
    (tmp_path / ".g.part").write_bytes(CONTENT + b"too long")
    assert api.download(Wanted("/f", tmp_path / "g", SHA256)) is True


def test_content_with_another_hash_is_never_left_behind(state: State, api: DataApi, tmp_path: Path) -> None:
    state.files["/f"] = b"x" + CONTENT[1:]
    with pytest.raises(DataApiError, match=f"expected {SHA256}"):
        api.download(Wanted("/f", tmp_path / "f", SHA256))
    assert left(tmp_path) == []


def test_what_is_not_there_is_said_at_once(state: State, api: DataApi, tmp_path: Path) -> None:
    with pytest.raises(DataApiError) as failed:
        api.download(Wanted("/gone", tmp_path / "f", SHA256, "id-x"))
    assert (failed.value.kind, len(state.seen)) == ("absent", 1)
    assert failed.value.what == 'could not read "/gone" of snapshot id-x'


def test_an_upload_replaces_nothing_unless_its_etag_is_given(state: State, api: DataApi, tmp_path: Path) -> None:
    source = tmp_path / "s"
    source.write_bytes(b"one")
    made = api.upload(Sending(source, "/a", "text/plain"))
    assert state.seen[-1].headers["if-none-match"] == "*"
    assert state.seen[-1].headers["repr-digest"].startswith("sha-256=:")
    with pytest.raises(DataApiError) as failed:
        api.upload(Sending(source, "/a"))
    assert failed.value.kind == "changed"
    source.write_bytes(b"two")
    api.upload(Sending(source, "/a", replaces=made.etag))
    assert state.files["/a"] == b"two"
    with pytest.raises(DataApiError):
        api.upload(Sending(source, "/a", replaces=made.etag))


def test_an_upload_whose_answer_was_lost_is_found_done(state: State, api: DataApi, tmp_path: Path) -> None:
    source = tmp_path / "s"
    source.write_bytes(b"one")
    state.faults = [Fault("PUT", "/v1/files", after=True)]
    assert api.upload(Sending(source, "/a")).sha256 == hashlib.sha256(b"one").hexdigest()
    assert len(state.requests("PUT", "/v1/files")) == 2
    state.files["/b"] = b"of somebody else"
    state.faults = [Fault("PUT", "/v1/files", 503, "1")]
    with pytest.raises(DataApiError) as failed:
        api.upload(Sending(source, "/b"))
    assert failed.value.kind == "changed"
    assert state.files["/b"] == b"of somebody else"


def test_bringing_sends_only_what_differs(state: State, api: DataApi, tmp_path: Path) -> None:
    source = tmp_path / "s"
    source.write_bytes(b"one")
    assert [api.bring(Sending(source, "/a")) for _ in range(2)] == [True, False]
    source.write_bytes(b"two")
    assert api.bring(Sending(source, "/a")) is True
    assert state.files["/a"] == b"two"


def test_a_large_upload_goes_on_after_cuts_from_what_the_service_has(
    state: State, api: DataApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WHOLE_BYTES", 1000)
    monkeypatch.setattr(uploads, "PIECE_BYTES", 100_000)
    source = tmp_path / "s"
    source.write_bytes(CONTENT)
    piece = "/v1/uploads/u0"
    state.faults = [
        Fault("PATCH", piece, after=True),  # kept, and nobody said so
        Fault("PATCH", piece, 503),
        Fault("POST", "/v1/uploads/u0/publish", after=True),
    ]
    assert api.upload(Sending(source, "/large")).sha256 == SHA256
    assert state.files["/large"] == CONTENT
    offsets = [one.headers["upload-offset"] for one in state.requests("PATCH", piece)]
    assert offsets == ["0", "100000", "100000", "200000"]


def test_an_upload_that_another_request_still_writes_is_waited_for(
    state: State, api: DataApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WHOLE_BYTES", 1000)
    source = tmp_path / "s"
    source.write_bytes(CONTENT)
    busy = [("PATCH", "/v1/uploads/u0"), ("POST", "/v1/uploads/u0/publish")]
    state.faults = [Fault(method, path, 409, "12") for method, path in busy]
    assert api.upload(Sending(source, "/large")).sha256 == SHA256
    assert state.waited == [12.0, 12.0]


def test_an_upload_is_published_once_however_long_the_service_reads_it(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "WHOLE_BYTES", 1000)
    monkeypatch.setattr(transport, "TRY_SECONDS", 0.3)
    source = tmp_path / "s"
    source.write_bytes(CONTENT)
    publish = "/v1/uploads/u0/publish"
    state.faults = [Fault("POST", publish, seconds=0.6)]
    with DataApi(state.settings, state.patience) as api:
        assert api.upload(Sending(source, "/large")).sha256 == SHA256
    assert len(state.requests("POST", publish)) == 1
