"""SIGTERM means: keep the state and go."""

from __future__ import annotations

import signal
from types import FrameType

EXIT_TERMINATED = 128 + signal.SIGTERM


class Stopped(Exception):
    """The run was asked to end, and its state is kept."""


class StopRequest:
    """Remembers that SIGTERM came. Nothing is interrupted; who works asks between two pieces of work."""

    def __init__(self) -> None:
        self.requested = False

    def listen(self) -> None:
        """Starts to notice SIGTERM."""
        signal.signal(signal.SIGTERM, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.requested = True

    def check(self) -> None:
        """Ends the work if that was asked for. Call it only where the state is kept, or will be by who catches this."""
        if self.requested:
            raise Stopped
