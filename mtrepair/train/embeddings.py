"""A start in which a piece lies near its translations, and cross-attention lets it through.

From random weights a translator spends its first million tokens on learning to write the target
language before it looks at the source. Where the pieces of either language that translate one
another have near embeddings, translating begins as copying does, which is learnt soon.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from mtrepair.train.batches import Corpus, Rows, epoch_rows
from mtrepair.train.recipe import Recipe
from mtrepair.train.vocabulary import END

_CHUNK = 20_000


@torch.no_grad()
def start_aligned(model: Any, corpus: Corpus, recipe: Recipe) -> None:
    """Give a fresh MarianMTModel aligned embeddings, and let cross-attention pass them on.

    Its matrices start as the identity: a decoder place looks at source places near its own and
    adds what is there, so that the first hypotheses are bags of translations. The bias of the
    output is the logarithm of how often a piece is written.
    """
    entries, width = recipe.vocabulary.size - 1, recipe.model.width
    embeddings = aligned_embeddings(corpus, entries=entries, width=width, seed=recipe.seed)
    model.model.shared.weight[:-1] = embeddings
    for layer in model.model.decoder.layers:
        attention = layer.encoder_attn
        for part in (attention.v_proj, attention.out_proj):
            nn.init.eye_(part.weight)
        for part in (attention.q_proj, attention.k_proj):
            nn.init.eye_(part.weight).mul_(0.5)
    model.final_logits_bias[0, :-1] = _log_frequencies(corpus, recipe, entries)


def _log_frequencies(corpus: Corpus, recipe: Recipe, entries: int) -> Tensor:
    rows = epoch_rows(corpus, recipe.seed, 0)[:100_000]
    side = 0 if recipe.training.reverse else 1
    starts = corpus.starts[rows] + (corpus.lengths[rows, 0] if side else 0)
    ends = starts + corpus.lengths[rows, side]
    edges = np.zeros(len(corpus.tokens) + 1, dtype=np.int64)
    np.add.at(edges, starts, 1)
    np.add.at(edges, ends, -1)
    written = np.repeat(corpus.tokens, np.cumsum(edges)[:-1])
    counts = np.bincount(written, minlength=entries).astype(np.float64)
    counts[END] = len(rows)
    return torch.from_numpy(np.log((counts + 1) / (counts + 1).sum())).float()


def aligned_embeddings(
    corpus: Corpus,
    *,
    entries: int,
    width: int,
    seed: int,
    pairs: int = 100_000,
    window: int = 4,
    rounds: int = 4,
) -> Tensor:
    """Embeddings [entries, width], float32, rows of length 1, from who translates whom.

    Counts of links between the pieces of a pair by IBM model 1 (Brown et al. 1993), their
    positive pointwise mutual information, its largest singular vectors of either side added up:
    a piece that both languages write has one embedding. Pieces never linked stay random.

    Args:
        entries: pieces of the joint vocabulary.
        pairs: how many pairs of the first epoch to count.
        window: links reach this many places from the diagonal.
        rounds: rounds of expectation and maximisation, after a first of equal shares.
    """
    rows = epoch_rows(corpus, seed, 0)[:pairs]
    table = torch.ones(entries, entries)
    for _ in range(rounds + 1):
        counts = _linked(corpus, rows, table, window)
        table = counts / counts.sum(dim=1, keepdim=True).clamp(min=1e-9)
    left, values, right = torch.svd_lowrank(_information(counts), q=width, niter=4)
    embeddings = (left + right) * values.sqrt()
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(entries, width, generator=generator)
    linked = embeddings.norm(dim=1, keepdim=True) > 1e-6
    embeddings = torch.where(linked, embeddings, noise)
    return nn.functional.normalize(embeddings)


def _linked(corpus: Corpus, rows: Rows, table: Tensor, window: int) -> Tensor:
    """Expected links [source piece, target piece] under translation probabilities."""
    counts = torch.zeros_like(table)
    for start in range(0, len(rows), _CHUNK):
        keys, inside = _candidates(corpus, rows[start : start + _CHUNK], len(table), window)
        shares = table.view(-1)[keys] * inside
        shares /= shares.sum(dim=1, keepdim=True).clamp(min=1e-12)
        counts.view(-1).index_add_(0, keys.flatten(), shares.flatten())
    return counts


def _candidates(corpus: Corpus, rows: Rows, entries: int, window: int) -> tuple[Tensor, Tensor]:
    """For each target token, source piece * entries + target piece of the links it may have.

    Both are [target tokens, 2 * window + 1]; the second is 1 where the place exists, else 0.
    """
    lengths, starts = corpus.lengths[rows], corpus.starts[rows]
    pair = np.repeat(np.arange(len(rows)), lengths[:, 1])
    firsts = np.cumsum(lengths[:, 1]) - lengths[:, 1]
    place = np.arange(len(pair)) - firsts[pair]
    left, right = lengths[pair, 0], lengths[pair, 1]
    targets = corpus.tokens[starts[pair] + left + place].astype(np.int64)
    middle = (place * left + left // 2) // right
    linked = middle[:, None] + np.arange(-window, window + 1)
    inside = (linked >= 0) & (linked < left[:, None])
    at = starts[pair][:, None] + np.clip(linked, 0, left[:, None] - 1)
    sources = corpus.tokens[at].astype(np.int64)
    keys = torch.from_numpy(sources * entries + targets[:, None])
    return keys, torch.from_numpy(inside).float()


def _information(counts: Tensor) -> Tensor:
    """Positive pointwise mutual information; links seen less than twice count as chance."""
    expected = counts.sum(dim=1, keepdim=True) * counts.sum(dim=0, keepdim=True) / counts.sum()
    information = (counts / expected.clamp(min=1e-9)).clamp(min=1.0).log()
    return information * (counts >= 2)
