"""The English of pages: their texts translated, their markup as it was, tags around its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtrepair.markup.blocks import Block, blocks
from mtrepair.markup.html import read_html, read_value
from mtrepair.markup.page import Page
from mtrepair.markup.placing import Rendering
from mtrepair.markup.written import as_value, written
from mtrepair.repair import apply
from mtrepair.translation import Pair, Translation, Translator
from mtrepair.translation.links import WordLinks, word_links
from mtrepair.translation.marks import habit
from mtrepair.translation.texts import ALREADY_ENGLISH
from mtrepair.types import Edit, Span


@dataclass(frozen=True, slots=True, repr=False)
class PageTranslation(Translation):
    """The English of a page with markup.

    Attributes:
        source: the French page.
        pairs: the segments of its texts, and their English, without tags; where each begins in
            the page, and where it ends.
        page: the English page.
    """

    page: str = ""

    @property
    def text(self) -> str:
        """The English page."""
        return self.page


@dataclass(frozen=True, slots=True)
class _Work:
    """What of a page is to be translated.

    Attributes:
        page: what it shows.
        values: where attributes and titles stand that are texts, and what they say.
        blocks: its blocks.
    """

    page: Page
    values: Sequence[tuple[Span, str]]
    blocks: Sequence[Block]

    @classmethod
    def of(cls, source: str) -> _Work:
        page = read_html(source)
        values = [(span, read_value(span.of(source)).text.strip()) for span in page.values]
        return cls(page, [own for own in values if own[1]], list(blocks(page)))

    @property
    def texts(self) -> list[str]:
        return [*(text for _, text in self.values), *(block.text for block in self.blocks)]


def page_translations(sources: Sequence[str], translator: Translator) -> list[PageTranslation]:
    """The translation of each HTML page, as it is; the segments of all are translated together.

    >>> (found,) = page_translations(["<p>Le <b>vote</b> aura lieu lundi.</p>"], Translator())
    >>> found.text
    '<p>The <b>vote</b> will take place on Monday.</p>'
    """
    works = [_Work.of(source) for source in sources]
    texts = [text for work in works for text in work.texts]
    done = iter(translator.translations(texts, quotes=habit("".join(texts))))
    own = [[next(done) for _ in work.texts] for work in works]
    renderings = _renderings(works, own, translator)
    return [
        _translated(work, translations, [next(renderings) for _ in work.blocks])
        for work, translations in zip(works, own, strict=True)
    ]


def _renderings(
    works: Sequence[_Work], own: Sequence[Sequence[Translation]], translator: Translator
) -> Iterator[Rendering | None]:
    """How words belong together, for each block in turn; None where nothing is to be placed."""
    asked = [
        translation.pairs if block.root.inner else None
        for work, translations in zip(works, own, strict=True)
        for block, translation in zip(work.blocks, translations[len(work.values) :], strict=True)
    ]
    pairs = [pair for pairs_of in asked if pairs_of for pair in pairs_of]
    # What was copied is told by its order.
    read = iter(_linked([pair for pair in pairs if pair.score is not None], translator))
    copied = iter(_linked([pair for pair in pairs if pair.score is None], None))
    for pairs_of in asked:
        yield (
            None
            if pairs_of is None
            else Rendering.of(
                (pair.source, pair.hypothesis, next(copied if pair.score is None else read))
                for pair in pairs_of
            )
        )


def _linked(pairs: Sequence[Pair], translator: Translator | None) -> list[WordLinks]:
    model = translator.loaded() if translator and pairs else None
    sources, hypotheses = [pair.source for pair in pairs], [pair.hypothesis for pair in pairs]
    return word_links(sources, hypotheses, model)


def _translated(
    work: _Work, translations: Sequence[Translation], renderings: Sequence[Rendering | None]
) -> PageTranslation:
    source = work.page.source
    of_values, of_blocks = translations[: len(work.values)], translations[len(work.values) :]
    pairs = [
        replace(pair, span=span)
        for (span, _), own in zip(work.values, of_values, strict=True)
        for pair in own.pairs
    ]
    for block, own in zip(work.blocks, of_blocks, strict=True):
        pairs += _pairs(block, own)
    pairs.sort(key=lambda pair: pair.span)
    english = bool(pairs) and all(ALREADY_ENGLISH in pair.notes for pair in pairs)
    values = (
        Edit(span, as_value(own.text, source[span.start - 1]))
        for (span, _), own in zip(work.values, of_values, strict=True)
    )
    page = apply(source, values)
    # The blocks again, whose tags have English attributes by now.
    edits = [
        Edit(block.span, written(block, rendering, own.text))
        for block, own, rendering in zip(
            blocks(read_html(page)), of_blocks, renderings, strict=True
        )
    ]
    return PageTranslation(
        source, tuple(pairs), (ALREADY_ENGLISH,) if english else (), apply(page, edits)
    )


def _pairs(block: Block, own: Translation) -> Iterator[Pair]:
    """The pairs of a block with what its placeholders show, and their places in the source."""
    for pair in own.pairs:
        yield replace(
            pair,
            span=block.in_source(pair.span),
            source=block.shown(pair.source),
            hypothesis=block.shown(pair.hypothesis),
        )
