"""Proves that a file that cannot be read costs its own passages and no others'."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.stages import process_file

MO_HEAD = struct.pack("<7I", 0x950412DE, 0, 9, 28, 100, 0, 0)


def packed(damage: int) -> bytes:
    """A language pack of which one byte of content is another than its checksum says."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        pack.writestr("a.ftl", "a = text\n")
    whole = bytearray(content.getvalue())
    whole[whole.index(b"a = text") + damage] ^= 1
    return bytes(whole)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.mo", MO_HEAD),
        ("cut.xpi", b"PK\x03\x04"),
        ("damaged.xpi", packed(0)),
        ("comment.html", b"<!-- nothing yet -->"),
        ("other-encoding.txt", "text".encode("utf-16")),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_counted_with_the_reason(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    made = process_file(tmp_path, name, Settings())
    extracted = made["counters"]["stages"]["extract"]
    assert (made["samples"], extracted["accepted"], extracted["rejected"]) == ([], 0, 1)
    assert next(iter(extracted["reasons"])).startswith("unreadable-file (")


def test_an_empty_file_has_no_passages(tmp_path: Path) -> None:
    for name in ("a.html", "a.po", "a.txt", "a.ftl", "a.properties"):
        (tmp_path / name).write_bytes(b"")
        assert process_file(tmp_path, name, Settings())["samples"] == []
