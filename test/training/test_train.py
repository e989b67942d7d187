"""Proves training itself on a small corpus: learning, resuming, repeating, stopping, and that the test can fail."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import recipe_values
from safetensors.torch import load_file
from training_runs import Around, Heard, Tiny, run, weights_of
from trainyard_training.corpus.manifest import read_manifest
from trainyard_training.corpus.tokenizer import KhmerTokenizer
from trainyard_training.failure import Refusal
from trainyard_training.train.checkpoint import HASHES, WEIGHTS
from trainyard_training.train.codec import KhmerCodec
from trainyard_training.train.data import open_split
from trainyard_training.train.evaluate import loss_of, mean_loss
from trainyard_training.train.job import EXIT_FAILED, train_job
from trainyard_training.train.progress import Progress
from trainyard_training.train.run import run_recipe
from trainyard_training.train.stopping import EXIT_TERMINATED, Stopped, StopRequest
from transformers import AutoModelForCausalLM


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
