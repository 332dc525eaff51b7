"""MT703 and MT704: sentences and long clauses that one of the texts has and the other lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtrepair.source.alignment import Bead
from mtrepair.source.sentences import Statement, length_ratio, spare_heads, together
from mtrepair.source.words import Meaning
from mtrepair.types import Span

# A sentence that says less is no loss, or said elsewhere: "Yes!"
_LEAST = 2.0
# Share of a sentence's weight from which on its neighbours' counterparts say it.
_SAID = 0.5
# Or less, if they say it beside what they are the counterparts of.
_FREE = 0.35
_REACH = 2
# A clause without counterpart: so many words in a row, of such weight, and the other side is
# shorter by a quarter.
_WORDS, _WEIGHT, _SHORTER = 5, 8.0, 0.7
_CLOSE = 0.4


class Lone(NamedTuple):
    """A passage without counterpart.

    Attributes:
        span: in its own text.
        is_french: whether the French text has it, and not the source.
        at: where the other text would have it.
        is_sentence: whether it is no clause.
    """

    span: Span
    is_french: bool
    at: int
    is_sentence: bool


def lone_sentences(
    beads: Sequence[Bead], french: Sequence[Statement], english: Sequence[Statement]
) -> Iterator[Lone]:
    """The sentences of either text that nothing in the other stands for."""
    for number, bead in enumerate(beads):
        if bead.french and bead.english:
            continue
        is_french = bool(bead.french)
        own = (
            together(french[i] for i in bead.french)
            if is_french
            else together(english[j] for j in bead.english)
        )
        if own.weight < _LEAST:
            continue
        said: frozenset[str] = frozenset()
        free: frozenset[str] = frozenset()
        for other in beads[max(0, number - _REACH) : number + _REACH + 1]:
            here, there = [french[i] for i in other.french], [english[j] for j in other.english]
            if not is_french:
                here, there = there, here
            said |= together(there).heads if there else frozenset()
            free |= spare_heads(there, here)
        if own.said_in(said) < _SAID * own.weight or own.said_in(free) < _FREE * own.weight:
            before = [
                other for other in beads[:number] if (other.english if is_french else other.french)
            ]
            at = _end(before[-1], french, english, of_french=not is_french) if before else 0
            yield Lone(own.span, is_french, at, True)


def lone_clauses(own: Statement, source: Statement, like: float) -> Iterator[Lone]:
    """The clauses that only one of two sentences has, of which `like` is the likeness."""
    if like < _CLOSE:
        return
    longer = length_ratio(own, source)
    if longer <= _SHORTER:
        yield from _runs(source, own, is_french=False)
    elif longer >= 1 / _SHORTER:
        yield from _runs(own, source, is_french=True)


def _runs(sentence: Statement, other: Statement, *, is_french: bool) -> Iterator[Lone]:
    """The longest run of words of which the other sentence has none, if it is long enough."""
    runs: list[list[Meaning]] = [[]]
    for word in sentence.words:
        if word.weight > 0 and not word.heads.isdisjoint(other.heads):
            runs.append([])
        elif word.weight > 0:
            runs[-1].append(word)
    best = max(runs, key=_weight)
    if len(best) >= _WORDS and _weight(best) >= _WEIGHT:
        yield Lone(Span(best[0].start, best[-1].end), is_french, other.span.end, False)


def _weight(words: Sequence[Meaning]) -> float:
    return sum(word.weight for word in words)


def _end(
    bead: Bead, french: Sequence[Statement], english: Sequence[Statement], *, of_french: bool
) -> int:
    if of_french:
        return french[bead.french[-1]].span.end
    return english[bead.english[-1]].span.end
