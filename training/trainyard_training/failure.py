"""The one kind of failure a person reads without a stack."""

from __future__ import annotations


class Refusal(Exception):
    """Something that cannot work: what happened, on what, why, and what to do."""

    def __init__(self, what: str, on: str, why: str, todo: str) -> None:
        super().__init__(f"{what} ({on}): {why}; {todo}")
        self.what = what
        self.on = on
        self.why = why
        self.todo = todo
