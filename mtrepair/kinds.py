"""What texts are, plain or with markup, and what is repaired and found in each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mtrepair.course import Course, Terms, repairs
from mtrepair.findings import Findings
from mtrepair.repair import Repair
from mtrepair.types import Finding

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


def _looked(kind: MarkupKind, text: str, terms: Terms) -> list[Finding]:
    if kind == "text":
        return Course(text, terms).look()
    from mtrepair.markup.course import page_findings

    return page_findings(text, terms, kind=kind)
