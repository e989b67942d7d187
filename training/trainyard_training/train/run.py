"""Runs a recipe: data, model, loop, evaluation, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import PeftModel
from transformers import AutoTokenizer

from trainyard_training.corpus.ids import open_ids
from trainyard_training.corpus.tokenizer import MODEL_FILE, KhmerTokenizer
from trainyard_training.environment import TrainEnvironment
from trainyard_training.failure import Refusal
from trainyard_training.files import sha256_of, write_json, write_json_lines
from trainyard_training.recipe import Recipe
from trainyard_training.train import quality
from trainyard_training.train.checkpoint import Checkpoints
from trainyard_training.train.codec import Codec, HubCodec, KhmerCodec
from trainyard_training.train.controls import spoil
from trainyard_training.train.curve import draw_curve
from trainyard_training.train.data import PairSequences, Samples, open_split
from trainyard_training.train.determinism import make_deterministic
from trainyard_training.train.evaluate import mean_loss, unigram_loss
from trainyard_training.train.job import identity_of
from trainyard_training.train.loop import Loop, Surroundings
from trainyard_training.train.model import Model, build_model, count_parameters
from trainyard_training.train.progress import Progress
from trainyard_training.train.stopping import StopRequest
from trainyard_training.train.verdict import judge

Manifest = dict[str, Any]


def _codec(environment: TrainEnvironment) -> tuple[Codec, int]:
    base = environment.recipe.base
    if base.hub is not None:
        tokenizer = AutoTokenizer.from_pretrained(base.hub, revision=base.revision)
        return HubCodec(tokenizer), base.architecture.vocab_size or len(tokenizer)
    own = KhmerTokenizer.load(environment.data)
    if environment.base is not None and environment.recipe.adapter is not None:
        _refuse_other_tokenizer(environment.base, own)
    vocabulary = base.architecture.vocab_size or len(own)
    if vocabulary < len(own):
        why = f"the corpus's tokenizer has {len(own)} ids, the model {vocabulary}"
        raise Refusal("model too small", environment.recipe.name, why, "raise vocab_size or leave it out")
    return KhmerCodec(own), vocabulary


def _refuse_other_tokenizer(base: Path, own: KhmerTokenizer) -> None:
    """The same ids stand for other words in a base of another corpus: an adapter on it learns noise."""
    file = base / MODEL_FILE
    if not file.exists() or file.read_bytes() != own.model:
        why = f"its {MODEL_FILE} is not that of the corpus" if file.exists() else f"it has no {MODEL_FILE}"
        todo = "train the base again, or take the corpus that it is from"
        raise Refusal("base model of another corpus", str(base), why, todo)


def _tasks(environment: TrainEnvironment, manifest: Manifest, test: Samples, codec: Codec) -> list[quality.Task]:
    wanted = environment.recipe.evaluation.generated
    if isinstance(test, PairSequences):
        return quality.tasks_from_pairs(test.rows, wanted)
    ids = np.asarray(open_ids(environment.data / "test.bin", manifest["tokens"]["type"]))
    return quality.tasks_from_text(ids.tolist(), codec.end_id, wanted, environment.recipe.data.sequence_length)


def _samples(tasks: list[quality.Task], written: list[list[int]], codec: Codec) -> list[dict[str, str]]:
    return [
        {
            "prompt": codec.decode(task.prompt),
            "reference": codec.decode(task.reference),
            "written": codec.decode(ids),
        }
        for task, ids in zip(tasks, written, strict=True)
    ]


def _save_model(folder: Path, model: Model, codec: Codec) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(model, PeftModel):
        model.save_pretrained(folder, save_embedding_layers=False)
    else:
        model.save_pretrained(folder)
    codec.save(folder)


def _hashes(out: Path, corpus: str) -> dict[str, Any]:
    names = sorted(path for path in (out / "model").rglob("*") if path.is_file())
    return {"corpus": corpus, "files": {path.relative_to(out).as_posix(): sha256_of(path) for path in names}}


def _corpus(manifest: Manifest, snapshot: str | None) -> dict[str, Any]:
    """What is trained on, in numbers, and the snapshot that it was read from."""
    shares = {key: manifest["counters"].get(key) for key in ("usability", "usabilityOfKhmer")}
    return {
        "id": manifest["id"],
        "tokens": manifest["tokens"],
        **shares,
        **({} if snapshot is None else {"snapshot": snapshot}),
    }


def _sources(manifest: Manifest) -> list[dict[str, Any]]:
    """Where it comes from, under which licences."""
    return [{key: row[key] for key in ("name", "version", "licences")} for row in manifest.get("sources", [])]


def run_recipe(
    environment: TrainEnvironment,
    manifest: Manifest,
    progress: Progress,
    stop: StopRequest,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Trains and evaluates one recipe whose base is at hand; returns what `metrics.json` holds."""
    recipe: Recipe = environment.recipe
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    make_deterministic(environment.seed, recipe.training.threads)
    progress.phase("load")
    codec, vocabulary = _codec(environment)
    train, validation, test = (
        open_split(environment.data, manifest, split, recipe, codec) for split in ("train", "validation", "test")
    )
    base = sha256_of(environment.base / "model.safetensors") if environment.base is not None else None
    identity = identity_of(recipe, manifest["id"], environment.seed, base)
    model = build_model(recipe, vocabulary, environment.base)
    model.to(device)
    size, limit = recipe.training.batch_size, recipe.evaluation.test_batches

    def told(done: int, of: int) -> None:
        progress.note(done, of, None, None)

    # These take long on a large split. Whoever watches ends a run whose progress stands still.
    progress.phase("baseline")
    untrained = mean_loss(model, test, size, limit, device, stop, told)
    unigram = unigram_loss(train, test, vocabulary, size, limit)
    say(f"train: untrained loss {untrained:.3f}, unigram loss {unigram:.3f}")

    progress.phase("train")
    checkpoints = Checkpoints(environment.checkpoints, environment.checkpoint_keep, identity)
    around = Surroundings(device, environment.seed, checkpoints, environment.checkpoint_seconds, progress, stop, say)
    loop = Loop(recipe, model, spoil(train, recipe, vocabulary, environment.seed), validation, around)
    loop.resume()
    loop.run()

    progress.phase("evaluate")
    held_out = mean_loss(model, test, size, limit, device, stop, told)
    tasks = _tasks(environment, manifest, test, codec)
    written = quality.write(model, tasks, codec, recipe.evaluation.generated_tokens, device, stop, told)
    rows = _samples(tasks, written, codec)
    measured = quality.scores([row["written"] for row in rows], [row["reference"] for row in rows])
    verdict = judge(held_out, untrained, unigram)

    progress.phase("save")
    _save_model(environment.out / "model", model, codec)
    write_json_lines(environment.out / "samples.jsonl", rows)
    history = loop.history
    metrics: dict[str, Any] = {
        "recipe": recipe.name,
        "identity": identity,
        "run": environment.run,
        "attempt": environment.attempt,
        "seed": environment.seed,
        "control": recipe.control,
        "steps": history.step,
        "trainLoss": history.train_loss,
        "validationLoss": history.validation_loss,
        "heldOutLoss": held_out,
        "untrainedLoss": untrained,
        "unigramLoss": unigram,
        "heldOutTest": {"passed": verdict.passed, "reasons": list(verdict.reasons)},
        "tokens": history.tokens,
        "tokensPerSecond": history.tokens / max(history.seconds, 1e-9),
        **measured,
        "parameters": count_parameters(model),
        "device": device.type,
        "corpus": _corpus(manifest, environment.snapshot),
        "sources": _sources(manifest),
    }
    draw_curve(environment.out / "loss-curve.png", metrics)
    write_json(environment.out / "hashes.json", _hashes(environment.out, manifest["id"]))
    progress.end()
    metrics["phases"] = {name: round(seconds, 3) for name, seconds in progress.seconds.items()}
    write_json(environment.out / "metrics.json", metrics)
    return metrics
