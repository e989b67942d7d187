"""Models: from random weights, from a folder, from the hub; with adapters where the recipe has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import torch
from peft import LoraConfig, PeftModel, get_peft_model, prepare_model_for_kbit_training
from transformers import (
    AutoModelForCausalLM,
    BitsAndBytesConfig,
    LlamaConfig,
    PreTrainedConfig,
    PreTrainedModel,
    Qwen2Config,
)

from trainyard_training.corpus.tokenizer import END, PADDING, START
from trainyard_training.recipe import Adapter, Architecture, Recipe

Model: TypeAlias = PreTrainedModel | PeftModel

_CONFIGS: dict[str, type[PreTrainedConfig]] = {"qwen2": Qwen2Config, "llama": LlamaConfig}
_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


def config_of(architecture: Architecture, vocabulary: int) -> PreTrainedConfig:
    """The transformers configuration of an architecture with so many ids."""
    values = architecture.model_dump(exclude={"model_type", "vocab_size", "rope_theta"}, exclude_none=True)
    values["rope_parameters"] = {"rope_type": "default", "rope_theta": architecture.rope_theta}
    ids = {"bos_token_id": START, "eos_token_id": END, "pad_token_id": PADDING}
    return _CONFIGS[architecture.model_type](vocab_size=vocabulary, **values, **ids)


def random_model(architecture: Architecture, vocabulary: int) -> PreTrainedModel:
    """A model with fresh weights; what they are follows from the seed."""
    model: PreTrainedModel = AutoModelForCausalLM.from_config(
        config_of(architecture, vocabulary), attn_implementation="sdpa"
    )
    return model


def with_adapter(model: PreTrainedModel, adapter: Adapter, name: str) -> PeftModel:
    """Freezes a model and puts trainable low-rank adapters on it."""
    config = LoraConfig(
        r=adapter.rank,
        lora_alpha=adapter.alpha,
        lora_dropout=adapter.dropout,
        target_modules=list(adapter.targets),
        task_type="CAUSAL_LM",
    )
    adapted = get_peft_model(model, config)
    adapted.peft_config["default"].base_model_name_or_path = name
    return adapted


def on_meta(recipe: Recipe) -> Model:
    """The recipe's model without memory for its weights: for counting."""
    vocabulary = recipe.base.architecture.vocab_size or 1
    with torch.device("meta"):
        model = random_model(recipe.base.architecture, vocabulary)
        if recipe.adapter is None:
            return model
        return with_adapter(model, recipe.adapter, recipe.name)


def _load(recipe: Recipe, folder: Path | None) -> PreTrainedModel:
    where: dict[str, Any] = {"dtype": _TYPES[recipe.training.precision], "attn_implementation": "sdpa"}
    if recipe.kind == "qlora":
        where["quantization_config"] = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=_TYPES[recipe.training.precision],
        )
    name = str(folder) if folder is not None else recipe.base.hub
    if folder is None:
        where["revision"] = recipe.base.revision
    model: PreTrainedModel = AutoModelForCausalLM.from_pretrained(name, **where)
    if recipe.kind == "qlora":
        return prepare_model_for_kbit_training(model, use_gradient_checkpointing=False)
    return model


def build_model(recipe: Recipe, vocabulary: int, folder: Path | None) -> Model:
    """The model a recipe trains. `folder` holds the base of an adapter unless it comes from the hub."""
    if recipe.adapter is None:
        model: Model = random_model(recipe.base.architecture, vocabulary)
    else:
        model = with_adapter(_load(recipe, folder), recipe.adapter, recipe.base.name)
        for weight in model.parameters():
            if weight.requires_grad:
                weight.data = weight.data.float()
    if recipe.training.gradient_checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
        if recipe.adapter is not None:
            model.enable_input_require_grads()
    return model


def count_parameters(model: Model) -> dict[str, int]:
    """`{total, trainable}`; shared weights count once."""
    weights = list(model.parameters())
    return {
        "total": sum(weight.numel() for weight in weights),
        "trainable": sum(weight.numel() for weight in weights if weight.requires_grad),
    }
