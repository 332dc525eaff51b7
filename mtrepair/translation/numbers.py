"""Numbers carried from French into English: their form, and whether a hypothesis has them all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SPACE = " \u00a0\u202f\u2009"
_DIGITS = rf"\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_CLOCK = r"\d{1,2}(?::[0-5]\d)+(?!\d)"
_NUMBER = re.compile(
    rf"(?<!\d)(?:(?P<hour>\d{{1,2}})(?:[{_SPACE}]?(?:h|heures?)[{_SPACE}]?(?P<minute>[0-5]\d)"
    rf"|[{_SPACE}]?h|(?=[{_SPACE}]heures?\b))(?!\w)"
    rf"|(?P<clock>{_CLOCK})|{_DIGITS})",
    re.IGNORECASE,
)
_DECIMAL_UNIT = re.compile(rf"[{_SPACE}]?%")
# What a hypothesis may make of them: 5:40 p.m., 5 pm, 17h40, 17:40, 4 500, 4.500, 4,500.
_WRITTEN = re.compile(
    r"(?<!\d)(?:(?P<twelve>\d{1,2})(?:[:.](?P<past>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour>\d{1,2})\s?h(?P<minute>[0-5]\d)?(?!\w)"
    rf"|(?P<clock>{_CLOCK})|{_DIGITS})",
    re.IGNORECASE,
)
_SCALE = re.compile(rf"[{_SPACE}]?(millions?|milliards?|billions?)\b", re.IGNORECASE)
_ENGLISH_SCALE = {"million": "million", "milliard": "billion", "billion": "trillion"}
# "thousand million" is what the European institutions wrote for a billion.
_WRITTEN_SCALE = re.compile(r"[ \u00a0](thousand million|[mb]illion|trillion)s?\b", re.IGNORECASE)
_SCALED = re.compile(r"[ \u00a0-](?:hundred|thousand|[mb]illion)s?\b", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_PER_CENT = re.compile(rf"(?<=\d)[{_SPACE}]+%")

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH_WORDS = (
    {str(i): word for i, word in enumerate(_SMALL)}
    | {str(10 * i): word for i, word in enumerate(_TENS, 2)}
    | {f"{10 * i + j}": f"{t}-{_SMALL[j]}" for i, t in enumerate(_TENS, 2) for j in range(1, 10)}
    | {"100": "hundred", "1000": "thousand"}
)
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth"}
_FRENCH_WORDS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt"
).split()
_FRENCH_VALUES = {word: str(i) for i, word in enumerate(_FRENCH_WORDS)} | {
    "une": "1", "premier": "1", "première": "1", "second": "2", "seconde": "2", "trente": "30",
    "quarante": "40", "cinquante": "50", "soixante": "60", "cent": "100", "cents": "100",
    "mille": "1000", "demi": "1/2", "quart": "1/4", "tiers": "1/3",
}  # fmt: skip
_ROMAN = re.compile(r"\b[IVX]+(?=e\b|er\b|\b)")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a French text: what it is worth as a key, how English writes it, its scale."""

    value: str
    english: str
    scale: str
    start: int
    end: int


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a French text in their order.

    >>> [(n.english, n.scale) for n in numbers("2,3 milliards pour 4 500 chars à 17h40")]
    [('2.3', 'billion'), ('4,500', ''), ('17:40', '')]
    """
    return tuple(_number(match, text) for match in _NUMBER.finditer(text))


def anglicised(text: str) -> str:
    """The text with its French numbers as English writes them; its words are left alone.

    >>> anglicised("12 %, 4 500 et 2,3 à 17 h 40")
    '12%, 4,500 et 2.3 à 17:40'
    """
    return _PER_CENT.sub("%", _NUMBER.sub(lambda match: _number(match, text).english, text))


def carried(source: str, hypothesis: str) -> str:
    """The hypothesis with the numbers of its source in English form, and with their scale.

    One number that is missing takes the place of the only number that has no source.

    >>> carried("2,3 milliards pour 4 500 chars", "2,3 million for 4 500 tanks")
    '2.3 billion for 4,500 tanks'
    >>> carried("plus de 300 drones", "more than 330 drones")
    'more than 300 drones'
    """
    wanted = numbers(source)
    if not wanted:
        return hypothesis
    places, left = _matched(wanted, hypothesis)
    missing = [n for n in wanted if n in left and not _spelled_out(n, hypothesis)]
    strangers = [
        m
        for m, n in places
        if n is None and _is_stranger(m, source) and not _SCALED.match(hypothesis, m.end())
    ]
    if len(missing) == len(strangers) == 1:
        places = [(m, missing[0] if m is strangers[0] else n) for m, n in places]
    parts, done = [], 0
    for match, number in places:
        parts.append(hypothesis[done : match.start()])
        done = match.end()
        parts.append(match[0] if number is None else _form(number, match))
        scale = _WRITTEN_SCALE.match(hypothesis, done)
        if number is not None and number.scale and scale:
            parts.append(" " + number.scale)
            done = scale.end()
    return _PER_CENT.sub("%", "".join([*parts, hypothesis[done:]]))


def missing_numbers(source: str, hypothesis: str) -> list[str]:
    """The numbers of a French source, in English form, that its hypothesis lacks.

    A number that the hypothesis spells out is there; so is one of the twelve-hour clock.

    >>> missing_numbers("les 8 et 35 drones à 17h40", "the eight and drones at 5.40 p.m.")
    ['35']
    """
    _, left = _matched(numbers(source), hypothesis)
    return [n.english for n in left if not _spelled_out(n, hypothesis)]


def strange_numbers(source: str, hypothesis: str) -> list[str]:
    """The numbers of a hypothesis that its source has neither in digits nor in words.

    >>> strange_numbers("les deux drones de 2023", "the 2 drones of 2023 and 1984")
    ['1984']
    """
    places, _ = _matched(numbers(source), hypothesis)
    return [m[0] for m, number in places if number is None and _is_stranger(m, source)]


def _number(match: re.Match[str], text: str) -> Number:
    if match["hour"] or match["clock"]:
        return Number(*_time(match), "", *match.span())
    scale = _SCALE.match(text, match.end())
    scaled = scale is not None or _DECIMAL_UNIT.match(text, match.end()) is not None
    value, english = _read(match[0], scaled=scaled)
    named = _ENGLISH_SCALE[scale[1].lower().rstrip("s")] if scale else ""
    return Number(value, english, named, *match.span())


def _time(match: re.Match[str]) -> tuple[str, str]:
    """Value and English form of a time; a bare hour may also be a duration and stays as it is."""
    if match["clock"]:
        hour, _, rest = match["clock"].partition(":")
        return f"{int(hour)}:{rest}", match["clock"]
    if match["minute"]:
        return (f"{int(match['hour'])}:{match['minute']}",) * 2
    return f"{int(match['hour'])}h", match[0]


def _read(written: str, *, scaled: bool) -> tuple[str, str]:
    """Value and English form of digits with French separators.

    A full stop before three digits groups thousands, as in the French press; so does a comma,
    as in the English that a machine left behind, but before "millions" or % it is decimal.
    """
    plain = re.sub(rf"[{_SPACE}]", "", written)
    *groups, last = re.split(r"[.,]", plain)
    marks = "".join(c for c in plain if c in ".,")
    whole = [*groups, last] if len(set(marks)) == 1 else groups
    decimals = "" if whole[-1:] == [last] else last
    thousands = (
        marks and len(whole[0]) <= 3 and whole[0] != "0" and all(len(g) == 3 for g in whole[1:])
    )
    if thousands and not (scaled and marks == ","):
        return _joined("".join(whole), decimals), _joined(",".join(whole), decimals)
    if marks not in ("", ","):
        return plain, plain  # a version, a date, an address
    head, _, decimals = plain.partition(",")
    return _joined(head, decimals), _joined(
        head if plain == written else f"{int(head):,}", decimals
    )


def _joined(whole: str, decimals: str) -> str:
    return f"{whole}.{decimals}" if decimals else whole


def _matched(
    wanted: Sequence[Number], hypothesis: str
) -> tuple[list[tuple[re.Match[str], Number | None]], list[Number]]:
    """Each number of the hypothesis with its source, and the sources that have none.

    A source that stands for two written numbers is no longer left, whichever comes first.
    """
    places: list[tuple[re.Match[str], Number | None]] = []
    left = list(wanted)
    for match in _WRITTEN.finditer(hypothesis):
        readings = _readings(match)
        found = next((n for n in [*left, *wanted] if n.value in readings), None)
        if found in left:
            left.remove(found)
        places.append((match, found))
    used = {number.value for _, number in places if number is not None}
    return places, [number for number in left if number.value not in used]


def _readings(match: re.Match[str]) -> set[str]:
    """What written digits may be worth: their separators group, or the last one is decimal."""
    if match["half"]:
        hour = int(match["twelve"]) % 12 + (12 if match["half"].lower() == "p" else 0)
        return _clock_values(hour, match["past"] or "00")
    if match["hour"]:
        return _clock_values(int(match["hour"]), match["minute"] or "00")
    parts = re.split(rf"[{_SPACE}.,:]", match[0])
    if match["clock"]:
        return {_time(match)[0], *(_clock_values(int(parts[0]), "00") if parts[1] == "00" else ())}
    readings = {"".join(parts), match[0], f"{parts[0]}h"}
    if len(parts) > 1:
        readings |= {f"{''.join(parts[:-1])}.{parts[-1]}", f"{int(parts[0])}:{parts[1]}"}
    return readings


def _clock_values(hour: int, minute: str) -> set[str]:
    return {f"{hour}:{minute}", f"{hour}h"} if minute == "00" else {f"{hour}:{minute}"}


def _form(number: Number, match: re.Match[str]) -> str:
    """The digits as they are where English reads them rightly, else those of the source."""
    if match["half"] or number.value.endswith("h"):
        return match[0]
    right = match[0].replace(",", "") == number.value and _GROUPED.fullmatch(match[0])
    grouped = "," in match[0] or "," not in number.english
    return match[0] if right and grouped else number.english


def _spelled_out(number: Number, hypothesis: str) -> bool:
    """Whether the number stands there in words: eight, first, 10 thousand."""
    words = [_ENGLISH_WORDS.get(number.value), _ORDINALS.get(number.value)]
    if number.value.endswith("0") and (word := words[0]):
        words.append(word.replace("y", "ie"))  # the sixties
    words += [
        f"{number.value[: -len(zeros)]} {scale}"
        for zeros, scale in (("000", "thousand"), ("000000", "million"))
        if number.value.endswith(zeros)
    ]
    return any(word and re.search(rf"\b{word}", hypothesis, re.IGNORECASE) for word in words)


def _is_stranger(match: re.Match[str], source: str) -> bool:
    """Whether no words of the source can have become these digits."""
    words = _LETTERS.findall(source.lower())
    values = {_FRENCH_VALUES[word] for word in words if word in _FRENCH_VALUES}
    values |= {part for word in words for part in _parts(word)}
    if match[0] in values or _ROMAN.search(source):
        return False
    # "quatre-vingts", "deux cent mille": compounds are not worked out, only recognised.
    return not (values and len(values & {"20", "60", "100", "1000"}))


def _parts(word: str) -> list[str]:
    return [_FRENCH_VALUES[part] for part in word.split("-") if part in _FRENCH_VALUES]
