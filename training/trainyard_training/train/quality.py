"""Text the model writes, measured against what people wrote: BLEU over segmented words, and chrF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sacrebleu
import torch

from trainyard_training.corpus.khmer import normalise
from trainyard_training.corpus.segment import words_of
from trainyard_training.train.codec import Codec
from trainyard_training.train.evaluate import Told
from trainyard_training.train.model import Model
from trainyard_training.train.stopping import StopRequest

BATCH = 8
SHORTEST_TEXT = 8
"""Tokens a running text must have to be cut into a start and a rest."""


@dataclass(frozen=True)
class Task:
    """A start to go on from, and how a person went on."""

    prompt: list[int]
    reference: list[int]


def tasks_from_pairs(rows: Sequence[tuple[list[int], list[int]]], count: int) -> list[Task]:
    """The first pairs: the instruction, and its answer without the end."""
    return [Task(prompt, answer[:-1]) for prompt, answer in rows[:count]]


def tasks_from_text(ids: Sequence[int], end: int, count: int, longest: int) -> list[Task]:
    """The first texts that are long enough: their first half, and the rest."""
    tasks: list[Task] = []
    text: list[int] = []
    for number in ids:
        if len(tasks) == count:
            break
        if number != end:
            text.append(int(number))
            continue
        if SHORTEST_TEXT <= len(text) <= longest:
            tasks.append(Task(text[: len(text) // 2], text[len(text) // 2 :]))
        text = []
    return tasks


@torch.no_grad()
def write(
    model: Model,
    tasks: list[Task],
    codec: Codec,
    tokens: int,
    device: torch.device,
    stop: StopRequest,
    told: Told = lambda _done, _all: None,
) -> list[list[int]]:
    """What the model writes after each start, always taking the likeliest token; at most `tokens` of them."""
    model.eval()
    written: list[list[int]] = []
    for start in range(0, len(tasks), BATCH):
        stop.check()
        part = tasks[start : start + BATCH]
        width = max(len(task.prompt) for task in part)
        ids = torch.full((len(part), width), codec.padding_id, dtype=torch.int64, device=device)
        mask = torch.zeros_like(ids)
        for n, task in enumerate(part):
            ids[n, width - len(task.prompt) :] = torch.tensor(task.prompt, device=device)
            mask[n, width - len(task.prompt) :] = 1
        out: Any = model.generate(
            input_ids=ids,
            attention_mask=mask,
            max_new_tokens=tokens,
            do_sample=False,
            eos_token_id=codec.end_id,
            pad_token_id=codec.padding_id,
        )
        for row in out[:, width:].tolist():
            written.append(row[: row.index(codec.end_id)] if codec.end_id in row else row)
        told(len(written), len(tasks))
    return written


def _words(text: str) -> str:
    return " ".join(word for word in words_of(normalise(text)) if word.strip())


def scores(written: list[str], references: list[str]) -> dict[str, float]:
    """`{bleu, chrf}`, both 0 - 100."""
    if not written:
        return {"bleu": 0.0, "chrf": 0.0}
    bleu = sacrebleu.corpus_bleu([_words(t) for t in written], [[_words(t) for t in references]], tokenize="none")
    chrf = sacrebleu.corpus_chrf(written, [references])
    return {"bleu": round(bleu.score, 4), "chrf": round(chrf.score, 4)}
