"""Words that stand in for what a model must not touch: it copies them, and they are put back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtrepair.translation.kept import noun_spans
from mtrepair.translation.names import rare_names
from mtrepair.translation.numbers import Number, numbers
from mtrepair.translation.rewording import reworded
from mtrepair.types import Span, covers

# Names alike in French and English that stand without an article and are frequent in parallel
# text: models copy them when they lose a rare name or an address. After an apostrophe a vowel.
_NAMES = ("Madrid", "Berlin", "Paris", "Portugal")
_VOWEL_NAMES = ("Europe", "Oslo")
# Models copy a digit, or write it in words.
_DIGITS = {
    "8": "eight", "7": "seven", "5": "five", "3": "three", "9": "nine", "6": "six", "4": "four",
    "2": "two",
}  # fmt: skip
_APOSTROPHES = ("'", "’")
_STAND_IN = re.compile(
    rf"\b(?:{'|'.join(_NAMES + _VOWEL_NAMES)})\b|(?<![\d.,:])[2-9](?!\d|[.,:]\d)"
    rf"|\b(?i:{'|'.join(_DIGITS.values())})\b"
)


# What a stand-in is wanted for, its English, and whether it is a number.
_Wanted = tuple[Span, str, bool]


class Masked(NamedTuple):
    """A text with stand-ins, and what each of them stands for, in English form.

    Attributes:
        text: what a hypothesis is held against.
        meanings: the English of each stand-in.
        question: what the model is asked: the text, or the same in other words.
        begins_upper: whether what was there began with a capital.
    """

    text: str
    meanings: dict[str, str]
    question: str
    begins_upper: bool = False


def masked(text: str, *, facts: bool = False, wording: bool = False) -> Masked:
    """The text with a name for each address, placeholder, handle or piece of code.

    A digit stands for each telephone number.

    Args:
        facts: also a name for each rare name, and a digit for each number of two or more digits
            or in words.
        wording: ask for units, rises, falls and negations in more frequent words.

    What finds no free stand-in stays.

    >>> masked("Voir https://exemple.fr/a pour plus").text
    'Voir Madrid pour plus'
    >>> masked("Rishi Sunak a 4 500 chars et trois avions", facts=True)[:2]
    ('Madrid a 8 chars et 7 avions', {'Madrid': 'Rishi Sunak', '8': '4,500', '7': 'three'})
    """
    nouns = noun_spans(text)
    figures = numbers(text)
    wanted = [(span, span.of(text), False) for span in nouns]
    if facts:
        others = [(span, span.of(text), False) for span in rare_names(text)]
        wanted += [item for item in others if not covers(nouns, item[0].start)]
    wanted += [
        (Span(number.start, number.end), number.english, True)
        for number in figures
        if number.is_telephone or (facts and _is_long(number, text))
        if not covers(nouns, number.start)
    ]
    free = {False: list(_free(text, _NAMES)), True: _free_digits(text, figures, wanted)}
    vowels = list(_free(text, _VOWEL_NAMES))
    meanings: dict[str, str] = {}
    pieces, done = [], 0
    for span, meaning, is_number in sorted(wanted):
        elided = not is_number and text[span.start - 1 : span.start] in _APOSTROPHES
        stock = vowels if elided else free[is_number]
        if not stock or span.start < done:
            continue
        # "une vingtaine d’avions" is replaced up to the noun.
        glued = text[span.end : span.end + 1].isalpha() and text[span.end - 1] in _APOSTROPHES
        pieces += [text[done : span.start], stock[0] + " " * glued]
        meanings[stock.pop(0)] = meaning
        done = span.end
    plain = "".join([*pieces, text[done:]])
    return Masked(plain, meanings, reworded(plain) if wording else plain, text[:1].isupper())


def unmasked(hypothesis: str, asked: Masked) -> str:
    """The hypothesis with what the stand-ins stand for in their place."""
    if not asked.meanings:
        return hypothesis

    def meaning(match: re.Match[str]) -> str:
        found = asked.meanings.get(_name(match[0]), match[0])
        return found[:1].upper() + found[1:] if asked.begins_upper and not match.start() else found

    return _STAND_IN.sub(meaning, hypothesis)


def lost_meanings(hypothesis: str, meanings: dict[str, str]) -> list[str]:
    """What stood behind a stand-in that a hypothesis does not have exactly once."""
    found = [_name(word) for word in _STAND_IN.findall(hypothesis)]
    return [meaning for word, meaning in meanings.items() if found.count(word) != 1]


def _name(word: str) -> str:
    """The stand-in that a word is, the digit where it is one in words."""
    return next((digit for digit, own in _DIGITS.items() if own == word.lower()), word)


def _is_long(number: Number, text: str) -> bool:
    digits = sum(map(str.isdigit, number.value))
    # "21e" would come back as "21th".
    return number.in_words or (digits > 1 and not text[number.end : number.end + 1].isalpha())


def _free(text: str, words: tuple[str, ...]) -> Iterator[str]:
    return (word for word in words if word not in text)


def _free_digits(text: str, figures: Sequence[Number], wanted: Sequence[_Wanted]) -> list[str]:
    """The digits that stand nowhere else by themselves, in figures or in words."""
    masked = {span.start for span, _, _ in wanted}
    stay = {n.value for n in figures if n.in_words or n.start not in masked}
    return [digit for digit in _DIGITS if digit not in stay]
