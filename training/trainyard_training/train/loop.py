"""The training loop: one for all recipes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from trainyard_training.recipe import Recipe
from trainyard_training.train import checkpoint as kept
from trainyard_training.train.checkpoint import Checkpoints, History
from trainyard_training.train.data import Samples, places
from trainyard_training.train.evaluate import finite, loss_of, mean_loss, targets_of
from trainyard_training.train.model import Model
from trainyard_training.train.progress import Progress
from trainyard_training.train.schedule import rate_at
from trainyard_training.train.stopping import Stopped, StopRequest

_AUTOCAST = {"bf16": torch.bfloat16, "fp16": torch.float16}


@dataclass(frozen=True)
class Surroundings:
    """What a loop talks to."""

    device: torch.device
    seed: int
    checkpoints: Checkpoints
    checkpoint_seconds: float | None
    progress: Progress
    stop: StopRequest
    say: Callable[[str], None]


def total_steps(recipe: Recipe, train: Samples) -> int:
    """Optimizer steps of a whole run."""
    if recipe.training.steps is not None:
        return recipe.training.steps
    per_epoch = max(1, len(train) // recipe.training.batch_size // recipe.training.accumulation)
    return per_epoch * (recipe.training.epochs or 1)


class Loop:
    """A run that can be stopped after any step and goes on as if it had not been."""

    def __init__(self, recipe: Recipe, model: Model, train: Samples, validation: Samples, around: Surroundings) -> None:
        self._recipe = recipe
        self._model = model
        self._train = train
        self._validation = validation
        self._around = around
        self.total = total_steps(recipe, train)
        weights = list(kept.trainable(model).values())
        decay = recipe.training.weight_decay
        self._optimizer = torch.optim.AdamW(weights, lr=recipe.training.learning_rate, weight_decay=decay)
        scaled = recipe.training.precision == "fp16" and around.device.type == "cuda"
        self._scaler = torch.amp.GradScaler(around.device.type, enabled=scaled)
        self.history = History()

    def resume(self) -> None:
        """Goes on from the newest whole checkpoint, if there is one."""
        self._around.checkpoints.clean()
        newest = self._around.checkpoints.newest()
        if newest is None:
            return
        self.history, scaler = kept.load(newest, self._model, self._optimizer)
        if scaler is not None and self._scaler.is_enabled():
            self._scaler.load_state_dict(scaler)
        self._around.say(f"train: goes on from step {self.history.step} of {self.total}")

    def save(self) -> None:
        """Keeps a checkpoint of the present step."""
        scaler = self._scaler.state_dict() if self._scaler.is_enabled() else None
        path = self._around.checkpoints.save(self._model, self._optimizer, self.history, scaler)
        self._around.say(f"train: checkpoint {path.name}")

    def run(self) -> None:
        """All steps that are left. Raises `Stopped`, state kept, when that was asked for."""
        saved_at = time.monotonic()
        every, seconds = self._recipe.checkpoint.every_steps, self._around.checkpoint_seconds
        self._model.train()
        if self._owes_validation():
            self._validate()
        while self.history.step < self.total:
            self._step()
            step = self.history.step
            if self._owes_validation():
                self._validate()
            if self._around.stop.requested:
                self.save()
                raise Stopped
            due = seconds is not None and time.monotonic() - saved_at >= seconds
            if due or step == self.total or (every is not None and step % every == 0):
                self.save()
                saved_at = time.monotonic()

    def _step(self) -> None:
        began = time.monotonic()
        training = self._recipe.training
        step = self.history.step
        for group in self._optimizer.param_groups:
            group["lr"] = rate_at(step, self.total, training)
        loss = 0.0
        for part in range(training.accumulation):
            number = step * training.accumulation + part
            at = places(self._train, training.batch_size, self._around.seed, number)
            batch = self._train.batch(at)
            with torch.autocast(
                self._around.device.type, _AUTOCAST.get(training.precision), enabled=training.precision != "fp32"
            ):
                part_loss = loss_of(self._model, batch, self._around.device) / training.accumulation
            self._scaler.scale(part_loss).backward()
            loss += float(part_loss.detach())
            self.history.tokens += int(targets_of(batch).numel())
        self._scaler.unscale_(self._optimizer)
        norm = torch.nn.utils.clip_grad_norm_(kept.trainable(self._model).values(), training.gradient_clip)
        if not self._scaler.is_enabled():  # the scaler leaves such a step out by itself
            for value in (loss, float(norm)):
                finite(value, f"step {step + 1} of {self.total}")
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._optimizer.zero_grad(set_to_none=True)
        self._note(loss, time.monotonic() - began)

    def _note(self, loss: float, seconds: float) -> None:
        self.history.step += 1
        self.history.seconds += seconds
        self.history.train_loss.append([self.history.step, round(loss, 6)])
        speed = self.history.tokens / self.history.seconds
        self._around.progress.note(self.history.step, self.total, loss, speed)

    def _owes_validation(self) -> bool:
        """Whether the present step is to be validated and was not; a run that was stopped in it goes on with it."""
        step, done = self.history.step, self.history.validation_loss
        due = step > 0 and (step % self._recipe.evaluation.every_steps == 0 or step == self.total)
        return due and not (done and done[-1][0] == step)

    def _validate(self) -> None:
        limit = self._recipe.evaluation.validation_batches
        size = self._recipe.training.batch_size
        try:
            loss = mean_loss(self._model, self._validation, size, limit, self._around.device, self._around.stop)
        except Stopped:
            self.save()
            raise
        self.history.validation_loss.append([self.history.step, round(loss, 6)])
        self._around.say(
            f"train: step {self.history.step} of {self.total}, loss {self.history.train_loss[-1][1]:.3f}, "
            f"validation {loss:.3f}, {self.history.tokens / self.history.seconds:.0f} tokens/s"
        )
