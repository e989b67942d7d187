"""The loss curve as a picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import matplotlib

from trainyard_training.files import write_whole

matplotlib.use("Agg")


def draw_curve(path: Path, metrics: dict[str, Any]) -> None:
    """Training and validation loss over steps, with the untrained and the unigram model as lines."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), dpi=100)
    for key, label in (("trainLoss", "training"), ("validationLoss", "validation")):
        rows = metrics[key]
        if rows:
            axes.plot([step for step, _ in rows], [loss for _, loss in rows], label=label)
    axes.axhline(metrics["untrainedLoss"], linestyle=":", color="grey", label="untrained model")
    axes.axhline(metrics["unigramLoss"], linestyle="--", color="black", label="unigram model")
    axes.plot([metrics["steps"]], [metrics["heldOutLoss"]], "o", color="red", label="held out, at the end")
    axes.set_xlabel("step")
    axes.set_ylabel("loss, nats per token")
    axes.set_title(metrics["recipe"])
    axes.legend()
    figure.tight_layout()
    picture = io.BytesIO()
    figure.savefig(picture, format="png", metadata={"Software": None})
    pyplot.close(figure)
    write_whole(path, picture.getvalue())
