"""Which sentences of a French text are which of its English source."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mtrepair.source.sentences import (
    LETTERS,
    Statement,
    length_ratio,
    likeness,
    spare_heads,
    together,
)

# Two sentences that share less than this say something else. Human translations of news: 0.45 to
# 0.75 for nine of ten pairs, 0.05 to 0.2 for sentences of the same article that are no pair.
_LEAST = 0.2
# What a sentence without counterpart costs, by its weight: less than being laid to another.
_ALONE = 0.05
# What is this like is a pair wherever it stands, if its length fits as well.
_SURE = 0.5
# Enough for one whose place tells nothing.
_MOVED = 0.3
_SHORTEST, _LONGEST = 0.55, 2.0
_ANY_LENGTH = 2.5
# Shares of a lone sentence's weight that its neighbour's counterpart says: what nothing else there
# stands for, or all.
_FREE, _SAID = 0.5, 0.7
# Less, if that counterpart is in more sentences than the neighbour.
_SPLIT = 0.3
# Or if that counterpart is longer than it should be by most of the sentence, and by a quarter.
_ROOM, _LONGER = 0.7, 1.25
# Shares of a sentence's weight that what its bead has free says: where it says nothing, or little
# and the bead as a whole says no more than half, the sentence is none of it, if it tells anything.
_NOTHING, _UNSAID, _TELLS = 0.1, 0.25, 2.0
# A sentence of this weight of which nothing is said has no place even in one that is much longer.
_TELLS_MUCH, _MUCH_LONGER = 5.0, 1.75
# How many sentences of one side may be one bead with how many of the other.
_SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
# What a bead of several costs, by sentence more: two for one has to be worth it.
_MORE = 1.5
# Heads that more sentences share than this tell nothing of where one belongs. A whole number can
# be shared out among as many without a remainder, so that sums are the same in any order.
_COMMON = 40
_WHOLE = math.lcm(*range(1, _COMMON + 1))
# Sentences between two sure pairs are compared each with each; of more, those near the diagonal.
_WIDE = 40
# As many pairs of sentences are all looked at.
_FEW = 25


_Sums = dict[int, dict[int, int]]


class Bead(NamedTuple):
    """Sentences of the French text and those of the source that they translate, by their numbers.

    One side may be empty.
    """

    french: range
    english: range


def aligned(french: Sequence[Statement], english: Sequence[Statement]) -> list[Bead]:
    """The beads that two texts are made of, in the order of the French text.

    A bead without French stands where its source stands; passages that were moved are found.

    >>> from mtrepair.source.sentences import english_sentences, french_sentences
    >>> french = french_sentences("Le président part à Londres. Il pleut à Paris.")
    >>> english = english_sentences("The president leaves for London. Rain falls in Paris.")
    >>> [(list(bead.french), list(bead.english)) for bead in aligned(french, english)]
    [([0], [0]), ([1], [1])]
    """
    beads = _Path(french, english).beads(range(len(french)), range(len(english)))
    return _with_moved(_widened(beads, french, english), french, english)


def _sure_pairs(french: Sequence[Statement], english: Sequence[Statement]) -> list[tuple[int, int]]:
    """Pairs beyond doubt: each the other's likeliest, in one order on both sides."""
    pairs = _mutual(french, english)
    return _rising([(i, j) for i, j in pairs if _is_sure(french[i], english[j])])


def _mutual(french: Sequence[Statement], english: Sequence[Statement]) -> list[tuple[int, int]]:
    """Pairs of which each is the other's likeliest: they share most, rare heads counting more."""
    there = frozenset().union(*[sentence.heads for sentence in english])
    rows = _places(french, there)
    columns = _places(english, frozenset(rows))
    common = [(places, columns[head]) for head, places in rows.items()]
    forth, back = _shared(common)
    found = ((i, _most(sums, i * len(english) / len(french))) for i, sums in forth.items())
    slope = len(french) / len(english)
    return sorted((i, j) for i, j in found if j in back and _most(back[j], j * slope) == i)


def _is_sure(french: Statement, english: Statement) -> bool:
    longer = length_ratio(french, english)
    return _SHORTEST <= longer <= _LONGEST and likeness(french, english) >= _SURE


def _places(sentences: Sequence[Statement], wanted: frozenset[str]) -> dict[str, list[int]]:
    """For each of the wanted heads the sentences that have it."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(sentences):
        for head in sentence.heads & wanted:
            found[head].append(number)
    return found


def _shared(common: Iterable[tuple[list[int], list[int]]]) -> tuple[_Sums, _Sums]:
    """What the sentences of either text share with each one of the other, rare heads counting more.

    Args:
        common: for each head of both texts the sentences here and there that have it.
    """
    forth: _Sums = {}
    back: _Sums = {}
    for here, there in common:
        _share_out(forth, here, there)
        _share_out(back, there, here)
    return forth, back


def _share_out(shared: _Sums, own: Sequence[int], others: Sequence[int]) -> None:
    """Add to what sentences share with others a head that all of these have."""
    if len(others) <= _COMMON:
        gain = _WHOLE // len(others)
        for i in own:
            sums = shared.setdefault(i, {})
            for j in others:
                sums[j] = sums.get(j, 0) + gain


def _most(sums: Mapping[int, int], at: float) -> int:
    """The sentence with the highest sum; of two as high, the one nearer to the diagonal."""
    return max(sums, key=lambda j: (sums[j], -abs(j - at), -j))


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, which rise on the left, that rises on the right as well."""
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        tails[at : at + 1] = [j]
        last[at : at + 1] = [number]
        before.append(last[at - 1] if at else -1)
    found, number = [], last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


class _Path:
    """The best way through two texts, a bead at a time."""

    def __init__(self, french: Sequence[Statement], english: Sequence[Statement]) -> None:
        self._french, self._english = french, english

    def beads(self, rows: range, columns: range) -> list[Bead]:
        """The beads of a stretch of either text, cut where a pair is beyond doubt."""
        pairs = self._sure(rows, columns) if len(rows) * len(columns) > _FEW else []
        if not pairs:
            return self._best(rows, columns)
        found: list[Bead] = []
        for i, j in pairs:
            found += self.beads(range(rows.start, i), range(columns.start, j))
            found.append(Bead(range(i, i + 1), range(j, j + 1)))
            rows, columns = range(i + 1, rows.stop), range(j + 1, columns.stop)
        return found + self.beads(rows, columns)

    def _sure(self, rows: range, columns: range) -> list[tuple[int, int]]:
        own, other = (
            self._french[rows.start : rows.stop],
            self._english[columns.start : columns.stop],
        )
        return [(rows.start + i, columns.start + j) for i, j in _sure_pairs(own, other)]

    def _best(self, rows: range, columns: range) -> list[Bead]:
        """The beads of a stretch that are worth most together."""
        if not rows or not columns:
            return [
                *(Bead(range(i, i + 1), range(columns.start, columns.start)) for i in rows),
                *(Bead(range(rows.start, rows.start), range(j, j + 1)) for j in columns),
            ]
        own, other = _Runs(self._french, rows.start), _Runs(self._english, columns.start)
        best = {(0, 0): (0.0, (0, 0))}
        for i, j in self._cells(len(rows), len(columns)):
            worth, came = -math.inf, (0, 0)
            for di, dj in ((1, 0), (0, 1), *_SHAPES):
                before = best.get((i - di, j - dj))
                if before is None:
                    continue
                gain = _gain(own[i - di, i], other[j - dj, j])
                if before[0] + gain > worth:
                    worth, came = before[0] + gain, (di, dj)
            if worth > -math.inf:
                best[i, j] = worth, came
        return list(self._back(best, rows, columns))

    def _cells(self, height: int, width: int) -> Iterator[tuple[int, int]]:
        for i in range(height + 1):
            middle = round(i * width / max(height, 1))
            for j in range(max(0, middle - _WIDE), min(width, middle + _WIDE) + 1):
                if i or j:
                    yield i, j

    def _back(
        self,
        best: dict[tuple[int, int], tuple[float, tuple[int, int]]],
        rows: range,
        columns: range,
    ) -> list[Bead]:
        i, j = len(rows), len(columns)
        found = []
        while i or j:
            di, dj = best[i, j][1]
            a, b = rows.start + i, columns.start + j
            found.append(Bead(range(a - di, a), range(b - dj, b)))
            i, j = i - di, j - dj
        return found[::-1]


class _Runs(dict[tuple[int, int], "_Some"]):
    """Some sentences from one number to another, counted from `start`; each run is made once."""

    def __init__(self, sentences: Sequence[Statement], start: int) -> None:
        self._sentences, self._start = sentences, start

    def __missing__(self, ends: tuple[int, int]) -> _Some:
        first, last = ends
        parts = self._sentences[self._start + first : self._start + last]
        run = self[ends] = _Some(parts, together(parts) if parts else None)
        return run


class _Some(NamedTuple):
    """Sentences that follow one another, and them as one; none if there are none."""

    parts: Sequence[Statement]
    whole: Statement | None


def _gain(french: _Some, english: _Some) -> float:
    """What it is worth that sentences are a bead."""
    own, source = french.whole, english.whole
    if own is None or source is None:
        alone = own or source
        return -_ALONE * (alone.weight + 1) if alone else 0.0
    several = len(french.parts) + len(english.parts) - 2
    if several and not all(_share(one, english.parts) for one in french.parts):
        return -math.inf
    longer = abs(math.log((own.size + 10) / (LETTERS * source.size + 10)))
    like = likeness(own, source) - _LEAST - 0.1 * max(longer - 0.4, 0)
    return like * (own.weight + source.weight + 2) - _MORE * several


def _share(sentence: Statement, others: Sequence[Statement]) -> bool:
    """Whether a sentence has a word of each of the others."""
    return all(not sentence.heads.isdisjoint(other.heads) for other in others)


def _widened(
    beads: Sequence[Bead], french: Sequence[Statement], english: Sequence[Statement]
) -> list[Bead]:
    """The beads, each sentence without counterpart laid to the neighbour that says it.

    One on either side at the same place are each other's, whatever they share.
    """
    joined = _where(beads, lambda one, other: _are_alone_together(one, other, french, english))
    widened = _where(joined, lambda one, other: _belongs(one, other, french, english))
    return [part for bead in widened for part in _parted(bead, french, english)]


def _parted(bead: Bead, french: Sequence[Statement], english: Sequence[Statement]) -> list[Bead]:
    """The bead; apart from it a sentence at an end of it that its one counterpart does not say."""
    is_french = len(bead.french) > 1
    many, one = (bead.french, bead.english) if is_french else (bead.english, bead.french)
    if len(many) < 2 or len(one) != 1:
        return [bead]
    sentences = french if is_french else english
    other = (english if is_french else french)[one[0]]
    for gone, kept in ((many[:1], many[1:]), (many[-1:], many[:-1])):
        rest = together(sentences[i] for i in kept)
        border = sentences[max(gone.start, kept.start) - 1]
        is_alien = _is_alien(sentences[gone[0]], border, other.heads)
        most = _MUCH_LONGER if is_alien else _LONGER
        if is_french:
            is_enough = length_ratio(rest, other) >= 1 / most
        else:
            is_enough = length_ratio(other, rest) <= most
        if is_enough and _is_unsaid(sentences[gone[0]], rest, other):
            is_first = gone.start < kept.start
            at = one[:0] if is_first else one[1:]
            lone = Bead(gone, at) if is_french else Bead(at, gone)
            left = Bead(kept, one) if is_french else Bead(one, kept)
            return [lone, left] if is_first else [left, lone]
    return [bead]


def _is_alien(sentence: Statement, border: Statement, said: frozenset[str]) -> bool:
    """Whether a sentence tells much, next to nothing of it is said, and its paragraph is another.

    Translators make one sentence of several within a paragraph.

    Args:
        border: the first of the sentence and its neighbour.
        said: what the neighbour's counterpart says.
    """
    is_telling = sentence.weight >= _TELLS_MUCH and border.ends_paragraph
    return is_telling and sentence.said_in(said) < _NOTHING * sentence.weight


def _is_unsaid(sentence: Statement, rest: Statement, other: Statement) -> bool:
    """Whether the other text's sentence says the rest of its bead and not this sentence."""
    said = sentence.said_in(spare_heads([other], [rest]))
    return sentence.weight >= _TELLS and (
        said < _NOTHING * sentence.weight
        or (
            said < _UNSAID * sentence.weight
            and sentence.said_in(other.heads) < _FREE * sentence.weight
        )
    )


def _where(beads: Sequence[Bead], are_one: Callable[[Bead, Bead], bool]) -> list[Bead]:
    """The beads, each joined to the one before it where the two are one."""
    found: list[Bead] = []
    for bead in beads:
        if found and are_one(found[-1], bead):
            found[-1] = _joined(found[-1], bead)
        else:
            found.append(bead)
    return found


def _belongs(
    one: Bead, other: Bead, french: Sequence[Statement], english: Sequence[Statement]
) -> bool:
    """Whether two beads that follow each other are one, since one of them has no counterpart."""
    lone = [bead for bead in (one, other) if not (bead.french and bead.english)]
    if len(lone) != 1:
        return False
    near = other if lone[0] is one else one
    if lone[0].french:
        own, others = [french[i] for i in lone[0].french], [english[j] for j in near.english]
        kin = [french[i] for i in near.french]
    else:
        own, others = [english[j] for j in lone[0].english], [french[i] for i in near.french]
        kin = [english[j] for j in near.english]
    sentence, said = together(own), together(others).heads
    if sentence.weight < 1:
        return True
    length = together(french[i] for i in near.french).size / LETTERS
    source = together(english[j] for j in near.english).size
    longer, shorter = (source, length) if lone[0].french else (length, source)
    if (
        longer - shorter >= _ROOM * sentence.size
        and longer >= _LONGER * shorter
        and not _is_alien(sentence, sentence if lone[0] is one else kin[-1], said)
    ):
        return True
    if len(others) > len(kin) and sentence.said_in(said) >= _SPLIT * sentence.weight:
        return True
    # What the neighbour does not say itself counts more.
    free = said - together(kin).heads
    return (
        sentence.said_in(free) >= _FREE * sentence.weight
        or sentence.said_in(said) >= _SAID * sentence.weight
    )


def _are_alone_together(
    one: Bead, other: Bead, french: Sequence[Statement], english: Sequence[Statement]
) -> bool:
    """Whether one of two beads has French alone and the other English alone, as long."""
    rows, columns = one.french or other.french, one.english or other.english
    if len(rows) != 1 or len(columns) != 1 or bool(one.french) == bool(one.english):
        return False
    if bool(one.french) == bool(other.french) or bool(other.french) == bool(other.english):
        return False
    # In all: of a short sentence most are words of grammar.
    longer = len(french[rows[0]].span) / len(english[columns[0]].span)
    return 1 / _ANY_LENGTH <= longer <= _ANY_LENGTH


def _joined(one: Bead, other: Bead) -> Bead:
    return Bead(_united(one.french, other.french), _united(one.english, other.english))


def _united(one: range, other: range) -> range:
    if not one or not other:
        return one or other
    return range(min(one.start, other.start), max(one.stop, other.stop))


def _with_moved(
    beads: Sequence[Bead], french: Sequence[Statement], english: Sequence[Statement]
) -> list[Bead]:
    """The beads with pairs of sentences that stand elsewhere in the other text."""
    rows = [bead.french[0] for bead in beads if bead.french and not bead.english]
    columns = [bead.english[0] for bead in beads if bead.english and not bead.french]
    own, other = [french[i] for i in rows], [english[j] for j in columns]
    pairs = {
        rows[i]: columns[j]
        for i, j in (_mutual(own, other) if own and other else ())
        if likeness(own[i], other[j]) >= _MOVED
    }
    gone = set(pairs.values())
    found = []
    for bead in beads:
        if bead.french and not bead.english and bead.french[0] in pairs:
            j = pairs[bead.french[0]]
            found.append(Bead(bead.french, range(j, j + 1)))
        elif not (bead.english and not bead.french and bead.english[0] in gone):
            found.append(bead)
    return found
