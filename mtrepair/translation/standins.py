"""Words that stand in for what a model must not touch: it copies them, and they are put back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mtrepair.translation.kept import noun_spans
from mtrepair.translation.names import rare_names
from mtrepair.translation.numbers import numbers
from mtrepair.types import Span, covers

# Names alike in French and English that stand without an article and are frequent in parallel
# text: models copy them when they lose a rare name or an address. After an apostrophe a vowel.
_NAMES = ("Madrid", "Berlin", "Paris", "Portugal")
_VOWEL_NAMES = ("Europe", "Oslo")
_DIGITS = "87539642"
_APOSTROPHES = ("'", "’")
_STAND_IN = re.compile(
    rf"\b(?:{'|'.join(_NAMES + _VOWEL_NAMES)})\b|(?<![\d.,:])[2-9](?!\d|[.,:]\d)"
)


class Masked(NamedTuple):
    """A text with stand-ins, and what each of them stands for, in English form."""

    text: str
    meanings: dict[str, str]


def masked(text: str, *, facts: bool = False) -> Masked:
    """The text with a name for each address, placeholder, handle or piece of code.

    Args:
        facts: also a name for each rare name, and a digit for each longer number.

    What finds no free stand-in stays.

    >>> masked("Voir https://exemple.fr/a pour plus").text
    'Voir Madrid pour plus'
    >>> masked("Rishi Sunak a 4 500 chars", facts=True)
    Masked(text='Madrid a 8 chars', meanings={'Madrid': 'Rishi Sunak', '8': '4,500'})
    """
    nouns = noun_spans(text)
    wanted = [(span, span.of(text), False) for span in nouns]
    if facts:
        others = [(span, span.of(text), False) for span in rare_names(text)]
        others += _long_numbers(text)
        wanted += [item for item in others if not covers(nouns, item[0].start)]
    free = {False: list(_free(text, _NAMES)), True: list(_free(text, _DIGITS))}
    vowels = list(_free(text, _VOWEL_NAMES))
    meanings: dict[str, str] = {}
    pieces, done = [], 0
    for span, meaning, is_number in sorted(wanted):
        elided = not is_number and text[span.start - 1 : span.start] in _APOSTROPHES
        stock = vowels if elided else free[is_number]
        if not stock:
            continue
        pieces += [text[done : span.start], stock[0]]
        meanings[stock.pop(0)] = meaning
        done = span.end
    return Masked("".join([*pieces, text[done:]]), meanings)


def unmasked(hypothesis: str, meanings: dict[str, str]) -> str:
    """The hypothesis with what the stand-ins stand for in their place."""
    if not meanings:
        return hypothesis
    return _STAND_IN.sub(lambda match: meanings.get(match[0], match[0]), hypothesis)


def lost_meanings(hypothesis: str, meanings: dict[str, str]) -> list[str]:
    """What stood behind a stand-in that a hypothesis does not have exactly once."""
    found = _STAND_IN.findall(hypothesis)
    return [meaning for word, meaning in meanings.items() if found.count(word) != 1]


def _long_numbers(text: str) -> Iterator[tuple[Span, str, bool]]:
    for number in numbers(text):
        digits = sum(map(str.isdigit, number.value))
        # "21e" would come back as "21th".
        if digits > 1 and not text[number.end : number.end + 1].isalpha():
            yield Span(number.start, number.end), number.english, True


def _free(text: str, words: str | tuple[str, ...]) -> Iterator[str]:
    return (word for word in words if word not in text)
