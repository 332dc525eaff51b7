"""The numbers of French texts, in digits and in words, and how English writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from mtrepair.translation.numerals import (
    Numeral,
    french_numerals,
    in_english,
    may_have_french_numerals,
)

SPACE = " \u00a0\u202f\u2009\u2007"
# Groups of three apart by spaces, or as in Switzerland by apostrophes.
# What is glued to a letter groups nothing: "X12 997" is no 12,997.
DIGITS = (
    rf"(?<![^\W\d_])\d{{1,3}}(?:(?:[{SPACE}]\d{{3}})+|(?:['’]\d{{3}})+)(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)*"
)
CLOCK = r"\d{1,2}(?::[0-5]\d)+(?!\d)"
# 01 23 45 67 89, +33 6 12 34 56 78, +41 (0)21 345 67 89: no quantity, and grouped by nothing else.
TELEPHONE = (
    rf"(?P<telephone>(?:\+\d{{1,3}}(?:[{SPACE}.()-]{{1,2}}\d{{1,4}}){{2,6}}"
    rf"|0\d(?:(?P<apart>[{SPACE}.-])\d\d)(?:(?P=apart)\d\d){{3}})(?!\d))"
)
DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    rf"(?<!\d)(?:{TELEPHONE}"
    rf"|(?P<hour>\d{{1,2}})(?:[{SPACE}]?(?:h|heures?)[{SPACE}]?(?P<minute>[0-5]\d)"
    rf"(?!\w)|[{SPACE}]?h(?!\w)|(?=[{SPACE}]?heures?\b))"
    rf"|(?P<dotted>\d{{1,2}}\.[0-5]\d)(?=[{SPACE}]?(?:h|heures?)\b)"
    rf"|(?P<clock>{CLOCK})|{DIGITS})",
    re.IGNORECASE,
)
_DECIMAL_UNIT = re.compile(rf"[{SPACE}]?%")
_PER_CENT = re.compile(rf"(?<=\d)[{SPACE}]+%")
_SCALE = re.compile(rf"[{SPACE}]?(mille|millions?|milliards?|billions?)\b", re.IGNORECASE)
# "dix heures et demie" is 10:30, "cinq heures moins dix" ten to five: the hour tells little.
_PAST = re.compile(
    rf"[{SPACE}]?(?:h|heures?)[{SPACE}](?:et[{SPACE}](?:demie?|quart)|moins[{SPACE}][\w-]+)",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"(?:[{SPACE}](?:millions?|milliards?|billions?))?[{SPACE}]et[{SPACE}]demie?\b", re.IGNORECASE
)
_REACH = 8
_ENGLISH_SCALE = {
    "mille": "thousand", "million": "million", "milliard": "billion", "billion": "trillion"
}  # fmt: skip
_ZEROS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
# Longer ones are no quantity, and arithmetic would round them.
_MOST_DIGITS = 15
_SIGNS = "-−–"
_BEFORE_SIGN = f'{SPACE}\n(«“"'

_DOZEN = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
_ABOUT = re.compile(
    rf"\bune?[{SPACE}](?P<half>demi-)?(?P<noun>{'|'.join(_DOZEN)})\b"
    rf"(?:[{SPACE}]de[{SPACE}](?P<times>milliers|millions|milliards)\b)?"
    rf"(?P<of>[{SPACE}]d(?:e\b|['’]))?",
    re.IGNORECASE,
)
_CROWDS = {
    "dizaines": "dozens", "centaines": "hundreds", "milliers": "thousands", "millions": "millions",
    "milliards": "billions",
}  # fmt: skip
_CROWD = re.compile(
    rf"\b(?P<before>des|plusieurs|quelques)[{SPACE}](?:(?P<tens>dizaines|centaines)[{SPACE}]de"
    rf"[{SPACE}])?(?P<noun>{'|'.join(_CROWDS)})(?P<of>[{SPACE}]d(?:e\b|['’]))",
    re.IGNORECASE,
)
# What English says instead: "les deux", both; "une personne sur deux", half; "quinze jours".
_ALSO = {
    "2": "both|couple|pairs?|twice|twofold|doubl|halves|half|duo|either|second|between them"
    "|fortnight",
    "3": "tripl|thrice|trio|threefold|third",
    "4": "quarter|fourth|quadrupl|fourfold",
    "5": "fifth|fivefold",
    "6": "half a dozen|sixth|half-dozen",
    "7": "seventh|a week",
    "8": "a week|one week|eighth",
    "10": "tenth|tenfold|decade|dozen",
    "12": "dozen|a year|noon",
    "14": "fortnight|two weeks|two-week",
    "15": "fortnight|two weeks|two-week",
    "20": "score",
    "24": "a day|one day",
    "30": "half(?: an)? hour|half-hour",
    "100": "century|hundredfold",
    "500000": "half a million",
    "1000": "millenni",
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a French text.

    Attributes:
        value: what it is worth, as a key; that of a crowd ("des milliers") is its English.
        english: how English writes it.
        scale: "million", "billion", "trillion" or nothing.
        sign: the minus before it, as the text writes it.
        also: pattern of English words that say the same.
        in_words: whether the text spells it out.
        is_rough: whether it is about so many: "une vingtaine", "des milliers".
        is_telephone: whether one calls it.
    """

    value: str
    english: str
    scale: str
    start: int
    end: int
    sign: str = ""
    also: str = ""
    in_words: bool = False
    is_rough: bool = False
    is_telephone: bool = False

    @property
    def values(self) -> frozenset[str]:
        """The value, and that with its scale."""
        return frozenset({self.value, scaled(self.value, self.scale)})


def scaled(value: str, scale: str) -> str:
    """Millions, billions or trillions in full.

    >>> scaled("2.3", "billion")
    '2300000000'
    """
    is_plain = len(value) <= _MOST_DIGITS and value.replace(".", "", 1).isdecimal()
    if not scale or not is_plain:
        return value
    full = f"{Decimal(value).scaleb(_ZEROS[scale]):f}"
    return full.rstrip("0").rstrip(".") if "." in full else full


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a French text in their order.

    >>> [(n.english, n.scale) for n in numbers("2,3 milliards pour 4 500 chars à 17h40")]
    [('2.3', 'billion'), ('4,500', ''), ('17:40', '')]
    >>> [n.english for n in numbers("trois morts, soixante-dix-sept blessés, une vingtaine de cas")]
    ['three', 'seventy-seven', 'about twenty']
    """
    has_digits = DIGIT.search(text) is not None
    digits = [_number(match, text) for match in _NUMBER.finditer(text)] if has_digits else []
    found = sorted([*digits, *_in_words(text)], key=lambda number: (number.start, -number.end))
    clear = list(_apart(found))
    past = [match for number in clear if (match := _PAST.match(text, number.end))]
    return tuple(n for n in clear if not any(m.start() <= n.end <= m.end() for m in past))


def may_count(text: str) -> bool:
    """Whether a text in small letters may have a number in words; "une" alone is none.

    >>> may_count("une place"), may_count("une vingtaine")
    (False, True)
    """
    return _may_be_rough(text) or may_have_french_numerals(text)


def word_may_count(word: str) -> bool:
    """Whether a word in small letters may be part of a number in words.

    >>> word_may_count("vingtaines"), word_may_count("semaine")
    (True, False)
    """
    noun = word.removeprefix("demi-").removesuffix("s")
    return noun in _DOZEN or word in _CROWDS or may_have_french_numerals(word)


def _may_be_rough(text: str) -> bool:
    """Whether a text in small letters may have a dozen or a crowd; few have, and this is quick."""
    return "aine" in text or "milli" in text


def said_otherwise(value: str) -> str:
    """Pattern of English words that say a value without its number; empty if there are none.

    >>> said_otherwise("24")
    'a day|one day'
    """
    return _ALSO.get(value, "")


def tells_time_in_words(text: str) -> bool:
    """Whether a French text has minutes in words behind an hour.

    >>> tells_time_in_words("à dix heures et demie"), tells_time_in_words("dix heures")
    (True, False)
    """
    return _PAST.search(text) is not None


def anglicised(text: str) -> str:
    """The text with its French numbers as English writes them; its words are left alone.

    >>> anglicised("12 %, 4 500 et 2,3 à 17 h 40")
    '12%, 4,500 et 2.3 à 17:40'
    """
    written = _NUMBER.sub(lambda match: _number(match, text).english, text)
    return without_space_before_percent(written)


def without_space_before_percent(text: str) -> str:
    """The text with percent signs as English sets them.

    >>> without_space_before_percent("12 %")
    '12%'
    """
    return _PER_CENT.sub("%", text)


def _apart(found: list[Number]) -> Iterator[Number]:
    """The numbers without those that stand inside another one."""
    done = 0
    for number in found:
        if number.start >= done:
            yield number
            done = number.end


def _in_words(text: str) -> Iterator[Number]:
    is_rough = _may_be_rough(text.lower())
    for match in _ABOUT.finditer(text) if is_rough else ():
        noun = match["noun"].lower()
        value = _DOZEN[noun] // (2 if match["half"] else 1)
        if noun != "quarantaine" or match["of"]:  # a quarantine
            about = {6: "half a dozen", 12: "a dozen"}.get(value, f"about {in_english(value)}")
            times = _CROWDS[match["times"].lower()] if match["times"] else ""
            yield _rough(
                match,
                scaled(str(value), times[:-1]),
                f"about {value} {times[:-1]}" if times else about,
                _ALSO.get(str(value), "") if not times else rf"{times}?\b",
            )
    for match in _CROWD.finditer(text) if is_rough else ():
        nouns = [_CROWDS[word.lower()] for word in (match["tens"], match["noun"]) if word]
        if nouns[:1] == ["dozens"] and len(nouns) == 2:
            nouns[0] = "tens"
        crowd = " of ".join(nouns)
        before = {"plusieurs": "several ", "quelques": "a few "}.get(match["before"].lower(), "")
        english = before + nouns[0][:-1] if before and len(nouns) == 1 else f"{crowd} of"
        yield _rough(match, crowd, english, _said(nouns))
    yield from (_spelled(n, text) for n in french_numerals(text) if not n.is_ordinal)


def _spelled(numeral: Numeral, text: str) -> Number:
    scale = _scale(text, numeral.end)
    value = str(numeral.value)
    before = text[max(0, numeral.start - _REACH) : numeral.start]
    is_year = 1100 < numeral.value < 2100 and before.endswith(("en ", "an ", "année "))
    english = in_english(numeral.value, is_year=is_year)
    also = _ALSO.get(value, "") if not scale else ""
    if value == "1":
        also = rf"{scale}\b"  # "a million"
    also = "|".join(filter(None, (also, _year(text, numeral.start, value))))
    if _HALF.match(text, numeral.end):
        value, also = f"{value}.5", f"{english} (?:{scale} )?and a half"
        english = value
    return Number(value, english, scale, *numeral[:2], also=also, in_words=True)


def _rough(match: re.Match[str], value: str, english: str, also: str) -> Number:
    return Number(value, english, "", *match.span(), also=also, in_words=True, is_rough=True)


def _said(nouns: list[str]) -> str:
    """Pattern of a crowd: the noun that counts is there, in the singular or the plural."""
    last = nouns[-1]
    return "dozens?|tens|scores?|several|decades?|ten" if last == "dozens" else rf"{last}?\b"


def _scale(text: str, end: int) -> str:
    match = _SCALE.match(text, end)
    return _ENGLISH_SCALE[match[1].lower().rstrip("s")] if match else ""


def _number(match: re.Match[str], text: str) -> Number:
    if match["telephone"]:
        return Number(as_digits(match[0]), match[0], "", *match.span(), is_telephone=True)
    if match["hour"] or match["clock"]:
        return Number(*time_of(match), "", *match.span())
    if match["dotted"]:
        time = match[0].lstrip("0").replace(".", ":")
        return Number(time, match[0].replace(".", ":"), "", *match.span())
    scale = _scale(text, match.end())
    is_scaled = bool(scale) or _DECIMAL_UNIT.match(text, match.end()) is not None
    value, english = _read(match[0], is_scaled=is_scaled)
    sign, also = _sign(text, match.start()), _year(text, match.start(), value)
    return Number(value, english, scale, *match.span(), sign=sign, also=also)


def _year(text: str, start: int, value: str) -> str:
    """Pattern of the year or the decade that "les années 80" and "JO-92" may be in English."""
    before = text[max(0, start - _REACH) : start].lower()
    is_year = len(value) == 2 and before.endswith(("années ", "-", "'", "’"))
    return rf"(?:18|19|20){value}s?\b" if is_year else ""


def as_digits(text: str) -> str:
    """The digits of a text alone.

    >>> as_digits("+33 6 12")
    '33612'
    """
    return re.sub(r"\D", "", text)


def _sign(text: str, start: int) -> str:
    """The minus before a number: nothing but a space is before it, and no other number."""
    sign = text[start - 1 : start]
    if not sign or sign not in _SIGNS or text[max(0, start - 2) : start - 1].strip(_BEFORE_SIGN):
        return ""
    return "" if text[max(0, start - 4) : start - 1].rstrip()[-1:].isdigit() else sign


def time_of(match: re.Match[str]) -> tuple[str, str]:
    """Value and English form of a time; a bare hour may also be a duration and stays as it is."""
    if match["clock"]:
        hour, _, rest = match["clock"].partition(":")
        return f"{int(hour)}:{rest}", match["clock"]
    if match["minute"]:
        return (f"{int(match['hour'])}:{match['minute']}",) * 2
    return f"{int(match['hour'])}h", match[0]


def _read(written: str, *, is_scaled: bool) -> tuple[str, str]:
    """Value and English form of digits with French separators.

    A full stop before three digits groups thousands, as in the French press; so does a comma,
    as in the English that a machine left behind, but before "millions" or % it is decimal.
    """
    plain = re.sub(rf"[{SPACE}'’]", "", written)
    *groups, last = re.split(r"[.,]", plain)
    marks = "".join(c for c in plain if c in ".,")
    whole = [*groups, last] if len(set(marks)) == 1 else groups
    decimals = "" if whole[-1:] == [last] else last
    thousands = (
        marks and len(whole[0]) <= 3 and whole[0] != "0" and all(len(g) == 3 for g in whole[1:])
    )
    if thousands and not (is_scaled and marks == ","):
        return _joined("".join(whole), decimals), _joined(",".join(whole), decimals)
    if marks not in ("", ","):
        return plain, plain  # a version, a date, an address
    head, _, decimals = plain.partition(",")
    return _joined(head, decimals), _joined(head if plain == written else _grouped(head), decimals)


def _grouped(digits: str) -> str:
    """Digits in threes; no `int`, which takes no more than 4,300 of them."""
    first = len(digits) % 3
    threes = [digits[i : i + 3] for i in range(first, len(digits), 3)]
    return ",".join([digits[:first], *threes] if first else threes)


def _joined(whole: str, decimals: str) -> str:
    return f"{whole}.{decimals}" if decimals else whole
