"""SentencePiece Unigram over segmented, normalised Khmer."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import sentencepiece

from trainyard_training.corpus.khmer import normalise
from trainyard_training.corpus.segment import SPACE_MARK, segment, unsegment
from trainyard_training.corpus.settings import Settings
from trainyard_training.failure import Refusal

MODEL_FILE = "tokenizer.model"
UNKNOWN, START, END, PADDING = 0, 1, 2, 3
USER, ASSISTANT = "<|user|>", "<|assistant|>"
_BOUNDARY = "\u2581"


def learn_tokenizer(segmented: Iterable[str], settings: Settings) -> bytes:
    """A serialized Unigram model. The same texts in the same order give the same bytes."""
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(segmented),
            model_writer=model,
            model_type="unigram",
            vocab_size=settings.vocabulary,
            hard_vocab_limit=False,
            character_coverage=0.9998,
            byte_fallback=True,
            normalization_rule_name="identity",
            remove_extra_whitespaces=False,
            user_defined_symbols=[_BOUNDARY + SPACE_MARK, USER, ASSISTANT],
            unk_id=UNKNOWN,
            bos_id=START,
            eos_id=END,
            pad_id=PADDING,
            num_threads=1,
            minloglevel=2,
        )
    except (RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        todo = "give it more text or a smaller vocabulary"
        raise Refusal("no tokenizer", "the training split", reason, todo) from error
    return model.getvalue()


class KhmerTokenizer:
    """Text to ids and back. Normalises and segments by itself unless told that this was done."""

    def __init__(self, model: bytes) -> None:
        self.model = model
        self._pieces = sentencepiece.SentencePieceProcessor(model_proto=model)
        self.end_id: int = END
        self.padding_id: int = PADDING

    @classmethod
    def load(cls, folder: Path) -> KhmerTokenizer:
        """The tokenizer that lies in a corpus or model folder."""
        return cls((folder / MODEL_FILE).read_bytes())

    def __len__(self) -> int:
        """Number of ids: the largest id is one less."""
        return int(self._pieces.get_piece_size())

    def encode_segmented(self, segmented: str) -> list[int]:
        """Ids of a segmented text, without start or end."""
        return [int(n) for n in self._pieces.encode(segmented)]

    def encode(self, text: str) -> list[int]:
        """Ids of any text, without start or end."""
        return self.encode_segmented(segment(normalise(text)))

    def decode(self, ids: Iterable[int]) -> str:
        """Text of ids; special ids leave no trace, words are no longer separated."""
        kept = [n for n in ids if n not in (UNKNOWN, START, END, PADDING)]
        return unsegment(self._pieces.decode(kept)).strip()

    def prompt(self, instruction: str, segmented: str) -> list[int]:
        """Ids of an instruction about a segmented text, waiting for its answer."""
        user, assistant = self._pieces.piece_to_id(USER), self._pieces.piece_to_id(ASSISTANT)
        return [user, *self.encode_segmented(f"{instruction} {segmented}"), assistant]
