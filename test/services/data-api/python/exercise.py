"""The Python client against a real data API: exercise.py TOKENS SCRATCH, with its address in the environment."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from trainyard_training.data_api import DataApi, DataApiError, DataApiSettings
from trainyard_training.data_api.download import Wanted
from trainyard_training.data_api.upload import Sending
from trainyard_training.files import sha256_of

SMALL, LARGE = "/py/ខ្មែរ +&.txt", "/py/large.bin"
TABLE, ROWS = "py:rows", 2500


def failure(act: Any) -> dict[str, Any]:
    """What an act is refused with."""
    try:
        act()
    except DataApiError as error:
        return {"kind": error.kind, "status": error.status, "what": error.what, "why": error.why}
    raise AssertionError("it was not refused")


def main(tokens: Path, scratch: Path) -> dict[str, Any]:
    def api(user: str) -> DataApi:
        return DataApi(DataApiSettings.read({**os.environ, "TRAINYARD_DATA_API_TOKEN_FILE": str(tokens / user)}))

    small, large = scratch / "small", scratch / "large"
    small.write_text("សួស្តី", "utf-8")
    large.write_bytes(random.Random(4).randbytes(20_000_000))
    told: dict[str, Any] = {}
    with api("writer") as writer, api("reader") as reader, api("admin") as admin, api("expired") as expired:
        told["roles"] = [one.whoami().role for one in (reader, writer, admin)]
        told["expired"] = failure(expired.whoami)

        made = writer.upload(Sending(small, SMALL, "text/plain"))
        told["again"] = failure(lambda: writer.upload(Sending(small, SMALL, "text/plain")))
        small.write_text("លាហើយ", "utf-8")
        writer.upload(Sending(small, SMALL, "text/plain", made.etag))
        told["stale"] = failure(lambda: writer.upload(Sending(large, SMALL, replaces=made.etag)))
        told["brought"] = [writer.bring(Sending(large, LARGE)) for _ in range(2)]

        back = scratch / "back"
        back.mkdir()
        (back / ".large.part").write_bytes(large.read_bytes()[:7_000_000])  # as a cut would leave it
        for name, path in (("small", SMALL), ("large", LARGE)):
            reader.download(Wanted(path, back / name, sha256_of(scratch / name)))
        told["sha256"] = {name: sha256_of(back / name) for name in ("small", "large")}
        told["listed"] = [entry.name for entry in reader.folder("/py")]

        admin.make_table(TABLE, ["f"])
        written = {f"k{n:05}": {"f:ក": f"តម្លៃ {n}"} for n in range(ROWS)}
        writer.put_rows(TABLE, written)
        read = {row.key: {cell.column: cell.value for cell in row.cells} for row in reader.rows(TABLE, "k")}
        told["rows"] = [len(read), list(read) == sorted(read), read == written]

        told["reader"] = [
            failure(lambda: reader.upload(Sending(small, "/py/no"))),
            failure(lambda: reader.put_rows(TABLE, {"k": {"f:q": "x"}})),
            failure(lambda: reader.keep("/py", "no")),
            failure(lambda: writer.make_table("py:more", ["f"])),
        ]
    return told


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
