"""Proves that the passages kept for a look depend on what was found alone."""

from __future__ import annotations

import random

from trainyard_training.corpus.rejects import Rejects


def rows_of(texts: list[str], per_reason: int) -> list[str]:
    rejects = Rejects(per_reason)
    for text in texts:
        rejects.add("clean", "link", text, "a.po")
    return [row["text"] for row in rejects.as_rows()]


def test_a_few_are_kept_whatever_the_order() -> None:
    texts = [f"text {n}" for n in range(500)]
    mixed = random.Random(1).sample(texts, len(texts))
    assert len(rows_of(texts, 7)) == 7
    assert rows_of(texts, 7) == rows_of(mixed, 7)


def test_what_two_processes_kept_is_what_one_would_have() -> None:
    texts = [f"text {n}" for n in range(100)]
    together = Rejects(5)
    for part in (texts[:50], texts[50:]):
        rejects = Rejects(5)
        for text in part:
            rejects.add("clean", "link", text, "a.po")
        for row in rejects.as_rows():
            together.add_row(row)
    assert [row["text"] for row in together.as_rows()] == rows_of(texts, 5)


def test_a_text_is_kept_once_for_a_reason_and_cut() -> None:
    rejects = Rejects()
    rejects.add("clean", "link", "x" * 900, "b.po")
    rejects.add("clean", "link", "x" * 900, "a.po")
    rejects.add("clean", "empty", "", "a.po")
    assert [(row["reason"], len(row["text"]), row["source"]) for row in rejects.as_rows()] == [
        ("empty", 0, "a.po"),
        ("link", 500, "a.po"),
    ]
