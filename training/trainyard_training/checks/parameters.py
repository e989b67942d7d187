"""How many weights a recipe's model has, by arithmetic. The tests compare it with the model on the meta device."""

from __future__ import annotations

from dataclasses import dataclass

from trainyard_training.recipe import Adapter, Architecture


@dataclass(frozen=True)
class Count:
    """Weights in linear layers of the blocks (what 4 bits apply to), all others, and those of adapters."""

    linear: int
    other: int
    adapter: int

    @property
    def base(self) -> int:
        """Weights without adapters."""
        return self.linear + self.other


def linear_shapes(architecture: Architecture) -> dict[str, tuple[int, int]]:
    """Input and output width of the linear layers in one block."""
    hidden, inner = architecture.hidden_size, architecture.intermediate_size
    heads = architecture.num_attention_heads * architecture.head_size
    shared = architecture.num_key_value_heads * architecture.head_size
    return {
        "q_proj": (hidden, heads),
        "k_proj": (hidden, shared),
        "v_proj": (hidden, shared),
        "o_proj": (heads, hidden),
        "gate_proj": (hidden, inner),
        "up_proj": (hidden, inner),
        "down_proj": (inner, hidden),
    }


def count(architecture: Architecture, vocabulary: int, adapter: Adapter | None) -> Count:
    """Weights of an architecture with so many ids, and of adapters on it. Shared embeddings count once."""
    shapes = linear_shapes(architecture)
    layers, hidden = architecture.num_hidden_layers, architecture.hidden_size
    linear = layers * sum(width * height for width, height in shapes.values())
    biases = sum(shapes[name][1] for name in ("q_proj", "k_proj", "v_proj"))
    per_layer = 2 * hidden + (biases if architecture.model_type == "qwen2" else 0)
    tables = 1 if architecture.tie_word_embeddings else 2
    other = layers * per_layer + hidden + tables * vocabulary * hidden
    chosen = [shapes[name] for name in adapter.targets if name in shapes] if adapter is not None else []
    rank = adapter.rank if adapter is not None else 0
    return Count(linear, other, layers * rank * sum(width + height for width, height in chosen))
