"""Long sentences cut where a translation suffers least."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mtrepair.protected import inline_spans, merged
from mtrepair.translation.numbers import numbers
from mtrepair.types import Span, covers

TokenCount = Callable[[Sequence[str]], list[int]]

# From the best place to the worst; a cut comes after the match. Conjunctions that begin a clause
# may follow a comma, so that the comma stays with what is before it.
_PLACES = (
    re.compile(r"[;…]\s+|[.!?][»”\"]?\s+"),
    re.compile(r":\s+|\s(?=[–—]\s)"),
    re.compile(
        r",\s+(?=(?:et|mais|ou|car|donc|or|puis|tandis|alors|bien|lorsqu|puisqu|qu[ei']|qui|dont|où"
        r"|ce qui|avant|après)\b)"
    ),
    re.compile(r",\s+(?!\d)"),
    re.compile(r"\s+(?=(?:et|mais|ou|car|qui|dont|où|que|pour|avec|dans|selon|afin|par|après)\s)"),
    re.compile(r"\s+"),
)
# How far from the middle, in parts of the length, a good place may lie.
_NEAR = 0.35
# A run of more characters without a space is no word of a language written with spaces.
LONGEST_WORD = 60


def split(text: str, limit: int, count: TokenCount) -> list[str]:
    """The text in pieces of at most `limit` tokens that tile it.

    Args:
        count: tokens of each of several texts.

    A piece ends after white space; a single word above the limit stays whole, up to
    `LONGEST_WORD` characters.

    >>> split("Il pleut ; il fait froid.", 4, lambda texts: [len(t.split()) for t in texts])
    ['Il pleut ; ', 'il fait froid.']
    """
    pieces = [text]
    while True:
        lengths = count(pieces)
        cut = [
            part
            for piece, length in zip(pieces, lengths, strict=True)
            for part in (halves(piece) if length > limit else [piece])
        ]
        if len(cut) == len(pieces):
            return pieces
        pieces = cut


def halves(text: str) -> list[str]:
    """The text cut at the best place near its middle; whole where it has no place at all.

    >>> halves("Il a plu hier, mais la Seine est basse.")
    ['Il a plu hier, ', 'mais la Seine est basse.']
    """
    figures = (Span(number.start, number.end) for number in numbers(text))
    guarded = merged([*inline_spans(text), *figures])
    body = text.rstrip()
    for rank, pattern in enumerate(_PLACES):
        near = _NEAR if rank < len(_PLACES) - 1 else 0.5
        middle = len(body) / 2
        reach = near * len(body)
        places = [
            match.end()
            for match in pattern.finditer(body, int(middle - reach), int(middle + reach) + 1)
            if _is_free(match.end(), guarded)
        ]
        if places:
            best = min(places, key=lambda place: abs(place - middle))
            if 0 < best < len(body):
                return [text[:best], text[best:]]
    if len(body) > LONGEST_WORD:
        return [text[: len(body) // 2], text[len(body) // 2 :]]
    return [text]


def _is_free(place: int, guarded: list[Span]) -> bool:
    return not (covers(guarded, place) and covers(guarded, place - 1))
