"""Ranges that the project's training guide recommends. Leaving them is allowed and said."""

from __future__ import annotations

from trainyard_training.recipe import Recipe

SOURCE = "AMPEL360 training pipelines"

_ADAPTER_RATES = (1e-5, 5e-4)
_SCRATCH_RATE = 1e-3
_CHECKPOINT_STEPS = (1000, 5000)
_CHECKPOINT_KEEP = (3, 5)
_BATCHES = (
    # GPU, memory in GB from - to, effective batch, accumulation
    ("A100 80 GB", (70.0, 90.0), (128, 256), (2, 4)),
    ("A100 40 GB", (36.0, 48.0), (64, 128), (4, 8)),
    ("RTX 4090", (22.0, 26.0), (32, 64), (8, 16)),
)


def _outside(value: float, limits: tuple[float, float]) -> bool:
    return not limits[0] <= value <= limits[1]


def _rates(recipe: Recipe) -> list[str]:
    rate = recipe.training.learning_rate
    if recipe.kind != "scratch":
        if not _outside(rate, _ADAPTER_RATES):
            return []
        low, high = _ADAPTER_RATES
        return [
            f"training.learning_rate: {rate:g} is outside {low:g} - {high:g} "
            f"(transfer 1e-5 - 1e-4, fine-tuning 1e-4 - 5e-4; {SOURCE}, learning-rate guide)"
        ]
    found = []
    if rate != _SCRATCH_RATE:
        found.append(f"training.learning_rate: {rate:g} is not 0.001 from scratch ({SOURCE}, learning-rate guide)")
    if recipe.training.warmup_steps == 0:
        found.append(f"training.warmup_steps: 0, from scratch warm-up is advised ({SOURCE}, learning-rate guide)")
    return found


def _checkpoints(recipe: Recipe) -> list[str]:
    found = []
    steps, total = recipe.checkpoint.every_steps, recipe.training.steps
    short = total is not None and total < _CHECKPOINT_STEPS[0]
    if steps is not None and not short and _outside(steps, _CHECKPOINT_STEPS):
        low, high = _CHECKPOINT_STEPS
        found.append(f"checkpoint.every_steps: {steps} is outside {low} - {high} ({SOURCE}, checkpoints)")
    if _outside(recipe.checkpoint.keep, _CHECKPOINT_KEEP):
        low, high = _CHECKPOINT_KEEP
        found.append(f"checkpoint.keep: {recipe.checkpoint.keep} is outside {low} - {high} ({SOURCE}, checkpoints)")
    return found


def _batch(recipe: Recipe, gpu_memory_gb: float | None) -> list[str]:
    found = []
    for gpu, memory, batch, accumulation in _BATCHES:
        if gpu_memory_gb is None or _outside(gpu_memory_gb, memory):
            continue
        where = f"for {gpu} ({SOURCE}, batch-size guide)"
        if _outside(recipe.effective_batch, batch):
            found.append(
                f"training.batch_size x accumulation: {recipe.effective_batch} is outside "
                f"{batch[0]} - {batch[1]} {where}"
            )
        if _outside(recipe.training.accumulation, accumulation):
            found.append(
                f"training.accumulation: {recipe.training.accumulation} is outside "
                f"{accumulation[0]} - {accumulation[1]} {where}"
            )
    return found


def outside_the_guide(recipe: Recipe, gpu_memory_gb: float | None) -> list[str]:
    """One line for each value outside its range, with range and source."""
    return [*_rates(recipe), *_checkpoints(recipe), *_batch(recipe, gpu_memory_gb)]
