"""The verbs as functions, and a cleaner and a translator together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtrepair.backends.shipped import BEAM_SIZE, TRANSLATION_MODEL
from mtrepair.cleaner import LANGUAGE_MODEL, Cleaner
from mtrepair.findings import Findings
from mtrepair.kinds import repaired
from mtrepair.many import Errors, results
from mtrepair.repair import Repair
from mtrepair.types import Safety, Style
from mtrepair.view import checked

if TYPE_CHECKING:
    from mtrepair.backends import Engine, Seq2Seq
    from mtrepair.markup.english import PageTranslation
    from mtrepair.translation import Translation, Translator


def clean(
    text: str,
    *,
    source: str | None = None,
    language_model: str | Path | None = LANGUAGE_MODEL,
    repair_model: Seq2Seq | str | Path | None = None,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
) -> Repair:
    """The text with its artefacts repaired; the options are those of `Cleaner`.

    Args:
        source: the English that it was translated from; what differs is told, not repaired.

    Raises:
        InputError: `text` is not a string, or an option has no such value.
        ModelError: a model is missing or damaged.

    >>> clean("Le vote a lieu lundi. .").text
    'Le vote a lieu lundi.'
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        safety=safety,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).clean(text, source=source)


def detect(
    text: str,
    *,
    source: str | None = None,
    language_model: str | Path | None = None,
    repair_model: Seq2Seq | str | Path | None = None,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
) -> Findings:
    """The artefacts of a text, sorted by place, offsets in code points of `text`.

    By default the rules alone look. With a model it tells what `clean` would change with it as
    well: where nothing is found, `clean` changes nothing. The options are those of `Cleaner`.

    Args:
        source: the English that it was translated from: numbers, names, negations and passages
            that differ are found as well.

    Raises:
        InputError: `text` is not a string, or what is selected takes a model.
        UnknownRule: no code begins so.

    >>> text = "Le débat porte sur le nucléaire programme."
    >>> detect(text), [finding.code for finding in detect(text, language_model="french-4gram")]
    ([], ['MT501'])
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).detect(text, source=source)


def clean_many(
    texts: Iterable[Any],
    *,
    language_model: str | Path | None = LANGUAGE_MODEL,
    repair_model: Seq2Seq | str | Path | None = None,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
    as_tuples: bool = False,
    errors: Errors = "raise",
    processes: int = 1,
    progress: bool = False,
) -> Iterator[Any]:
    """The repairs of many texts, in their order; the options are those of `Cleaner`.

    Args:
        as_tuples: texts come as pairs of an id and a text, repairs as pairs of id and repair.
        errors: "raise", or "keep" to have an error in the place of a repair and go on.
        processes: that work side by side.
        progress: show a progress bar on standard error.

    Raises:
        InputError: an option has no such value, `texts` is one string, or a text, told by its
            number, is none.

    >>> [repair.text for repair in clean_many(["le web,la radio", "rien"])]
    ['le web, la radio', 'rien']
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        safety=safety,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).clean_many(texts, as_tuples=as_tuples, errors=errors, processes=processes, progress=progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """A cleaner and a translator: the verbs with the models and settings of a house.

    Attributes:
        cleaner: repairs what is to be translated.
        translation_model: loaded, or the name or folder of one.
        beam_size: hypotheses followed at a time.
        repairs_first: whether what is translated is repaired before.

    >>> Pipeline().translate("Le vote aura lieu lundi. .").text
    'The vote will take place on Monday.'
    """

    cleaner: Cleaner = field(default_factory=Cleaner)
    translation_model: Seq2Seq | str | Path = TRANSLATION_MODEL
    beam_size: int = BEAM_SIZE
    repairs_first: bool = True

    @property
    def translator(self) -> Translator:
        """Translates texts as they are."""
        from mtrepair.translation import Translator

        return Translator(model=self.translation_model, beam_size=self.beam_size)

    def clean(self, text: str, *, source: str | None = None) -> Repair:
        """As `Cleaner.clean`."""
        return self.cleaner.clean(text, source=source)

    def clean_many(self, texts: Iterable[Any], **options: Any) -> Iterator[Any]:
        """As `Cleaner.clean_many`."""
        return self.cleaner.clean_many(texts, **options)

    def detect(self, text: str, *, source: str | None = None) -> Findings:
        """As `Cleaner.detect`."""
        return self.cleaner.detect(text, source=source)

    def clean_html(self, html: str) -> Repair:
        """As `Cleaner.clean_html`."""
        return self.cleaner.clean_html(html)

    def detect_html(self, html: str) -> Findings:
        """As `Cleaner.detect_html`."""
        return self.cleaner.detect_html(html)

    def clean_markdown(self, text: str) -> Repair:
        """As `Cleaner.clean_markdown`."""
        return self.cleaner.clean_markdown(text)

    def detect_markdown(self, text: str) -> Findings:
        """As `Cleaner.detect_markdown`."""
        return self.cleaner.detect_markdown(text)

    def translate(self, text: str) -> Translation:
        """The English of a text, repaired first; the pairs show the repaired French.

        Raises:
            InputError: `text` is not a string.
        """
        (translation,) = self._translations([checked(text)])
        return translation

    def translate_html(self, html: str) -> PageTranslation:
        """The English of a page, repaired first; its tags stay, around the words that stand for
        those they were around.

        Raises:
            InputError: `html` is not a string.

        >>> Pipeline().translate_html("<p>Le <b>vote</b> aura lieu lundi.</p>").text
        '<p>The <b>vote</b> will take place on Monday.</p>'
        """
        house = replace(self.cleaner, markup="html")
        (translation,) = replace(self, cleaner=house)._pages([checked(html)])
        return translation

    def translate_many(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        errors: Errors = "raise",
        processes: int = 1,
    ) -> Iterator[Any]:
        """The translations of many texts, repaired first; the options are those of `clean_many`."""
        if processes == 1:  # what can't be loaded is told at once
            self.translator.loaded()
            if self.repairs_first:
                self.cleaner.terms()
        return results(
            texts, self._translations, as_tuples=as_tuples, errors=errors, processes=processes
        )

    def _translations(self, texts: Sequence[str]) -> Sequence[Translation]:
        if self.cleaner.markup == "html":
            return self._pages(texts)
        return self.translator.translations(self._repaired(texts))

    def _pages(self, texts: Sequence[str]) -> list[PageTranslation]:
        from mtrepair.markup.english import page_translations

        return page_translations(self._repaired(texts), self.translator)

    def _repaired(self, texts: Sequence[str]) -> Sequence[str]:
        if not self.repairs_first:
            return texts
        terms = self.cleaner.terms()
        return [repair.text for repair in repaired(self.cleaner.markup, texts, terms)]


def load(
    *,
    language_model: str | Path | None = LANGUAGE_MODEL,
    repair_model: str | Path | None = None,
    translation_model: str | Path | None = None,
    engine: Engine | None = None,
    threads: int = 1,
    cleaner: Cleaner | None = None,
) -> Pipeline:
    """A pipeline with its seq2seq models loaded once, by one engine.

    Args:
        language_model: name or folder of the n-gram model that `clean` asks.
        repair_model: name of a shipped model or folder of a Marian one, of damaged French to
            French; for the engine "transformers" also another seq2seq model or a hub id.
            `mtrepair.backends.load_model` has more options.
        translation_model: likewise, of French to English; by default the one that comes with
            mtrepair, loaded when it is first asked.
        threads: batches worked on side by side.
        cleaner: a house's settings, in place of the models that `clean` asks.

    Raises:
        ModelError: there is no such model, or it is damaged.
        MissingExtra: the engine "transformers" without the extra "torch".

    >>> load().clean("Le vote a lieu lundi. .").text
    'Le vote a lieu lundi.'
    """
    from mtrepair.backends import load_model

    def loaded(model: str | Path | None) -> Seq2Seq | None:
        return None if model is None else load_model(model, engine=engine, threads=threads)

    own = Cleaner(language_model=language_model, repair_model=loaded(repair_model))
    return Pipeline(
        cleaner=cleaner or own, translation_model=loaded(translation_model) or TRANSLATION_MODEL
    )


def translate(
    text: str,
    *,
    clean: bool = True,
    translation_model: Seq2Seq | str | Path = TRANSLATION_MODEL,
    beam_size: int = BEAM_SIZE,
) -> Translation:
    """The English of a French text, segment by segment; paragraphs stay where they are.

    Args:
        clean: repair the text first, since damaged French translates worse; the pairs then show
            the repaired French.
        translation_model: loaded, or the name or folder of one; by default the one that comes
            with mtrepair.
        beam_size: hypotheses followed at a time.

    Raises:
        InputError: `text` is not a string, or an option is out of range.
        ModelError: there is no such model.

    >>> translate("Le vote aura lieu lundi. .").text
    'The vote will take place on Monday.'
    """
    return _translating(clean, translation_model, beam_size).translate(text)


def translate_many(
    texts: Iterable[Any],
    *,
    clean: bool = True,
    translation_model: Seq2Seq | str | Path = TRANSLATION_MODEL,
    beam_size: int = BEAM_SIZE,
    as_tuples: bool = False,
    errors: Errors = "raise",
    processes: int = 1,
) -> Iterator[Any]:
    """The translations of many texts, in their order; segments of several are batched together.

    The options are those of `translate` and of `clean_many`.
    """
    return _translating(clean, translation_model, beam_size).translate_many(
        texts, as_tuples=as_tuples, errors=errors, processes=processes
    )


def _translating(clean: bool, translation_model: Seq2Seq | str | Path, beam_size: int) -> Pipeline:
    return Pipeline(translation_model=translation_model, beam_size=beam_size, repairs_first=clean)
