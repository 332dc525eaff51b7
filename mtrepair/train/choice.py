"""What of the counts goes into the lexicon: balance, capitals, joins, h aspiré."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mtrepair.french import ELIDED
from mtrepair.lexicon import Lexicon
from mtrepair.lexicon.splitting import best_split
from mtrepair.train.counts import Counts

Splitting = tuple[str, str]

# Europarl has two thirds of all words: no source weighs more than this many.
_HEAVIEST = 4_000_000
# Occurrences from which on a source has its full say about a word's capital, so that the
# "Commission" of parliaments and laws doesn't make a name of every commission.
_VOTES = 30
# A form is a join left by a typist if it is this much rarer than the two words side by side …
_JOIN_SHARE = 0.03
# … or, seen no more often than this, if neighbours explain it better by this, natural log.
RARE = 3
_JOIN_GAIN = 10.0

_WHOLE = (frozenset(ELIDED) | {"du", "au"}) - {"si"}
_ELIDED = frozenset(ELIDED.values()) | {"cet"}
_SHORTEST_FAMILY = 4


@dataclass(frozen=True, slots=True)
class Table:
    """The corpora's words, without regard to case.

    Attributes:
        counts: occurrences, no file counted for less.
        weights: occurrences, the heaviest sources scaled down.
        capitals: share of capitals in mid-sentence, 0-1; absent if never there.
        pairs: occurrences of neighbours.
        english: occurrences in English.
    """

    counts: Counter[str]
    weights: Mapping[str, float]
    capitals: Mapping[str, float]
    pairs: Counter[Splitting]
    english: Counter[str]


def table(sources: Iterable[Counts]) -> Table:
    """The counts of several sources as one table."""
    counts, pairs, english = Counter[str](), Counter[Splitting](), Counter[str]()
    weights: dict[str, float] = {}
    capital: dict[str, float] = {}
    votes: dict[str, float] = {}
    for source in sources:
        scale = min(1.0, _HEAVIEST / max(1, source.french.total()))
        pairs.update(source.pairs)
        english.update(source.english)
        for form, n in _lowered(source.french).items():
            counts[form] += n
            weights[form] = weights.get(form, 0.0) + n * scale
        for form, (share, n) in _capitals(source).items():
            vote = min(n, _VOTES)
            votes[form] = votes.get(form, 0.0) + vote
            capital[form] = capital.get(form, 0.0) + vote * share
    shares = {form: capital[form] / vote for form, vote in votes.items()}
    return Table(counts, weights, shares, pairs, english)


def _lowered(forms: Mapping[str, int]) -> Counter[str]:
    lowered = Counter[str]()
    for form, n in forms.items():
        lowered[form.lower()] += n
    return lowered


def _capitals(source: Counts) -> dict[str, tuple[float, int]]:
    """For each form of one source: share of capitals in mid-sentence, occurrences there."""
    every, capital = Counter[str](), Counter[str]()
    for form, n in source.french.items():
        inside = n - source.initial[form]
        if inside > 0:
            every[form.lower()] += inside
            if form[0].isupper():
                capital[form.lower()] += inside
    return {form: (capital[form] / n, n) for form, n in every.items()}


def joins(words: Table, frequent: Lexicon) -> set[str]:
    """Forms that are better explained as neighbours that lost their space.

    A name keeps its place, and so does a form that is plausible by itself.

    Args:
        frequent: a lexicon without the forms that were seen `RARE` times or less.
    """
    return {
        form
        for form in words.counts
        if words.capitals.get(form, 0.0) < 0.5
        and _is_join(form, words, frequent)
        and not frequent.plausible(form)
    }


def _is_join(form: str, words: Table, frequent: Lexicon) -> bool:
    n = words.counts[form]
    neighbours = (words.pairs.get((form[:i], form[i:]), 0) for i in range(1, len(form)))
    if n < _JOIN_SHARE * max(neighbours, default=0):
        return True
    if n > RARE:
        return False
    split = best_split(form, frequent)
    return split is not None and split.gain >= _JOIN_GAIN


def aspirated(words: Table, stems: Iterable[str]) -> set[str]:
    """Words in h that forbid elision.

    A word's own neighbours tell, "le" and "de" against "l'" and "d'"; if there are none, those
    of the words with the same beginning, the longest first; if there are none, `stems`.
    """
    balance = Counter[str]()
    for (left, right), n in words.pairs.items():
        if right[0] == "h" and (left in _WHOLE or left in _ELIDED):
            balance[right] += n if left in _WHOLE else -n
    family = Counter[str]()
    for word, n in balance.items():
        for end in range(_SHORTEST_FAMILY, len(word)):
            family[word[:end]] += max(-1, min(1, n))
    beginnings = tuple(stems)
    return {
        word
        for word in words.counts
        if word[0] == "h" and _verdict(word, balance, family, beginnings)
    }


def _verdict(
    word: str, balance: Mapping[str, int], family: Mapping[str, int], stems: tuple[str, ...]
) -> bool:
    if balance[word]:
        return balance[word] > 0
    for end in range(len(word) - 1, _SHORTEST_FAMILY - 1, -1):
        if abs(family[word[:end]]) > 1:
            return family[word[:end]] > 0
    return word.startswith(stems)
