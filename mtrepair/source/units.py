"""What numbers count, in French and in English: money, measures, times."""

from __future__ import annotations

import re
from typing import NamedTuple

_GAP = r"[ \u00a0\u202f\u2009-]?"
_PER = r"[\s\u00a0](?:par|à[\s\u00a0]l['’])[\s\u00a0]?heure\b"
_EACH = r"\s(?:per|an)\shour\b"


class _Kind(NamedTuple):
    """A unit by what stands behind a number in either language, or before it in English."""

    french: str
    english: str
    before: str = ""


_KINDS = {
    "percent": _Kind(r"%|pour[\s\u00a0]cents?\b|p\.[\s\u00a0]?c\.", r"%|per\s?cent|pct\b"),
    "euro": _Kind(r"€|euros?\b|EUR\b", r"€|euros?\b|EUR\b", r"€|EUR"),
    "dollar": _Kind(r"(?:US|CA)?\$|dollars?\b|USD\b", r"(?:US|C)?\$|dollars?\b|USD\b", r"\$|USD"),
    "cent": _Kind(r"cents\b|centimes?\b", r"cents?\b"),
    "pound sterling": _Kind(r"£|livres?\b|GBP\b", r"£|pounds?\b|lbs?\b|GBP\b|quid\b", r"£|GBP"),
    "yen": _Kind(r"¥|yens?\b", r"¥|yen\b", r"¥"),
    "kilometre": _Kind(r"km\b(?![²2/]|[\s\u00a0]carr)"
                       r"|kilomètres?\b(?!-|[\s\u00a0](?:par|à|/|carr))",
                       r"km\b(?![²2/])|kms\b|kilomet(?:er|re)s?\b(?!\s(?:per|an)\b)"),
    "metre": _Kind(r"m\b(?![²³23/])|mètres?\b(?![\s\u00a0](?:par|carr|cub))",
                   r"m\b(?![²³23/])|met(?:er|re)s?\b"),
    "centimetre": _Kind(r"cm\b|centimètres?\b", r"cm\b|centimet(?:er|re)s?\b"),
    "millimetre": _Kind(r"mm\b|millimètres?\b", r"mm\b|millimet(?:er|re)s?\b"),
    "kilometre per hour": _Kind(rf"km/h\b|kilomètres?(?:-heure\b|{_PER})",
                                rf"km/h\b|kmh\b|kph\b|kilomet(?:er|re)s?{_EACH}"),
    "mile per hour": _Kind(rf"miles?{_PER}", rf"mph\b|miles?{_EACH}"),
    "mile": _Kind(r"miles?\b|milles\b", r"miles?\b(?!\s(?:per|an)\b)|mi\b"),
    "foot": _Kind(r"pieds?\b", r"feet\b|foot\b|ft\b"),
    "inch": _Kind(r"pouces?\b", r"inch(?:es)?\b"),
    "kilo": _Kind(r"kg\b|kilos?\b|kilogrammes?\b", r"kgs?\b|kilos?\b|kilogram(?:me)?s?\b"),
    "gram": _Kind(r"g\b|grammes?\b", r"g\b|gram(?:me)?s?\b"),
    "tonne": _Kind(r"tonnes?\b", r"tons?\b|tonnes?\b"),
    "litre": _Kind(r"l\b|litres?\b", r"l\b|lit(?:er|re)s?\b"),
    "hectare": _Kind(r"ha\b|hectares?\b", r"ha\b|hectares?\b"),
    "acre": _Kind(r"acres?\b", r"acres?\b"),
    "second": _Kind(r"s\b|secondes?\b", r"secs?\b|seconds?\b"),
    "minute": _Kind(r"min\b|minutes?\b", r"mins?\b|minutes?\b"),
    "hour": _Kind(r"h\b|heures?\b", r"hrs?\b|hours?\b|o['’]clock|[ap]\.?m\b"),
    "day": _Kind(r"jours?\b|journées?\b", r"days?\b"),
    "week": _Kind(r"semaines?\b", r"weeks?\b"),
    "month": _Kind(r"mois\b", r"months?\b"),
    "year": _Kind(r"ans?\b|années?\b", r"years?\b"),
    "decade": _Kind(r"décennies?\b", r"decades?\b"),
    "century": _Kind(r"siècles?\b", r"centur(?:y|ies)\b"),
    "degree": _Kind(r"°|degrés?\b", r"°|degrees?\b"),
}  # fmt: skip
_SCALE = (
    r"(?:(?:[\s\u00a0-]?(?:thousand|[mb]illions?|trillion|bn|tn|mille|milliards?))(?![^\W\d_]))?"
)


def _either(side: str) -> re.Pattern[str]:
    named = (
        rf"(?P<u{at}>{getattr(kind, side)})"
        for at, kind in enumerate(_KINDS.values())
        if getattr(kind, side)
    )
    return re.compile("|".join(named))


_FRENCH = re.compile(
    rf"{_SCALE}(?:[\s\u00a0]d(?:e[\s\u00a0]|['’]))?{_GAP}(?:{_either('french').pattern})",
    re.IGNORECASE,
)
_ENGLISH = re.compile(rf"{_SCALE}(?:\sof)?(?:\s|-)?(?:{_either('english').pattern})", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_either('before').pattern})\s?$")
_NAMES = list(_KINDS)
_REACH = 5


class Measured(NamedTuple):
    """A unit of a number, and where it ends, or begins where it is before the number."""

    kind: str
    edge: int


def french_unit(text: str, end: int) -> Measured | None:
    """The unit behind a French number that ends at `end`.

    >>> french_unit("2,3 milliards de dollars", 3)
    Measured(kind='dollar', edge=24)
    """
    return _named(_FRENCH.match(text, end))


def english_unit(text: str, start: int, end: int) -> Measured | None:
    """The unit of an English number, before or behind it.

    >>> english_unit("$2.3bn", 1, 4), english_unit("5 miles away", 0, 1)
    (Measured(kind='dollar', edge=0), Measured(kind='mile', edge=7))
    """
    before = _BEFORE.search(text, max(0, start - _REACH), start)
    if before:
        return Measured(_kind(before), before.start())
    return _named(_ENGLISH.match(text, end))


def _named(match: re.Match[str] | None) -> Measured | None:
    return Measured(_kind(match), match.end()) if match else None


def _kind(match: re.Match[str]) -> str:
    return _NAMES[int((match.lastgroup or "u0")[1:])]
