"""A rewrite as its smallest word edits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mtrepair.types import Edit, Span

if TYPE_CHECKING:
    import numpy as np

_TOKEN = re.compile(r"\w+|\s|[^\w\s]")

# What it costs to take out or put in a word, a mark, a white space character.
_WORD, _MARK, _SPACE = 4, 3, 2
# What each edit costs beside its tokens. A space that is kept alone between two edits saves
# twice its cost: worth an edit more in words, not worth it in phrases.
_EDIT, _PHRASE = 3, 5
# Cells of the largest table: 2,000 tokens against 2,000, some 50 ms and 8 MB.
_CELLS = 4_000_000
# Tokens of a run that anchors texts too large for one table.
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
    """Words, marks and white space characters of a text; joined they give the text again.

    >>> tokens("l’an  2023.")
    ['l', '’', 'an', ' ', ' ', '2023', '.']
    """
    return _TOKEN.findall(text)


def word_edits(original: str, text: str, *, phrases: bool = False) -> list[Edit]:
    """The fewest words, marks and spaces to replace so that `original` becomes `text`.

    The edits are sorted, none overlaps, and applied to `original` they give `text`. A word that
    moves a short way is one edit from where it stood to where it goes. Of two ways that cost
    the same the one with fewer edits is taken, then the one that edits later. Texts of more
    than 2,000 words and spaces are first cut at the runs that occur once in both; a stretch
    that has none counts as replaced.

    Args:
        original: the text before.
        text: the text after.
        phrases: words that change side by side are one edit, as a reader would see them.

    >>> word_edits("le nucléaire programme", "le programme nucléaire")
    [Edit(span=Span(start=3, end=22), replacement='programme nucléaire')]
    >>> [edit.replacement for edit in word_edits("Il y a aucun signe", "Il n’y a aucun signe")]
    ['n’']
    """
    if original == text:
        return []
    old, new = tokens(original), tokens(text)
    changes = _joined_moves(_changes(old, new, _PHRASE if phrases else _EDIT), old, new)
    places = [0]
    for token in old:
        places.append(places[-1] + len(token))
    return [
        Edit(Span(places[c.start], places[c.end]), "".join(new[c.low : c.high])) for c in changes
    ]


def _changes(old: Sequence[str], new: Sequence[str], opening: int) -> list[_Change]:
    """What lies between the tokens that the cheapest rewrite keeps."""
    changes: list[_Change] = []
    start = low = 0
    for i, j in (*_kept(old, new, opening), (len(old), len(new))):
        if start < i or low < j:
            changes.append(_Change(start, i, low, j))
        start, low = i + 1, j + 1
    return list(_slid(changes, old, new))


def _kept(old: Sequence[str], new: Sequence[str], opening: int) -> Iterator[tuple[int, int]]:
    """Pairs of positions of equal tokens, rising in both."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        yield head, head
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    end, high = len(old) - tail, len(new) - tail
    i, j = head, head
    for anchor_old, anchor_new in _anchors(old[head:end], new[head:high]):
        stop, top = head + anchor_old, head + anchor_new
        if (stop - i) * (top - j) <= _CELLS:
            pairs = _cheapest(old[i:stop], new[j:top], opening)
            yield from ((i + a, j + b) for a, b in pairs)
        if stop < end:
            yield stop, top
        i, j = stop + 1, top + 1
    yield from ((end + k, high + k) for k in range(tail))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Starts of runs that occur once in both texts and keep their order, then the two ends.

    A pair of texts that fits into one table needs no run.
    """
    ends = (len(old), len(new))
    if ends[0] * ends[1] <= _CELLS:
        return [ends]
    there = _single_runs(new)
    pairs = [(i, there[run]) for run, i in _single_runs(old).items() if run in there]
    return [*_rising(pairs), ends]


def _single_runs(pieces: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(pieces[i : i + _ANCHOR]) for i in range(len(pieces) - _ANCHOR)]
    seen = Counter(runs)
    return {run: i for i, run in enumerate(runs) if seen[run] == 1}


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


def _cost(token: str) -> int:
    return _SPACE if token.isspace() else _WORD if token.isalnum() else _MARK


def _cheapest(old: Sequence[str], new: Sequence[str], opening: int) -> list[tuple[int, int]]:
    """Positions of the tokens that the cheapest rewrite keeps.

    Each cell holds the cost of making `new[:j]` of `old[:i]` when the last token was kept, and
    when it was changed; a row is computed at once. Only the choices are stored.

    Source: Gotoh 1982, "An improved algorithm for matching biological sequences", without
    substitutions and with one opening cost for a deletion and the insertion beside it.
    """
    if not old or not new:
        return []
    import numpy as np

    ids: dict[str, int] = {}
    new_ids = np.array([ids.setdefault(token, len(ids)) for token in new])
    sums = np.concatenate(([0], np.cumsum([_cost(token) for token in new])))
    far = int(sums[-1]) + sum(map(_cost, old)) + 2 * opening
    width = len(new) + 1
    kept, changed = np.full(width, far), opening + sums
    kept[0] = 0
    from_kept = np.zeros((len(old) + 1, width), bool)  # a kept token comes after a kept one
    deletes = np.zeros((len(old) + 1, width), bool)  # the change's last token is an old one
    opens = np.zeros((len(old) + 1, width), bool)  # the change's last token is its first
    opens[0, 1] = True
    for i, token in enumerate(old, start=1):
        equal = new_ids == ids.get(token, -1)
        from_kept[i, 1:] = kept[:-1] < changed[:-1]
        now = np.full(width, far)
        now[1:] = np.where(equal, np.minimum(kept[:-1], changed[:-1]), far)
        delete = np.minimum(changed, kept + opening) + _cost(token)
        insert = np.full(width, far)
        insert[1:] = now[:-1] + opening + np.diff(sums)
        changed_now = np.minimum.accumulate(np.minimum(delete, insert) - sums) + sums
        deletes[i] = delete == changed_now
        opens[i] = np.where(deletes[i], kept + opening <= changed, insert == changed_now)
        kept, changed = now, changed_now
    return _traced(from_kept, deletes, opens, last_kept=bool(kept[-1] < changed[-1]))


def _traced(
    from_kept: np.ndarray, deletes: np.ndarray, opens: np.ndarray, *, last_kept: bool
) -> list[tuple[int, int]]:
    """The pairs kept on the way back from the last cell, in rising order."""
    pairs = []
    i, j = from_kept.shape[0] - 1, from_kept.shape[1] - 1
    keep = last_kept
    while i or j:
        if keep:
            keep = bool(from_kept[i, j])
            i, j = i - 1, j - 1
            pairs.append((i, j))
        else:
            keep = bool(opens[i, j])
            i, j = (i - 1, j) if deletes[i, j] else (i, j - 1)
    return pairs[::-1]


def _slid(changes: list[_Change], old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """Each pure deletion or insertion moved to the last place where it does the same.

    So "lundi. ." loses " .", not ". ", whatever else is edited.
    """
    ceilings = [change.start for change in changes[1:]] + [len(old)]
    for change, ceiling in zip(changes, ceilings, strict=True):
        start, end, low, high = change
        steps = 0
        if start == end or low == high:
            pure = old[start:end] or new[low:high]
            while end + steps < ceiling and old[end + steps] == pure[steps % len(pure)]:
                steps += 1
        yield _Change(start + steps, end + steps, low + steps, high + steps)


def _joined_moves(
    changes: Sequence[_Change], old: Sequence[str], new: Sequence[str]
) -> list[_Change]:
    joined: list[_Change] = []
    for change in changes:
        if joined and _moves(joined[-1], change, old, new):
            joined[-1] = _union(joined[-1], change, old, new)
        else:
            joined.append(change)
    return joined


def _union(one: _Change, other: _Change, old: Sequence[str], new: Sequence[str]) -> _Change:
    """One change from the start of `one` to the end of `other`, less the equal tokens at its end.

    A word moved forwards leaves its space at one end, which is no part of the move.
    """
    end, high = other.end, other.high
    while end > one.start and high > one.low and old[end - 1] == new[high - 1]:
        end, high = end - 1, high - 1
    return _Change(one.start, end, one.low, high)


def _moves(one: _Change, other: _Change, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a word that one change takes out comes back in the other, a short way off."""
    if other.start - one.end > _REACH:
        return False
    lost, gained = old[one.start : one.end], new[other.low : other.high]
    late, early = old[other.start : other.end], new[one.low : one.high]
    moved = set(lost) & set(gained) | set(late) & set(early)
    return any(token[0].isalnum() for token in moved)
