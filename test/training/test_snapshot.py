"""A corpus to the data API and back, and a training run that reads it from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import recipe_values
from data_api_server import serving
from data_api_state import TOKEN, Fault, State, keep
from trainyard_training import snapshot as snapshots
from trainyard_training.cli import main
from trainyard_training.corpus.manifest import read_manifest
from trainyard_training.corpus_rows import rejected_rows, snapshot_row
from trainyard_training.data_api import DataApi
from trainyard_training.data_api.generated.models import Snapshot
from trainyard_training.failure import Refusal
from trainyard_training.snapshot import SnapshotRef, pull, push


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[State]:
    (tmp_path / "token").write_text(TOKEN)
    with serving() as made:
        monkeypatch.setenv("TRAINYARD_DATA_API_URL", made.url)
        monkeypatch.setenv("TRAINYARD_DATA_API_TOKEN_FILE", str(tmp_path / "token"))
        yield made


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_corpus_comes_back_from_its_snapshot_byte_for_byte(
    state: State, api: DataApi, corpus: Path, tmp_path: Path
) -> None:
    lines: list[str] = []
    snapshot = push(api, corpus, "/corpora/khmer", lines.append)
    sent = state.requests("PUT", "/v1/files")
    assert sent[-1].query["path"] == ["/corpora/khmer/manifest.json"], "the manifest comes last"
    push(api, corpus, "/corpora/khmer", lines.append)
    assert len(state.requests("PUT", "/v1/files")) == len(sent), "what is there is not sent again"
    state.files.clear()
    state.faults = [Fault("GET", "/v1/files", body_bytes=100)]
    out = tmp_path / "back"
    manifest = pull(api, SnapshotRef("/corpora/khmer", snapshot.id), out, lines.append)
    assert manifest == read_manifest(corpus)
    assert bytes_of(out) == bytes_of(corpus)
    reads = len(state.requests("GET", "/v1/files"))
    pull(api, SnapshotRef("/corpora/khmer", snapshot.id), out, lines.append)
    assert len(state.requests("GET", "/v1/files")) == reads, "what is here is not read again"


def test_files_of_an_older_corpus_go_and_no_others(state: State, api: DataApi, corpus: Path) -> None:
    state.files |= {
        "/shared/manifest.json": json.dumps({"files": [{"path": "of-an-older-one.bin"}]}).encode(),
        "/shared/of-an-older-one.bin": b"old",
        "/shared/notes of a person.txt": b"kept nowhere else",
    }
    state.faults = [Fault("DELETE", "/v1/files", status=403)]
    with pytest.raises(Refusal, match="could not delete"):
        push(api, corpus, "/shared", print)
    push(api, corpus, "/shared", print)
    assert "/shared/of-an-older-one.bin" not in state.files, "a push that was cut goes on"
    assert state.files["/shared/notes of a person.txt"] == b"kept nowhere else"
    assert state.files["/shared/manifest.json"] == (corpus / "manifest.json").read_bytes()


@pytest.mark.parametrize("content", [b"[]", b"{}", b"no json", b'{"files": [7]}'])
def test_where_a_manifest_is_no_corpuss_nothing_goes(state: State, api: DataApi, corpus: Path, content: bytes) -> None:
    state.files |= {"/shared/manifest.json": content, "/shared/notes.txt": b"kept nowhere else"}
    push(api, corpus, "/shared", print)
    assert state.files["/shared/notes.txt"] == b"kept nowhere else"


def test_a_push_writes_what_the_corpus_is_as_rows(state: State, api: DataApi, corpus: Path) -> None:
    state.role = "admin"
    snapshot = push(api, corpus, "/c", print)
    assert state.tables == ["corpus:rejected", "corpus:snapshots"]
    row = state.rows[snapshot.id]
    assert (row["s:usability"], row["s:files"], row["s:manifestSha256"]) == ("1", "10", snapshot.manifest_sha256)


def test_a_push_that_may_make_no_tables_keeps_the_snapshot_and_says_what_is_missing(
    state: State, api: DataApi, corpus: Path
) -> None:
    lines: list[str] = []
    assert push(api, corpus, "/c", lines.append).id in state.kept
    assert lines[-1].startswith("push: warning: the snapshot is kept, its counters are not")
    assert "needs the role admin" in lines[-1]


def test_rows_are_those_that_the_resource_of_a_stack_writes() -> None:
    told = json.loads((Path(__file__).parent / "corpus-rows.json").read_text("utf-8"))
    snapshot = Snapshot.model_validate(told["snapshot"])
    assert snapshot_row(snapshot, told["manifest"]) == told["snapshotRows"]
    assert rejected_rows(snapshot.id, told["rejected"]) == told["rejectedRows"]


def test_a_large_file_tells_how_far_it_is(
    state: State, api: DataApi, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "TOLD_BYTES", 10_000)
    snapshot = push(api, corpus, "/c", print)
    lines: list[str] = []
    pull(api, SnapshotRef("/c", snapshot.id), tmp_path / "out", lines.append)
    size = (corpus / "pairs.train.jsonl").stat().st_size
    told = [line for line in lines if line.startswith("pull: pairs.train.jsonl, 0 of 0 MiB")]
    assert 2 <= len(told) <= size // 10_000
    assert f"pull: pairs.train.jsonl read, {size} bytes" in lines


def test_a_snapshot_that_is_no_corpus_or_not_there_is_refused(state: State, api: DataApi, tmp_path: Path) -> None:
    state.files["/c/file"] = b"x"
    kept = keep(state, "/c", "one")
    with pytest.raises(Refusal, match=r"it holds no manifest\.json"):
        pull(api, SnapshotRef("/c", kept["id"]), tmp_path / "out", print)
    with pytest.raises(Refusal, match="the newest of /c: id-one"):
        pull(api, SnapshotRef("/c", "other"), tmp_path / "out", print)
    with pytest.raises(Refusal, match="it is not as /corpora/khmer@ID"):
        SnapshotRef.parse("/c")
    kept["manifestSha256"] = "0" * 64
    with pytest.raises(Refusal, match=f"expected {'0' * 64}"):
        pull(api, SnapshotRef("/c", kept["id"]), tmp_path / "out", print)


def test_a_snapshot_writes_nothing_outside_its_folder(state: State, api: DataApi, tmp_path: Path) -> None:
    state.files |= {"/c/../../escaped": b"x", "/c/manifest.json": b"{}"}
    kept = keep(state, "/c", "one")
    with pytest.raises(Refusal, match="leads out of the corpus folder"):
        pull(api, SnapshotRef("/c", kept["id"]), tmp_path / "deep" / "out", print)
    assert not (tmp_path / "escaped").exists()


def test_the_commands_push_pull_and_train_on_a_snapshot(
    state: State, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["push", "--data", str(corpus), "--path", "/corpora/khmer"]) == 0
    snapshot = json.loads(capsys.readouterr().out)
    ref = f"/corpora/khmer@{snapshot['id']}"
    state.role = "reader"
    assert main(["pull", "--snapshot", ref, "--out", str(tmp_path / "pulled")]) == 0
    assert bytes_of(tmp_path / "pulled") == bytes_of(corpus)
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps(recipe_values()))
    folders = ["--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")]
    assert main(["train", "--recipe", str(recipe), "--snapshot", ref, *folders]) == 0
    metrics: dict[str, Any] = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert metrics["corpus"]["snapshot"] == ref
    assert metrics["corpus"]["id"] == read_manifest(corpus)["id"]
    said = capsys.readouterr()
    assert TOKEN not in said.out + said.err
    assert all(TOKEN.encode() not in content for content in bytes_of(tmp_path / "out").values())


def test_a_reader_cannot_push_and_is_told_so(state: State, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state.role = "reader"
    assert main(["push", "--data", str(corpus), "--path", "/corpora/khmer"]) == 2
    said = capsys.readouterr().err
    assert "could not write" in said
    assert "needs the role writer" in said
    assert "to do: give a token whose role may do this" in said
    assert state.files == {}
