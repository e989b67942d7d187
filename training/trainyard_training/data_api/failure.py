"""What a data API that says no, or nothing, means for its caller."""

from __future__ import annotations

from typing import Literal

import httpx2
from pydantic import ValidationError

from trainyard_training.data_api.generated.models import Problem
from trainyard_training.failure import Refusal

Kind = Literal["away", "absent", "changed", "refused"]
MOST_LETTERS = 500


class DataApiError(Refusal):
    """The data API did not do what was asked.

    `away`: no answer, or one that says "later"; the call may have had its effect. `absent`: there is no such thing.
    `changed`: something else is there than was expected. `refused`: any other no.
    `status` is 0 where there was no answer.
    """

    def __init__(self, what: str, on: str, status: int, why: str, retry_after: float | None = None) -> None:
        super().__init__(f"could not {what}", on, why, _todo(status))
        self.status = status
        # A 409 that says when to come again: somebody else is at it.
        self.kind: Kind = "away" if status == 409 and retry_after is not None else _kind(status)
        self.retry_after = retry_after
        """Seconds that the answer asks to wait."""
        self.tries = 1
        """How often the call was sent; an earlier one may have had its effect."""


def failure_of(what: str, on: str, response: httpx2.Response) -> DataApiError:
    """Reads an answer that is no success; its body must have come."""
    said = _said(response)
    why = f"the data API answered {response.status_code}{f': {said}' if said else ''}"
    return DataApiError(what, on, response.status_code, why, _seconds(response.headers.get("retry-after", "")))


def _said(response: httpx2.Response) -> str:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return response.text[:MOST_LETTERS]
    parts = [f"{part.path}: {part.reason}" for part in problem.errors or []]
    return "; ".join([problem.detail or problem.title, *parts])[:MOST_LETTERS]


def _seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() else None


def _kind(status: int) -> Kind:
    if status == 507:
        return "refused"
    if status == 0 or status == 429 or status >= 500:
        return "away"
    if status in (404, 410):
        return "absent"
    return "changed" if status in (409, 412) else "refused"


def _todo(status: int) -> str:
    known = {
        0: "see that the service runs and this machine reaches it (GET /health tells how it is), then try again",
        401: "give a token that is valid, in TRAINYARD_DATA_API_TOKEN_FILE",
        403: "give a token whose role may do this, in TRAINYARD_DATA_API_TOKEN_FILE",
        404: "check the path and the snapshot: what is not there may have been deleted",
        409: "look at what is there now, then try again",
        412: "look at what is there now, and replace it by its ETag if that is meant",
        413: "make it smaller, or have the service's limit raised",
        429: "send less at a time, or have the service's limit raised",
        507: "delete what is not needed, or have the quota of the folder raised",
    }
    return known.get(status, known[0] if status >= 500 else "mend what the service named, then try again")
