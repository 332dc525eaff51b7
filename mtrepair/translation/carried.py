"""Numbers carried over: put into English form where a hypothesis has them, told where it lacks
them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtrepair.translation.numbers import (
    Number,
    as_digits,
    numbers,
    tells_time_in_words,
    without_space_before_percent,
)
from mtrepair.translation.numerals import french_numerals
from mtrepair.translation.written import WRITTEN_SCALE, Written, matched

_SCALED = re.compile(r"[ \u00a0-](?:hundred|thousand|[mb]illion)s?\b", re.IGNORECASE)
_ANY_SCALE = re.compile(
    r"\b(?:thousand|[mb]illion|trillion|milliard|bn)|\d(?:m|bn)\b", re.IGNORECASE
)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
# A minus, in words or as a dash that a model set apart, before the number.
_MINUS_BEFORE = re.compile(r"(?:minus|negative|[-−–])\s?$", re.IGNORECASE)
_APART_BEFORE = re.compile(r"(?:^|(?<=\s))[-−–]\s$")
_BELOW_AFTER = re.compile(r".{0,20}\bbelow\b", re.IGNORECASE)
_REACH = 12
# Digits that a model may have set apart: fewer might be two numbers.
_FEWEST_DIGITS, _MOST_DIGITS = 4, 20
_GAP = r"\W{0,2}"

_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth"}
_DECADES = {
    "20": "twenties", "30": "thirties", "40": "forties", "50": "fifties", "60": "sixties",
    "70": "seventies", "80": "eighties", "90": "nineties",
}  # fmt: skip
# French words that a hypothesis may write in digits though they are no numbers in words.
_WORTH = {
    "un": "1", "une": "1", "cent": "100", "cents": "100", "demi": "1/2", "quart": "1/4",
    "tiers": "1/3", "neuf": "9", "onze": "11", "midi": "12", "minuit": "12", "couple": "2",
    "double": "2", "triple": "3", "siècle": "100", "décennie": "10", "dizaine": "10",
    "douzaine": "12", "quinzaine": "15", "vingtaine": "20", "trentaine": "30", "centaine": "100",
    "millier": "1000", "milliers": "1000",
}  # fmt: skip
_AGED = {
    "trentenaire": "30", "quadragénaire": "40", "quinquagénaire": "50", "sexagénaire": "60",
    "septuagénaire": "70", "octogénaire": "80", "nonagénaire": "90", "centenaire": "100",
    "bicentenaire": "200", "quinquennat": "5", "quinquennal": "5", "quinquennale": "5",
    "septennat": "7", "trimestre": "3", "semestre": "6", "biennal": "2", "biennale": "2",
    "triennal": "3", "triennale": "3", "décennal": "10", "décennale": "10", "quatuor": "4",
    "quintette": "5", "hebdomadaire": "7", "binôme": "2", "trio": "3", "duo": "2", "zéro": "0",
    "vingtenaire": "20", "adolescent": "13", "deuxièmement": "2", "premièrement": "1",
}  # fmt: skip
_WORTH |= _AGED | {f"{word}s": value for word, value in _AGED.items()}
# French number words in an English text: "treize", "Fix-dix-septs", "four-ving-onze".
_STEM = "ving|treiz|quatorz|quinz|trent|quarant|cinquant|soixant|ante"
_STEM += "|dix|onz|douz|seiz|sept|huit|neuf|cinq|quatr|trois|deux|mill"
_GARBLED = re.compile(
    rf"\b(?:[^\W\d_]+-(?:(?:{_STEM})\w*-)*(?:{_STEM})\w*"
    r"|treize|quatorze|quinze|vingt|trente|quarante|cinquante|soixante)\b",
    re.IGNORECASE,
)
# What is left of one behind digits: "6ante-douze", "1teen", "2.4h".
_TAIL = re.compile(rf"(?:teens?|h|[a-z]{{0,3}}(?:{_STEM})\w*)(?:-\w+)*(?!\w)|(?:-(?:{_STEM})\w*)+")
_PERCENT = re.compile(r"[ \u00a0\u202f]?(?:%|per ?cent|pour ?cent)", re.IGNORECASE)
# Units into which English converts.
_CONVERTED = re.compile(
    r"[ -]?(?:mph|miles?|feet|foot|ft|inch(?:es)?|pounds?|lbs?|ounces?|acres?|gallons?|yards?"
    r"|pints?"
    r"|°F|Fahrenheit|decades?|centuries|dozens?|weeks?)\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"\b[IVX]+(?=e\b|er\b|\b)")
_LETTERS = re.compile(r"[^\W\d_]+")


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
    hypothesis = _rejoined(wanted, hypothesis)
    places, left = matched(wanted, hypothesis)
    missing = [n for n in wanted if n in left and not is_said(n, hypothesis)]
    garbled = list(_garbled(source, hypothesis)) if missing else []
    strangers = [
        own
        for own, number in places
        if number is None
        and is_stranger(own, source)
        and own.text.lower() != "one"
        and not own.is_ordinal
        and not _SCALED.match(hypothesis, own.end)
        and not any(other.start <= own.start < other.end for other in garbled)
    ]
    strangers = [_with_tail(own, hypothesis) for own in strangers] + garbled
    for new, number in _assigned(missing, strangers):
        if not _may_become(source, hypothesis, new, number):
            continue
        kept = [(own, n) for own, n in places if own.end <= new.start or own.start >= new.end]
        places = sorted([*kept, (new, number)], key=lambda place: place[0].start)
    return without_space_before_percent(_with_forms(places, hypothesis, wanted))


def _may_become(source: str, hypothesis: str, own: Written, number: Number) -> bool:
    """Whether a number of the hypothesis counts what one of the source does, as far as is seen."""
    is_percent = _PERCENT.match(source, number.end) is not None
    if is_percent != (_PERCENT.match(hypothesis, own.end) is not None):
        return False
    is_code = source[number.start - 1 : number.start].isalpha()  # O2, A320
    is_broken = hypothesis[own.end : own.end + 1].isalpha() or own.text[0] == "0" != number.value[0]
    if is_code or is_broken:
        return False
    # "trois décennies" may be 30 years.
    is_tenfold = number.in_words and f"{number.value}0" in own.readings
    return not is_tenfold and not _CONVERTED.match(hypothesis, own.end)


def _assigned(
    missing: Sequence[Number], strangers: Sequence[Written]
) -> list[tuple[Written, Number]]:
    """The strangers that are missing numbers gone wrong: the only one, or as many that look alike,
    in their order."""
    pairs = list(zip(strangers, missing, strict=False))
    if len(missing) != len(strangers) or any(number.is_rough for number in missing):
        return []
    alike = all(_are_alike(as_digits(own.text), as_digits(n.value)) for own, n in pairs)
    return pairs if len(pairs) == 1 or alike else []


def _are_alike(one: str, other: str) -> bool:
    """Whether a digit that was added, left out or changed makes one of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or len(long) - len(short) > 1:
        return False
    first = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    return short[first + (len(short) == len(long)) :] == long[first + 1 :]


def missing_numbers(source: str, hypothesis: str) -> list[str]:
    """The numbers of a French source, in English form, that its hypothesis lacks.

    A number that the hypothesis spells out is there; so is one of the twelve-hour clock.

    >>> missing_numbers("les 8 et 35 drones à 17h40", "the eight and drones at 5.40 p.m.")
    ['35']
    >>> missing_numbers("trois morts et deux cent mille blessés", "the dead and 200,000 injured")
    ['three']
    """
    _, left = matched(numbers(source), hypothesis)
    return [n.english for n in left if not is_said(n, hypothesis)]


def strange_numbers(source: str, hypothesis: str) -> list[str]:
    """The numbers of a hypothesis, in digits, that its source has neither in digits nor in words.

    >>> strange_numbers("les deux drones de 2023", "the 2 drones of 2023 and 1984")
    ['1984']
    """
    places, _ = matched(numbers(source), hypothesis)
    strangers = [own for own, n in places if n is None and not own.in_words]
    return [own.text for own in strangers if is_stranger(own, source)]


def lost_signs(source: str, hypothesis: str) -> list[str]:
    """The numbers with a minus that a hypothesis has without one.

    >>> lost_signs("Il fait -12 °C.", "It is 12 °C.")
    ['-12']
    """
    places, _ = matched(numbers(source), hypothesis)
    return [
        n.sign + n.english for own, n in places if n and n.sign and not _has_sign(own, hypothesis)
    ]


def _with_forms(
    places: Sequence[tuple[Written, Number | None]], hypothesis: str, wanted: Sequence[Number]
) -> str:
    parts, done = [], 0
    unscaled = not _ANY_SCALE.search(hypothesis) and sum(bool(n.scale) for n in wanted) == 1
    signed = False
    for own, number in places:
        before = hypothesis[done : own.start]
        done = own.end
        if number is None:
            parts += [before, own.text]
            continue
        if number.sign and not signed and not _has_sign(own, hypothesis):
            before, signed = before + number.sign, True
        elif number.sign and not signed:
            before, signed = _APART_BEFORE.sub(number.sign, before), True
        parts += [before, _form(number, own)]
        scale = WRITTEN_SCALE.match(hypothesis, done)
        # "5000 million" is "5 milliards" as it stands.
        is_right = number.value not in own.readings and number.values & own.full
        if number.scale and not is_right and (scale or (unscaled and number.value in own.readings)):
            parts.append(" " + number.scale)
            done = scale.end() if scale else done
    return "".join([*parts, hypothesis[done:]])


def _garbled(source: str, hypothesis: str) -> Iterator[Written]:
    """Numbers in words that are no English, and that the source has not as they are."""
    for match in _GARBLED.finditer(hypothesis):
        if match[0][0].islower() or match[0] not in source:
            yield Written(*match.span(), match[0], frozenset(), in_words=True)


def _with_tail(own: Written, hypothesis: str) -> Written:
    """The number with the letters that a model glued to it."""
    match = _TAIL.match(hypothesis, own.end)
    return replace(own, end=match.end()) if match else own


def _has_sign(own: Written, hypothesis: str) -> bool:
    before = hypothesis[max(0, own.start - _REACH) : own.start]
    return bool(_MINUS_BEFORE.search(before) or _BELOW_AFTER.match(hypothesis, own.end))


def _rejoined(wanted: Sequence[Number], hypothesis: str) -> str:
    """The hypothesis with the digits together of numbers that it has in pieces: "1, 200"."""
    _, left = matched(wanted, hypothesis)
    for number in left:
        digits = as_digits(number.value)
        if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or number.in_words:
            continue
        apart = re.compile(rf"(?<![\d.,])\+?{_GAP.join(digits)}(?![.,]?\d)")
        if len(apart.findall(hypothesis)) == 1:
            hypothesis = apart.sub(number.english, hypothesis)
    return hypothesis


def _form(number: Number, own: Written) -> str:
    """The number as it is where English reads it rightly, else that of the source."""
    right = number.values & own.values
    if right and (own.is_time or number.value.endswith("h") or own.in_words):
        return own.text
    plain = own.text.replace(",", "") == number.value and _GROUPED.fullmatch(own.text)
    grouped = "," in own.text or "," not in number.english
    is_full = right and number.value not in own.readings  # 3,000,000, or 10 thousand
    in_digits = number.in_words and own.text.isdecimal() and right
    return own.text if (plain and grouped) or is_full or in_digits else number.english


def is_said(number: Number, hypothesis: str) -> bool:
    """Whether the number stands there in other words: first, the sixties, both."""
    words = (_ORDINALS.get(number.value), _DECADES.get(number.value), number.also)
    pattern = "|".join(filter(None, words))
    return bool(pattern and re.search(rf"\b(?:{pattern})", hypothesis, re.IGNORECASE))


def is_stranger(own: Written, source: str) -> bool:
    """Whether no words of the source can have become this number."""
    if _ROMAN.search(source) or (not own.text.isdecimal() and tells_time_in_words(source)):
        return False
    if any(n.also and re.match(n.also, own.text) for n in numbers(source)):
        return False
    return not own.values & worth(source)


def worth(source: str) -> set[str]:
    """What the words of a French text that count are worth, as keys, articles among them.

    >>> sorted(worth("Une douzaine de quinquagénaires, la deuxième fois"))
    ['1', '12', '2', '50']
    """
    values = {_WORTH[word] for word in _LETTERS.findall(source.lower()) if word in _WORTH}
    return values | {str(numeral.value) for numeral in french_numerals(source)}
