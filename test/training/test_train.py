"""Proves training itself on a small corpus: learning, resuming, repeating, stopping, and that the test can fail."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml
from conftest import make_corpus, recipe_values
from safetensors.torch import load_file
from trainyard_training.corpus.manifest import read_manifest
from trainyard_training.corpus.tokenizer import KhmerTokenizer
from trainyard_training.environment import TrainEnvironment
from trainyard_training.failure import Refusal
from trainyard_training.recipe import Recipe
from trainyard_training.train.checkpoint import HASHES, WEIGHTS
from trainyard_training.train.codec import KhmerCodec
from trainyard_training.train.data import open_split
from trainyard_training.train.evaluate import loss_of, mean_loss
from trainyard_training.train.job import EXIT_FAILED, EXIT_OK, identity_of, train_job
from trainyard_training.train.progress import Progress
from trainyard_training.train.run import run_recipe
from trainyard_training.train.stopping import EXIT_TERMINATED, Stopped, StopRequest
from transformers import AutoModelForCausalLM

Tiny = Callable[..., Recipe]
Around = Callable[..., TrainEnvironment]
LORA: dict[str, Any] = {
    "kind": "lora",
    "base__recipe": "smoke-scratch",
    "adapter": {"rank": 8, "alpha": 16},
    "data": {"form": "pairs", "sequence_length": 120},
    "training__steps": 60,
}


class StopsAt(Progress):
    """A progress file whose writing asks for the end at one step, as SIGTERM would."""

    def __init__(self, stop: StopRequest, step: int) -> None:
        super().__init__(None)
        self._stop, self._step = stop, step

    def note(self, step: int, total: int, loss: float | None, tokens_per_second: float | None) -> None:
        self._stop.requested = self._stop.requested or (step == self._step and total > 0)


class Heard(Progress):
    """A progress file of which every line is kept, whatever the time between them."""

    def __init__(self) -> None:
        super().__init__(None)
        self.lines: dict[str, list[tuple[int, int]]] = {}

    def note(self, step: int, total: int, loss: float | None, tokens_per_second: float | None) -> None:
        assert self._phase is not None
        self.lines.setdefault(self._phase[0], []).append((step, total))


def run(environment: TrainEnvironment, stop_at: int | None = None) -> dict[str, Any]:
    stop = StopRequest()
    progress = Progress(None) if stop_at is None else StopsAt(stop, stop_at)
    return run_recipe(environment, read_manifest(environment.data), progress, stop, lambda _line: None)


def weights_of(environment: TrainEnvironment, name: str = "model.safetensors") -> bytes:
    return (environment.out / "model" / name).read_bytes()


@pytest.fixture(scope="module")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainEnvironment, dict[str, Any]]:
    """One run of the tiny recipe from start to end, with its metrics."""
    from trainyard_training.recipe import parse_recipe

    out = tmp_path_factory.mktemp("whole")
    recipe = parse_recipe(recipe_values(evaluation__generated=4, evaluation__generated_tokens=8), "test")
    environment = TrainEnvironment(recipe, corpus, out, out / "checkpoints", None, None, 1, None, 2, "test", 1)
    return environment, run(environment)


def test_the_model_beats_the_untrained_and_the_unigram_model(whole) -> None:  # type: ignore[no-untyped-def]
    metrics = whole[1]
    assert metrics["heldOutLoss"] < metrics["unigramLoss"] < metrics["untrainedLoss"]
    assert metrics["heldOutTest"] == {"passed": True, "reasons": []}


def test_results_are_all_there(whole) -> None:  # type: ignore[no-untyped-def]
    environment, metrics = whole
    assert json.loads((environment.out / "metrics.json").read_text("utf-8"))["heldOutLoss"] == metrics["heldOutLoss"]
    assert (environment.out / "loss-curve.png").read_bytes()[:4] == b"\x89PNG"
    assert {path.name for path in (environment.out / "model").iterdir()} >= {
        "config.json",
        "model.safetensors",
        "tokenizer.model",
    }
    assert [step for step, _ in metrics["trainLoss"]] == list(range(1, 81))
    assert metrics["parameters"]["total"] == metrics["parameters"]["trainable"] > 0
    assert metrics["corpus"]["tokens"]["vocabulary"] > 0
    assert metrics["corpus"]["usability"] == 1.0
    assert metrics["sources"] == [{"name": "made", "version": "1", "licences": ["CC0-1.0"]}]
    assert 0 <= metrics["bleu"] <= 100
    assert 0 <= metrics["chrf"] <= 100
    assert len((environment.out / "samples.jsonl").read_text("utf-8").splitlines()) == 4


def test_progress_goes_on_while_a_run_evaluates(tiny: Tiny, surroundings: Around) -> None:
    recipe = tiny(training__steps=2, evaluation__generated=20, evaluation__generated_tokens=2)
    environment, progress = surroundings(recipe), Heard()
    manifest = read_manifest(environment.data)
    run_recipe(environment, manifest, progress, StopRequest(), lambda _line: None)
    batches = -(-(manifest["tokens"]["test"] // 32) // 8)
    losses = [(done, batches) for done in range(1, batches + 1)]
    assert batches > 1
    assert progress.lines["baseline"] == [(0, 0), *losses]
    assert progress.lines["evaluate"] == [(0, 0), *losses, (8, 20), (16, 20), (20, 20)]


def test_only_the_last_checkpoints_are_kept_and_each_has_its_hashes(whole) -> None:  # type: ignore[no-untyped-def]
    folders = sorted(whole[0].checkpoints.iterdir())
    assert [folder.name for folder in folders] == ["step-00000060", "step-00000080"]
    assert all((folder / HASHES).exists() for folder in folders)


def test_the_saved_model_gives_the_same_held_out_loss(whole) -> None:  # type: ignore[no-untyped-def]
    environment, metrics = whole
    model = AutoModelForCausalLM.from_pretrained(environment.out / "model", attn_implementation="sdpa")
    codec = KhmerCodec(KhmerTokenizer.load(environment.out / "model"))
    test = open_split(environment.data, read_manifest(environment.data), "test", environment.recipe, codec)
    assert mean_loss(model, test, 8, None, torch.device("cpu"), StopRequest()) == metrics["heldOutLoss"]


def test_a_run_that_was_stopped_and_resumed_ends_in_the_same_bytes(whole, surroundings: Around) -> None:  # type: ignore[no-untyped-def]
    environment = replace(surroundings(whole[0].recipe))
    with pytest.raises(Stopped):
        run(environment, stop_at=33)
    assert sorted(path.name for path in environment.checkpoints.iterdir()) == ["step-00000020", "step-00000033"]
    metrics = run(environment)
    assert metrics["heldOutLoss"] == whole[1]["heldOutLoss"]
    assert metrics["trainLoss"] == whole[1]["trainLoss"]
    assert weights_of(environment) == weights_of(whole[0])


def test_a_stop_ends_a_validation_at_once_and_a_resumed_run_makes_up_for_it(  # type: ignore[no-untyped-def]
    whole, surroundings: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment, stop, progress = surroundings(whole[0].recipe), StopRequest(), Progress(None)
    batches: list[int] = []

    def measured(*given: Any) -> torch.Tensor:
        if progress.seconds.keys() >= {"baseline"}:
            batches.append(1)
            stop.requested = True
        return loss_of(*given)

    with monkeypatch.context() as patched:
        patched.setattr("trainyard_training.train.evaluate.loss_of", measured)
        with pytest.raises(Stopped):
            run_recipe(environment, read_manifest(environment.data), progress, stop, lambda _line: None)
    assert len(batches) == 1
    assert sorted(path.name for path in environment.checkpoints.iterdir()) == ["step-00000020", "step-00000040"]
    metrics = run(environment)
    assert metrics["validationLoss"] == whole[1]["validationLoss"]
    assert weights_of(environment) == weights_of(whole[0])


def test_a_damaged_checkpoint_is_passed_over(whole, surroundings: Around) -> None:  # type: ignore[no-untyped-def]
    environment = surroundings(whole[0].recipe)
    with pytest.raises(Stopped):
        run(environment, stop_at=33)
    damaged = environment.checkpoints / "step-00000033" / WEIGHTS
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    run(environment)
    assert weights_of(environment) == weights_of(whole[0])


def test_a_checkpoint_of_another_seed_is_not_taken(whole, surroundings: Around) -> None:  # type: ignore[no-untyped-def]
    environment = surroundings(whole[0].recipe, seed=2)
    with pytest.raises(Stopped):
        run(environment, stop_at=33)
    run(replace(environment, seed=1))
    assert weights_of(environment) == weights_of(whole[0])


def test_a_loss_that_is_no_number_ends_the_run_and_keeps_the_checkpoints_from_before(
    tiny: Tiny, surroundings: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def spoiled(*given: Any) -> torch.Tensor:
        calls.append(1)
        return loss_of(*given) * (float("nan") if len(calls) > 33 else 1.0)

    monkeypatch.setattr("trainyard_training.train.loop.loss_of", spoiled)
    environment = surroundings(tiny())
    with pytest.raises(Refusal, match=r"step 34 of 80.*is nan.*lower learning_rate"):
        run(environment)
    assert [path.name for path in environment.checkpoints.iterdir()] == ["step-00000020"]
    weights = load_file(environment.checkpoints / "step-00000020" / WEIGHTS)
    assert all(bool(weight.isfinite().all()) for weight in weights.values())
    assert not (environment.out / "metrics.json").exists()


def test_a_run_that_diverges_is_refused_and_leaves_no_metrics(tiny: Tiny, surroundings: Around) -> None:
    environment = surroundings(tiny(training__learning_rate=1e30, training__warmup_steps=0, checkpoint__every_steps=1))
    with pytest.raises(Refusal, match="training came to nothing"):
        run(environment)
    assert not (environment.out / "metrics.json").exists()


def command(recipe: dict[str, Any], corpus: Path, out: Path) -> tuple[list[str], dict[str, str]]:
    """The training command as a pod runs it."""
    out.mkdir()
    env = {
        **os.environ,
        "TRAINYARD_DATA_DIR": str(corpus),
        "TRAINYARD_OUTPUT_DIR": str(out),
        "TRAINYARD_CHECKPOINT_DIR": str(out / "checkpoints"),
        "TRAINYARD_PROGRESS_FILE": str(out / "progress.jsonl"),
        "TRAINYARD_SEED": "1",
        "TRAINYARD_CHECKPOINT_KEEP": "2",
        "TRAINYARD_RECIPE_JSON": json.dumps(recipe),
    }
    return [sys.executable, "-m", "trainyard_training", "train"], env


def test_another_process_with_the_same_seed_ends_in_the_same_bytes(whole, corpus: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    recipe = recipe_values(evaluation__generated=4, evaluation__generated_tokens=8)
    call, env = command(recipe, corpus, tmp_path / "out")
    done = subprocess.run(call, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/model/model.safetensors").read_bytes() == weights_of(whole[0])
    assert json.loads((tmp_path / "out/hashes.json").read_text("utf-8")) == json.loads(
        (whole[0].out / "hashes.json").read_text("utf-8")
    )
    lines = [json.loads(line) for line in (tmp_path / "out/progress.jsonl").read_text("utf-8").splitlines()]
    assert all(set(line) == {"step", "totalSteps", "loss", "tokensPerSecond", "phase"} for line in lines)
    assert [line["step"] for line in lines if line["phase"] == "train"][-1] == 80


def test_sigterm_keeps_a_checkpoint_and_exits_143(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call, env = command(recipe_values(training__steps=100_000), corpus, out)
    with subprocess.Popen(call, env=env, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 90
        while not _training(out / "progress.jsonl") and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, messages = process.communicate(timeout=60)
    assert process.returncode == EXIT_TERMINATED == 143, messages
    assert "stopped on request, state kept" in messages
    newest = max((out / "checkpoints").glob("step-*"))
    assert load_file(newest / WEIGHTS)
    assert not list((out / "checkpoints").glob(".step-*"))
    assert not (out / "metrics.json").exists()


def _training(progress: Path) -> bool:
    lines = progress.read_text("utf-8").splitlines() if progress.exists() else []
    return any(json.loads(line)["phase"] == "train" and json.loads(line)["step"] > 0 for line in lines)


@pytest.mark.parametrize("control", ["wrong-labels", "shuffled-data"])
def test_a_control_run_fails_the_held_out_test(control: str, tiny: Tiny, surroundings: Around) -> None:
    environment = surroundings(tiny(control=control, require_held_out_test=True))
    said: list[str] = []
    assert train_job(environment, said.append) == EXIT_FAILED
    metrics = json.loads((environment.out / "metrics.json").read_text("utf-8"))
    assert metrics["heldOutTest"]["passed"] is False
    assert metrics["heldOutLoss"] > metrics["unigramLoss"] - 0.05
    assert any("below the unigram model's" in line for line in said)


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
