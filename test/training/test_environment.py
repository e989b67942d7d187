"""Proves the environment contract of the training command."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from conftest import recipe_values
from trainyard_training.environment import TrainEnvironment
from trainyard_training.failure import Refusal

NO_ARGUMENTS = argparse.Namespace(recipe=None, data=None, out=None, base=None, snapshot=None)
ENV = {
    "TRAINYARD_DATA_DIR": "/data",
    "TRAINYARD_OUTPUT_DIR": "/out",
    "TRAINYARD_CHECKPOINT_DIR": "/kept",
    "TRAINYARD_PROGRESS_FILE": "/progress.jsonl",
    "TRAINYARD_SEED": "7",
    "TRAINYARD_RECIPE_JSON": json.dumps(recipe_values()),
    "TRAINYARD_CHECKPOINT_SECONDS": "90",
    "TRAINYARD_CHECKPOINT_KEEP": "4",
    "TRAINYARD_RUN": "p-dev-smoke-12345678",
    "TRAINYARD_ATTEMPT": "2",
}


def test_every_variable_is_read() -> None:
    read = TrainEnvironment.read(ENV, NO_ARGUMENTS)
    assert (read.data, read.out, read.checkpoints) == (Path("/data"), Path("/out"), Path("/kept"))
    assert (read.progress, read.seed, read.checkpoint_seconds) == (Path("/progress.jsonl"), 7, 90.0)
    assert (read.checkpoint_keep, read.run, read.attempt) == (4, "p-dev-smoke-12345678", 2)
    assert read.recipe.name == "tiny"


def test_by_hand_only_recipe_data_and_out_are_needed(tmp_path: Path) -> None:
    recipe = tmp_path / "r.yaml"
    recipe.write_text(json.dumps(recipe_values()), "utf-8")
    args = argparse.Namespace(recipe=recipe, data=Path("d"), out=Path("o"), base=None, snapshot=None)
    read = TrainEnvironment.read({}, args)
    assert (read.checkpoints, read.progress, read.seed, read.checkpoint_keep) == (Path("o/checkpoints"), None, 1, 2)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"TRAINYARD_RECIPE_JSON": ""}, "TRAINYARD_RECIPE_JSON"),
        ({"TRAINYARD_RECIPE_JSON": "{"}, "give one JSON object"),
        ({"TRAINYARD_DATA_DIR": ""}, "set TRAINYARD_DATA_DIR"),
        ({"TRAINYARD_SEED": "x"}, "it is 'x'"),
        ({"TRAINYARD_CHECKPOINT_SECONDS": "-1"}, "give zero or more"),
    ],
)
def test_refuses_what_is_missing_or_no_number(changed: dict[str, str], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        TrainEnvironment.read({**ENV, **changed}, NO_ARGUMENTS)
