"""Proves adapters: what they learn, what they stand on, and what they refuse to stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import make_corpus, recipe_values
from training_runs import Around, Tiny, run
from trainyard_training.failure import Refusal
from trainyard_training.train.job import EXIT_FAILED, EXIT_OK, identity_of, train_job

LORA: dict[str, Any] = {
    "kind": "lora",
    "base__recipe": "smoke-scratch",
    "adapter": {"rank": 8, "alpha": 16},
    "data": {"form": "pairs", "sequence_length": 120},
    "training__steps": 60,
}


def test_an_adapter_learns_on_a_frozen_base(whole, tiny: Tiny, surroundings: Around) -> None:  # type: ignore[no-untyped-def]
    base = whole[0].out / "model"
    before = (base / "model.safetensors").read_bytes()
    environment = surroundings(tiny(**LORA, require_held_out_test=True), base=base)
    assert train_job(environment, lambda _line: None) == EXIT_OK
    metrics = json.loads((environment.out / "metrics.json").read_text("utf-8"))
    assert metrics["heldOutLoss"] < min(metrics["untrainedLoss"], metrics["unigramLoss"])
    assert 0 < metrics["parameters"]["trainable"] < metrics["parameters"]["total"]
    assert (base / "model.safetensors").read_bytes() == before
    assert (environment.out / "model/adapter_model.safetensors").exists()


def test_refuses_a_base_whose_ids_stand_for_other_words(  # type: ignore[no-untyped-def]
    whole, tiny: Tiny, surroundings: Around, tmp_path: Path
) -> None:
    base = whole[0].out / "model"
    other = make_corpus(tmp_path / "other", texts=300)
    environment = surroundings(tiny(**LORA), base=base, data=other)
    with pytest.raises(Refusal, match=r"its tokenizer.model is not that of the corpus"):
        run(environment)


@pytest.mark.parametrize("control", ["wrong-labels", "shuffled-data"])
def test_a_control_of_the_adapter_fails_too(control: str, whole, tiny: Tiny, surroundings: Around) -> None:  # type: ignore[no-untyped-def]
    environment = surroundings(tiny(**LORA, control=control, require_held_out_test=True), base=whole[0].out / "model")
    assert train_job(environment, lambda _line: None) == EXIT_FAILED


def test_refuses_a_base_folder_without_a_model(
    tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from trainyard_training.cli import main

    recipe = tmp_path / "x.yaml"
    recipe.write_text(yaml.safe_dump(recipe_values(**LORA)), "utf-8")
    call = [
        "train",
        "--recipe",
        str(recipe),
        "--data",
        str(corpus),
        "--out",
        str(tmp_path / "out"),
        "--base",
        str(tmp_path),
    ]
    assert main(call) == 2
    assert "name a model folder" in capsys.readouterr().err


def test_an_adapter_trains_the_whole_recipe_below_first_without_any_folder_of_recipes(
    tiny: Tiny, surroundings: Around, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("trainyard_training.recipe.RECIPES", tmp_path / "none")
    below = recipe_values(training__steps=10)
    changed = {**LORA, "base__recipe": below, "training__steps": 5}
    environment = surroundings(tiny(**changed, name="upper"))
    said: list[str] = []
    assert train_job(environment, said.append) == EXIT_OK
    assert "train: base tiny is trained first" in said
    made = json.loads((environment.checkpoints / "base" / "metrics.json").read_text("utf-8"))
    assert (made["recipe"], made["steps"]) == ("tiny", 10)
    assert environment.progress is not None
    lines = [json.loads(line) for line in environment.progress.read_text("utf-8").splitlines()]
    ends = [(line["totalSteps"], line["loss"] is None) for line in lines if line["step"] == line["totalSteps"] != 0]
    assert (10, True) in ends, "how far the base is"
    assert {total for total, is_silent in ends if not is_silent} == {5}, "the curve is the adapter's"
    config = json.loads((environment.out / "model" / "adapter_config.json").read_text("utf-8"))
    assert config["base_model_name_or_path"] == "tiny"


def test_a_base_that_was_cut_is_made_again_and_a_whole_one_is_not(tiny: Tiny, surroundings: Around) -> None:
    changed = {**LORA, "base__recipe": recipe_values(training__steps=10), "training__steps": 5}
    environment = surroundings(tiny(**changed, name="upper"))
    assert train_job(environment, lambda _line: None) == EXIT_OK
    model = environment.checkpoints / "base" / "model" / "model.safetensors"
    whole = model.read_bytes()
    said: list[str] = []
    assert train_job(environment, said.append) == EXIT_OK
    assert not any("is trained first" in line for line in said)
    model.write_bytes(whole[:1000])
    assert train_job(environment, said.append) == EXIT_OK
    assert "train: base tiny is trained first" in said
    assert model.read_bytes() == whole


def test_how_often_state_is_kept_is_no_part_of_a_runs_identity(tiny: Tiny) -> None:
    def identity(every: int, steps: int) -> object:
        below = recipe_values(checkpoint__every_steps=every, training__steps=steps)
        changed = {**LORA, "base__recipe": below, "checkpoint__every_steps": every}
        return identity_of(tiny(**changed, name="upper"), "c", 1, None)

    assert identity(5, 10) == identity(7, 10)
    assert identity(5, 10) != identity(5, 11)
