"""The words of a French text and of its English source, with what each may be in the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mtrepair.french import unaccented
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.lexicon.tokens import ENGLISH, FRENCH
from mtrepair.translation.numbers import may_count
from mtrepair.translation.numerals import may_have_english_numerals
from mtrepair.types import Span

# Letters that the forms of a word have in common, and a word with its cognate: "presi".
HEAD = 5
# From this Zipf value on a word says nothing of what a sentence is about; rare ones say most.
_EMPTY, _HEAVIEST = 6.2, 3.0
# Shorter words look alike by chance, in two languages; in one, those that say something don't.
SHORTEST, SHORT, _SAYS = 4, 3, 0.3
_LETTERS = re.compile(r"[^\W\d_]+")


class Meaning(NamedTuple):
    """A word, number or mark of a text.

    Attributes:
        text: as it is written, U+2019 as `'`.
        lower: in small letters.
        weight: how much it says, 0 (marks and words of grammar) to 3 (rare words).
        heads: the first letters of what it may be in English, and of itself; digits whole.
    """

    text: str
    start: int
    lower: str
    weight: float
    heads: frozenset[str]

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Known(NamedTuple):
    """What is known of a form, wherever it stands: see `Meaning`.

    `counts` is whether it may be part of a number.
    """

    lower: str
    weight: float
    heads: frozenset[str]
    counts: bool


def french_forms(text: str) -> list[str]:
    """The words, numbers and marks of a French text, U+2019 as `'`.

    >>> french_forms("L’avion part.")
    ["L'", 'avion', 'part', '.']
    """
    return FRENCH.findall(text.replace("’", "'"))


def english_forms(text: str) -> list[str]:
    """The words, numbers and marks of an English text, U+2019 as `'`.

    >>> english_forms("Iran’s plane leaves.")
    ['Iran', "'s", 'plane', 'leaves', '.']
    """
    return ENGLISH.findall(text.replace("’", "'"))


def starts(text: str, forms: Iterable[str]) -> Iterator[int]:
    """Where the forms of a text stand; between them are spaces and underscores alone."""
    at, text = 0, text.replace("’", "'")
    for form in forms:
        at = text.index(form, at)
        yield at
        at += len(form)


@lru_cache(maxsize=1 << 16)
def known_in_french(form: str) -> Known:
    """What is known of a form of a French text.

    >>> sorted(known_in_french("pénurie").heads)
    ['lack', 'penur', 'short']
    """
    if not form[0].isalpha():
        return _of_mark(form)
    bilingual = load_bilingual()
    readings = bilingual.readings(form) or bilingual.readings(form.lower())
    english = [word for reading in readings for word in _LETTERS.findall(reading.english)]
    heads = _heads([form, *english]) | _short(english)
    lower, weight = form.lower(), _weight(load_lexicon().zipf(form))
    return Known(lower, weight, heads, may_count(lower))


@lru_cache(maxsize=1 << 16)
def known_in_english(form: str) -> Known:
    """What is known of a form of an English text.

    >>> sorted(known_in_english("shortage").heads)
    ['short']
    """
    if not form[0].isalpha():
        return _of_mark(form)
    lower, weight = form.lower(), _weight(load_lexicon().zipf_english(form))
    return Known(lower, weight, _heads([form]) | _short([form]), may_have_english_numerals(lower))


def _of_mark(form: str) -> Known:
    digits = re.sub(r"\D", "", form)
    heads = frozenset([digits] if digits else ())
    return Known(form, 1.0 if digits else 0.0, heads, bool(digits))


def _weight(zipf: float) -> float:
    return min(max(_EMPTY - zipf, 0.0), _HEAVIEST)


def _heads(words: Iterable[str]) -> frozenset[str]:
    plain = (unaccented(part) for word in words for part in _LETTERS.findall(word))
    return frozenset(word[:HEAD] for word in plain if len(word) >= SHORTEST or word.isupper())


def _short(english: Iterable[str]) -> frozenset[str]:
    """The short English words that say something: "war", "sea"."""
    weight, zipf = _weight, load_lexicon().zipf_english
    return frozenset(
        word.lower() for word in english if len(word) == SHORT and weight(zipf(word)) > _SAYS
    )
