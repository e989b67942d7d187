"""Training runs as the tests start and watch them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trainyard_training.corpus.manifest import read_manifest
from trainyard_training.environment import TrainEnvironment
from trainyard_training.recipe import Recipe
from trainyard_training.train.progress import Progress
from trainyard_training.train.run import run_recipe
from trainyard_training.train.stopping import StopRequest

Tiny = Callable[..., Recipe]
Around = Callable[..., TrainEnvironment]


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
