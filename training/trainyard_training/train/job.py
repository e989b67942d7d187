"""One training job from its environment to its results."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from trainyard_training.checks.validate import check_recipe
from trainyard_training.corpus.manifest import read_manifest
from trainyard_training.environment import TrainEnvironment
from trainyard_training.failure import Refusal
from trainyard_training.files import canonical_json, sha256_of
from trainyard_training.recipe import Recipe, whole
from trainyard_training.train.progress import Progress
from trainyard_training.train.quiet import prepare_imports, silence_progress_bars
from trainyard_training.train.stopping import EXIT_TERMINATED, Stopped, StopRequest

Say = Callable[[str], None]
EXIT_OK, EXIT_FAILED = 0, 1


def identity_of(recipe: Recipe, corpus: str, seed: int, base: str | None) -> dict[str, Any]:
    """What a checkpoint belongs to. Two runs of one identity are the same run."""
    shown = _without_checkpoint(recipe.model_dump(mode="json"))
    digest = hashlib.sha256(canonical_json(shown).encode()).hexdigest()
    return {"recipe": digest, "corpus": corpus, "seed": seed, "base": base}


def _without_checkpoint(recipe: dict[str, Any]) -> dict[str, Any]:
    """How often state is kept changes no result, here and in the recipe below."""
    base, shown = recipe["base"], {key: value for key, value in recipe.items() if key != "checkpoint"}
    if not isinstance(base["recipe"], dict):
        return shown
    return {**shown, "base": {**base, "recipe": _without_checkpoint(base["recipe"])}}


def train_job(environment: TrainEnvironment, say: Say) -> int:
    """Trains (or goes on training) and evaluates.

    0 done, 1 the held-out test failed, 143 stopped by SIGTERM with its state kept.
    """
    stop = StopRequest()
    stop.listen()
    progress = Progress(environment.progress)
    progress.phase("start")
    manifest = read_manifest(environment.data)
    try:
        metrics = _train(environment, manifest, progress, stop, say)
    except Stopped:
        progress.end()
        say("train: stopped on request, state kept")
        return EXIT_TERMINATED
    verdict = metrics["heldOutTest"]
    for reason in verdict["reasons"]:
        say(f"train: held-out test: {reason}")
    if environment.recipe.require_held_out_test and not verdict["passed"]:
        say("train: the held-out test failed; results are kept beside metrics.json")
        return EXIT_FAILED
    say(f"train: done, held-out loss {metrics['heldOutLoss']:.3f}, results in {environment.out}")
    return EXIT_OK


def _train(
    environment: TrainEnvironment, manifest: dict[str, Any], progress: Progress, stop: StopRequest, say: Say
) -> dict[str, Any]:
    report = check_recipe(environment.recipe, None)
    if report.errors:
        raise Refusal("recipe cannot work", environment.recipe.name, "; ".join(report.errors), "correct the recipe")
    for warning in report.warnings:
        say(f"train: warning: {warning}")
    environment = _with_base(environment, manifest, progress, stop, say)
    progress.phase("import")
    prepare_imports()
    from trainyard_training.train.run import run_recipe

    silence_progress_bars()
    return run_recipe(environment, manifest, progress, stop, say)


def _with_base(
    environment: TrainEnvironment, manifest: dict[str, Any], progress: Progress, stop: StopRequest, say: Say
) -> TrainEnvironment:
    """Sees to the base of an adapter that stands on another recipe: given, made before, or made now."""
    if environment.recipe.base.recipe is None:
        return environment
    if environment.base is not None:
        if not (environment.base / "config.json").exists():
            raise Refusal("no base model", str(environment.base), "it has no config.json", "name a model folder")
        return environment
    environment = replace(environment, recipe=whole(environment.recipe))
    out, recipe = environment.checkpoints / "base", environment.recipe.base.recipe
    assert isinstance(recipe, Recipe)
    inner = replace(environment, recipe=recipe, out=out, checkpoints=out / "checkpoints", base=None)
    expected = identity_of(recipe, manifest["id"], environment.seed, None)
    if not _made(out, expected):
        say(f"train: base {recipe.name} is trained first")
        with progress.below():
            _train(inner, manifest, progress, stop, say)
    return replace(environment, base=out / "model")


def _made(out: Path, expected: dict[str, Any]) -> bool:
    """Whether these are the results of `expected`, with the model whole: a lost host may cut what was written."""
    try:
        identity: dict[str, Any] = json.loads((out / "metrics.json").read_text("utf-8"))["identity"]
        files: dict[str, str] = json.loads((out / "hashes.json").read_text("utf-8"))["files"]
        return identity == expected and all(sha256_of(out / name) == sha256 for name, sha256 in files.items())
    except (OSError, ValueError, KeyError):
        return False
