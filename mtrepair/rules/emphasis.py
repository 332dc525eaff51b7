"""Which runs of stars belong together, so that none is taken for half of a lost pair."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document

_NEVER_FIRST = ".,;:!?…)]»”"  # of the words of an emphasis
_RUN = re.compile(r"\*+|\n[^\S\n]*\n")


def partners(document: Document) -> dict[int, int]:
    """For each run of stars of a well-formed emphasis where its other run begins.

    The first stands before its words and the second behind them, in one paragraph.

    >>> partners(Document("**Nantes** et ** Rennes **"))
    {0: 8, 8: 0}
    """
    text, found = document.text, dict[int, int]()
    opened: dict[int, int] = {}
    for match in _RUN.finditer(text):
        start, end = match.span()
        if text[start] == "\n":
            opened.clear()
        elif not document.is_protected(start):
            length = end - start
            before, after = text[max(start - 1, 0) : start], text[end : end + 1]
            if before.strip() and length in opened:
                first = opened.pop(length)
                found[first], found[start] = start, first
            elif after.strip() and after not in _NEVER_FIRST:
                opened[length] = start
    return found


def pairs(pattern: re.Pattern[str], text: str, partner: dict[int, int]) -> Iterator[re.Match[str]]:
    """Matches from run to run, but for those that take a run from its partner."""
    at = 0
    while match := pattern.search(text, at):
        first, second = match.start(), match.start() + len(match[0].rstrip("*"))
        if partner.get(first, second) == second and partner.get(second, first) == first:
            yield match
            at = match.end()
        else:
            at = match.start() + 1
