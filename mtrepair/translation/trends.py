"""Rises and falls by a figure: told where a hypothesis lacks them or turns them round."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from mtrepair.translation.numbers import SPACE, Number, numbers
from mtrepair.translation.written import Written, matched
from mtrepair.types import Span

Direction = Literal["up", "down"]

_SPACE = f"[{SPACE}]"
_UP = "hausse|augmentation|progression|croissance|bond|envolée|flambée|gain"
_DOWN = "baisse|chute|recul|repli|diminution|dégringolade|effondrement|réduction|perte|contraction"
# "en hausse de", "une chute de", "un recul attendu de plus de", up to the figure.
_TREND = re.compile(
    rf"\b(?P<en>en{_SPACE}(?:\w+{_SPACE})?)?(?P<noun>(?P<up>{_UP})|{_DOWN})"
    rf"(?:{_SPACE}(?!de\b)[^\W\d_]+){{0,2}}?{_SPACE}de{_SPACE}"
    rf"(?:(?:près|plus|moins){_SPACE}de{_SPACE}|environ{_SPACE}|quelque{_SPACE})?(?=[\w+-])",
    re.IGNORECASE,
)
_ENGLISH = {
    "up": re.compile(
        r"\b(?:up|upward|upturn|ris(?:e|es|en|ing)|rose|rais(?:e|ed|ing)|increas|grow|grew|growth"
        r"|gain|higher|climb|jump|surg|soar|advanc|expan|boost|more\b|leap|progress|improv|hike"
        r"|added|extra)",
        re.IGNORECASE,
    ),
    "down": re.compile(
        r"\b(?:down|downturn|fall|fell|drop|declin|decreas|lower|reduc|los[est]|lost|slump|plung"
        r"|cut|shr[aiu]nk|slid|slip|tumbl|contract|collaps|crash|less\b|weak|setback|retreat|dip"
        r"|diminish|sank|sink|shed|minus|erod|negative|-\d)",
        re.IGNORECASE,
    ),
}
_OTHER: dict[Direction, Direction] = {"up": "down", "down": "up"}
_NOUN = {"up": "rise", "down": "fall"}
# Before a figure that "up" may stand before, and what shows that it needs a noun: "a 2.2%".
_ARTICLE_BEFORE = re.compile(r"\b(?:an?|the|this|its)\s$", re.IGNORECASE)
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:of|by|to|in|at|on|from|with|for|than|over)\s$", re.IGNORECASE
)
_UNIT_AFTER = re.compile(r"%|\s(?:percent|per cent|points?|euros|dollars)\b", re.IGNORECASE)
_FREE_AFTER = re.compile(
    r"\s*$|\s*[,.;:!?)»”\"]|\s(?:in|at|on|from|to|since|over|after|and|compared|for|this|last)\b",
    re.IGNORECASE,
)


class Trend(NamedTuple):
    """A rise or a fall of a French text, the figure by which, and where its words stand.

    Attributes:
        span: from "en" or the noun up to the figure.
        noun: the noun alone.
        is_adverbial: "en hausse de", which English has as "up".
    """

    direction: Direction
    number: Number
    span: Span
    noun: Span
    is_adverbial: bool


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def trends(source: str) -> tuple[Trend, ...]:
    """The rises and falls of a French text that have a figure.

    >>> [(t.direction, t.number.english) for t in trends("en hausse de 3 %, un recul de 2,2 %")]
    [('up', '3'), ('down', '2.2')]
    """
    figures = {number.start: number for number in numbers(source)}
    return tuple(
        Trend(
            "up" if match["up"] else "down",
            figures[match.end()],
            Span(*match.span()),
            Span(*match.span("noun")),
            match["en"] is not None,
        )
        for match in _TREND.finditer(source)
        if match.end() in figures
    )


def lost_trends(source: str, hypothesis: str) -> list[str]:
    """The directions that a hypothesis lacks, "turned" where it has the other.

    >>> lost_trends("en hausse de 0,35 %", "0.35%")
    ['up']
    >>> lost_trends("un recul de 6,3 %", "a rise of 6.3%")
    ['down turned']
    """
    found = dict.fromkeys(trend.direction for trend in trends(source))
    lost = [direction for direction in found if not _ENGLISH[direction].search(hypothesis)]
    return [
        f"{own} turned"
        if _OTHER[own] not in found and _ENGLISH[_OTHER[own]].search(hypothesis)
        else own
        for own in lost
    ]


def with_trends(source: str, hypothesis: str) -> str:
    """The hypothesis with "up" or "fall" at the only figure that lost it, where it may stand.

    >>> with_trends("Le CAC 40 finit en hausse de 0,35 %.", "The CAC 40 ends 0.35%.")
    'The CAC 40 ends up 0.35%.'
    >>> with_trends("Une chute de 2,2 % en mai.", "A 2.2% in May.")
    'A 2.2% fall in May.'
    """
    found = trends(source)
    if len(found) != 1 or lost_trends(source, hypothesis) != [found[0].direction]:
        return hypothesis
    places, _ = matched(numbers(source), hypothesis)
    at = [own for own, number in places if number == found[0].number]
    return _put(hypothesis, at[0], found[0]) if len(at) == 1 else hypothesis


def _put(text: str, own: Written, trend: Trend) -> str:
    before = text[: own.start]
    unit = _UNIT_AFTER.match(text, own.end)
    end = unit.end() if unit else own.end
    if not _FREE_AFTER.match(text, end):
        return text
    if _ARTICLE_BEFORE.search(before[-8:]):
        return f"{text[:end]} {_NOUN[trend.direction]}{text[end:]}"
    if trend.is_adverbial and before and not _PREPOSITION_BEFORE.search(before[-8:]):
        return f"{before}{trend.direction} {text[own.start :]}"
    return text
