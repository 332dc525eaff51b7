"""Cleaning before translating, with the shipped model or one of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtrepair.clean import clean as cleaned

if TYPE_CHECKING:
    from mtrepair.backends import Engine, Seq2Seq
    from mtrepair.translation import Translation


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What `load` makes: the verbs that need a model, with the models it was given.

    Attributes:
        translation_model: the loaded model that `translate` uses.
    """

    translation_model: Seq2Seq

    def translate(self, text: str, *, clean: bool = True, beam_size: int = 4) -> Translation:
        """As `mtrepair.translate`, with this pipeline's model."""
        return translate(text, clean=clean, model=self.translation_model, beam_size=beam_size)

    def translate_many(
        self, texts: Iterable[str], *, clean: bool = True, beam_size: int = 4
    ) -> Iterator[Translation]:
        """As `mtrepair.translate_many`, with this pipeline's model."""
        return translate_many(texts, clean=clean, model=self.translation_model, beam_size=beam_size)


def load(
    *, translation_model: str | Path, engine: Engine = "ctranslate2", threads: int = 1
) -> Pipeline:
    """A pipeline with models loaded once.

    Args:
        translation_model: folder of a Marian model; for the engine "transformers" also another
            seq2seq model or a hub id. `mtrepair.backends.load_model` has more options.
        threads: batches worked on side by side.

    Raises:
        ModelError: there is no such model, or it is damaged.
        MissingExtra: the engine "transformers" without the extra "torch".
    """
    from mtrepair.backends import load_model

    return Pipeline(load_model(translation_model, engine=engine, threads=threads))


def translate(
    text: str,
    *,
    clean: bool = True,
    model: Seq2Seq | str | Path | None = None,
    beam_size: int = 4,
) -> Translation:
    """The English of a French text, segment by segment; paragraphs stay where they are.

    Args:
        clean: repair the text first, since damaged French translates worse; the pairs then show
            the repaired French.
        model: a loaded model or a model folder; by default the one that comes with mtrepair.
        beam_size: hypotheses followed at a time.

    Raises:
        InputError: `text` is not a string, or an option is out of range.
        ModelError: there is no such model.
    """
    return next(translate_many([text], clean=clean, model=model, beam_size=beam_size))


def translate_many(
    texts: Iterable[str],
    *,
    clean: bool = True,
    model: Seq2Seq | str | Path | None = None,
    beam_size: int = 4,
) -> Iterator[Translation]:
    """The translations of many texts, in their order; segments of several are batched together.

    The options are those of `translate`.
    """
    from mtrepair.translation import translate_many as translated

    if clean:
        texts = (cleaned(text).text for text in texts)
    return translated(texts, model=model, beam_size=beam_size)
