"""Sends calls to one data API: time limits, bounded repeats. Everything but success is a DataApiError."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
from pydantic import BaseModel, ValidationError

from trainyard_training.data_api.call import Call, Raw
from trainyard_training.data_api.failure import DataApiError, failure_of
from trainyard_training.data_api.settings import DataApiSettings

T = TypeVar("T")
TRY_SECONDS = 60.0
"""For an answer to begin, and between its parts."""
LONG_TRY_SECONDS = 300.0
"""The same where the service reads a whole file or folder before it answers."""
CONNECT_SECONDS = 10.0


@dataclass(frozen=True)
class Patience:
    """How often a call is sent, and how long is waited before it is sent again."""

    tries: int = 6
    first_seconds: float = 0.5
    longest_seconds: float = 20.0
    sleep: Callable[[float], None] = time.sleep

    def wait(self, tried: int, asked: float | None = None) -> None:
        """Longer with each try (from 1) that failed, or as long as the answer asked for."""
        pause = self.first_seconds * 2 ** max(tried - 1, 0) if asked is None else asked
        self.sleep(min(pause, self.longest_seconds))


class Transport:
    """One connection to one data API."""

    def __init__(self, settings: DataApiSettings, patience: Patience) -> None:
        self.patience = patience
        self._on = settings.url
        self._token = settings.token
        headers = {"Authorization": f"Bearer {settings.token}", "User-Agent": "trainyard-training"}
        # No proxy and no .netrc from the environment: the token goes to the address that was given, and nowhere else.
        self._client = httpx2.Client(base_url=settings.url, headers=headers, trust_env=False)

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    def failure(self, what: str, status: int, why: str) -> DataApiError:
        """A failure that a caller found in answers that came well."""
        return DataApiError(what, self._on, status, why)

    def send(self, what: str, call: Call[T], *, repeat: bool = True, long: bool = False) -> T:
        """Sends a call and reads its answer.

        `repeat`: also where nobody knows whether it had its effect. `long`: the service takes its time.
        """
        tried = 1
        while True:
            try:
                with self._once(what, call, LONG_TRY_SECONDS if long else TRY_SECONDS) as response:
                    response.read()
                    return self._read(what, call, response)
            except DataApiError as error:
                error.tries = tried
                # 409, 429 and 503 with a time are said before anything is done.
                again = error.kind == "away" and (repeat or error.retry_after is not None)
                if not again or tried >= self.patience.tries:
                    raise
                self.patience.wait(tried, error.retry_after)
                tried += 1

    @contextmanager
    def stream(self, what: str, call: Call[Raw]) -> Iterator[httpx2.Response]:
        """One try, whose body is read by the caller as it comes."""
        with self._once(what, call, TRY_SECONDS) as response:
            yield response

    @contextmanager
    def _once(self, what: str, call: Call[Any], seconds: float) -> Iterator[httpx2.Response]:
        request = self._client.build_request(
            call.method,
            call.target(),
            params=httpx2.QueryParams(tuple(call.parameters())),
            headers={"Accept-Encoding": "identity", **call.sent_headers()},
            content=call.sent_body(),
            timeout=httpx2.Timeout(seconds, connect=CONNECT_SECONDS),
        )
        try:
            response = self._client.send(request, stream=True, follow_redirects=False)
            try:
                if not response.is_success:
                    response.read()
                    raise failure_of(what, self._on, response)
                yield response
            finally:
                response.close()
        except httpx2.HTTPError as error:
            why = f"{type(error).__name__}: {error}".replace(self._token, "***")
            raise DataApiError(what, self._on, 0, f"the data API gave no whole answer ({why})") from error

    def _read(self, what: str, call: Call[T], response: httpx2.Response) -> T:
        value: Any = None
        if call.answer is Raw:
            value = Raw(response.content)
        elif issubclass(call.answer, BaseModel):
            try:
                value = call.answer.model_validate_json(response.content)
            except ValidationError as error:
                why = f"the answer is not as this client's description has it: {error.error_count()} differences"
                raise DataApiError(what, self._on, response.status_code, why) from error
        return value  # type: ignore[no-any-return]
