"""Proves what a checkpoint carries of the loop. The loss scale of 16 bits is for GPUs alone, so it is put in here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from trainyard_training.corpus.ids import open_ids
from trainyard_training.recipe import Recipe
from trainyard_training.train.checkpoint import Checkpoints
from trainyard_training.train.data import TokenBlocks
from trainyard_training.train.loop import Loop, Surroundings
from trainyard_training.train.model import random_model
from trainyard_training.train.progress import Progress
from trainyard_training.train.stopping import StopRequest


def scaled_loop(recipe: Recipe, corpus: Path, folder: Path) -> Loop:
    """A loop with a loss scaler that is due to grow after four steps."""
    torch.manual_seed(1)
    blocks = TokenBlocks(open_ids(corpus / "train.bin", "uint16"), 32)
    around = Surroundings(
        torch.device("cpu"), 1, Checkpoints(folder, 2, {}), None, Progress(None), StopRequest(), lambda _line: None
    )
    loop = Loop(recipe, random_model(recipe.base.architecture, 512), blocks, blocks, around)
    loop._scaler = torch.amp.GradScaler("cpu", init_scale=4.0, growth_interval=4, enabled=True)
    return loop


def test_the_loss_scale_grows_when_it_would_have_grown_without_a_stop(
    tiny: Callable[..., Recipe], corpus: Path, tmp_path: Path
) -> None:
    recipe = tiny(training__steps=3)
    first = scaled_loop(recipe, corpus, tmp_path)
    first.run()
    second = scaled_loop(recipe, corpus, tmp_path)
    second.resume()
    assert second.history.step == 3
    assert second._scaler.state_dict() == first._scaler.state_dict()
    assert second._scaler.state_dict()["_growth_tracker"] == 3
