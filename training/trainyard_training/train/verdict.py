"""The held-out test: did the model learn anything that counting words does not give?"""

from __future__ import annotations

from dataclasses import dataclass

MARGIN = 0.05
"""Nats per token by which the unigram model must be beaten. A run on shuffled data comes near 0."""


@dataclass(frozen=True)
class Verdict:
    """Passed, or the reasons why not."""

    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """No reason against it."""
        return not self.reasons


def judge(held_out: float, untrained: float, unigram: float) -> Verdict:
    """The loss on held-out text against the untrained model's and the unigram model's."""
    reasons = []
    if not held_out < untrained:
        reasons.append(f"held-out loss {held_out:.3f} is not below the untrained model's {untrained:.3f}")
    if not held_out < unigram - MARGIN:
        reasons.append(f"held-out loss {held_out:.3f} is not {MARGIN} below the unigram model's {unigram:.3f}")
    return Verdict(tuple(reasons))
