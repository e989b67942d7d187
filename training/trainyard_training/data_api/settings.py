"""Where a data API is, and who asks: read once from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from trainyard_training.failure import Refusal

URL, TOKEN, TOKEN_FILE = "TRAINYARD_DATA_API_URL", "TRAINYARD_DATA_API_TOKEN", "TRAINYARD_DATA_API_TOKEN_FILE"


@dataclass(frozen=True)
class DataApiSettings:
    """Address and token. The token is in no text that is made of this."""

    url: str
    token: str = field(repr=False)

    @classmethod
    def read(cls, env: Mapping[str, str]) -> DataApiSettings:
        """From `TRAINYARD_DATA_API_URL` and `TRAINYARD_DATA_API_TOKEN_FILE` (or `TRAINYARD_DATA_API_TOKEN`)."""
        return cls(_url(env), _token(env))


def _url(env: Mapping[str, str]) -> str:
    given = env.get(URL, "")
    if not given:
        raise Refusal("no data API", URL, "it is not set", f"set {URL}, as http://127.0.0.1:8000")
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        # It may hold a password, so it is not shown.
        why = "it is no http(s) URL without a user in it"
        raise Refusal("not an address", URL, why, "give one, and the token apart")
    if env.get("TRAINYARD_LOOPBACK_ONLY") == "1" and not _loopback(parts.hostname):
        why = "TRAINYARD_LOOPBACK_ONLY=1 allows addresses of this machine only"
        raise Refusal("refused to use a data API", parts.hostname, why, "unset it, or give an address of this machine")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _token(env: Mapping[str, str]) -> str:
    file, todo = env.get(TOKEN_FILE, ""), f"name a file with the token in {TOKEN_FILE}"
    try:
        token = (Path(file).read_text("utf-8") if file else env.get(TOKEN, "")).strip()
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise Refusal("no token for the data API", file, why, todo) from error
    if not token:
        why = "the file is empty" if file else "neither it nor a token is set"
        raise Refusal("no token for the data API", file or TOKEN_FILE, why, todo)
    return token
