"""Proves what a recipe may say."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import recipe_values
from trainyard_training.failure import Refusal
from trainyard_training.recipe import RECIPES, load_recipe, parse_recipe

NAMES = ["llama-3.2-3b-qlora", "qwen2.5-3b-lora", "smoke-lora", "smoke-scratch"]


def test_every_recipe_of_the_package_can_be_read_and_has_its_file_name() -> None:
    found = sorted(RECIPES.glob("*.yaml"))
    assert [path.stem for path in found] == NAMES
    assert [load_recipe(path).name for path in found] == NAMES


def test_the_qwen_recipe_has_the_numbers_that_were_asked_for() -> None:
    recipe = load_recipe(RECIPES / "qwen2.5-3b-lora.yaml")
    assert recipe.adapter is not None
    assert (recipe.training.epochs, recipe.training.batch_size, recipe.training.learning_rate) == (5, 2, 5e-5)
    assert (recipe.adapter.rank, recipe.adapter.alpha) == (32, 64)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"training__lr": 1}, "training.lr: Extra inputs are not permitted"),
        ({"extra": 1}, "extra: Extra inputs are not permitted"),
        ({"training__batch_size": 0}, "training.batch_size: Input should be greater than 0"),
        ({"training__learning_rate": -1}, "training.learning_rate: Input should be greater than 0"),
        ({"training__steps": None}, "training: give exactly one of epochs and steps"),
        ({"training__epochs": 1}, "training: give exactly one of epochs and steps"),
        ({"version": 2}, "version: Input should be 1"),
        ({"kind": "lora"}, "kind lora needs an adapter and one of base.hub and base.recipe"),
        ({"base__hub": "a/b"}, "kind scratch has random weights"),
        ({"base__architecture__hidden_size": 0}, "base.architecture.hidden_size: Input should be greater than 0"),
        ({"name": "Not A Name"}, "name: String should match pattern"),
    ],
)
def test_refuses_what_cannot_be_meant(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_recipe(recipe_values(**changed), "test")
    assert message in refused.value.why


def test_refuses_with_all_problems_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        parse_recipe(recipe_values(training__batch_size=0, extra=1), "test")
    assert "training.batch_size" in refused.value.why
    assert "extra" in refused.value.why
