"""The environment contract of a training command, read once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from trainyard_training.failure import Refusal
from trainyard_training.recipe import Recipe, load_recipe, parse_recipe


@dataclass(frozen=True)
class TrainEnvironment:
    """Where things lie and what is asked for."""

    recipe: Recipe
    data: Path
    out: Path
    checkpoints: Path
    progress: Path | None
    base: Path | None
    seed: int
    checkpoint_seconds: float | None
    checkpoint_keep: int
    run: str
    attempt: int
    snapshot: str | None = None
    """`/folder@ID` of the data API that `data` is read from; None where it lies there already."""

    @classmethod
    def read(cls, env: Mapping[str, str], args: argparse.Namespace) -> TrainEnvironment:
        """From `TRAINYARD_*` variables; command-line arguments win."""
        recipe = _recipe(env, args.recipe)
        out = args.out or _folder(env, "TRAINYARD_OUTPUT_DIR")
        seconds = _number(env, "TRAINYARD_CHECKPOINT_SECONDS", 0)
        progress = env.get("TRAINYARD_PROGRESS_FILE")
        base = args.base or env.get("TRAINYARD_BASE_DIR")
        checkpoints = env.get("TRAINYARD_CHECKPOINT_DIR")
        return cls(
            recipe=recipe,
            data=args.data or _folder(env, "TRAINYARD_DATA_DIR"),
            out=out,
            checkpoints=Path(checkpoints) if checkpoints else out / "checkpoints",
            progress=Path(progress) if progress else None,
            base=Path(base) if base else None,
            seed=int(_number(env, "TRAINYARD_SEED", 1)),
            checkpoint_seconds=seconds or None,
            checkpoint_keep=int(_number(env, "TRAINYARD_CHECKPOINT_KEEP", recipe.checkpoint.keep)),
            run=env.get("TRAINYARD_RUN", "by-hand"),
            attempt=int(_number(env, "TRAINYARD_ATTEMPT", 1)),
            snapshot=args.snapshot or env.get("TRAINYARD_SNAPSHOT") or None,
        )


def _recipe(env: Mapping[str, str], path: Path | None) -> Recipe:
    if path is not None:
        return load_recipe(path)
    text = env.get("TRAINYARD_RECIPE_JSON", "")
    if not text:
        raise Refusal("no recipe", "TRAINYARD_RECIPE_JSON", "it is not set", "set it or give --recipe FILE")
    try:
        value = json.loads(text)
    except ValueError as error:
        raise Refusal("no recipe", "TRAINYARD_RECIPE_JSON", str(error), "give one JSON object") from error
    return parse_recipe(value, "TRAINYARD_RECIPE_JSON")


def _folder(env: Mapping[str, str], name: str) -> Path:
    value = env.get(name)
    if not value:
        raise Refusal("a folder is missing", name, "it is not set", f"set {name} or give it as an argument")
    return Path(value)


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError as error:
        raise Refusal("not a number", name, f"it is {text!r}", "give a number") from error
    if value < 0:
        raise Refusal("a negative number", name, f"it is {text}", "give zero or more")
    return value
