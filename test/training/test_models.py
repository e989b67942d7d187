"""Proves the size of the 3B recipes on the meta device: no weights are loaded, no network is used."""

from collections.abc import Callable

import pytest
import torch
from peft import prepare_model_for_kbit_training
from trainyard_training.checks.memory import estimate
from trainyard_training.checks.parameters import count, linear_shapes
from trainyard_training.recipe import Recipe, named_recipe
from trainyard_training.train.model import count_parameters, on_meta, random_model


@pytest.mark.parametrize(
    ("name", "base", "trainable", "total_gb"),
    [
        ("qwen2.5-3b-lora", 3_085_938_688, 59_867_136, 10.54),
        ("llama-3.2-3b-qlora", 3_212_749_824, 48_627_712, 6.83),
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


def test_weights_that_four_bits_leave_out_are_reckoned_as_wide_as_they_are_trained_with(
    tiny: Callable[..., Recipe],
) -> None:
    adapter = {"rank": 8, "alpha": 16}
    recipe = tiny(kind="qlora", base__recipe="smoke-scratch", adapter=adapter, training__precision="bf16")
    model = random_model(recipe.base.architecture, 512).to(torch.bfloat16)
    prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)
    quantized = tuple(f"{name}.weight" for name in linear_shapes(recipe.base.architecture))
    others = sum(w.numel() * w.element_size() for name, w in model.named_parameters() if not name.endswith(quantized))
    counted = count(recipe.base.architecture, 512, recipe.adapter)
    assert estimate(recipe, 512).weights == int(counted.linear * 0.52 + others)
