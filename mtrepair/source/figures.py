"""MT701: numbers of a text that its source does not have, and those of the source that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mtrepair.source.units import Measured, english_unit, french_unit
from mtrepair.translation.carried import is_said, worth
from mtrepair.translation.numbers import Number, numbers, said_otherwise, scaled
from mtrepair.translation.written import Written, written
from mtrepair.types import Span

# Up to here a number in words may be a pronoun, an article, or said otherwise: one, both, a dozen.
_SMALL = 12
# What the same quantity is in another unit: miles and kilometres, feet and metres, and so on.
_FACTORS = {
    ("mile", "kilometre"): 1.609, ("mile per hour", "kilometre per hour"): 1.609,
    ("foot", "metre"): 0.3048, ("inch", "centimetre"): 2.54, ("foot", "kilometre"): 0.0003048,
    ("pound sterling", "kilo"): 0.4536, ("acre", "hectare"): 0.4047,
    ("kilo", "tonne"): 0.001, ("metre", "kilometre"): 0.001, ("centimetre", "metre"): 0.01,
    ("day", "week"): 1 / 7, ("hour", "day"): 1 / 24, ("month", "year"): 1 / 12,
    ("year", "decade"): 0.1, ("year", "century"): 0.01,
    ("minute", "hour"): 1 / 60, ("second", "minute"): 1 / 60, ("gram", "kilo"): 0.001,
}  # fmt: skip
_NEAR = 0.06
_PERCENTAGES = {
    "50": "half|halves", "25": "quarter|fourth", "33": "third", "75": "three[- ]quarters",
    "66": "two[- ]thirds", "67": "two[- ]thirds", "20": "fifth", "10": "tenth",
    "100": "doubl|all|full", "200": "tripl", "0": "zero|no",
}  # fmt: skip
_ABOUT = re.compile(
    r"\b(?:environ|près d[e'’]|presque|quelque|plus d[e'’]|moins d[e'’]|autour de|à peu près|vers"
    r"|about|around|nearly"
    r"|almost|some|over|more than|less than|under|roughly|approximately|close to|up to)\s?$",
    re.IGNORECASE,
)
_REACH = 16
# "at the age of 13", "Martin Poole, 50, a …": years without their name.
_AGE = re.compile(
    r"\b(?:age[ds]?(?: of| between \d+ and| \d+ (?:to|and))?|under|over)\s$", re.IGNORECASE
)
_IS_AGE = re.compile(r",\s\d\d?(?=,|\.\s|\sand\b|$)")
_PARTS = {
    "50": r"\bmoitié|\bdemi", "25": r"\bquart", "33": r"\btiers", "75": r"\bquarts",
    "66": r"\btiers", "67": r"\btiers", "100": r"\btou[ts]|\bdoubl", "200": r"\btripl",
}  # fmt: skip
# What is given once more in another unit or money: "100 feet (30 m)".
_GIVEN_AGAIN = re.compile(r"\s?\([^()a-z]{0,8}\d[^()]{0,20}\)")
_ASIDE = re.compile(r"\([^()]{0,30}$")
# What says two without a number, in either language.
_TWO = re.compile(r"\b(?:both|couple|pairs?|doubl\w+|twice|halv\w+|half)\b", re.IGNORECASE)
_DEUX = re.compile(
    r"\b(?:deux\w*|2|second\w*|moitiés?|demie?s?|mi|doubl\w+|couples?|paires?|bi\w+|jum\w+"
    r"|l['’]un\w*|tant|aussi bien|ainsi)\b",
    re.IGNORECASE,
)
# English left behind a time: "8:30 PM".
_HALF_OF_DAY = re.compile(r"\s?[ap]\.?\s?m\b\.?", re.IGNORECASE)
_DOZENS = re.compile(r" dozen\b", re.IGNORECASE)
_ROMAN = re.compile(r"\b([IVXLC]+)(?:er|re|èm?e|e|eme|ième)?\b")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of either text.

    Attributes:
        text: the sentence.
        span: of the number with its unit.
        values: what it may be worth, as keys; with its scale where it has one.
        bare: without its scale.
        unit: what it counts; empty if that is no unit.
    """

    text: str
    span: Span
    values: frozenset[str]
    bare: frozenset[str]
    unit: str

    @property
    def is_loose(self) -> bool:
        """Whether the other language may say it in other words, or leave it out."""
        raise NotImplementedError

    @property
    def is_about(self) -> bool:
        """Whether the text says that it is rounded."""
        start = self.span.start
        return _ABOUT.search(self.text, max(0, start - _REACH), start) is not None

    def equals(self, other: Figure) -> bool:
        """Whether both may be worth the same; one without a scale may have that of a neighbour."""
        if self.values & other.values:
            return True
        one_scale = (self.values == self.bare) != (other.values == other.bare)
        return one_scale and bool(self.bare & other.bare)

    @property
    def amounts(self) -> list[float]:
        """The values that are quantities."""
        return [float(own) for own in self.values if _is_plain(own)]


@dataclass(frozen=True, slots=True)
class FrenchFigure(Figure):
    """One of the French text."""

    number: Number

    @property
    def is_loose(self) -> bool:
        number = self.number
        is_small = number.in_words and _is_small({number.value})
        is_aside = bool(self.unit) and _is_aside(self.text, number.start)
        return number.is_rough or is_small or number.value == "1" or is_aside


@dataclass(frozen=True, slots=True)
class EnglishFigure(Figure):
    """One of the source."""

    number: Written

    @property
    def is_loose(self) -> bool:
        number = self.number
        is_small = number.in_words and _is_small(number.readings)
        is_again = _GIVEN_AGAIN.match(self.text, self.span.end) is not None
        is_aside = is_again or _is_aside(self.text, number.start)
        return number.is_ordinal or is_small or "1" in number.readings or is_aside


class Changed(NamedTuple):
    """A number that differs; one of the sides may lack it."""

    french: Figure | None
    english: Figure | None
    is_unit: bool = False


def changed_figures(french: str, english: str) -> list[Changed]:
    """The numbers of two sentences that are not the same.

    >>> changed, = changed_figures("Un prêt de 2,3 milliards", "A loan of 3.2bn")
    >>> sorted(changed.french.values), sorted(changed.english.values)
    (['2300000000'], ['3200000000'])
    >>> changed_figures("À 17h40, trois des 4 500 chars", "At 5.40 p.m. three of the 4,500 tanks")
    []
    """
    own = [_french_figure(n, french) for n in numbers(french) if _counts(n, french)]
    source = [_english_figure(n, english) for n in written(english) if _counts(n, english)]
    if not own and not source:
        return []
    pairs, left, lost = _matched(own, source)
    added = [f for f in own if f in left and not _is_said(f, english)]
    words = worth(french) | set(_romans(french)) if lost else set()
    years = "|".join(f.number.also for f in own if f.number.also)
    gone = [e for e in source if e in lost and not _is_in(e, french, words)]
    if years:
        gone = [e for e in gone if not re.match(years, e.span.of(english))]
    found = [Changed(f, e, is_unit=True) for f, e in pairs if _differ_in_unit(f, e)]
    found += _told(*_without_same(added, gone))
    if added and _TWO.search(english) and not _DEUX.search(french):
        told = {one.french for one in found}
        found += [Changed(f, None) for f in added if f not in told and _is_more(f, english)]
    return found


def _is_more(figure: Figure, english: str) -> bool:
    """Whether a number is over two, and not the half of something: "six mois", half a year."""
    is_half = bool(figure.unit) and "half" in english.lower()
    least = min(figure.amounts, default=0)
    is_rough = figure.is_loose and least > _SMALL  # "une quarantaine"
    return least > 2 and not is_half and not is_rough


def _counts(number: Number | Written, text: str) -> bool:
    """Whether a number counts or dates something: no part of a name, MP3 or the Twenty-Seven."""
    own = text[number.start : number.end]
    is_name = own[0].isupper() and text[: number.start].rstrip()[-1:] not in (
        "",
        ".",
        ":",
        "!",
        "?",
    )
    is_glued = text[number.start - 1 : number.start].isalpha()
    # "four dozen" is "une quarantaine" or "une cinquantaine".
    return not is_name and not is_glued and _DOZENS.match(text, number.end) is None


def _is_said(figure: FrenchFigure, english: str) -> bool:
    """Whether English says a French number without it: "within a day"."""
    number = figure.number
    words = said_otherwise(number.value.removesuffix("h"))
    if figure.unit == "percent":
        words = _PERCENTAGES.get(number.value, words)
    if is_said(number, english) or (words and re.search(rf"\b(?:{words})", english, re.I)):
        return True
    # "1366x768", "Step2", "v1.0"
    glued = rf"(?:(?<=\d[x×])|(?<=[^\W\d_])){re.escape(number.value)}(?!\d)"
    return re.search(glued, english) is not None


def _is_in(figure: EnglishFigure, french: str, words: set[str]) -> bool:
    """Whether French has an English number without a figure of its own: "moitié", "DaRT7"."""
    digits = re.escape(figure.number.text)
    glued = rf"(?<=[^\W\d_]){digits}(?!\d)|(?<!\d){digits}(?=[^\W\d_])"
    return (
        not words.isdisjoint(figure.values)
        or _is_part(figure, french)
        or re.search(glued, french) is not None
    )


def _is_part(figure: Figure, french: str) -> bool:
    """Whether French has the word for an English percentage: "la moitié"."""
    words = [_PARTS[own] for own in figure.values if own in _PARTS]
    is_share = figure.unit == "percent" and bool(words)
    return is_share and re.search("|".join(words), french, re.IGNORECASE) is not None


def _romans(text: str) -> Iterator[str]:
    """What the Roman numbers of a French text are worth: "XIXe siècle", "Benoît XVI"."""
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_DIGITS[digit] for digit in match[1]]
        yield str(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))


def _french_figure(number: Number, text: str) -> FrenchFigure:
    unit = french_unit(text, number.end)
    span = Span(number.start, _end(number.end, unit, text, number.scale))
    values = frozenset({scaled(number.value, number.scale)})
    if half := _HALF_OF_DAY.match(text, number.end):
        values |= written(text[number.start : half.end()])[0].values
    kind = unit.kind if unit else ""
    return FrenchFigure(text, span, values, frozenset({number.value}), kind, number)


def _end(end: int, unit: Measured | None, text: str, scale: str) -> int:
    if unit:
        return unit.edge
    if not scale:
        return end
    word = text[end:].lstrip()
    return len(text) - len(word) + len(word.split()[0].rstrip(",.;:!?)»”")) if word else end


def _english_figure(number: Written, text: str) -> EnglishFigure:
    unit = english_unit(text, number.start, number.end)
    if number.full and unit and unit.kind == "metre":  # 1m, a million
        unit = None
    start = min(number.start, unit.edge) if unit else number.start
    end = max(number.end, unit.edge) if unit else number.end
    kind = unit.kind if unit else ""
    if not kind and (
        _AGE.search(text, max(0, start - 24), start) or _IS_AGE.match(text, start - 2)
    ):
        kind = "year"
    values = _in_full(number) or number.readings
    return EnglishFigure(text, Span(start, end), values, number.readings, kind, number)


def _in_full(number: Written) -> frozenset[str]:
    """What a number with a million behind it is worth, its marks read as English has them."""
    plain = sorted((own for own in number.full if _is_plain(own)), key=float)
    if not plain:
        return frozenset()
    return frozenset(plain[:1] if "." in number.text else plain[-1:])


def _is_aside(text: str, start: int) -> bool:
    """Whether a number stands in brackets behind another one."""
    match = _ASIDE.search(text, max(0, start - 40), start)
    return match is not None and any(
        map(str.isdigit, text[max(0, match.start() - 30) : match.start()])
    )


def _is_small(values: frozenset[str] | set[str]) -> bool:
    return all(
        not _is_plain(own) or float(own) <= _SMALL or float(own) in (100, 1000) for own in values
    )


def _is_plain(value: str) -> bool:
    return value.replace(".", "", 1).isdecimal() and len(value) < 18


def _matched(
    french: Sequence[FrenchFigure], english: Sequence[EnglishFigure]
) -> tuple[list[tuple[FrenchFigure, EnglishFigure]], list[FrenchFigure], list[EnglishFigure]]:
    """Pairs worth the same, and what is left of either side; one may stand for its repetition."""
    left, pairs, lost = list(french), [], []
    for figure in english:
        found = next((own for own in left if own.equals(figure)), None)
        if found is not None:
            left.remove(found)
            pairs.append((found, figure))
        elif not any(own.equals(figure) for own in french):
            lost.append(figure)
    return pairs, [own for own in left if not any(own.equals(e) for e in english)], lost


def _differ_in_unit(french: Figure, english: Figure) -> bool:
    return bool(french.unit and english.unit and french.unit != english.unit)


def _without_same(
    added: Sequence[Figure], lost: Sequence[Figure]
) -> tuple[list[Figure], list[Figure]]:
    """The figures without those that are the same rounded or in another unit."""
    left, gone = list(added), list(lost)
    for own in added:
        same = next((figure for figure in gone if _is_about(own, figure)), None)
        if same is not None:
            left.remove(own)
            gone.remove(same)
    return left, gone


def _is_about(french: Figure, english: Figure) -> bool:
    factor = _FACTORS.get((english.unit, french.unit))
    back = _FACTORS.get((french.unit, english.unit))
    ratio = factor or (1 / back if back else 0.0)
    for own in french.amounts:
        for other in english.amounts:
            if ratio and abs(own - ratio * other) <= _NEAR * own:
                return True
            if own != other and _is_year(own, other):
                return True
    return _is_rounded(french, english) or _is_time(french, english) or _is_time(english, french)


def _is_year(one: float, other: float) -> bool:
    """Whether one is a year and the other its last two digits: the 80s, 2000-08."""
    short, year = sorted((one, other))
    return short < _CENTURY and 1800 <= year < 2100 and year % _CENTURY == short


def _is_time(one: Figure, other: Figure) -> bool:
    """Whether one is a time of which the other is the hour or the minute: 2 heures 40 minutes."""
    parts = {part.lstrip("0") or "0" for own in one.values for part in own.split(":") if ":" in own}
    return bool(parts & other.values)


def _is_rounded(one: Figure, other: Figure) -> bool:
    """Whether one is the other with fewer digits, and says so: "près de 2,4 millions", 2.36m."""
    for figure, exact in ((one, other), (other, one)):
        if figure.is_about and not exact.is_about and figure.unit == exact.unit:
            for own in figure.amounts:
                digits = len(f"{own:.10g}".replace(".", "").strip("0"))
                if any(f"{value:.{digits}g}" == f"{own:.{digits}g}" for value in exact.amounts):
                    return True
    return False


def _told(added: Sequence[Figure], lost: Sequence[Figure]) -> Iterator[Changed]:
    """What is left, paired where as many are left on either side, or where the unit says which."""
    left, gone = list(added), list(lost)
    if len(left) == len(gone):
        yield from map(Changed, left, gone)
        return
    for own in added:
        near = [figure for figure in gone if figure.unit == own.unit and figure.unit]
        if len(near) == 1:
            left.remove(own)
            gone.remove(near[0])
            yield Changed(own, near[0])
    yield from (Changed(own, None) for own in left if not own.is_loose)
    yield from (Changed(None, figure) for figure in gone if not figure.is_loose)
