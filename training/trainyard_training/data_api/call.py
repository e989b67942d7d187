"""One request as a value: what the generated functions make, and the transport sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

T = TypeVar("T")
Given = str | int | bool | Sequence[str] | None


@dataclass(frozen=True)
class Raw:
    """A body that is no JSON of the description."""

    content: bytes


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request to a data API, and what a success is read as."""

    method: str
    template: str
    answer: type[T]
    places: Mapping[str, str]
    query: Mapping[str, Given]
    headers: Mapping[str, Given]
    body: BaseModel | bytes | None = None
    content_type: str | None = None

    def target(self) -> str:
        """The path with its places filled in; a name may hold any character."""
        return self.template.format(**{name: quote(value, safe="") for name, value in self.places.items()})

    def parameters(self) -> list[tuple[str, str]]:
        """The query as pairs; what is not given is not sent."""
        pairs = [(name, value) for name, value in self.query.items() if value is not None]
        return [(name, one) for name, value in pairs for one in _texts(value)]

    def sent_headers(self) -> dict[str, str]:
        """The headers that were given, with the type of the body."""
        given = {name: _texts(value)[0] for name, value in self.headers.items() if value is not None}
        return given if self.content_type is None else {**given, "Content-Type": self.content_type}

    def sent_body(self) -> bytes | None:
        """JSON without the fields that nobody set, or the bytes as they are."""
        if isinstance(self.body, BaseModel):
            return self.body.model_dump_json(by_alias=True, exclude_unset=True).encode()
        return self.body


def _texts(value: Given) -> list[str]:
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, str | int):
        return [str(value)]
    return list(value or ())
