"""Numbers in words: what French ones are worth, what English ones are, and how English has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from mtrepair.lexicon.tokens import starts

_FRENCH = (
    dict(
        zip(
            "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
            "quinze seize".split(),
            range(17),
            strict=True,
        )
    )
    | {"une": 1, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50}
    # Belgium and Switzerland: septante, nonante; huitante in Vaud, octante in old texts.
    | {"soixante": 60, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
    | {"cent": 100, "cents": 100, "mille": 1000, "mil": 1000}
)
_ORDINALS = {
    "premier": 1, "première": 1, "second": 2, "seconde": 2, "unième": 1, "deuxième": 2,
    "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8,
    "neuvième": 9, "dixième": 10, "onzième": 11, "douzième": 12, "treizième": 13,
    "quatorzième": 14, "quinzième": 15, "seizième": 16, "vingtième": 20, "trentième": 30,
    "quarantième": 40, "cinquantième": 50, "soixantième": 60, "centième": 100, "millième": 1000,
}  # fmt: skip
_ENGLISH = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
) | dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_ENGLISH |= {"hundred": 100, "thousand": 1000}
_SHORT_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12
}  # fmt: skip
_ENGLISH_ORDINALS = {
    re.sub("y$", "ie", word) + "th": value
    for word, value in _ENGLISH.items()
    if value and value not in _SHORT_ORDINALS.values()
} | _SHORT_ORDINALS
_SCALES = frozenset("million millions milliard milliards billion billions".split())
_FRENCH_VALUES, _ENGLISH_VALUES = _FRENCH | _ORDINALS, _ENGLISH | _ENGLISH_ORDINALS
# They count millions and milliards alone.
_ARTICLES = frozenset(("un", "une"))
_COUNTING = frozenset(_FRENCH_VALUES.keys() - _ARTICLES) | _SCALES
_ALL_ORDINALS = frozenset((*_ORDINALS, *_ENGLISH_ORDINALS))
_TENS = frozenset(range(20, 100, 10))
# Where French has words, people wrote words for 1,008 of 1,202 numbers up to a hundred
# (newstest2009 to 2012, flores-dev); above, digits are shorter and as usual.
_LAST_WORD = 99
_IN_WORDS = {value: word for word, value in _ENGLISH.items()}

_WORD = re.compile(r"[^\W\d_]+")
# Between the words of one number: a space or a hyphen, never two.
_JOINTS = ("-", "‑", " ", "\u00a0")
_SCALE_FOLLOWS = re.compile(r"[ \u00a0](?:millions?|milliards?|billions?)\b", re.IGNORECASE)
_PLURAL_FOLLOWS = re.compile(r"[ \u00a0](?:[^\W\d_]+[sx]|sur|et|ou|à|fois)\b", re.IGNORECASE)
# "pour cent", "50 cents".
_PER_CENT_BEFORE = re.compile(r"(?:\bpour|\d)[ \u00a0]?$", re.IGNORECASE)
_TEAM_BEFORE = re.compile(r"\b(?:le|au|du|ce|un)[ \u00a0]$", re.IGNORECASE)
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…:;]|[«“\"(\[–—-])[\s«“\"(\[–—-]*$")
_REACH = 8


_Places = list[tuple[int, int]]


class Numeral(NamedTuple):
    """A number in words, by its place and value; `is_ordinal`: troisième."""

    start: int
    end: int
    value: int
    is_ordinal: bool = False


class _Sum(NamedTuple):
    """The value of some words of a number: its thousands, and what comes behind them."""

    thousands: int = 0
    group: int = 0

    @property
    def value(self) -> int:
        return self.thousands + self.group

    @property
    def low(self) -> int:
        """Tens and units behind the last hundred."""
        return self.group % 100


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def french_numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers that a French text has in words, ordinals among them, in order.

    An article is none ("un" before "million" is), nor is part of a compound ("deux-roues") or of
    a name. Millions and milliards stay outside, as behind digits.

    >>> [n.value for n in french_numerals("Soixante-dix-sept morts, deux cent mille euros")]
    [77, 200000]
    """
    if not may_have_french_numerals(text.lower()):
        return ()
    return tuple(n for n in _numerals(text, _FRENCH_VALUES, "et") if _is_number(n, text))


def may_have_french_numerals(text: str) -> bool:
    """Whether a text in small letters may have a number in words; "une" alone is none.

    >>> may_have_french_numerals("une place"), may_have_french_numerals("vingt-deux places")
    (False, True)
    """
    return not _COUNTING.isdisjoint(_WORD.findall(text))


def may_have_english_numerals(text: str) -> bool:
    """Whether a text in small letters may have a number in words.

    >>> may_have_english_numerals("a place"), may_have_english_numerals("twenty-two places")
    (False, True)
    """
    return not _ENGLISH_VALUES.keys().isdisjoint(_WORD.findall(text))


@lru_cache(maxsize=4096)
def english_numerals(text: str) -> tuple[Numeral, ...]:
    """The numbers that an English text has in words, ordinals among them; "a hundred" is one.

    >>> [n.value for n in english_numerals("two hundred and five thousand, ninety-two, a hundred")]
    [205000, 92, 100]
    """
    if not may_have_english_numerals(text.lower()):
        return ()
    return tuple(_numerals(text, _ENGLISH_VALUES, "and"))


def in_english(value: int, *, is_year: bool = False) -> str:
    """A number in words as English writes it: below a hundred in words, from there in digits.

    >>> in_english(77), in_english(200_000), in_english(1999, is_year=True)
    ('seventy-seven', '200,000', '1999')
    """
    if value in _IN_WORDS and value <= _LAST_WORD:
        return _IN_WORDS[value]
    if value <= _LAST_WORD:
        return f"{_IN_WORDS[value - value % 10]}-{_IN_WORDS[value % 10]}"
    return str(value) if is_year else f"{value:,}"


def _numerals(text: str, values: Mapping[str, int], conjunction: str) -> Iterator[Numeral]:
    words = _WORD.findall(text)
    lower = list(map(str.lower, words))
    if values.keys().isdisjoint(lower):
        return
    found = [(at, at + len(word)) for at, word in zip(starts(text, words), words, strict=True)]
    i = 0
    while i < len(found):
        if lower[i] not in values:
            i += 1
            continue
        total, last = _begun(lower[i], values), i
        is_ordinal = lower[i] in _ALL_ORDINALS
        while not is_ordinal:
            step = _next(text, found, lower, last, conjunction)
            longer = _added(total, lower[step], values) if step else None
            if longer is None:
                break
            total, last = longer, step
            is_ordinal = lower[last] in _ALL_ORDINALS
        yield Numeral(found[i][0], found[last][1], total.value, is_ordinal)
        i = last + 1


def _begun(word: str, values: Mapping[str, int]) -> _Sum:
    return _Sum(1000, 0) if values[word] == 1000 else _Sum(0, values[word])


def _next(text: str, found: _Places, lower: list[str], last: int, conjunction: str) -> int:
    """The next word of the number that `last` belongs to, behind an "et"; 0 if there is none."""
    step = last + 1
    if step >= len(found) or not _joint(text, found, step):
        return 0
    if lower[step] != conjunction:
        return step
    step += 1
    allowed = conjunction == "and" or lower[min(step, len(lower) - 1)] in _AFTER_ET
    return step if step < len(found) and _joint(text, found, step) and allowed else 0


_AFTER_ET = frozenset(("un", "une", "onze", "unième", "onzième"))


def _joint(text: str, found: _Places, step: int) -> str:
    """The space or hyphen before a word; "" if something else stands there."""
    between = text[found[step - 1][1] : found[step][0]]
    return between if between in _JOINTS else ""


def _added(total: _Sum, word: str, values: Mapping[str, int]) -> _Sum | None:
    """The sum with one more word, or None where that begins another number."""
    if word not in values:
        return None
    value, low = values[word], total.low
    if value == 1000:
        allowed = not total.thousands and total.group
        return _Sum(1000 * total.group, 0) if allowed else None
    if value == 100:
        # "onze cents", "nineteen hundred"; "dix cents" is a coin.
        if 1 < total.group < 20 and total.group != 10:
            return _Sum(total.thousands, 100 * total.group)
        if total.group == 1 and word == "hundred":
            return _Sum(total.thousands, 100)
        return _Sum(total.thousands, 100) if not total.group and total.thousands else None
    if word in ("vingt", "vingts", "vingtième") and low == 4:  # quatre-vingts
        return _Sum(total.thousands, total.group + 76)
    return _Sum(total.thousands, total.group + value) if _goes_with(low, value, word) else None


def _goes_with(low: int, value: int, word: str) -> bool:
    """Whether a number below a hundred goes on with a word: vingt deux, soixante dix, dix sept."""
    if low == 0:
        return True
    if value < 10:
        # dix-sept, soixante-dix-sept, quatre-vingt-dix-sept; English has no ten-seven.
        return low in _TENS or (low == 10 and value >= 7 and word not in _ENGLISH)
    return value < 20 and low in (60, 80) and word not in _ENGLISH


def _is_number(numeral: Numeral, text: str) -> bool:
    start, end = numeral.start, numeral.end
    before, after = text[max(0, start - _REACH) : start], text[end : end + 2]
    if before[-2:-1].isdigit() and before[-1:] in _JOINTS:  # 300 mille
        return False
    if before[-1:] in ("-", "‑") or (after[:1] in ("-", "‑") and after[1:].isalpha()):
        return False
    own = text[start:end]
    if own.istitle() and not _SENTENCE_BEFORE.search(text, max(0, start - _REACH), start):
        return False
    word = own.lower()
    if word in _ARTICLES:
        return _SCALE_FOLLOWS.match(text, end) is not None
    if word in ("cent", "cents"):
        return word == "cent" and not _PER_CENT_BEFORE.search(before)
    if word == "neuf":  # or new
        return _PLURAL_FOLLOWS.match(text, end) is not None
    return not (word == "onze" and _TEAM_BEFORE.search(before))
