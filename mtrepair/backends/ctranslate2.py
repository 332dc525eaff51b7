"""Marian models run by CTranslate2: the default engine, int8 on CPU."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.backends.attention import spanned
from mtrepair.backends.checks import (
    check_as_many,
    check_files,
    check_folder,
    check_lengths,
    check_request,
    read_json,
)
from mtrepair.backends.folders import (
    check_no_pickle,
    conversion,
    no_conversion,
    read_vocabulary,
    sentencepieces,
    vocabularies,
)
from mtrepair.backends.languages import language_code, language_prefix
from mtrepair.backends.marks import unknown_marks, with_plain_marks
from mtrepair.backends.processes import OfProcess
from mtrepair.errors import ModelError
from mtrepair.types import Attention, Hypothesis

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

_END, _UNKNOWN = "</s>", "<unk>"
# Positions of Marian models whose folder does not say.
_POSITIONS = 512


class CTranslate2Model:
    """A `Seq2Seq` of a folder with a CTranslate2 conversion of a Marian model.

    The conversion lies in the subfolder `ctranslate2`, in `ctranslate2_model` or in the folder
    itself, the SentencePiece models beside it or in it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int = 1,
        batch_size: int = 32,
        device: str = "cpu",
        prefix: str = "",
    ) -> None:
        check_folder(folder)
        own = conversion(folder)
        if own is None:
            check_no_pickle(folder)
            raise no_conversion(folder)
        listed, spms = vocabularies(folder, own), sentencepieces(folder, own)
        check_files(folder, [f"{own}model.bin", f"{own}config.json", *listed, *spms])
        self.name = f"ctranslate2:{folder}"
        self.folder = folder
        self._batch_size = batch_size
        self._source, self._target = (_tokenizer(folder / name) for name in spms)
        pieces = read_vocabulary(folder / listed[0])
        self._prefix = prefix or language_prefix(pieces, name=self.name)
        self._unknown = unknown_marks(self._knower(pieces))
        # One thread a batch and several batches at once: a small model gains little from
        # sharing one multiplication.
        self._translator = _opened(folder / own, device, inter_threads=threads, intra_threads=1)
        adds_end = read_json(folder / own / "config.json").get("add_source_eos", False)
        self._end = [] if adds_end else [_END]
        self.max_tokens = _positions(folder, own) - 1

    def count_tokens(self, texts: Sequence[str], *, target: bool = False) -> list[int]:
        if target:
            return [len(pieces) for pieces in self._target.encode(list(texts), out_type=str)]
        return [len(pieces) for pieces in self._pieces(texts)]

    def generate(
        self,
        sources: Sequence[str],
        *,
        beam_size: int = 4,
        num_hypotheses: int = 1,
        max_length: int = 256,
        length_penalty: float = 1.0,
        no_repeat_ngram_size: int = 0,
        repetition_penalty: float = 1.0,
    ) -> list[list[Hypothesis]]:
        check_request(beam_size, num_hypotheses, max_length, no_repeat_ngram_size)
        # CTranslate2 counts the end token as well.
        steps = min(max_length, self.max_tokens + 1)
        hypotheses = [[Hypothesis("", 0.0)] for _ in sources]
        asked = [i for i, source in enumerate(sources) if source.strip()]
        results = self._translator.translate_batch(
            self._checked([sources[i] for i in asked]),
            max_batch_size=self._batch_size,
            beam_size=beam_size,
            num_hypotheses=num_hypotheses,
            max_decoding_length=steps,
            # At 1 the end token's share would go to the other tokens, and the sum be no longer
            # that of the model's own scores.
            min_decoding_length=0,
            length_penalty=length_penalty,
            no_repeat_ngram_size=no_repeat_ngram_size,
            repetition_penalty=repetition_penalty,
            max_input_length=0,
            return_scores=True,
        )
        for i, result in zip(asked, results, strict=True):
            hypotheses[i] = [
                Hypothesis(self._text(pieces), score * _divisor(pieces, steps, length_penalty))
                for pieces, score in zip(result.hypotheses, result.scores, strict=True)
            ]
        return hypotheses

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[Hypothesis]:
        check_as_many(sources, targets)
        pieces = self._target.encode(list(targets), out_type=str)
        check_lengths(targets, [len(p) for p in pieces], self.max_tokens)
        results = self._translator.score_batch(
            self._checked(sources), pieces, max_batch_size=self._batch_size, max_input_length=0
        )
        return [
            Hypothesis(target, sum(result.log_probs), tuple(result.log_probs))
            for target, result in zip(targets, results, strict=True)
        ]

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        check_as_many(sources, targets)
        pieces = self._target.encode(list(targets), out_type=str)
        check_lengths(targets, [len(p) for p in pieces], self.max_tokens)
        read = self._checked(sources)
        # Beam search now and then returns the weights of another beam: targets are forced.
        results = self._translator.translate_batch(
            read,
            target_prefix=pieces,
            max_batch_size=self._batch_size,
            beam_size=1,
            max_decoding_length=max(map(len, pieces), default=0) + 1,
            max_input_length=0,
            return_attention=True,
        )
        return [
            spanned(source, own, target, written, result.attention[0], prefix=self._prefix)
            for source, own, target, written, result in zip(
                sources, read, targets, pieces, results, strict=True
            )
        ]

    def _pieces(self, sources: Sequence[str]) -> list[list[str]]:
        code, text = language_code(self._prefix)
        read = [with_plain_marks(text + source, self._unknown) for source in sources]
        return [code + pieces for pieces in self._source.encode(read, out_type=str)]

    def _knower(self, pieces: Iterable[str]) -> Callable[[str], bool]:
        """Whether the vocabulary can spell a mark."""
        known = frozenset(pieces)
        return lambda mark: known.issuperset(self._source.encode(mark, out_type=str))

    def _checked(self, sources: Sequence[str]) -> list[list[str]]:
        pieces = self._pieces(sources)
        check_lengths(sources, [len(p) for p in pieces], self.max_tokens)
        return [p + self._end for p in pieces]

    def _text(self, pieces: Sequence[str]) -> str:
        text: str = self._target.decode([p for p in pieces if p not in (_UNKNOWN, _END)])
        return text.strip()


def _divisor(pieces: Sequence[str], steps: int, length_penalty: float) -> float:
    """What the beam divided the sum of the token scores by: the end token counts."""
    return float(min(len(pieces) + 1, steps) ** length_penalty)


def _tokenizer(path: Path) -> SentencePieceProcessor:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(path))
    except (RuntimeError, OSError) as error:
        raise ModelError(
            f"{str(path)!r} is no SentencePiece model: {error}; copy the model folder anew"
        ) from error


def _opened(folder: Path, device: str, **threads: int) -> Any:
    return OfProcess(partial(_translator, folder, device, **threads))


def _translator(folder: Path, device: str, **threads: int) -> Any:
    import ctranslate2

    # Weights saved as int8_float16 run as int8_float32 on a CPU: no news to the user.
    level = ctranslate2.get_log_level()
    ctranslate2.set_log_level(logging.ERROR)
    try:
        return ctranslate2.Translator(str(folder), device, **threads)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"CTranslate2 cannot load {str(folder)!r}: {error}; expected the conversion of a "
            "Marian encoder-decoder"
        ) from error
    finally:
        ctranslate2.set_log_level(level)


def _positions(folder: Path, own: str) -> int:
    if not own or not (folder / "config.json").is_file():
        return _POSITIONS
    positions = read_json(folder / "config.json").get("max_position_embeddings", _POSITIONS)
    return positions if isinstance(positions, int) else _POSITIONS
