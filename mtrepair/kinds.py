"""What texts are, plain or with markup, and what is repaired and found in each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple, Protocol

from mtrepair.course import Course, Terms, repairs
from mtrepair.document import Document
from mtrepair.findings import Findings
from mtrepair.protected import merged
from mtrepair.repair import Repair
from mtrepair.types import Finding, Span, meets

MarkupKind = Literal["text", "html", "markdown"]
MARKUP_KINDS: tuple[MarkupKind, ...] = ("text", "html", "markdown")

_BY_SUFFIX: dict[str, MarkupKind] = {
    ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
PAGE_SUFFIXES = frozenset(_BY_SUFFIX)


def kind_of(suffix: str) -> MarkupKind:
    """What a file with this suffix is.

    >>> kind_of(".HTM"), kind_of(".md"), kind_of("")
    ('html', 'markdown', 'text')
    """
    return _BY_SUFFIX.get(suffix.lower(), "text")


def repaired(kind: MarkupKind, texts: Sequence[str], terms: Terms) -> list[Repair]:
    """The repair of each of the texts, which are of one kind."""
    if kind == "text":
        return repairs(texts, terms)
    from mtrepair.markup.course import page_repairs

    return page_repairs(texts, terms, kind=kind)


def found(kind: MarkupKind, texts: Sequence[str], terms: Terms) -> list[Findings]:
    """What is found in each of the texts, by rules alone where no model is asked."""
    if terms.language_model is None:
        return [Findings(text, _looked(kind, text, terms)) for text in texts]
    return [Findings(own.original, own.findings) for own in repaired(kind, texts, terms)]


def against(
    kind: MarkupKind, text: str, source: str, terms: Terms, *, source_kind: MarkupKind = "text"
) -> list[Finding]:
    """What a text's English source gives away, sorted by place; house words are left alone."""
    from mtrepair.source import source_findings

    own, other = visible(kind, text), visible(source_kind, source)
    found = source_findings(own.text, other.text)
    if terms.keep:
        words = Document(own.text).words
        kept = merged(span for keep in terms.keep for span in keep.spans(own.text, words))
        found = [one for one in found if not meets(kept, one.span)]
    return terms.wanted(_placed(one, own, other) for one in found)


def _placed(finding: Finding, own: Visible, other: Visible) -> Finding:
    """A finding on what two texts show, moved to the texts as they are given."""
    span = own.span(finding.span)
    beside = None if finding.source_span is None else other.span(finding.source_span)
    return replace(finding, span=span, text=span.of(own.source), source_span=beside)


class Visible(Protocol):
    """What a reader sees of a text, and where it comes from."""

    @property
    def source(self) -> str: ...
    @property
    def text(self) -> str: ...
    def span(self, span: Span) -> Span: ...


class _Plain(NamedTuple):
    """A text without markup."""

    source: str

    @property
    def text(self) -> str:
        return self.source

    def span(self, span: Span) -> Span:
        return span


def visible(kind: MarkupKind, source: str) -> Visible:
    """What a reader sees of a text of that kind.

    >>> visible("html", "<p>Il part<b>demain</b>.</p>").text.strip()
    'Il partdemain.'
    """
    if kind == "text" or not isinstance(source, str):
        return _Plain(source)
    from mtrepair.markup import read_html
    from mtrepair.markup.markdown import read_markdown

    return read_html(source) if kind == "html" else read_markdown(source)


def _looked(kind: MarkupKind, text: str, terms: Terms) -> list[Finding]:
    if kind == "text":
        return Course(text, terms).look()
    from mtrepair.markup.course import page_findings

    return page_findings(text, terms, kind=kind)
