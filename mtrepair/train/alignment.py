"""Which pieces of a pair translate which, and the pairs that are translated most literally."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from mtrepair.train.batches import Corpus, Rows, epoch_rows, kept_rows

_CHUNK = 20_000
# Links reach this many places from the diagonal.
_WINDOW = 4
# Nats with which a link counts in full: a name says no more about a translation than "the" does.
_FULL = 3.0
# Pairs within this many target tokens are compared with one another.
_SIMILAR_LENGTH = 6


def expected_links(
    corpus: Corpus, *, entries: int, seed: int, pairs: int = 100_000, rounds: int = 4
) -> Tensor:
    """Expected links [source piece, target piece] by IBM model 1, of Brown et al. 1993.

    Args:
        entries: pieces of the joint vocabulary.
        pairs: how many pairs of the first epoch to count.
        rounds: rounds of expectation and maximisation, after a first of equal shares.
    """
    rows = epoch_rows(corpus, seed, 0)[:pairs]
    table = torch.ones(entries, entries)
    for _ in range(rounds + 1):
        counts = _linked(corpus, rows, table)
        table = counts / counts.sum(dim=1, keepdim=True).clamp(min=1e-9)
    return counts


def pointwise_information(counts: Tensor) -> Tensor:
    """Positive pointwise mutual information; links seen less than twice count as chance."""
    expected = counts.sum(dim=1, keepdim=True) * counts.sum(dim=0, keepdim=True) / counts.sum()
    information = (counts / expected.clamp(min=1e-9)).clamp(min=1.0).log()
    return information * (counts >= 2)


def literal_pairs(corpus: Corpus, links: Tensor, share: float) -> Corpus:
    """The share of each source's pairs whose target is best explained by the source.

    A small model with few hours learns more from translations that follow the original than
    from free ones. Short pairs vary more than long ones, so pairs compete within their length.

    Args:
        links: what `expected_links` counted.
    """
    scores = _literalness(corpus, links)
    kept = np.zeros(len(scores), dtype=bool)
    lengths = corpus.lengths[:, 1] // _SIMILAR_LENGTH
    for first, last in zip(corpus.bounds[:-1], corpus.bounds[1:], strict=True):
        for length in np.unique(lengths[first:last]):
            rows = first + np.flatnonzero(lengths[first:last] == length)
            best = np.argsort(-scores[rows], kind="stable")[: int(np.ceil(share * len(rows)))]
            kept[rows[best]] = True
    return kept_rows(corpus, kept)


def _literalness(corpus: Corpus, links: Tensor) -> npt.NDArray[np.float32]:
    """Mean information that target tokens share with their best source token, nats."""
    information = pointwise_information(links).clamp(max=_FULL)
    scores = np.zeros(len(corpus.lengths), dtype=np.float32)
    for start in range(0, len(scores), _CHUNK):
        rows = np.arange(start, min(start + _CHUNK, len(scores)))
        keys, inside = _candidates(corpus, rows, len(links))
        best = (information.view(-1)[keys] * inside).amax(dim=1).numpy()
        lengths = corpus.lengths[rows, 1]
        firsts = np.cumsum(lengths) - lengths
        scores[rows] = np.add.reduceat(best, firsts) / lengths
    return scores


def _linked(corpus: Corpus, rows: Rows, table: Tensor) -> Tensor:
    """Expected links [source piece, target piece] under translation probabilities."""
    counts = torch.zeros_like(table)
    for start in range(0, len(rows), _CHUNK):
        keys, inside = _candidates(corpus, rows[start : start + _CHUNK], len(table))
        shares = table.view(-1)[keys] * inside
        shares /= shares.sum(dim=1, keepdim=True).clamp(min=1e-12)
        counts.view(-1).index_add_(0, keys.flatten(), shares.flatten())
    return counts


def _candidates(corpus: Corpus, rows: Rows, entries: int) -> tuple[Tensor, Tensor]:
    """For each target token, source piece * entries + target piece of the links it may have.

    Both are [target tokens, 2 * _WINDOW + 1]; the second is 1 where the place exists, else 0.
    """
    lengths, starts = corpus.lengths[rows], corpus.starts[rows]
    pair = np.repeat(np.arange(len(rows)), lengths[:, 1])
    firsts = np.cumsum(lengths[:, 1]) - lengths[:, 1]
    place = np.arange(len(pair)) - firsts[pair]
    left, right = lengths[pair, 0], lengths[pair, 1]
    targets = corpus.tokens[starts[pair] + left + place].astype(np.int64)
    middle = (place * left + left // 2) // right
    linked = middle[:, None] + np.arange(-_WINDOW, _WINDOW + 1)
    inside = (linked >= 0) & (linked < left[:, None])
    at = starts[pair][:, None] + np.clip(linked, 0, left[:, None] - 1)
    sources = corpus.tokens[at].astype(np.int64)
    keys = torch.from_numpy(sources * entries + targets[:, None])
    return keys, torch.from_numpy(inside).float()
