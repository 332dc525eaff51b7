"""A rewrite as its smallest word edits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtrepair.types import Edit, Span

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")

# Bits of the alignment table of one stretch: 32 MiB, some 16,000 tokens against as many.
_TABLE_BITS = 1 << 28
# Tokens of a run that anchors a stretch too large for the table.
_ANCHOR = 5
# Kept tokens, white space included, across which a word may move and still be one edit.
_REACH = 12


class _Change(NamedTuple):
    """Tokens `[start, end)` of the original become tokens `[low, high)` of the rewrite."""

    start: int
    end: int
    low: int
    high: int


def tokens(text: str) -> list[str]:
    """Words, marks and white space of a text; joined they give the text again.

    >>> tokens("l’an  2023.")
    ['l', '’', 'an', ' ', ' ', '2023', '.']
    """
    return _TOKEN.findall(text)


def word_edits(original: str, text: str, *, phrases: bool = False) -> list[Edit]:
    """The fewest words, marks and spaces to replace so that `original` becomes `text`.

    The edits are sorted, none overlaps, and applied to `original` they give `text`. A word that
    moves a short way is one edit from where it stood to where it goes. Where a deletion or an
    insertion could stand in several places it stands in the first. A stretch of more than
    16,000 tokens is first cut at the runs of words that occur once in both texts.

    Args:
        original: the text before.
        text: the text after.
        phrases: join edits that only white space separates, as a reader would see them.

    >>> word_edits("le nucléaire programme", "le programme nucléaire")
    [Edit(span=Span(start=3, end=22), replacement='programme nucléaire')]
    >>> [edit.replacement for edit in word_edits("Il y a aucun signe", "Il n’y a aucun signe")]
    ['n’']
    """
    if original == text:
        return []
    old, new = tokens(original), tokens(text)
    changes = _joined_moves(_changes(old, new), old, new)
    if phrases:
        changes = _joined_phrases(changes, old)
    places = _offsets(old)
    return [
        Edit(Span(places[c.start], places[c.end]), "".join(new[c.low : c.high])) for c in changes
    ]


def _offsets(pieces: Sequence[str]) -> list[int]:
    places = [0]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return places


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """What lies between the tokens that a longest common subsequence keeps."""
    changes: list[_Change] = []
    start = low = 0
    for i, j in (*_kept(old, new), (len(old), len(new))):
        if start < i or low < j:
            floor = changes[-1].end if changes else 0
            changes.append(_slid(_Change(start, i, low, j), floor, old, new))
        start, low = i + 1, j + 1
    return changes


def _kept(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of positions of equal tokens, rising in both."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        yield head, head
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    yield from _kept_between(old, new, head, len(old) - tail, head, len(new) - tail)
    for back in range(tail, 0, -1):
        yield len(old) - back, len(new) - back


def _kept_between(
    old: Sequence[str], new: Sequence[str], start: int, end: int, low: int, high: int
) -> Iterator[tuple[int, int]]:
    if (end - start) * (high - low) <= _TABLE_BITS:
        for i, j in _common_subsequence(old[start:end], new[low:high]):
            yield start + i, low + j
        return
    i, j = start, low
    for anchor_old, anchor_new in _anchors(old, new, start, end, low, high):
        if (anchor_old - i) * (anchor_new - j) <= _TABLE_BITS:
            for a, b in _common_subsequence(old[i:anchor_old], new[j:anchor_new]):
                yield i + a, j + b
        if anchor_old < end:
            yield anchor_old, anchor_new
        i, j = anchor_old + 1, anchor_new + 1


def _anchors(
    old: Sequence[str], new: Sequence[str], start: int, end: int, low: int, high: int
) -> list[tuple[int, int]]:
    """Starts of runs that occur once in both stretches and keep their order, then the ends."""
    here = _single_runs(old, start, end)
    there = _single_runs(new, low, high)
    pairs = [(i, there[run]) for run, i in here.items() if run in there]
    return [*_rising(pairs), (end, high)]


def _single_runs(pieces: Sequence[str], start: int, end: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(pieces[i : i + _ANCHOR]) for i in range(start, end - _ANCHOR)]
    seen = Counter(runs)
    return {run: start + i for i, run in enumerate(runs) if seen[run] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, sorted by the first, in which the second rises too."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        ends[place : place + 1] = [j]
        before.append(at[place - 1] if place else -1)
        at[place : place + 1] = [k]
    chain = []
    k = at[-1] if at else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _common_subsequence(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of a longest common subsequence, one row of the table to an integer.

    Source: Hyyrö 2004, "Bit-parallel LCS-length computation revisited"; a bit that is 0 in row
    j marks a token of `old` at which the common subsequence with `new[:j + 1]` grows.
    """
    where: dict[str, int] = {}
    for i, token in enumerate(old):
        where[token] = where.get(token, 0) | 1 << i
    full = row = (1 << len(old)) - 1
    rows = []
    for token in new:
        match = row & where.get(token, 0)
        row = ((row + match) | (row - match)) & full
        rows.append(row)
    pairs = []
    i, j = len(old), len(new)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
        elif j > 1 and not rows[j - 2] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def _slid(change: _Change, floor: int, old: Sequence[str], new: Sequence[str]) -> _Change:
    """A pure deletion or insertion, moved to the first place where it does the same.

    It stays behind `floor`, the end of the change before it.
    """
    start, end, low, high = change
    if start < end and low < high:
        return change
    while start > floor and old[start - 1] == (old[end - 1] if start < end else new[high - 1]):
        start, end, low, high = start - 1, end - 1, low - 1, high - 1
    return _Change(start, end, low, high)


def _joined_moves(
    changes: Sequence[_Change], old: Sequence[str], new: Sequence[str]
) -> list[_Change]:
    joined: list[_Change] = []
    for change in changes:
        if joined and _moves(joined[-1], change, old, new):
            change = _Change(joined[-1].start, change.end, joined[-1].low, change.high)
            joined.pop()
        joined.append(change)
    return joined


def _moves(one: _Change, other: _Change, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a word that one change takes out comes back in the other, a short way off."""
    if other.start - one.end > _REACH:
        return False
    lost, gained = old[one.start : one.end], new[other.low : other.high]
    late, early = old[other.start : other.end], new[one.low : one.high]
    moved = set(lost) & set(gained) | set(late) & set(early)
    return any(token[0].isalnum() for token in moved)


def _joined_phrases(changes: Sequence[_Change], old: Sequence[str]) -> list[_Change]:
    joined: list[_Change] = []
    for change in changes:
        if joined and all(token.isspace() for token in old[joined[-1].end : change.start]):
            change = _Change(joined[-1].start, change.end, joined[-1].low, change.high)
            joined.pop()
        joined.append(change)
    return joined
