"""The verbs as functions for texts with markup."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mtrepair.backends.shipped import BEAM_SIZE, TRANSLATION_MODEL
from mtrepair.cleaner import LANGUAGE_MODEL, Cleaner
from mtrepair.findings import Findings
from mtrepair.pipeline import Pipeline
from mtrepair.repair import Repair
from mtrepair.types import Safety, Style

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq
    from mtrepair.markup.english import PageTranslation


def clean_html(
    html: str,
    *,
    source_html: str | None = None,
    language_model: str | Path | None = LANGUAGE_MODEL,
    repair_model: Seq2Seq | str | Path | None = None,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
) -> Repair:
    """The page with what its reader sees repaired; its tags, comments and attributes stay.

    Offsets of findings and edits count code points of the source; the options are those of
    `Cleaner`.

    Raises:
        InputError: `html` is not a string, or an option has no such value.
        ModelError: a model is missing or damaged.

    >>> clean_html('<p>Il va de l’avant<a href="/a">malgré la demande</a>.</p>').text
    '<p>Il va de l’avant <a href="/a">malgré la demande</a>.</p>'
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        safety=safety,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).clean_html(html, source_html=source_html)


def detect_html(
    html: str,
    *,
    source_html: str | None = None,
    language_model: str | Path | None = None,
    repair_model: Seq2Seq | str | Path | None = None,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
) -> Findings:
    """The artefacts of what a page shows, sorted by place, offsets in code points of `html`.

    The options are those of `detect`.

    Raises:
        InputError: `html` is not a string, or what is selected takes a model.
        UnknownRule: no code begins so.

    >>> [(finding.code, finding.text) for finding in detect_html("<p>Il part<b>demain</b>.</p>")]
    [('MT101', 'part<b>demain')]
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).detect_html(html, source_html=source_html)


def clean_markdown(
    text: str,
    *,
    language_model: str | Path | None = LANGUAGE_MODEL,
    repair_model: Seq2Seq | str | Path | None = None,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
) -> Repair:
    """The Markdown with what its reader sees repaired; marks, code, targets and front matter stay.

    A space lost at a mark of emphasis goes outside it. Offsets of findings and edits count code
    points of `text`; the options are those of `Cleaner`.

    Raises:
        InputError: `text` is not a string, or an option has no such value.
        ModelError: a model is missing or damaged.

    >>> clean_markdown("Le **rapport**et [la loi,la seule](/a,b).").text
    'Le **rapport** et [la loi, la seule](/a,b).'
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        safety=safety,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).clean_markdown(text)


def detect_markdown(
    text: str,
    *,
    language_model: str | Path | None = None,
    repair_model: Seq2Seq | str | Path | None = None,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
) -> Findings:
    """The artefacts of what Markdown shows, sorted by place, offsets in code points of `text`.

    The options are those of `detect`.

    Raises:
        InputError: `text` is not a string, or what is selected takes a model.
        UnknownRule: no code begins so.

    >>> [(finding.code, finding.text) for finding in detect_markdown("Il part**demain**.")]
    [('MT101', 'part**demain')]
    """
    return Cleaner(
        language_model=language_model,
        repair_model=repair_model,
        style=style,
        select=select,
        ignore=ignore,
        keep=keep,
    ).detect_markdown(text)


def translate_html(
    html: str,
    *,
    clean: bool = True,
    translation_model: Seq2Seq | str | Path = TRANSLATION_MODEL,
    beam_size: int = BEAM_SIZE,
) -> PageTranslation:
    """The English of a French page, block by block, with its markup.

    Inline elements go around the words that stand for those they were around; `alt`, `title` and
    the page's title and description are translated; code, `translate="no"` and what else is
    protected stays. `.text` is the English page, `.pairs` has its segments without tags.

    Args:
        clean: repair the page first.
        translation_model: loaded, or the name or folder of one.
        beam_size: hypotheses followed at a time.

    Raises:
        InputError: `html` is not a string, or an option is out of range.
        ModelError: there is no such model.

    >>> translate_html('<p>Un accord <a href="/a">historique</a>.</p>').text
    '<p>An <a href="/a">historic</a> agreement.</p>'
    """
    pipeline = Pipeline(
        translation_model=translation_model, beam_size=beam_size, repairs_first=clean
    )
    return pipeline.translate_html(html)
