"""How much memory of a GPU a recipe needs. An estimate, for refusing what cannot fit.

bytes = weights + training state + activations + logits + fixed, then 5 % for fragmentation:

- weights: 4 a weight from scratch (and 2 more for the half-precision copy), 2 or 4 under LoRA by precision; under
  QLoRA 0.52 for linear layers (4 bits and doubly quantized constants of 64-weight blocks), 4 for all others, which peft
  turns into 32 bits before training.
- training state: 4 gradient + 8 AdamW for each trained weight, and 4 for the adapter itself (kept in 32 bits).
- activations of one block: per token 6 hidden + 2 query + 2 key/value + 4 inner values, at 2 or 4 bytes (attention is
  computed without the square matrix). All blocks; with gradient checkpointing one block and each block's input.
- logits: per token and id the value, its 32-bit copy and the gradient.
- fixed: 1 GiB for the CUDA context and libraries.
"""

from __future__ import annotations

from dataclasses import dataclass

from trainyard_training.checks.parameters import Count, count
from trainyard_training.recipe import Recipe

GB = 10**9
_FIXED = 2**30
_FRAGMENTATION = 1.05
_QUANTIZED = 0.52


@dataclass(frozen=True)
class Estimate:
    """Bytes by purpose."""

    weights: int
    state: int
    activations: int
    logits: int
    fixed: int

    @property
    def total(self) -> int:
        """All of it, with fragmentation."""
        parts = self.weights + self.state + self.activations + self.logits + self.fixed
        return int(parts * _FRAGMENTATION)

    def as_gb(self) -> dict[str, float]:
        """In GB (10^9 bytes), rounded to two places."""
        return {name: round(value / GB, 2) for name, value in (*vars(self).items(), ("total", self.total))}


def _weights(recipe: Recipe, counted: Count) -> float:
    half = recipe.training.precision != "fp32"
    if recipe.kind == "scratch":
        return counted.base * (6 if half else 4)
    if recipe.kind == "qlora":
        return counted.linear * _QUANTIZED + counted.other * 4
    return counted.base * (2 if half else 4)


def _activations(recipe: Recipe, value_bytes: int) -> int:
    shape = recipe.base.architecture
    query = shape.num_attention_heads * shape.head_size
    shared = shape.num_key_value_heads * shape.head_size
    per_token = 6 * shape.hidden_size + 2 * query + 2 * shared + 4 * shape.intermediate_size
    tokens = recipe.training.batch_size * recipe.data.sequence_length
    block = tokens * per_token * value_bytes
    if recipe.training.gradient_checkpointing:
        return block + shape.num_hidden_layers * tokens * shape.hidden_size * value_bytes
    return shape.num_hidden_layers * block


def estimate(recipe: Recipe, vocabulary: int) -> Estimate:
    """Memory of one device that trains a recipe with so many ids."""
    counted = count(recipe.base.architecture, vocabulary, recipe.adapter)
    trained = counted.adapter if recipe.adapter is not None else counted.base
    value_bytes = 4 if recipe.training.precision == "fp32" else 2
    tokens = recipe.training.batch_size * recipe.data.sequence_length
    return Estimate(
        weights=int(_weights(recipe, counted)),
        state=trained * 12 + counted.adapter * 4,
        activations=_activations(recipe, value_bytes),
        logits=tokens * vocabulary * (value_bytes + 8),
        fixed=_FIXED,
    )
