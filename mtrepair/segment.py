"""Paragraphs, sentences and protected spans of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.types import Span

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")

# URLs, e-mail addresses, handles, inline code, placeholders and tags. Every alternative starts
# with a literal or is anchored by one, so that a text without them is scanned once.
_PROTECTED = re.compile(
    r"https?://[^\s<>«»“”\"]+"
    r"|\bwww\.[^\s<>«»“”\"]+"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|`[^`\n]+`"
    r"|\{\{?[^{}\n]{1,80}\}\}?"
    r"|<[a-zA-Z/!][^<>\n]{0,300}>"
)
_PROTECTED_TRIGGER = re.compile(r"://|www\.|[@`{<]")

# What may follow a full stop without ending a sentence.
_ABBREVIATION = re.compile(
    r"\b(?:M|MM|Mme|Mlle|Mgr|Dr|Me|St|Ste|Mr|Mrs|Ms|art|al|cf|ex|env|etc|fig|no|p|pp|tél|vol|av|bd"
    r"|apr|J|[A-ZÀ-Ý])\.$"
)
_SENTENCE_END = re.compile(r"[.!?…]+(?:[\s\u00a0\u202f]*[»”\"’)\]]+)?(?=\s+[\"“«‘(\[—–-]*\s*[A-ZÀ-ÝŒ0-9])")


def protected_spans(text: str) -> list[Span]:
    """Spans that no edit may touch: URLs, e-mail addresses, code, placeholders, tags.

    >>> protected_spans("voir https://exemple.fr/a,b ici")
    [Span(start=5, end=27)]
    """
    if _PROTECTED_TRIGGER.search(text) is None:
        return []
    spans = []
    for match in _PROTECTED.finditer(text):
        start, end = match.span()
        if match[0][0] in "hw":  # the mark that ends a sentence is no part of the address
            end = start + len(match[0].rstrip(".,;:!?)]'’"))
        spans.append(Span(start, end))
    return spans


def lines(text: str) -> list[Span]:
    """The lines of a text, each with its line end; they tile it."""
    return [Span(*match.span()) for match in _LINE.finditer(text)]


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text without the blank lines between them.

    >>> [span.of("a\\n\\n\\nb c\\n") for span in paragraphs("a\\n\\n\\nb c\\n")]
    ['a', 'b c\\n']
    """
    spans, start = [], 0
    for match in _PARAGRAPH_END.finditer(text):
        if match.start() > start:
            spans.append(Span(start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of one paragraph; they tile it, white space included.

    >>> text = "M. Sunak a parlé. Il est parti."
    >>> [sentence.of(text) for sentence in sentences(text, Span(0, len(text)))]
    ['M. Sunak a parlé. ', 'Il est parti.']
    """
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        if match[0] == "." and _ABBREVIATION.search(text, start, match.end()):
            continue
        end = match.end()
        while end < span.end and text[end].isspace():
            end += 1
        yield Span(start, end)
        start = end
    if start < span.end:
        yield Span(start, span.end)
