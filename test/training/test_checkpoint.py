"""Proves which checkpoints stay, and what one leaves that cannot be written."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from trainyard_training.failure import Refusal
from trainyard_training.train.checkpoint import WEIGHTS, Checkpoints, History

Save = Callable[[Checkpoints, int], Path]


@pytest.fixture
def save() -> Save:
    """Saves a small model as the state of a step."""
    model = torch.nn.Linear(64, 64)
    optimizer = torch.optim.AdamW(model.parameters())
    return lambda checkpoints, step: checkpoints.save(model, optimizer, History(step=step), None)


def of(folder: Path, seed: int = 1, keep: int = 2) -> Checkpoints:
    return Checkpoints(folder, keep, {"seed": seed})


def steps(folder: Path) -> list[int]:
    return sorted(int(path.name.removeprefix("step-")) for path in folder.iterdir())


def test_later_ones_of_another_run_do_not_push_out_those_of_this_one(tmp_path: Path, save: Save) -> None:
    for step in (60, 80):
        save(of(tmp_path, seed=2), step)
    mine = of(tmp_path)
    for step in (20, 30, 40):
        assert save(mine, step).exists()
        assert mine.newest() == tmp_path / f"step-{step:08d}"
    assert steps(tmp_path) == [30, 40, 60, 80]
    save(mine, 100)
    assert steps(tmp_path) == [40, 100], "those that were passed are gone"


def test_a_later_one_that_is_damaged_does_not_push_out_whole_ones(tmp_path: Path, save: Save) -> None:
    mine = of(tmp_path, keep=1)
    damaged = save(mine, 80) / WEIGHTS
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert mine.newest() is None
    save(mine, 20)
    assert mine.newest() == tmp_path / "step-00000020"
    save(mine, 100)
    assert steps(tmp_path) == [100]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a full disk, larger files cannot be written."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_one_that_cannot_be_written_takes_no_room_and_leaves_the_others(tmp_path: Path, save: Save) -> None:
    mine = of(tmp_path)
    save(mine, 20)
    with files_of_at_most(4096), pytest.raises(Refusal, match="make room there"):
        save(mine, 40)
    assert [path.name for path in tmp_path.iterdir()] == ["step-00000020"]
    assert mine.newest() == tmp_path / "step-00000020"
