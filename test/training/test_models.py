"""Proves the size of the 3B recipes on the meta device: no weights are loaded, no network is used."""

import pytest
from trainyard_training.checks.memory import estimate
from trainyard_training.checks.parameters import count
from trainyard_training.recipe import named_recipe
from trainyard_training.train.model import count_parameters, on_meta


@pytest.mark.parametrize(
    ("name", "base", "trainable", "total_gb"),
    [
        ("qwen2.5-3b-lora", 3_085_938_688, 59_867_136, 10.54),
        ("llama-3.2-3b-qlora", 3_212_749_824, 48_627_712, 6.0),
    ],
)
def test_a_3b_recipe_has_its_published_size_and_its_adapters(
    name: str, base: int, trainable: int, total_gb: float
) -> None:
    recipe = named_recipe(name)
    model = on_meta(recipe)
    assert all(weight.device.type == "meta" for weight in model.parameters())
    assert count_parameters(model) == {"total": base + trainable, "trainable": trainable}
    vocabulary = recipe.base.architecture.vocab_size
    assert vocabulary is not None
    counted = count(recipe.base.architecture, vocabulary, recipe.adapter)
    assert (counted.base, counted.adapter) == (base, trainable)
    assert estimate(recipe, vocabulary).as_gb()["total"] == pytest.approx(total_gb, abs=0.01)
