"""Which words of a French sentence are which of the English one."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence

from mtrepair.source.words import Meaning

# Of words that may be one another's, those that say more are linked first.
_SAYS = 0.3


def linked(own: Sequence[Meaning], other: Sequence[Meaning]) -> dict[int, int]:
    """For each word that has a counterpart in the other sentence its number there; one to one.

    Of several counterparts it is the one that stands where the words around have theirs.

    >>> from mtrepair.source.sentences import english_sentences, french_sentences
    >>> (own,), (other,) = french_sentences("une pénurie"), english_sentences("a shortage")
    >>> linked(own.words, other.words)
    {1: 1}
    """
    places: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(other):
        if word.weight > _SAYS:
            for head in word.heads:
                places[head].append(j)
    candidates = {
        i: {j for head in word.heads for j in places.get(head, ())}
        for i, word in enumerate(own)
        if word.weight > _SAYS
    }
    found: dict[int, int] = {}
    anchors: list[tuple[int, int]] = []
    taken: set[int] = set()
    ratio = len(other) / max(len(own), 1)
    for i in sorted(candidates, key=lambda i: (len(candidates[i]), -own[i].weight, i)):
        free = candidates[i] - taken
        if free:
            expected = place(i, anchors, ratio)
            found[i] = min(free, key=lambda j: (abs(j - expected), j))
            taken.add(found[i])
            insort(anchors, (i, found[i]))
    return dict(sorted(found.items()))


def place(i: float, anchors: Sequence[tuple[int, int]], ratio: float) -> float:
    """Where the other sentence has what stands at `i`, by the links on either side of it."""
    at = bisect_left(anchors, (i, -1))
    near = anchors[max(0, at - 1) : at + 1]
    if not near:
        return i * ratio
    return sum(j + (i - k) * ratio for k, j in near) / len(near)
