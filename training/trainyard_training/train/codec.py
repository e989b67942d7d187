"""What training needs of a tokenizer, for the corpus's own and for those of the hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from trainyard_training.corpus.tokenizer import MODEL_FILE, KhmerTokenizer
from trainyard_training.files import write_whole

Pair = dict[str, Any]


class Codec(Protocol):
    """Pairs to ids, ids to text."""

    end_id: int
    padding_id: int

    def prompt(self, pair: Pair) -> list[int]:
        """Ids up to where the answer starts."""
        ...

    def answer(self, pair: Pair) -> list[int]:
        """Ids of the answer, without the end."""
        ...

    def decode(self, ids: Sequence[int]) -> str:
        """Text of ids."""
        ...

    def save(self, folder: Path) -> None:
        """Puts the tokenizer beside a model."""
        ...


class KhmerCodec:
    """The corpus's own tokenizer."""

    def __init__(self, tokenizer: KhmerTokenizer) -> None:
        self._tokenizer = tokenizer
        self.end_id = tokenizer.end_id
        self.padding_id = tokenizer.padding_id

    def prompt(self, pair: Pair) -> list[int]:
        """Markers of this package around the instruction."""
        return self._tokenizer.prompt(pair["instruction"], pair["segmentedInput"])

    def answer(self, pair: Pair) -> list[int]:
        """The answer was segmented when the corpus was made."""
        return self._tokenizer.encode_segmented(pair["segmented"])

    def decode(self, ids: Sequence[int]) -> str:
        """Text without special ids."""
        return self._tokenizer.decode(ids)

    def save(self, folder: Path) -> None:
        """The SentencePiece model."""
        write_whole(folder / MODEL_FILE, self._tokenizer.model)


class HubCodec:
    """A tokenizer of transformers; with a chat template where it has one."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self.end_id = int(tokenizer.eos_token_id)
        padding = tokenizer.pad_token_id
        self.padding_id = self.end_id if padding is None else int(padding)

    def prompt(self, pair: Pair) -> list[int]:
        """The chat template, else a plain question-and-answer form."""
        asked = f"{pair['instruction']} {pair['input']}"
        if self._tokenizer.chat_template:
            text = self._tokenizer.apply_chat_template(
                [{"role": "user", "content": asked}], tokenize=False, add_generation_prompt=True
            )
            return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])
        return list(self._tokenizer(f"{asked}\n")["input_ids"])

    def answer(self, pair: Pair) -> list[int]:
        """The answer as people write it."""
        return list(self._tokenizer(pair["output"], add_special_tokens=False)["input_ids"])

    def decode(self, ids: Sequence[int]) -> str:
        """Text without special ids."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=True)).strip()

    def save(self, folder: Path) -> None:
        """All files of the tokenizer."""
        self._tokenizer.save_pretrained(folder)
