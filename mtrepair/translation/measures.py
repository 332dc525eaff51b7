"""Units behind numbers: told where a hypothesis lacks them, put back where their place is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from mtrepair.translation.numbers import SPACE, Number, numbers
from mtrepair.translation.written import Written, matched
from mtrepair.types import Span

_SPACE = f"[{SPACE}]"
# What may follow a unit in English: nothing that could be another word for it.
_FREE_AFTER = re.compile(
    r"(?:\s*$|\s*[,.;:!?)»”\"]|\s(?:of|and|or|in|at|on|to|for|with|from|by|per|than|a|the|this|last"
    r"|since|over|until|during|between)\b)",
    re.IGNORECASE,
)


class Unit(NamedTuple):
    """A unit of measure or money.

    Attributes:
        french: pattern of it behind a number.
        english: pattern of what says the same in English, anywhere in the hypothesis.
        symbol: what is put behind the number, or before it where `is_before`.
        asked: a French unit of its kind that models know, with which the source is asked again.
        answer: pattern of the English of `asked`, which gives way to the symbol; empty where it
            says the same.
        mistaken: pattern of what models write for it behind the number.
    """

    french: str
    english: str
    symbol: str
    asked: str
    answer: str = ""
    mistaken: str = ""
    is_before: bool = False


_LITRES = ("litres", r"lit(?:re|er)s?\b")
_CUPS = ("tasses", r"cups?\b")
UNITS = (
    Unit(rf"(?:[°º]{_SPACE}?C\b|degrés?{_SPACE}Celsius)", r"[°º]|degree|celsius", "°C", "degrés"),
    Unit(rf"(?:[°º]{_SPACE}?F\b)", r"[°º]|degree|fahrenheit", "°F", "degrés"),
    Unit(rf"(?:%|pour{_SPACE}cents?\b)", r"%|per\s?cent|percentage|points?\b", "%", "%",
         mistaken=r"\s?(?:for|to|of|by|pour) ?cents?\b|\scents?\b"),
    Unit(r"€", r"€|\beuro|\bEUR\b", "€", "euros", is_before=True),
    Unit(r"(?:US)?\$", r"\$|dollar|\bUSD\b", "$", "dollars", is_before=True),
    Unit(rf"(?:£|livres?{_SPACE}sterling\b)", r"£|\bpounds?\b|\bGBP\b", " pounds", "euros",
         r"euros?\b", mistaken=r"\s(?:of )?(?:sterling )?(?:books?|livres?|sterling)\b"
         r"(?:\s(?:of|from)?\s?(?:the )?sterling\b)?"),
    Unit(rf"(?:km²|km2\b|kilomètres?{_SPACE}carrés?\b)", r"km²|km2|square|sq\b", " km²",
         "kilomètres carrés"),
    Unit(rf"(?:m²|m2\b|mètres?{_SPACE}carrés?\b)", r"m²|m2|square|sq\b", " m²", "mètres carrés"),
    Unit(rf"(?:m³|m3\b|mètres?{_SPACE}cubes?\b)", r"m³|m3|cubic", " m³", "mètres cubes"),
    Unit(rf"(?:km/h\b|kilomètres?{_SPACE}(?:à{_SPACE}l['’])?heure\b|kilomètres?-heure\b)",
         r"km/h|kmh|kph|kilomet(?:re|er)|\bmph|\bmiles", " km/h", "kilomètres par heure"),
    Unit(r"cl\b", r"(?<![a-z])cls?\b|centilit|lit(?:re|er)", " cl", *_LITRES),
    Unit(r"ml\b", r"(?<![a-z])ml\b|millilit|lit(?:re|er)", " ml", *_LITRES),
    Unit(r"dl\b", r"(?<![a-z])dls?\b|decilit|lit(?:re|er)", " dl", *_LITRES),
    Unit(r"kg\b", r"(?<![a-z])kgs?\b|kilo", " kg", "kilos"),
    Unit(r"km\b", r"(?<![a-z])kms?\b|kilomet|mile", " km", "kilomètres"),
    Unit(r"cm\b", r"(?<![a-z])cms?\b|centimet|inch", " cm", "centimètres"),
    Unit(r"mm\b", r"(?<![a-z])mm\b|millimet", " mm", "millimètres"),
    Unit(r"ha\b", r"(?<![a-z])ha\b|hectare", " ha", "hectares"),
    Unit(rf"(?:cuill[eè]r(?:e|ée)s?{_SPACE}à{_SPACE}soupe\b|c\.{_SPACE}?à{_SPACE}?s\.)",
         r"spoon|\btbsp", " tablespoons", *_CUPS),
    Unit(rf"(?:cuill[eè]r(?:e|ée)s?{_SPACE}à{_SPACE}café\b|c\.{_SPACE}?à{_SPACE}?c\.)",
         r"spoon|\btsp", " teaspoons", *_CUPS),
)  # fmt: skip
_OF_MILLIONS = rf"(?:{_SPACE}(?:millions?|milliards?){_SPACE}d(?:e{_SPACE}|['’]))?"
_FRENCH = [re.compile(rf"{_OF_MILLIONS}{_SPACE}?({unit.french})") for unit in UNITS]
_ENGLISH = [re.compile(unit.english, re.IGNORECASE) for unit in UNITS]


_SCALES = re.compile(r"(?:\s(?:thousand|[mb]illion|trillion))?", re.IGNORECASE)
_EURO_BEFORE = re.compile(r"(?:EUR\s|€)$")
_MISTAKEN = {
    unit.symbol: re.compile(unit.mistaken, re.IGNORECASE) for unit in UNITS if unit.mistaken
}


class Measure(NamedTuple):
    """A number of a source, its unit, and where that stands."""

    number: Number
    unit: Unit
    span: Span


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def measures(source: str) -> tuple[Measure, ...]:
    """The numbers of a French text that have a unit.

    >>> [(m.number.english, m.unit.symbol) for m in measures("25 cl de lait à 4 °C")]
    [('25', ' cl'), ('4', '°C')]
    """
    return tuple(_measures(source))


def _measures(source: str) -> Iterator[Measure]:
    for number in numbers(source):
        for unit, pattern in zip(UNITS, _FRENCH, strict=True):
            if match := pattern.match(source, number.end):
                yield Measure(number, unit, Span(*match.span(1)))
                break


def lost_measures(source: str, hypothesis: str) -> list[Measure]:
    """The measures of a source whose unit a hypothesis has nowhere, in a symbol or in words.

    >>> [m.unit.symbol for m in lost_measures("25 cl de lait", "25 of milk")]
    [' cl']
    """
    return [m for m in measures(source) if not _is_there(m.unit, hypothesis)]


def measured(source: str, hypothesis: str) -> str:
    """The hypothesis with units behind the numbers that lost them, where nothing else may be one.

    >>> measured("Versez 25 cl de lait", "Pour 25 of milk")
    'Pour 25 cl of milk'
    >>> measured("La hausse est de 12 %.", "The rise is 12.")
    'The rise is 12%.'
    """
    lost = lost_measures(source, hypothesis)
    if not lost:
        return hypothesis
    places, _ = matched(numbers(source), hypothesis)
    for own, number in reversed(places):
        unit = next((m.unit for m in lost if m.number == number), None)
        if unit is not None:
            hypothesis = _put(hypothesis, own, unit)
    return hypothesis


def _put(text: str, own: Written, unit: Unit) -> str:
    scale = _SCALES.match(text, own.end)
    end = scale.end() if scale else own.end
    symbol = " percent" if unit.symbol == "%" and own.in_words else unit.symbol
    mistaken = _MISTAKEN.get(unit.symbol)
    if mistaken and (match := mistaken.match(text, end)):
        return text[:end] + symbol + text[match.end() :]
    if unit.is_before and not own.in_words and not text[own.start - 1 : own.start].strip():
        return f"{text[: own.start]}{symbol}{text[own.start :]}"
    if unit.is_before or end > own.end or not _FREE_AFTER.match(text, end):
        return text
    return text[:end] + symbol + text[end:]


def answered(source: str, hypothesis: str) -> str:
    """The answer to a source that was asked with other units, with its own.

    >>> answered("Versez 25 cl de lait", "Pour 25 litres of milk")
    'Pour 25 cl of milk'
    """
    for number, unit, _ in measures(source):
        if unit.answer:
            places, _ = matched([number], hypothesis)
            at = [own for own, found in places if found is not None]
            hypothesis = _with_own(hypothesis, at[0], unit) if at else hypothesis
    return hypothesis


def _with_own(text: str, own: Written, unit: Unit) -> str:
    """The text with the unit in the place of the answer behind a number, or before it."""
    if unit.symbol == " pounds" and (match := _EURO_BEFORE.search(text, 0, own.start)):
        return f"{text[: match.start()]}£{text[own.start :]}"
    after = re.compile(rf"(?:\s(?:thousand|[mb]illion))?(?:\sof)?\s({unit.answer})", re.IGNORECASE)
    match = after.match(text, own.end)
    if match is None:
        return text
    symbol = unit.symbol.strip()
    if not match[1].endswith("s"):
        symbol = symbol.removesuffix("s")
    return text[: match.start(1)] + symbol + text[match.end(1) :]


def _is_there(unit: Unit, hypothesis: str) -> bool:
    return _ENGLISH[UNITS.index(unit)].search(hypothesis) is not None
