"""The commands of the package."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from trainyard_training.failure import Refusal

EXIT_OK, EXIT_FAILED, EXIT_REFUSED = 0, 1, 2


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _fetch(args: argparse.Namespace) -> int:
    from trainyard_training.corpus.fetch import fetch

    rows = fetch(args.out)
    for row in rows:
        _say(f"fetch: {row['name']} {row['version']}, licences {', '.join(row['licences'][:4])}")
    print(json.dumps({"sources": rows}))
    return EXIT_OK


def _prepare(args: argparse.Namespace) -> int:
    from trainyard_training.corpus.prepare import prepare
    from trainyard_training.corpus.settings import Settings

    cache = args.cache or args.sources / ".cache"
    settings = Settings(vocabulary=args.vocabulary)
    done = prepare(args.sources, args.out, settings, cache if _writable(cache) else None, _say)
    facts = {key: done.manifest[key] for key in ("id", "tokens", "counters", "licences")}
    seconds = {name: round(value, 2) for name, value in done.seconds.items()}
    print(json.dumps({**facts, "files": done.files, "processed": done.processed, "seconds": seconds}))
    return EXIT_OK


def _push(args: argparse.Namespace) -> int:
    from trainyard_training.data_api import DataApi, DataApiSettings
    from trainyard_training.snapshot import push

    with DataApi(DataApiSettings.read(os.environ)) as api:
        print(push(api, args.data, args.path, _say).model_dump_json(by_alias=True))
    return EXIT_OK


def _pull(args: argparse.Namespace) -> int:
    from trainyard_training.data_api import DataApi, DataApiSettings
    from trainyard_training.snapshot import SnapshotRef, pull

    ref = SnapshotRef.parse(args.snapshot)
    with DataApi(DataApiSettings.read(os.environ)) as api:
        manifest = pull(api, ref, args.out, _say)
    print(json.dumps({"id": manifest["id"], "snapshot": str(ref), "tokens": manifest["tokens"]}))
    return EXIT_OK


def _writable(folder: Path) -> bool:
    there = folder if folder.exists() else folder.parent
    return os.access(there, os.W_OK)


def _train(args: argparse.Namespace) -> int:
    from trainyard_training.environment import TrainEnvironment
    from trainyard_training.train.job import train_job

    environment = TrainEnvironment.read(dict(os.environ), args)
    if environment.snapshot is not None:
        from trainyard_training.data_api import DataApi, DataApiSettings
        from trainyard_training.snapshot import SnapshotRef, pull

        ref = SnapshotRef.parse(environment.snapshot)
        with DataApi(DataApiSettings.read(os.environ)) as api:
            pull(api, ref, environment.data, _say)
    return train_job(environment, _say)


def _validate(args: argparse.Namespace) -> int:
    from trainyard_training.checks.validate import validate_file

    report = validate_file(args.recipe, args.gpu_memory_gb)
    if args.json:
        print(json.dumps(report.as_dict()))
    else:
        print("\n".join(report.lines()))
    return EXIT_REFUSED if report.errors else EXIT_OK


def build_parser() -> argparse.ArgumentParser:
    """The argument parser, apart so that help texts can be read without running anything."""
    parser = argparse.ArgumentParser(prog="python3 -m trainyard_training", description=__doc__)
    commands = parser.add_subparsers(required=True)

    fetch = commands.add_parser("fetch", help="get Khmer text as Debian packages, with licences")
    fetch.add_argument("--out", type=Path, required=True, help="folder for the packages' content")
    fetch.set_defaults(run=_fetch)

    prepare = commands.add_parser("prepare", help="make a corpus folder from sources")
    prepare.add_argument("--sources", type=Path, required=True)
    prepare.add_argument("--out", type=Path, required=True)
    prepare.add_argument("--cache", type=Path, help="results of single files (default: SOURCES/.cache)")
    prepare.add_argument("--vocabulary", type=int, default=4096, help="size of the tokenizer (default: 4096)")
    prepare.set_defaults(run=_prepare)

    push = commands.add_parser("push", help="bring a corpus folder to the data API and keep a snapshot of it")
    push.add_argument("--data", type=Path, required=True, help="the corpus folder")
    push.add_argument("--path", required=True, help="folder of the data API, as /corpora/khmer")
    push.set_defaults(run=_push)

    pull = commands.add_parser("pull", help="read a snapshot of the data API into a corpus folder")
    pull.add_argument("--snapshot", required=True, help="folder and id, as /corpora/khmer@ID")
    pull.add_argument("--out", type=Path, required=True, help="the corpus folder")
    pull.set_defaults(run=_pull)

    train = commands.add_parser("train", help="train and evaluate; what and where comes from TRAINYARD_*")
    train.add_argument("--recipe", type=Path, help="recipe file, instead of TRAINYARD_RECIPE_JSON")
    train.add_argument("--data", type=Path, help="corpus folder, instead of TRAINYARD_DATA_DIR")
    train.add_argument(
        "--snapshot", help="/folder@ID at the data API, read into the corpus folder before (TRAINYARD_SNAPSHOT)"
    )
    train.add_argument("--out", type=Path, help="folder for results, instead of TRAINYARD_OUTPUT_DIR")
    train.add_argument("--base", type=Path, help="model folder that an adapter starts from (TRAINYARD_BASE_DIR)")
    train.set_defaults(run=_train)

    validate = commands.add_parser("validate", help="say before launch what cannot work")
    validate.add_argument("--recipe", type=Path, required=True)
    validate.add_argument("--gpu-memory-gb", type=float, help="memory of one GPU in GB (10^9 bytes)")
    validate.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    validate.set_defaults(run=_validate)
    return parser


def main(arguments: list[str]) -> int:
    """Runs a command. 0 done, 1 failed, 2 refused, 143 ended by SIGTERM after a checkpoint."""
    args = build_parser().parse_args(arguments)
    try:
        code: int = args.run(args)
    except Refusal as refusal:
        _say(f"{refusal.what}\n  on: {refusal.on}\n  why: {refusal.why}\n  to do: {refusal.todo}")
        return EXIT_REFUSED
    return code
