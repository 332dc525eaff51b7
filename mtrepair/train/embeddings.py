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

from mtrepair.train.alignment import expected_links, pointwise_information
from mtrepair.train.batches import Corpus, epoch_rows
from mtrepair.train.recipe import Recipe
from mtrepair.train.vocabulary import END


@torch.no_grad()
def start_aligned(model: Any, corpus: Corpus, recipe: Recipe) -> None:
    """Give a fresh MarianMTModel aligned embeddings, and let cross-attention pass them on.

    The first hypotheses are then bags of translations.
    """
    entries, width = recipe.vocabulary.size - 1, recipe.model.width
    embeddings = aligned_embeddings(corpus, entries=entries, width=width, seed=recipe.seed)
    model.model.shared.weight[:-1] = embeddings
    start_copying(model, corpus, recipe)


@torch.no_grad()
def start_copying(model: Any, corpus: Corpus, recipe: Recipe) -> None:
    """Let the cross-attention of a fresh MarianMTModel pass on what it sees.

    Its matrices start as the identity: a decoder place looks at source places near its own and
    adds what is there. The bias of the output is the logarithm of how often a piece is written.
    """
    entries = recipe.vocabulary.size - 1
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


def aligned_embeddings(corpus: Corpus, *, entries: int, width: int, seed: int) -> Tensor:
    """Embeddings [entries, width], float32, rows of length 1, from who translates whom.

    Links between the pieces of a pair, their positive pointwise mutual information, its largest
    singular vectors of either side added up: a piece that both languages write has one
    embedding. Pieces never linked stay random.

    Args:
        entries: pieces of the joint vocabulary.
    """
    counts = expected_links(corpus, entries=entries, seed=seed)
    left, values, right = torch.svd_lowrank(pointwise_information(counts), q=width, niter=4)
    embeddings = (left + right) * values.sqrt()
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(entries, width, generator=generator)
    linked = embeddings.norm(dim=1, keepdim=True) > 1e-6
    embeddings = torch.where(linked, embeddings, noise)
    return nn.functional.normalize(embeddings)
