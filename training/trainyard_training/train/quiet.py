"""Settings that must stand before torch and its friends are imported."""

from __future__ import annotations

import logging
import os


def prepare_imports() -> None:
    """Lets waiting threads sleep instead of spin (ten times slower where cores are shared) and silences chatter."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("bitsandbytes").setLevel(logging.CRITICAL)


def silence_progress_bars() -> None:
    """Progress goes to the progress file; bars would fill the log."""
    from transformers.utils import logging as messages

    messages.disable_progress_bar()
    messages.set_verbosity_error()
