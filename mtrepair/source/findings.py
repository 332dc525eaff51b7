"""What differs from the English source as findings; a source that can't be one is told once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

from mtrepair.codes import CODES
from mtrepair.errors import InputError
from mtrepair.language import is_english
from mtrepair.revision import Revision
from mtrepair.source.differences import Comparison, Difference, read_pair
from mtrepair.source.sentences import Statement
from mtrepair.types import Finding, Span
from mtrepair.view import view

MISMATCH = "MT700"
# Share of what both texts say that their pairs have in common: 0.45 to 0.7 for translations of
# news, below 0.1 for two articles.
_SAME = 0.25
# A text so many times as long as the other is no translation of it.
_LONGEST = 5
# Shorter texts have too little in common to tell.
_FEWEST_WORDS = 12
# So many characters tell a language, and so many words do where they leave no doubt: the share of
# words that only its grammar has, in human translations of news a fifth, and that of the other's.
_ENOUGH, _GLANCE = 400, 70
_MANY, _HARDLY_ANY = 0.12, 0.03
_FRENCH = frozenset("de la le les et des du une que dans est pour".split())
_ENGLISH = frozenset("the of and to that is was for with by from".split())


def source_findings(text: str, source: str) -> list[Finding]:
    """The findings of a French text that its English source gives away, sorted by place.

    None has a fix: what is right a person decides. A source that is empty, no English, or that of
    another text is told as one finding.

    Raises:
        InputError: `source` is not a string.

    >>> [f.code for f in source_findings("Il a vendu 35 chars.", "He sold 53 tanks.")]
    ['MT701']
    >>> found, = source_findings("Il a vendu 35 chars.", "")
    >>> found.code, found.message
    ('MT700', 'nothing was compared: the source is empty')
    """
    if not isinstance(source, str):
        raise InputError(f"the source must be a str, not {type(source).__name__}")
    if not text.strip():
        return []
    own, other = view(text), view(source)
    reading = read_pair(own.text, other.text)
    wrong = _mismatch(own.text, other.text, reading)
    if wrong:
        return [
            _finding(Difference(MISMATCH, Span(0, 0), Span(0, 0), wrong, 0.9), text, own, other)
        ]
    return [_finding(one, text, own, other) for one in reading.differences()]


def _finding(one: Difference, text: str, own: Revision, other: Revision) -> Finding:
    about = CODES[one.code]
    span = own.span_in_original(one.span)
    return Finding(
        code=one.code,
        name=about.name,
        span=span,
        text=span.of(text),
        message=one.message,
        severity=about.severity,
        confidence=one.confidence,
        found_by="source",
        source_span=other.span_in_original(one.source_span),
    )


def _mismatch(text: str, source: str, reading: Comparison) -> str:
    """Why the source can't be that of the text; empty if it may be."""
    if not source.strip():
        return "nothing was compared: the source is empty"
    words = _length(reading.french), _length(reading.english)
    if min(words) < _FEWEST_WORDS:
        return ""
    text_is_english, source_is_english = _languages(text, source, reading)
    if text_is_english and not source_is_english:
        return "nothing was compared: text and source are the wrong way round"
    if not source_is_english:
        return "nothing was compared: the source is not in English"
    if text_is_english:
        return "nothing was compared: the text is in English"
    if max(words) > _LONGEST * min(words):
        longer = "source" if words[1] > words[0] else "text"
        return f"nothing was compared: the {longer} is {max(words) // min(words)} times as long"
    if reading.likeness < _SAME:
        return "nothing was compared: the source is that of another text"
    return ""


def _length(sentences: Sequence[Statement]) -> int:
    """Words, numbers and marks."""
    return sum([len(sentence.forms) for sentence in sentences])


def _languages(text: str, source: str, reading: Comparison) -> tuple[bool, bool]:
    """Whether the text and whether the source is in English."""
    if _has(_FRENCH, _ENGLISH, reading.french) and _has(_ENGLISH, _FRENCH, reading.english):
        return False, True
    return is_english(text[:_ENOUGH]), is_english(source[:_ENOUGH])


def _has(own: frozenset[str], other: frozenset[str], sentences: Sequence[Statement]) -> bool:
    """Whether a text is in a language beyond doubt, by the words of grammar at its beginning."""
    forms = list(islice(chain.from_iterable(one.lower for one in sentences), _GLANCE))
    owns, others = (sum(map(language.__contains__, forms)) for language in (own, other))
    return owns >= _MANY * len(forms) > 0 and others <= _HARDLY_ANY * len(forms)
