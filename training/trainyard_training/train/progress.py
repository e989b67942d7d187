"""The progress file: one JSON object a line, for whoever watches."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Clock = Callable[[], float]


class Progress:
    """Appends `{step, totalSteps, loss, tokensPerSecond, phase}` lines, at most one a second within a phase."""

    def __init__(self, path: Path | None, clock: Clock = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._last: tuple[str, float] | None = None
        self.seconds: dict[str, float] = {}
        self._phase: tuple[str, float] | None = None
        self._below = False
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)

    def phase(self, name: str) -> None:
        """Closes the phase before and opens this one; `seconds` holds what each took."""
        self.end()
        self._phase = (name, self._clock())
        self.note(0, 0, None, None)

    def end(self) -> None:
        """Closes the open phase."""
        if self._phase is not None:
            name, since = self._phase
            self.seconds[name] = self.seconds.get(name, 0.0) + self._clock() - since
            self._phase = None

    @contextmanager
    def below(self) -> Iterator[None]:
        """While the base of an adapter is made: lines say how far it is, without numbers, which are not the run's."""
        before, self._below = self._below, True
        try:
            yield
        finally:
            self._below = before

    def note(self, step: int, total: int, loss: float | None, tokens_per_second: float | None) -> None:
        """Appends a line, unless one of this phase was written within the last second and steps remain."""
        phase = self._phase[0] if self._phase else ""
        now = self._clock()
        if self._last is not None and self._last[0] == phase and now - self._last[1] < 1.0 and step < total:
            return
        self._last = (phase, now)
        if self._below:
            loss = tokens_per_second = None
        if self._path is None:
            return
        line = {
            "step": step,
            "totalSteps": total,
            "loss": None if loss is None else round(loss, 4),
            "tokensPerSecond": None if tokens_per_second is None else round(tokens_per_second, 1),
            "phase": phase,
        }
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
