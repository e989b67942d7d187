"""Small worlds for the tests: sources with known faults, and a corpus that can be learned in seconds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from data_api_server import serving
from data_api_state import State
from trainyard_training.corpus.manifest import write_manifest
from trainyard_training.corpus.sample import Sample
from trainyard_training.corpus.settings import Settings
from trainyard_training.corpus.split import SPLITS, Split, split_of, text_id
from trainyard_training.corpus.write import write_corpus
from trainyard_training.data_api import DataApi
from trainyard_training.environment import TrainEnvironment
from trainyard_training.recipe import Recipe, parse_recipe
from trainyard_training.train.quiet import prepare_imports

prepare_imports()

SYLLABLES = ["កា", "ខ្មែរ", "គំរូ", "ងាយ", "ចូល", "ឆាប់", "ជួរ", "ញឹក", "ដៃ", "តារាង", "ថត", "ទំព័រ", "ធំ", "នាម", "បញ្ជី", "ផ្ទាំង"]
ENGLISH = [
    "row",
    "page",
    "list",
    "name",
    "table",
    "hand",
    "fast",
    "enter",
    "easy",
    "model",
    "big",
    "cell",
    "font",
    "line",
    "copy",
    "open",
]
ARCHITECTURE = {
    "model_type": "qwen2",
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 128,
}


def chain(rng: random.Random, length: int) -> list[int]:
    """Words that mostly follow from the one before: something to learn beyond frequencies."""
    at = rng.randrange(len(SYLLABLES))
    words = []
    for _ in range(length):
        words.append(at)
        at = (at * 5 + 3) % len(SYLLABLES) if rng.random() < 0.9 else rng.randrange(len(SYLLABLES))
    return words


def make_corpus(folder: Path, texts: int = 600) -> Path:
    """A whole corpus folder from chains of syllables, each text with the English it translates."""
    rng = random.Random(7)
    settings = Settings(vocabulary=340)
    splits: dict[Split, list[Sample]] = {name: [] for name in SPLITS}
    for _ in range(texts):
        words = chain(rng, rng.randint(6, 14))
        segmented = " ".join(SYLLABLES[n] for n in words)
        english = " ".join(ENGLISH[n] for n in words)
        text = segmented.replace(" ", "")
        splits[split_of(text, settings)].append(Sample(text_id(text), text, segmented, "made", english, None, english))
    names, tokens = write_corpus(folder, splits, settings, {"usability": 1.0}, [])
    sources = [{"name": "made", "version": "1", "licences": ["CC0-1.0"], "homepage": None}]
    write_manifest(folder, names, settings, {"tokens": tokens, "counters": {"usability": 1.0}, "sources": sources})
    return folder


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learnable corpus."""
    return make_corpus(tmp_path_factory.mktemp("corpus"))


def recipe_values(**changed: Any) -> dict[str, Any]:
    """A recipe that learns the corpus in about two seconds; dotted names change single values."""
    values: dict[str, Any] = {
        "version": 1,
        "name": "tiny",
        "kind": "scratch",
        "base": {"architecture": dict(ARCHITECTURE)},
        "data": {"form": "tokens", "sequence_length": 32},
        "training": {"steps": 80, "batch_size": 8, "learning_rate": 0.01, "warmup_steps": 5, "threads": 1},
        "checkpoint": {"every_steps": 20, "keep": 2},
        "evaluation": {"every_steps": 40, "validation_batches": 2, "generated": 0},
    }
    for path, value in changed.items():
        *parents, last = path.split("__")
        part = values
        for name in parents:
            part = part.setdefault(name, {})
        part[last] = value
    return values


@pytest.fixture
def tiny() -> Callable[..., Recipe]:
    """Makes the tiny recipe with changes."""
    return lambda **changed: parse_recipe(recipe_values(**changed), "test")


@pytest.fixture
def surroundings(corpus: Path, tmp_path: Path) -> Callable[..., TrainEnvironment]:
    """Makes an environment with folders of its own."""

    def make(recipe: Recipe, name: str = "run", **changed: Any) -> TrainEnvironment:
        out = tmp_path / name
        plain = TrainEnvironment(
            recipe, corpus, out, out / "checkpoints", out / "progress.jsonl", None, 1, None, 2, "test", 1
        )
        return replace(plain, **changed)

    return make


@pytest.fixture(scope="session")
def whole(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainEnvironment, dict[str, Any]]:
    """One run of the tiny recipe from start to end, with its metrics."""
    from training_runs import run

    out = tmp_path_factory.mktemp("whole")
    recipe = parse_recipe(recipe_values(evaluation__generated=4, evaluation__generated_tokens=8), "test")
    environment = TrainEnvironment(recipe, corpus, out, out / "checkpoints", None, None, 1, None, 2, "test", 1)
    return environment, run(environment)


@pytest.fixture
def state() -> Iterator[State]:
    """A data API on a loopback port, and what is asked of it."""
    with serving() as made:
        yield made


@pytest.fixture
def api(state: State) -> Iterator[DataApi]:
    """The client of that data API."""
    with DataApi(state.settings, state.patience) as made:
        yield made
