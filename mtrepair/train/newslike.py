"""How much a sentence is like those of a domain: cross-entropy difference of two bigram models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ScoreArray = npt.NDArray[np.float64]
BigramKeys = npt.NDArray[np.int64]

# Stands before the first piece of a sentence and behind the last one.
_BORDER = 0


@dataclass(frozen=True, slots=True)
class Bigrams:
    """A model of pieces, each after the one before it.

    p(b | a) = (n(a b) + t(a) p(b)) / (n(a) + t(a)), with t(a) the distinct pieces seen after a.
    Source: Witten and Bell 1991, doi 10.1109/18.87000.

    Attributes:
        keys: a * entries + b of the bigrams seen, sorted.
        counts: of each of them.
        firsts: [entries], n(a).
        types: [entries], t(a).
        alone: [entries], p(b).
    """

    keys: BigramKeys
    counts: BigramKeys
    firsts: BigramKeys
    types: BigramKeys
    alone: ScoreArray

    def entropy(self, ids: Sequence[int]) -> float:
        """Mean -ln p of the pieces of a sentence and of its end, nats."""
        before, after = np.array([_BORDER, *ids]), np.array([*ids, _BORDER])
        wanted = before * len(self.alone) + after
        places = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        seen = np.where(self.keys[places] == wanted, self.counts[places], 0)
        mass = self.types[before] * self.alone[after]
        total = self.firsts[before] + self.types[before]
        p = np.where(total > 0, (seen + mass) / np.maximum(total, 1), self.alone[after])
        return float(-np.log(p).mean())


def bigrams(sentences: Iterable[Sequence[int]], entries: int) -> Bigrams:
    """The model of some sentences, as numbers of pieces below `entries`."""
    keys = np.concatenate(
        [
            np.array([_BORDER, *ids], dtype=np.int64) * entries + np.array([*ids, _BORDER])
            for ids in sentences
        ]
    )
    distinct, counts = np.unique(keys, return_counts=True)
    firsts = np.bincount(keys // entries, minlength=entries)
    types = np.bincount(distinct // entries, minlength=entries)
    alone = np.bincount(keys % entries, minlength=entries) + 1.0
    return Bigrams(distinct, counts, firsts, types, alone / alone.sum())


def likeness(ids: Sequence[int], domain: Bigrams, general: Bigrams) -> float:
    """How much likelier a sentence is in the domain than in general, nats a piece.

    Source: Moore and Lewis 2010, aclanthology.org/P10-2041.
    """
    return general.entropy(ids) - domain.entropy(ids)
