"""Checkpoints: everything that the next step depends on, whole or absent, with hashes."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from trainyard_training.failure import Refusal
from trainyard_training.files import canonical_json, sha256_of, write_json
from trainyard_training.train.model import Model

WEIGHTS, OPTIMIZER, STATE, HASHES = "weights.safetensors", "optimizer.safetensors", "state.json", "hashes.json"
Scaler = dict[str, Any]


@dataclass
class History:
    """What a run has measured so far."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    train_loss: list[list[float]] = field(default_factory=list)
    validation_loss: list[list[float]] = field(default_factory=list)


def trainable(model: Model) -> dict[str, torch.Tensor]:
    """The weights that training changes, by name."""
    return {name: weight for name, weight in model.named_parameters() if weight.requires_grad}


def _optimizer_tensors(optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    state = optimizer.state_dict()["state"]
    tensors = {f"{n}.{key}": value.contiguous() for n, row in state.items() for key, value in row.items()}
    tensors["rng.cpu"] = torch.get_rng_state()
    if torch.cuda.is_available():
        tensors["rng.cuda"] = torch.cuda.get_rng_state()
    return tensors


def _restore_optimizer(optimizer: torch.optim.Optimizer, tensors: dict[str, torch.Tensor]) -> None:
    torch.set_rng_state(tensors.pop("rng.cpu"))
    cuda = tensors.pop("rng.cuda", None)
    if cuda is not None and torch.cuda.is_available():
        torch.cuda.set_rng_state(cuda)
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, tensor in tensors.items():
        number, key = name.split(".", 1)
        state.setdefault(int(number), {})[key] = tensor
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})


class Checkpoints:
    """A folder of `step-00000123` folders, the last `keep` of them. `identity` says whose they are."""

    def __init__(self, folder: Path, keep: int, identity: dict[str, Any]) -> None:
        self.folder = folder
        self._keep = max(1, keep)
        self._identity = canonical_json(identity)

    def save(self, model: Model, optimizer: torch.optim.Optimizer, history: History, scaler: Scaler | None) -> Path:
        """Writes a checkpoint aside, flushes it, gives it its name, then drops what is older than the last ones.

        Refuses where it cannot be written, and leaves nothing of it: results and logs need the room.
        """
        final = self.folder / f"step-{history.step:08d}"
        aside = self.folder / f".{final.name}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(aside, ignore_errors=True)
            self._write(aside, model, optimizer, history, scaler)
            shutil.rmtree(final, ignore_errors=True)
            os.replace(aside, final)
            _flush(self.folder)
        except (OSError, SafetensorError) as error:
            shutil.rmtree(aside, ignore_errors=True)
            todo = "make room there and start it again: it goes on from the newest checkpoint that is whole"
            raise Refusal("a checkpoint could not be written", str(final), str(error), todo) from error
        self._drop_before(final)
        return final

    def _write(
        self, aside: Path, model: Model, optimizer: torch.optim.Optimizer, history: History, scaler: Scaler | None
    ) -> None:
        aside.mkdir()
        save_file({name: weight.detach().contiguous() for name, weight in trainable(model).items()}, aside / WEIGHTS)
        save_file(_optimizer_tensors(optimizer), aside / OPTIMIZER)
        write_json(aside / STATE, {"identity": self._identity, "scaler": scaler, "history": vars(history)})
        write_json(aside / HASHES, {name: sha256_of(aside / name) for name in (WEIGHTS, OPTIMIZER, STATE)})
        for name in (WEIGHTS, OPTIMIZER, HASHES):
            _flush(aside / name)

    def _drop_before(self, newest: Path) -> None:
        """Of what is there up to the newest, the last ones of this run stay.

        A later one is damaged or another run's, so it counts for nothing; it goes when this run has passed it.
        """
        passed = [folder for folder in self._all() if folder.name <= newest.name]
        last = [folder for folder in passed if self._is_ours(folder)][-self._keep :]
        for folder in passed:
            if folder not in last:
                shutil.rmtree(folder, ignore_errors=True)

    def _all(self) -> list[Path]:
        return sorted(self.folder.glob("step-*")) if self.folder.is_dir() else []

    def newest(self) -> Path | None:
        """The newest checkpoint that is whole and belongs to this recipe, corpus and seed."""
        for folder in reversed(self._all()):
            if _whole(folder) and self._is_ours(folder):
                return folder
        return None

    def _is_ours(self, folder: Path) -> bool:
        try:
            return bool(json.loads((folder / STATE).read_text("utf-8"))["identity"] == self._identity)
        except (OSError, ValueError, KeyError):
            return False

    def clean(self) -> None:
        """Removes what a killed run left half written."""
        for half in self.folder.glob(".step-*") if self.folder.is_dir() else ():
            shutil.rmtree(half, ignore_errors=True)


def load_weights(folder: Path, model: Model) -> None:
    """Puts a checkpoint's weights into a model."""
    saved = load_file(folder / WEIGHTS)
    with torch.no_grad():
        for name, weight in trainable(model).items():
            weight.copy_(saved[name])


def load(folder: Path, model: Model, optimizer: torch.optim.Optimizer) -> tuple[History, Scaler | None]:
    """Restores weights, optimizer and chance; returns what was measured and the state of the loss scaler."""
    load_weights(folder, model)
    _restore_optimizer(optimizer, load_file(folder / OPTIMIZER))
    state = json.loads((folder / STATE).read_text("utf-8"))
    return History(**state["history"]), state.get("scaler")


def _whole(folder: Path) -> bool:
    try:
        hashes: dict[str, str] = json.loads((folder / HASHES).read_text("utf-8"))
        return set(hashes) == {WEIGHTS, OPTIMIZER, STATE} and all(
            sha256_of(folder / name) == expected for name, expected in hashes.items()
        )
    except (OSError, ValueError):
        return False


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
