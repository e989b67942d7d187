"""Proves what is refused and what is warned of before launch."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import recipe_values
from trainyard_training.checks.validate import check_recipe, validate_file
from trainyard_training.cli import main
from trainyard_training.recipe import RECIPES, Recipe, named_recipe, parse_recipe

LLAMA_7B = {
    "model_type": "llama",
    "vocab_size": 32000,
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 32,
    "tie_word_embeddings": False,
}


def llama_7b(**changed: object) -> Recipe:
    values = {
        **recipe_values(),
        "kind": "lora",
        "base": {"hub": "somebody/llama-7b", "architecture": LLAMA_7B},
        "data": {"form": "pairs", "sequence_length": 512},
        "training": {"epochs": 1, "batch_size": 32, "learning_rate": 1e-4, "precision": "fp16", **changed},
        "adapter": {"rank": 8, "alpha": 16},
    }
    return parse_recipe(values, "test")


def test_refuses_llama_7b_in_fp16_with_batch_32_on_a_16_gb_t4() -> None:
    report = check_recipe(llama_7b(), 16)
    assert len(report.errors) == 1
    assert report.errors[0].startswith("memory: needs about")
    assert "the GPU has 16 GB" in report.errors[0]


def test_refuses_it_even_with_batch_1_because_the_weights_fill_the_card() -> None:
    report = check_recipe(llama_7b(batch_size=1, gradient_checkpointing=True), 16)
    assert report.memory is not None
    assert report.memory.as_gb()["weights"] == pytest.approx(13.48, abs=0.01)
    assert check_recipe(llama_7b(batch_size=1, gradient_checkpointing=True), 24).errors == []


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_recipe_of_the_package_fits_a_16_gb_card(path: Path) -> None:
    report = validate_file(path, 16)
    assert report.errors == []
    assert report.warnings == []


def test_refuses_two_byte_ids_for_a_larger_vocabulary() -> None:
    wide = recipe_values(data__id_type="uint16", base__architecture__vocab_size=65_537)
    fits = recipe_values(data__id_type="uint16", base__architecture__vocab_size=65_536)
    assert "the largest id is 65536" in check_recipe(parse_recipe(wide, "test"), None).errors[0]
    assert check_recipe(parse_recipe(fits, "test"), None).errors == []


def test_refuses_shapes_that_cannot_be_built() -> None:
    values = recipe_values(
        base__architecture__hidden_size=30, base__architecture__num_key_value_heads=3, data__sequence_length=4096
    )
    paths = [error.split(":")[0] for error in check_recipe(parse_recipe(values, "test"), None).errors]
    assert paths == ["base.architecture.hidden_size", "base.architecture.num_attention_heads", "data.sequence_length"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"base__architecture__hidden_size": 60}, "base.architecture.hidden_size: an attention head is 15 wide"),
        ({"base__architecture__head_dim": 7}, "base.architecture.head_dim: an attention head is 7 wide"),
        ({"data__sequence_length": 1}, "data.sequence_length: 1 leaves no next token"),
        (
            {"kind": "lora", "base__recipe": "smoke-scratch", "adapter": {"rank": 8, "alpha": 16, "targets": []}},
            "adapter.targets: name at least one layer",
        ),
    ],
)
def test_refuses_what_would_fail_at_its_first_step(changed: dict[str, object], message: str) -> None:
    errors = check_recipe(parse_recipe(recipe_values(**changed), "test"), None).errors
    assert len(errors) == 1
    assert message in errors[0]


def test_training_refuses_what_validation_refuses(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(recipe_values(base__architecture__num_key_value_heads=3)), "utf-8")
    folders = ["--data", str(corpus), "--out", str(tmp_path / "out")]
    assert main(["train", "--recipe", str(path), *folders]) == 2
    assert "num_attention_heads: 4 is not divisible by num_key_value_heads (3)" in capsys.readouterr().err


def test_warns_outside_the_guide_naming_range_and_source() -> None:
    values = recipe_values(training__learning_rate=0.01, training__warmup_steps=0, checkpoint__keep=9)
    warnings = check_recipe(parse_recipe(values, "test"), 80).warnings
    assert [warning.split(":")[0] for warning in warnings] == [
        "training.learning_rate",
        "training.warmup_steps",
        "checkpoint.keep",
        "training.batch_size x accumulation",
        "training.accumulation",
    ]
    assert "outside 3 - 5 (AMPEL360 training pipelines, checkpoints)" in warnings[2]
    assert "outside 128 - 256 for A100 80 GB (AMPEL360 training pipelines, batch-size guide)" in warnings[3]


def test_an_adapter_outside_the_learning_rate_guide_is_warned_of() -> None:
    warnings = check_recipe(llama_7b(learning_rate=0.01), None).warnings
    assert "0.01 is outside 1e-05 - 0.0005" in warnings[0]


def test_the_command_prints_every_problem_and_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(recipe_values(training__batch_size=-1, typo=1)), "utf-8")
    assert main(["validate", "--recipe", str(path)]) == 2
    assert capsys.readouterr().out.splitlines() == [
        "error: training.batch_size: Input should be greater than 0",
        "error: typo: Extra inputs are not permitted",
        "refused",
    ]


def test_the_command_exits_0_for_a_good_recipe(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--recipe", str(RECIPES / "smoke-scratch.yaml")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "ok"


def test_refuses_a_recipe_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--recipe", str(tmp_path / "none.yaml")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_the_smoke_base_has_the_same_shape_in_both_recipes() -> None:
    assert named_recipe("smoke-lora").base.architecture == named_recipe("smoke-scratch").base.architecture


def test_the_recipe_below_is_judged_too() -> None:
    below = recipe_values(base__architecture__num_key_value_heads=3, training__learning_rate=0.5)
    values = recipe_values(kind="lora", name="upper", adapter={"rank": 8, "alpha": 16}, base__recipe=below)
    report = check_recipe(parse_recipe(values, "test"), None)
    assert [error.split(":")[0] for error in report.errors] == [
        "base.recipe.base.architecture.num_attention_heads",
        "base.architecture",
    ]
    assert any(warning.startswith("base.recipe.training.learning_rate: ") for warning in report.warnings)
