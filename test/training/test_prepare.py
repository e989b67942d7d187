"""Proves the way from sources to a corpus folder: counters, identity, caches. Real segmentation, small texts."""

from __future__ import annotations

import json
import shutil
from importlib import metadata
from pathlib import Path

import pytest
from conftest import SYLLABLES
from trainyard_training.corpus.manifest import read_manifest
from trainyard_training.corpus.prepare import Prepared, prepare
from trainyard_training.corpus.settings import Settings
from trainyard_training.failure import Refusal
from trainyard_training.files import read_json_lines

SETTINGS = Settings(vocabulary=330)
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def sentence(number: int) -> str:
    """A text of its own for each number, unlike its neighbours."""
    digits = [(number * step + step) % len(SYLLABLES) for step in (1, 3, 5, 7, 11, 13)]
    return "".join(SYLLABLES[n] for n in [*digits, number % 16, number // 16 % 16])


def make_sources(folder: Path) -> Path:
    """120 catalogue entries and a page with one fault of each kind."""
    entries = "".join(f'msgid "text {n}"\nmsgstr "{sentence(n)}"\n\n' for n in range(120))
    faults = "".join(f"<p>{text}</p>" for text in (sentence(3), "only English here", "ក", sentence(500)))
    for name, content in (
        ("pack-a/a.po", HEAD + entries),
        ("pack-b/b.html", f"<body><h1>{sentence(700)}</h1>{faults}</body>"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(content, "utf-8")
    return folder


def run(sources: Path, out: Path, cache: Path | None = None) -> Prepared:
    return prepare(sources, out, SETTINGS, cache, lambda _line: None)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Prepared]:
    folder = tmp_path_factory.mktemp("prepare")
    sources = make_sources(folder / "sources")
    return sources, folder, run(sources, folder / "out", folder / "cache")


def test_counters_say_how_many_and_why(world) -> None:  # type: ignore[no-untyped-def]
    counters = world[2].manifest["counters"]
    stages = counters["stages"]
    assert stages["extract"]["accepted"] == 125
    assert stages["clean"]["reasons"] == {"no-khmer": 1, "too-short": 1}
    assert stages["exact-duplicates"]["reasons"] == {"seen-before": 1}
    assert stages["split"]["accepted"] == stages["near-duplicates"]["accepted"]
    for before, after in zip(
        ("extract", "clean", "segment", "exact-duplicates"),
        ("clean", "segment", "exact-duplicates", "near-duplicates"),
        strict=True,
    ):
        assert stages[before]["accepted"] == stages[after]["accepted"] + stages[after]["rejected"]
    assert counters["usability"] == round(stages["split"]["accepted"] / 125, 4)


def test_rejected_passages_are_kept_with_their_reasons(world) -> None:  # type: ignore[no-untyped-def]
    _, folder, prepared = world
    rows = read_json_lines(folder / "out" / "rejected.jsonl")
    assert [(row["stage"], row["reason"], row["text"]) for row in rows if row["stage"] != "near-duplicates"] == [
        ("clean", "no-khmer", "only English here"),
        ("clean", "too-short", "ក"),
        ("exact-duplicates", "seen-before", sentence(3)),
    ]
    assert {row["source"] for row in rows if row["stage"] == "clean"} == {"pack-b/b.html"}
    assert "rejected.jsonl" in [file["path"] for file in prepared.manifest["files"]]


def test_the_same_sources_give_the_same_corpus_without_a_cache(world) -> None:  # type: ignore[no-untyped-def]
    sources, folder, first = world
    again = run(sources, folder / "again")
    assert again.processed == 2
    assert again.manifest == first.manifest


def test_a_second_run_processes_nothing(world) -> None:  # type: ignore[no-untyped-def]
    sources, folder, first = world
    again = run(sources, folder / "out", folder / "cache")
    assert again.processed == 0
    assert again.manifest == first.manifest


def test_a_lost_corpus_is_made_again_from_the_cache_alone(world) -> None:  # type: ignore[no-untyped-def]
    sources, folder, first = world
    again = run(sources, folder / "lost", folder / "cache")
    assert again.processed == 0
    assert again.manifest == first.manifest


def test_another_version_of_a_library_takes_nothing_from_the_cache(  # type: ignore[no-untyped-def]
    world, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sources, folder, _ = world
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == "khmer-nltk" else version(name))
    assert run(sources, tmp_path / "out", folder / "cache").processed == 2


def test_a_new_file_is_the_only_one_read_and_moves_no_old_text(world, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sources, folder, first = world
    more = tmp_path / "sources"
    shutil.copytree(sources, more)
    (more / "pack-c").mkdir()
    (more / "pack-c/c.txt").write_text("".join(f"{sentence(n)}{sentence(n + 7)}\n" for n in range(1000, 1040)), "utf-8")
    grown = run(more, tmp_path / "out", folder / "cache")
    assert grown.processed == 1
    assert grown.manifest["id"] != first.manifest["id"]
    for split in ("train", "validation", "test"):
        old = {row["id"] for row in read_json_lines(folder / f"out/pairs.{split}.jsonl")}
        new = {row["id"] for row in read_json_lines(tmp_path / f"out/pairs.{split}.jsonl")}
        assert old <= new


def test_a_damaged_corpus_is_noticed_and_made_again(world, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sources, folder, first = world
    out = tmp_path / "out"
    shutil.copytree(folder / "out", out)
    (out / "train.bin").write_bytes(b"x")
    with pytest.raises(Refusal, match="damaged corpus"):
        read_manifest(out)
    assert run(sources, out, folder / "cache").manifest == first.manifest
    assert read_manifest(out)["id"] == first.manifest["id"]


def test_the_manifest_names_sources_licences_and_every_file(world) -> None:  # type: ignore[no-untyped-def]
    _, folder, first = world
    manifest = json.loads((folder / "out/manifest.json").read_text("utf-8"))
    assert manifest == first.manifest
    assert [row["name"] for row in manifest["sources"]] == ["pack-a", "pack-b"]
    assert manifest["licences"] == ["not recorded"]
    assert {row["path"] for row in manifest["files"]} == {path.name for path in (folder / "out").iterdir()} - {
        "manifest.json"
    }


def test_pairs_carry_instruction_question_and_answer(world) -> None:  # type: ignore[no-untyped-def]
    rows = read_json_lines(world[1] / "out/pairs.train.jsonl")
    row = next(row for row in rows if row["source"] == "pack-a")
    assert row["instruction"] == "Translate into Khmer:"
    assert row["input"].startswith("text ")
    assert row["output"] == row["segmented"].replace(" ", "")


def test_refuses_a_folder_without_text(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="run `fetch` into it first"):
        run(tmp_path, tmp_path / "out")
