"""The words of a French text and of its English source, with what each may be in the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from mtrepair.french import unaccented
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.lexicon.tokens import ENGLISH, FRENCH

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
    end: int
    lower: str
    weight: float
    heads: frozenset[str]


class _Known(NamedTuple):
    """What is known of a form, wherever it stands."""

    lower: str
    weight: float
    heads: frozenset[str]


def french_words(text: str, start: int, end: int) -> list[Meaning]:
    """The words of a part of a French text.

    >>> [sorted(word.heads) for word in french_words("la pénurie", 3, 10)]
    [['lack', 'penur', 'short']]
    """
    return _read(FRENCH, text[start:end], start, _of_french)


def english_words(text: str, start: int, end: int) -> list[Meaning]:
    """The words of a part of an English text.

    >>> [sorted(word.heads) for word in english_words("the shortage", 4, 12)]
    [['short']]
    """
    return _read(ENGLISH, text[start:end], start, _of_english)


def _read(
    tokens: re.Pattern[str], text: str, offset: int, known: Callable[[str], _Known]
) -> list[Meaning]:
    return [
        Meaning(form, offset + match.start(), offset + match.end(), *known(form))
        for match in tokens.finditer(text.replace("’", "'"))
        for form in [match[0]]
    ]


@lru_cache(maxsize=1 << 16)
def _of_french(form: str) -> _Known:
    if not form[0].isalpha():
        return _of_mark(form)
    bilingual = load_bilingual()
    readings = bilingual.readings(form) or bilingual.readings(form.lower())
    english = [word for reading in readings for word in _LETTERS.findall(reading.english)]
    heads = _heads([form, *english]) | _short(english)
    return _Known(form.lower(), _weight(load_lexicon().zipf(form)), heads)


@lru_cache(maxsize=1 << 16)
def _of_english(form: str) -> _Known:
    if not form[0].isalpha():
        return _of_mark(form)
    weight = _weight(load_lexicon().zipf_english(form))
    return _Known(form.lower(), weight, _heads([form]) | _short([form]))


def _of_mark(form: str) -> _Known:
    digits = re.sub(r"\D", "", form)
    return _Known(form, 1.0 if digits else 0.0, frozenset([digits] if digits else ()))


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
