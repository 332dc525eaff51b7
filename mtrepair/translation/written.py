"""The numbers of an English hypothesis, in digits and in words, and what each may be worth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mtrepair.translation.numbers import (
    CLOCK,
    DIGIT,
    DIGITS,
    SPACE,
    TELEPHONE,
    Number,
    as_digits,
    scaled,
    time_of,
)
from mtrepair.translation.numerals import Numeral, english_numerals

# What a hypothesis may make of them: 5:40 p.m., 5 pm, 17h40, 17:40, 4 500, 4.500, 4,500.
_WRITTEN = re.compile(
    rf"(?<!\d)(?:{TELEPHONE}"
    r"|(?P<twelve>\d{1,2})(?:[:.](?P<past>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour>\d{1,2})\s?h(?P<minute>[0-5]\d)?(?!\w)"
    rf"|(?P<clock>{CLOCK})|{DIGITS})",
    re.IGNORECASE,
)
# "thousand million" is what the European institutions wrote for a billion.
WRITTEN_SCALE = re.compile(
    r"[ \u00a0](thousand million|thousand|[mb]illion|trillion|milliard)s?\b", re.IGNORECASE
)
_ANY_SCALE = re.compile(
    r"[ \u00a0-]?(?:(?P<word>thousand million|thousand|[mb]illion|trillion)s?"
    r"|(?P<short>bn|tn|m))\b",
    re.IGNORECASE,
)
# Five o’clock in the afternoon is 17 heures.
_LATE = re.compile(
    r"(?: o['’]clock)?(?: in the (?:afternoon|evening)| at night| tonight)| o['’]clock",
    re.IGNORECASE,
)
_SHORT = {"bn": "billion", "tn": "trillion", "m": "million"}


@dataclass(frozen=True, slots=True)
class Written:
    """A number of a hypothesis.

    Attributes:
        readings: the values that it may have, as keys; its separators group, or the last one is
            decimal.
        full: those with the thousand or the million behind it.
        is_time: whether it is of the twelve-hour clock.
    """

    start: int
    end: int
    text: str
    readings: frozenset[str]
    full: frozenset[str] = frozenset()
    is_time: bool = False
    in_words: bool = False
    is_ordinal: bool = False

    @property
    def values(self) -> frozenset[str]:
        """All that it may be worth."""
        return self.readings | self.full


def written(hypothesis: str) -> list[Written]:
    """The numbers of an English text in their order.

    >>> [number.text for number in written("ninety-two of 4,500 at 5 pm")]
    ['ninety-two', '4,500', '5 pm']
    """
    has_digits = DIGIT.search(hypothesis) is not None
    found = _WRITTEN.finditer(hypothesis) if has_digits else ()
    digits = [_in_digits(match, hypothesis) for match in found]
    # "ten thousand", and the 10 of "10 thousand" with it: a thousand is no number of its own.
    words = [
        _in_words(numeral, hypothesis)
        for numeral in english_numerals(hypothesis)
        if not _multiplies(hypothesis, numeral.start)
    ]
    return sorted([*digits, *words], key=lambda number: number.start)


def matched(
    wanted: Sequence[Number], hypothesis: str
) -> tuple[list[tuple[Written, Number | None]], list[Number]]:
    """Each number of the hypothesis with its source, and the sources that have none.

    A source that stands for two written numbers is no longer left, whichever comes first.
    """
    places: list[tuple[Written, Number | None]] = []
    left = list(wanted)
    for own in written(hypothesis):
        found = next((n for n in [*left, *wanted] if n.values & own.values), None)
        if found in left:
            left.remove(found)
        places.append((own, found))
    used = {number.value for _, number in places if number is not None}
    return places, [number for number in left if number.value not in used]


def _multiplies(text: str, start: int) -> bool:
    """Whether a thousand or a hundred belongs to the digits before it: "10 thousand"."""
    return text[start - 1 : start] in (" ", "\u00a0", "-") and text[start - 2 : start - 1].isdigit()


def _in_words(numeral: Numeral, text: str) -> Written:
    readings = {f"{numeral.value}", f"{numeral.value}h"}
    if _LATE.match(text, numeral.end):
        readings.add(f"{numeral.value + 12}h")
    own = _with_scale(text, numeral.start, numeral.end, readings)
    return replace(own, in_words=True, is_ordinal=numeral.is_ordinal)


def _in_digits(match: re.Match[str], text: str) -> Written:
    readings = _readings(match)
    if match["half"]:
        return Written(*match.span(), match[0], frozenset(readings), is_time=True)
    if _LATE.match(text, match.end()):
        hour, colon, minutes = match[0].partition(":")
        if hour.isdecimal() and len(hour) < 3 and int(hour) <= 12:
            readings |= _clock_values(int(hour) % 12 + 12, minutes if colon else "00")
    return _with_scale(text, match.start(), match.end(), readings)


def _with_scale(text: str, start: int, end: int, readings: set[str]) -> Written:
    full: Iterator[str] = iter(())
    if match := _ANY_SCALE.match(text, end):
        word = (match["word"] or _SHORT[match["short"].lower()]).lower()
        scale = "billion" if word == "thousand million" else word
        full = (scaled(own, scale) for own in readings)
    own = text[start:end]
    return Written(start, end, own, frozenset(readings), frozenset(full))


def _readings(match: re.Match[str]) -> set[str]:
    if match["telephone"]:
        return {as_digits(match[0])}
    if match["half"]:
        hour = int(match["twelve"]) % 12 + (12 if match["half"].lower() == "p" else 0)
        return _clock_values(hour, match["past"] or "00")
    if match["hour"]:
        return _clock_values(int(match["hour"]), match["minute"] or "00")
    parts = re.split(rf"[{SPACE}.,:'’]", match[0])
    if match["clock"]:
        full = _clock_values(int(parts[0]), "00") if parts[1] == "00" else set()
        return {time_of(match)[0], *full}
    readings = {"".join(parts), match[0], f"{parts[0]}h"}
    if len(parts) > 1:
        hour_of = parts[0].lstrip("0") or "0"
        decimal = f"{''.join(parts[:-1])}.{parts[-1]}"
        readings |= {decimal, f"{hour_of}:{parts[1]}"}
        if len(parts[-1]) < 3:  # 2.0 is 2, but 74.000 may be thousands
            readings.add(decimal.rstrip("0").rstrip("."))
    return readings


def _clock_values(hour: int, minute: str) -> set[str]:
    return {f"{hour}:{minute}", f"{hour}h"} if minute == "00" else {f"{hour}:{minute}"}
