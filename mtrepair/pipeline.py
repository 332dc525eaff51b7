"""The verbs with models of the user's own, and cleaning before translating."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.clean import clean as cleaned
from mtrepair.clean import clean_many as many_cleaned
from mtrepair.repair import Repair
from mtrepair.view import checked

if TYPE_CHECKING:
    from mtrepair.backends import Engine, Seq2Seq
    from mtrepair.translation import Translation


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What `load` makes: the verbs, with the models they were given.

    Attributes:
        translation_model: the loaded model that `translate` uses; None: the shipped one.
        repair_model: the loaded model that `clean` asks; None: what `clean` asks by default.
    """

    translation_model: Seq2Seq | None = None
    repair_model: Seq2Seq | None = None

    def clean(self, text: str, **options: Any) -> Repair:
        """As `mtrepair.clean`, with this pipeline's repair model."""
        return cleaned(text, **self._asking(options))

    def clean_many(self, texts: Iterable[str], **options: Any) -> Iterator[Repair]:
        """As `mtrepair.clean_many`, with this pipeline's repair model."""
        return many_cleaned(texts, **self._asking(options))

    def translate(self, text: str, *, clean: bool = True, beam_size: int = 4) -> Translation:
        """As `mtrepair.translate`, with this pipeline's models."""
        return next(self.translate_many([checked(text)], clean=clean, beam_size=beam_size))

    def translate_many(
        self, texts: Iterable[str], *, clean: bool = True, beam_size: int = 4
    ) -> Iterator[Translation]:
        """As `mtrepair.translate_many`, with this pipeline's models."""
        if clean:
            texts = (repair.text for repair in self.clean_many(texts))
        return translate_many(texts, clean=False, model=self.translation_model, beam_size=beam_size)

    def _asking(self, options: dict[str, Any]) -> dict[str, Any]:
        if self.repair_model is None:
            return options
        return {"repair_model": self.repair_model} | options


def load(
    *,
    translation_model: str | Path | None = None,
    repair_model: str | Path | None = None,
    engine: Engine = "ctranslate2",
    threads: int = 1,
) -> Pipeline:
    """A pipeline with models loaded once.

    Args:
        translation_model: name of a shipped model or folder of a Marian one; for the engine
            "transformers" also another seq2seq model or a hub id.
            `mtrepair.backends.load_model` has more options.
        repair_model: likewise, of damaged French to French.
        threads: batches worked on side by side.

    Raises:
        ModelError: there is no such model, or it is damaged.
        MissingExtra: the engine "transformers" without the extra "torch".

    >>> load().clean("Le vote a lieu lundi. .").text
    'Le vote a lieu lundi.'
    """
    from mtrepair.backends import load_model

    def loaded(model: str | Path | None) -> Seq2Seq | None:
        return None if model is None else load_model(model, engine=engine, threads=threads)

    return Pipeline(loaded(translation_model), loaded(repair_model))


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

    >>> translate("Le vote a lieu lundi. .").text
    'The vote takes place on Monday.'
    """
    return next(translate_many([checked(text)], clean=clean, model=model, beam_size=beam_size))


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
        texts = (repair.text for repair in many_cleaned(texts))
    return translated(texts, model=model, beam_size=beam_size)
