"""Recipes: what is trained, on what, how. Versioned YAML, read strictly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from trainyard_training.failure import Refusal

RECIPES = Path(__file__).resolve().parents[1] / "recipes"
"""Named recipes of a checkout. The trainer image has none: it gets whole recipes."""

Positive = Annotated[int, Field(gt=0)]
PositiveFloat = Annotated[float, Field(gt=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Part(BaseModel):
    """A part of a recipe: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Architecture(Part):
    """The numbers of a model, under the names that transformers gives them."""

    model_type: Literal["qwen2", "llama"]
    vocab_size: Positive | None = None
    """Number of ids. None: as many as the corpus's tokenizer has."""
    hidden_size: Positive
    intermediate_size: Positive
    num_hidden_layers: Positive
    num_attention_heads: Positive
    num_key_value_heads: Positive
    head_dim: Positive | None = None
    max_position_embeddings: Positive = 32768
    tie_word_embeddings: bool = True
    rope_theta: PositiveFloat = 10000.0

    @property
    def head_size(self) -> int:
        """Width of one attention head."""
        return self.head_dim or self.hidden_size // self.num_attention_heads


def _form_of(value: Any) -> str:
    return "<name>" if isinstance(value, str) else "<whole>"


OtherRecipe = Annotated[
    Annotated[str, Tag("<name>")] | Annotated["Recipe", Tag("<whole>")],
    Discriminator(_form_of),
]
"""A recipe by its name or with its whole content. The tags stand in error paths, and `problems_of` drops them."""


class Base(Part):
    """What training starts from: random weights, a model of the hub, or the result of another recipe."""

    architecture: Architecture
    hub: str | None = None
    revision: str | None = None
    recipe: OtherRecipe | None = None

    @property
    def name(self) -> str:
        """Name of the model that an adapter stands on; empty for random weights."""
        if self.hub is not None:
            return self.hub
        return self.recipe.name if isinstance(self.recipe, Recipe) else self.recipe or ""


class Data(Part):
    """`tokens`: running text, packed to full length. `pairs`: instructions; only answers count for the loss."""

    form: Literal["tokens", "pairs"]
    sequence_length: Positive
    """Longest sequence, in tokens."""
    id_type: Literal["auto", "uint16", "uint32"] = "auto"


class Training(Part):
    """How long and how fast. Exactly one of `epochs` and `steps`."""

    epochs: Positive | None = None
    steps: Positive | None = None
    batch_size: Positive
    """Sequences a device takes at once."""
    accumulation: Positive = 1
    """Batches added up before one optimizer step."""
    learning_rate: PositiveFloat
    warmup_steps: Annotated[int, Field(ge=0)] = 0
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    weight_decay: Annotated[float, Field(ge=0)] = 0.0
    gradient_clip: PositiveFloat = 1.0
    precision: Literal["fp32", "bf16", "fp16"] = "fp32"
    gradient_checkpointing: bool = False
    threads: Positive = 2
    """Threads on CPU. Fixed, because another number gives other rounding."""

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("give exactly one of epochs and steps")
        return self


class Adapter(Part):
    """Low-rank adapters (LoRA) on the named linear layers."""

    rank: Positive
    alpha: Positive
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0
    targets: tuple[str, ...] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class Checkpoint(Part):
    """When state is kept. The environment's seconds come on top; its count wins."""

    every_steps: Positive | None = None
    keep: Positive = 3


class Evaluation(Part):
    """What is measured: validation loss on the way, text quality at the end."""

    every_steps: Positive = 50
    validation_batches: Positive = 4
    test_batches: Positive | None = None
    """None: the whole test split."""
    generated: Annotated[int, Field(ge=0)] = 24
    """Texts that BLEU and chrF are measured on."""
    generated_tokens: Positive = 32


class Recipe(Part):
    """A whole recipe."""

    version: Literal[1]
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")]
    kind: Literal["scratch", "lora", "qlora"]
    base: Base
    data: Data
    training: Training
    adapter: Adapter | None = None
    checkpoint: Checkpoint = Checkpoint()
    evaluation: Evaluation = Evaluation()
    require_held_out_test: bool = False
    """Whether the run fails when the model does not beat the untrained and the unigram model."""
    control: Literal["none", "wrong-labels", "shuffled-data"] = "none"
    """Spoils the training data on purpose, to see that the held-out test notices."""

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        starts = self.base.hub is not None or self.base.recipe is not None
        if self.kind == "scratch" and (starts or self.adapter is not None):
            raise ValueError("kind scratch has random weights: no base.hub, base.recipe or adapter")
        if self.kind != "scratch" and (not starts or self.adapter is None):
            raise ValueError(f"kind {self.kind} needs an adapter and one of base.hub and base.recipe")
        if self.base.hub is not None and self.base.recipe is not None:
            raise ValueError("give one of base.hub and base.recipe")
        if self.data.form == "tokens" and self.base.hub is not None:
            raise ValueError("data.form tokens holds ids of the corpus's own tokenizer: use pairs with base.hub")
        return self

    @property
    def effective_batch(self) -> int:
        """Sequences per optimizer step."""
        return self.training.batch_size * self.training.accumulation


def problems_of(error: ValidationError) -> list[str]:
    """One line a problem, `path: reason`."""
    lines = []
    for problem in error.errors():
        path = ".".join(str(part) for part in problem["loc"] if not str(part).startswith("<")) or "recipe"
        lines.append(f"{path}: {problem['msg'].removeprefix('Value error, ')}")
    return lines


def parse_recipe(value: Any, origin: str) -> Recipe:
    """A recipe from parsed YAML or JSON. Refuses with every problem found."""
    try:
        return Recipe.model_validate(value)
    except ValidationError as error:
        listed = "; ".join(problems_of(error))
        raise Refusal("recipe cannot be used", origin, listed, "correct the recipe") from error


def read_yaml(path: Path) -> Any:
    """The content of a recipe file, unchecked."""
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise Refusal("recipe cannot be read", str(path), str(error.strerror), "name a recipe file") from error
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise Refusal("recipe cannot be read", str(path), reason, "make it valid YAML") from error


def load_recipe(path: Path) -> Recipe:
    """A recipe from a file."""
    return parse_recipe(read_yaml(path), str(path))


def named_recipe(name: str) -> Recipe:
    """A recipe of the checkout by its name. Refuses where there is none, as in the trainer image."""
    names = sorted(path.stem for path in RECIPES.glob("*.yaml"))
    if name not in names:
        why = f"there are {', '.join(names)}" if names else f"there is no folder {RECIPES}"
        raise Refusal("recipe is not known by its name", name, why, "put the whole recipe in place of its name")
    return load_recipe(RECIPES / f"{name}.yaml")


def whole(recipe: Recipe, above: tuple[str, ...] = ()) -> Recipe:
    """The recipe with the content of every recipe that it stands on in place of the name. Refuses a circle."""
    base = recipe.base.recipe
    if base is None:
        return recipe
    path = (*above, recipe.name)
    other = named_recipe(base) if isinstance(base, str) else base
    if other.name in path:
        raise Refusal("recipe stands on itself", recipe.name, " -> ".join((*path, other.name)), "break the circle")
    return recipe.model_copy(update={"base": recipe.base.model_copy(update={"recipe": whole(other, path)})})
