"""Proves what a recipe may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import recipe_values
from trainyard_training.failure import Refusal
from trainyard_training.recipe import RECIPES, Recipe, load_recipe, named_recipe, parse_recipe, whole

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


ON_ANOTHER: dict[str, Any] = {"kind": "lora", "adapter": {"rank": 8, "alpha": 16}}


def test_a_base_is_a_name_or_a_whole_recipe() -> None:
    named = parse_recipe(recipe_values(**ON_ANOTHER, name="upper", base__recipe="smoke-scratch"), "test")
    inlined = parse_recipe(recipe_values(**ON_ANOTHER, name="upper", base__recipe=recipe_values()), "test")
    assert (named.base.recipe, named.base.name) == ("smoke-scratch", "smoke-scratch")
    assert isinstance(inlined.base.recipe, Recipe)
    assert (inlined.base.recipe.training.steps, inlined.base.name) == (80, "tiny")


def test_a_whole_recipe_is_the_same_however_its_base_was_given() -> None:
    named = load_recipe(RECIPES / "smoke-lora.yaml")
    content = load_recipe(RECIPES / "smoke-scratch.yaml").model_dump(mode="json")
    values = {**named.model_dump(mode="json"), "base": {**named.base.model_dump(mode="json"), "recipe": content}}
    assert whole(named) == whole(parse_recipe(values, "test")) == parse_recipe(values, "test")


def test_refuses_a_bad_recipe_below_naming_where() -> None:
    below = recipe_values(training__batch_size=0)
    with pytest.raises(Refusal) as refused:
        parse_recipe(recipe_values(**ON_ANOTHER, base__recipe=below), "test")
    assert refused.value.why == "base.recipe.training.batch_size: Input should be greater than 0"


def test_refuses_a_recipe_that_stands_on_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainyard_training.recipe.RECIPES", tmp_path)
    for name, below in (("a", "b"), ("b", "a")):
        text = yaml.safe_dump(recipe_values(**ON_ANOTHER, name=name, base__recipe=below))
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    with pytest.raises(Refusal) as refused:
        whole(named_recipe("a"))
    assert refused.value.why == "a -> b -> a"


def test_refuses_a_name_where_there_are_no_recipes_as_in_the_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="there are llama"):
        named_recipe("../recipes/smoke-scratch")
    monkeypatch.setattr("trainyard_training.recipe.RECIPES", tmp_path / "none")
    with pytest.raises(Refusal) as refused:
        named_recipe("smoke-scratch")
    assert "there is no folder" in refused.value.why
    assert refused.value.todo == "put the whole recipe in place of its name"
