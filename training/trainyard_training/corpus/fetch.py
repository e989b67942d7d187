"""Gets Khmer text as Debian packages through the machine's own package client, with version and licence."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from trainyard_training.corpus.sources import SOURCES_FILE
from trainyard_training.failure import Refusal
from trainyard_training.files import sha256_of, write_json

PACKAGES = ("firefox-esr-l10n-km", "libreoffice-help-km", "libreoffice-l10n-km")
_LICENCE = re.compile(r"^License:\s*(\S.*)$", re.MULTILINE)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Refusal(
            "packages could not be fetched",
            " ".join(command[-2:]),
            reason,
            "check that this machine reaches its Debian mirror and try again",
        )
    return done.stdout


def _apt(state: Path) -> list[str]:
    """apt-get with lists and cache of its own, so that no rights on the system's folders are needed."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (state / folder).mkdir(parents=True)
    options = {
        "Dir::State::lists": state / "lists",
        "Dir::Cache": state / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return ["apt-get", "-q", *(part for key, value in options.items() for part in ("-o", f"{key}={value}"))]


def _licences(tree: Path, package: str) -> list[str]:
    text = (tree / "usr/share/doc" / package / "copyright").read_text("utf-8", errors="replace")
    return sorted({match.strip() for match in _LICENCE.findall(text)})


def _unpack(archive: Path, target: Path) -> dict[str, Any]:
    fields = {
        field: _run(["dpkg-deb", "-f", str(archive), field], archive.parent).strip()
        for field in ("Package", "Version", "Architecture", "Source", "Homepage")
    }
    name = fields["Package"]
    tree = target / name
    shutil.rmtree(tree, ignore_errors=True)
    _run(["dpkg-deb", "-x", str(archive), str(tree)], archive.parent)
    return {
        "name": name,
        "version": fields["Version"],
        "architecture": fields["Architecture"],
        "source": f"Debian package {name}, built from {fields['Source'] or name}",
        "homepage": fields["Homepage"] or None,
        "sha256": sha256_of(archive),
        "licences": _licences(tree, name),
        "copyright": f"{name}/usr/share/doc/{name}/copyright",
    }


def fetch(target: Path, packages: tuple[str, ...] = PACKAGES) -> list[dict[str, Any]]:
    """Unpacks the packages below `target`, one folder each, and writes `sources.json` beside them."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        todo = "run `fetch` in the trainer image or on Debian"
        raise Refusal("no package client", "apt-get", "it is not on PATH", todo)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        apt = _apt(work / "apt")
        _run([*apt, "update"], work)
        _run([*apt, "download", *packages], work)
        rows = [_unpack(archive, target) for archive in sorted(work.glob("*.deb"))]
    write_json(target / SOURCES_FILE, rows)
    return rows
