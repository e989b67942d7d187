"""Refuses what cannot work, warns of what is unusual."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from trainyard_training.checks.guide import outside_the_guide
from trainyard_training.checks.memory import Estimate, estimate
from trainyard_training.checks.parameters import linear_shapes
from trainyard_training.corpus.ids import LARGEST_UINT16
from trainyard_training.corpus.settings import Settings
from trainyard_training.recipe import Recipe, problems_of, read_yaml


@dataclass(frozen=True)
class Report:
    """What is wrong, what is unusual, how much memory it takes."""

    errors: list[str]
    warnings: list[str] = field(default_factory=list)
    memory: Estimate | None = None

    def as_dict(self) -> dict[str, Any]:
        """`{errors, warnings, memoryGb}`."""
        memory = None if self.memory is None else self.memory.as_gb()
        return {"errors": self.errors, "warnings": self.warnings, "memoryGb": memory}

    def lines(self) -> list[str]:
        """For people: one line a finding."""
        lines = [f"error: {text}" for text in self.errors] + [f"warning: {text}" for text in self.warnings]
        if self.memory is not None:
            parts = ", ".join(f"{name} {value:g}" for name, value in self.memory.as_gb().items())
            lines.append(f"memory in GB: {parts}")
        return [*lines, "refused" if self.errors else "ok"]


def vocabulary_of(recipe: Recipe) -> int:
    """Number of ids; the size `prepare` aims at where the recipe leaves it to the corpus."""
    return recipe.base.architecture.vocab_size or Settings().vocabulary


def _shape_errors(recipe: Recipe) -> list[str]:
    shape, found = recipe.base.architecture, []
    if shape.head_dim is None and shape.hidden_size % shape.num_attention_heads:
        found.append(
            f"base.architecture.hidden_size: {shape.hidden_size} is not divisible by "
            f"num_attention_heads ({shape.num_attention_heads})"
        )
    elif shape.head_size % 2:
        found.append(
            f"base.architecture.{'hidden_size' if shape.head_dim is None else 'head_dim'}: an attention head is "
            f"{shape.head_size} wide, and positions turn pairs of its values; make it even"
        )
    if shape.num_attention_heads % shape.num_key_value_heads:
        found.append(
            f"base.architecture.num_attention_heads: {shape.num_attention_heads} is not divisible by "
            f"num_key_value_heads ({shape.num_key_value_heads})"
        )
    if recipe.data.sequence_length > shape.max_position_embeddings:
        found.append(
            f"data.sequence_length: {recipe.data.sequence_length} is above "
            f"max_position_embeddings ({shape.max_position_embeddings})"
        )
    if recipe.data.sequence_length < 2:
        found.append("data.sequence_length: 1 leaves no next token to learn; take at least 2")
    if recipe.adapter is not None and not recipe.adapter.targets:
        found.append("adapter.targets: name at least one layer")
    unknown = sorted(set(recipe.adapter.targets) - set(linear_shapes(shape))) if recipe.adapter else []
    if unknown:
        found.append(f"adapter.targets: no such layers: {', '.join(unknown)}")
    return found


def check_recipe(recipe: Recipe, gpu_memory_gb: float | None) -> Report:
    """Judges a recipe, against the memory of one GPU (GB, 10^9 bytes) where that is known."""
    errors = _shape_errors(recipe)
    vocabulary = vocabulary_of(recipe)
    if recipe.data.id_type == "uint16" and vocabulary - 1 > LARGEST_UINT16:
        errors.append(
            f"data.id_type: uint16 holds ids up to {LARGEST_UINT16}, the largest id is {vocabulary - 1}; "
            "use auto or uint32"
        )
    needed = estimate(recipe, vocabulary)
    if gpu_memory_gb is not None and gpu_memory_gb <= 0:
        errors.append(f"--gpu-memory-gb: must be above 0, got {gpu_memory_gb:g}")
    elif gpu_memory_gb is not None and needed.as_gb()["total"] > gpu_memory_gb:
        errors.append(
            f"memory: needs about {needed.as_gb()['total']:g} GB, the GPU has {gpu_memory_gb:g} GB; lower batch_size "
            "or sequence_length, turn gradient_checkpointing on, use kind qlora, or take a larger GPU"
        )
    below = _check_below(recipe, gpu_memory_gb)
    warnings = outside_the_guide(recipe, gpu_memory_gb)
    return Report(errors + below.errors, warnings + below.warnings, needed)


def _check_below(recipe: Recipe, gpu_memory_gb: float | None) -> Report:
    """Judges the recipe that this one stands on, where its content is there."""
    below = recipe.base.recipe
    if not isinstance(below, Recipe):
        return Report([])
    report = check_recipe(below, gpu_memory_gb)
    errors, warnings = ([f"base.recipe.{text}" for text in texts] for texts in (report.errors, report.warnings))
    if below.base.architecture != recipe.base.architecture:
        errors.append(
            f"base.architecture: differs from that of {below.name}, which base.recipe trains; make them equal"
        )
    return Report(errors, warnings)


def validate_file(path: Path, gpu_memory_gb: float | None) -> Report:
    """Judges a recipe file: its form, then what it asks for."""
    try:
        recipe = Recipe.model_validate(read_yaml(path))
    except ValidationError as error:
        return Report(problems_of(error))
    return check_recipe(recipe, gpu_memory_gb)
