"""A small data API on the loopback interface: real HTTP, files in memory, faults that a test asks for."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from data_api_state import TIME, TOKEN, Seen, State, etag_of, keep, manifest_of, metadata_of, upload_of


class Handler(BaseHTTPRequestHandler):
    """Answers as services/data-api/openapi says, for what training asks."""

    protocol_version = "HTTP/1.1"
    state: State

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read what was seen, not a log."""

    def do_GET(self) -> None:
        self._handle()

    do_PUT = do_POST = do_PATCH = do_DELETE = do_GET

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        self.body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.query = parse_qs(parts.query)
        self.state.seen.append(
            Seen(self.command, parts.path, self.query, {k.lower(): v for k, v in self.headers.items()})
        )
        matches = [one for one in self.state.faults if (one.method, one.path) == (self.command, parts.path)]
        self.fault = matches[0] if matches else None
        if self.fault is not None:
            self.state.faults.remove(self.fault)
            time.sleep(self.fault.seconds)
            if self.fault.status is not None:
                headers = {} if self.fault.retry_after is None else {"Retry-After": self.fault.retry_after}
                return self._problem(self.fault.status, "the test wants it so", headers)
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            return self._problem(401, "nobody has signed in")
        if self.command != "GET" and self.state.role == "reader":
            return self._problem(403, "needs the role writer")
        self._route(parts.path)

    def _route(self, path: str) -> None:
        first = path.split("/")[2] if path.startswith("/v1/") else path
        route = getattr(self, f"_{self.command.lower()}_{first}", None)
        if route is None:
            return self._problem(404, f"no route {self.command} {path}")
        route([unquote(part) for part in path.split("/")[3:]])

    def _get_files(self, _: list[str]) -> None:
        path = self.query["path"][0]
        snapshot = self.query.get("snapshot", [None])[0]
        files = self.state.files if snapshot is None else self.state.kept.get(snapshot, {})
        if path not in files:
            return self._problem(404, f"there is no {path}")
        content = files[path]
        headers = {"ETag": etag_of(content), "Content-Type": "application/octet-stream"}
        ranged, if_range = self.headers.get("range"), self.headers.get("if-range")
        if ranged is None or if_range not in (None, headers["ETag"]):
            return self._send(200, content, headers)
        start = int(ranged.removeprefix("bytes=").removesuffix("-"))
        if start >= len(content):
            return self._problem(416, "the range lies outside")
        self._send(
            206, content[start:], {**headers, "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        )

    def _put_files(self, _: list[str]) -> None:
        path, there = self.query["path"][0], self.state.files.get(self.query["path"][0])
        if_match = self.headers.get("if-match")
        if (if_match is None and there is not None) or (
            if_match is not None and (not there or if_match != etag_of(there))
        ):
            return self._problem(412, f"{path} is there, or has another ETag")
        digest = base64.b64encode(hashlib.sha256(self.body).digest()).decode()
        if self.headers.get("repr-digest") not in (None, f"sha-256=:{digest}:"):
            return self._problem(422, "the content is not what its sender said")
        self.state.files[path] = self.body
        self._json(200 if there else 201, metadata_of(path, self.body))

    def _delete_files(self, _: list[str]) -> None:
        found = self.state.files.pop(self.query["path"][0], None)
        self._problem(404, "it is not there") if found is None else self._send(204, b"", {})

    def _get_metadata(self, _: list[str]) -> None:
        path = self.query["path"][0]
        if path not in self.state.files:
            return self._problem(404, f"there is no {path}")
        self._json(200, metadata_of(path, self.state.files[path]))

    def _get_folders(self, _: list[str]) -> None:
        folder = self.query["path"][0]
        names = sorted(p.removeprefix(f"{folder}/") for p in self.state.files if p.startswith(f"{folder}/"))
        rows = [
            {"name": n, "type": "file", "modifiedAt": TIME, "etag": etag_of(self.state.files[f"{folder}/{n}"])}
            for n in names
        ]
        self._page("entries", rows, {"path": folder})

    def _get_sessions(self, _: list[str]) -> None:
        self._json(200, {"user": "test", "role": self.state.role})

    def _get_snapshots(self, rest: list[str]) -> None:
        if rest:
            return self._send(200, manifest_of(self.state, rest[0]), {"Content-Type": "application/jsonl"})
        mine = [one for one in self.state.snapshots.values() if one["path"] == self.query["path"][0]]
        self._json(200, {"snapshots": mine[::-1]})

    def _post_snapshots(self, _: list[str]) -> None:
        wish = json.loads(self.body)
        snapshot = keep(self.state, wish["path"], wish["name"])
        self._json(201, snapshot)

    def _get_tables(self, rest: list[str]) -> None:
        if not rest:
            return self._json(200, {"tables": [{"name": name, "families": []} for name in self.state.tables]})
        prefix = self.query.get("prefix", [""])[0]
        keys = sorted(key for key in self.state.rows if key.startswith(prefix))
        cells = [
            {"key": k, "cells": [{"column": c, "value": v, "timestamp": 1} for c, v in self.state.rows[k].items()]}
            for k in keys
        ]
        self._page("rows", cells, {})

    def _post_tables(self, rest: list[str]) -> None:
        if not rest:
            wish = json.loads(self.body)
            if self.state.role != "admin":
                return self._problem(403, "needs the role admin")
            if wish["name"] in self.state.tables:
                return self._problem(409, f"{wish['name']} is there")
            self.state.tables.append(wish["name"])
            return self._json(201, {**wish, "families": [], "splits": [], "enabled": True})
        results: list[dict[str, Any]] = []
        for operation in json.loads(self.body)["operations"]:
            put = operation["put"]
            if put["row"] == "refused":
                problem = {"type": "/p", "title": "no", "status": 422, "detail": "not this row", "instance": "/"}
                results.append({"status": 422, "problem": problem})
                continue
            self.state.rows[put["row"]] = {cell["column"]: cell["value"] for cell in put["cells"]}
            results.append({"status": 204})
        self._json(200, {"results": results})

    def _post_uploads(self, rest: list[str]) -> None:
        if not rest:
            wish = json.loads(self.body)
            if wish["path"] in self.state.files and "replaces" not in wish:
                return self._problem(412, f"{wish['path']} is there")
            upload = {"id": f"u{len(self.state.uploads)}", "wish": wish, "content": b""}
            self.state.uploads[upload["id"]] = upload
            return self._json(201, upload_of(upload))
        upload = self.state.uploads.pop(rest[0], {})
        if not upload:
            return self._problem(404, "no such upload")
        self.state.files[upload["wish"]["path"]] = upload["content"]
        self._json(201, metadata_of(upload["wish"]["path"], upload["content"]))

    def _get_uploads(self, rest: list[str]) -> None:
        self._json(200, upload_of(self.state.uploads[rest[0]]))

    def _patch_uploads(self, rest: list[str]) -> None:
        upload = self.state.uploads[rest[0]]
        if int(self.headers["upload-offset"]) != len(upload["content"]):
            return self._problem(409, "the upload stands elsewhere")
        upload["content"] += self.body
        self._json(200, upload_of(upload))

    def _page(self, name: str, rows: list[Any], more: dict[str, Any]) -> None:
        start = int(self.query.get("pageToken", ["0"])[0])
        end = start + self.state.page
        token = {"nextPageToken": str(end)} if end < len(rows) else {}
        self._json(200, {**more, name: rows[start:end], **token})

    def _problem(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        problem = {"type": "/problems/test", "title": "Test", "status": status, "detail": detail, "instance": self.path}
        self._send(
            status, json.dumps(problem).encode(), {"Content-Type": "application/problem+json", **(headers or {})}
        )

    def _json(self, status: int, value: Any) -> None:
        self._send(status, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        fault = self.fault
        if fault is not None and fault.after:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        cut = None if fault is None else fault.body_bytes
        self.wfile.write(content[:cut])
        if cut is not None:
            self.close_connection = True


@contextmanager
def serving() -> Iterator[State]:
    """A service on a free port, ended with the block."""
    state = State()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("TestHandler", (Handler,), {"state": state}))
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
