"""The words of a French text and of its English source, with what each may be in the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from mtrepair.french import unaccented
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.lexicon.tokens import ENGLISH, FRENCH
from mtrepair.translation.numbers import word_may_count
from mtrepair.translation.numerals import may_have_english_numerals
from mtrepair.types import Span

# Letters that the forms of a word have in common, and a word with its cognate: "presi".
HEAD = 5
# From this Zipf value on a word says nothing of what a sentence is about; rare ones say most.
_EMPTY, _HEAVIEST = 6.2, 3.0
# Shorter words look alike by chance, in two languages; in one, those that say something don't.
SHORTEST, SHORT, _SAYS = 4, 3, 0.3
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_FORMS = 1 << 16
_SETS: dict[frozenset[str], frozenset[str]] = {}


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

    `counts` is whether it may be part of a number, `size` its letters and digits if it says
    something, `is_mixed` whether it has capitals.
    """

    lower: str
    weight: float
    heads: frozenset[str]
    counts: bool
    size: int
    is_mixed: bool


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


class Knowledge(dict[str, Known]):
    """What is known of the forms that were met, looked up once.

    A dictionary: it is asked for each word, and what notes the order of its uses is slower.
    """

    def __init__(self, know: Callable[[str], Known]) -> None:
        self._know = know

    def __missing__(self, form: str) -> Known:
        if len(self) >= _MOST_FORMS:
            self.clear()
        known = self[form] = self._know(form)
        return known


def _known_in_french(form: str) -> Known:
    """What is known of a form of a French text.

    >>> sorted(_known_in_french("pénurie").heads)
    ['lack', 'penur', 'short']
    """
    if not form[0].isalpha():
        return _of_mark(form)
    bilingual = load_bilingual()
    readings = bilingual.readings(form) or bilingual.readings(form.lower())
    english = [word for reading in readings for word in _LETTERS.findall(reading.english)]
    heads = _heads([form, *english]) | _short(english)
    weight = _weight(load_lexicon().zipf(form))
    return _known(form, weight, heads, counts=word_may_count(form.lower()))


def _known_in_english(form: str) -> Known:
    """What is known of a form of an English text.

    >>> sorted(_known_in_english("shortage").heads)
    ['short']
    """
    if not form[0].isalpha():
        return _of_mark(form)
    weight, heads = _weight(load_lexicon().zipf_english(form)), _heads([form]) | _short([form])
    return _known(form, weight, heads, counts=may_have_english_numerals(form.lower()))


IN_FRENCH, IN_ENGLISH = Knowledge(_known_in_french), Knowledge(_known_in_english)


def _of_mark(form: str) -> Known:
    digits = re.sub(r"\D", "", form)
    heads = frozenset([intern(digits)] if digits else ())
    return _known(form, 1.0 if digits else 0.0, heads, counts=bool(digits))


def _known(form: str, weight: float, heads: frozenset[str], *, counts: bool) -> Known:
    lower, size = form.lower(), len(form) if heads or weight else 0
    # One set for all forms of a word: what is read a million times should be small.
    heads = _SETS.setdefault(heads, heads) if len(_SETS) < _MOST_FORMS else heads
    return Known(lower, weight, heads, counts, size, is_mixed=form != lower)


@lru_cache(maxsize=256)
def _weight(zipf: float) -> float:
    return min(max(_EMPTY - zipf, 0.0), _HEAVIEST)


def _heads(words: Iterable[str]) -> frozenset[str]:
    plain = (unaccented(part) for word in words for part in _LETTERS.findall(word))
    # Interned: the same few are looked up in each other a million times.
    return frozenset(
        intern(word[:HEAD]) for word in plain if len(word) >= SHORTEST or word.isupper()
    )


def _short(english: Iterable[str]) -> frozenset[str]:
    """The short English words that say something: "war", "sea"."""
    weight, zipf = _weight, load_lexicon().zipf_english
    return frozenset(
        intern(word.lower())
        for word in english
        if len(word) == SHORT and weight(zipf(word)) > _SAYS
    )
