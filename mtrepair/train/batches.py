"""Batches of fixed shapes, as a pure function of packs, recipe and epoch."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from mtrepair.errors import InputError
from mtrepair.train.packs import Pack
from mtrepair.train.recipe import Recipe
from mtrepair.train.vocabulary import END

Rows = npt.NDArray[np.int64]

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Batch:
    """Token ids, int64: source [rows, source length], the rest [rows, target length].

    `labels` is `decoder_input` shifted by one and holds `IGNORED` where it is padded.
    """

    source: torch.Tensor
    decoder_input: torch.Tensor
    labels: torch.Tensor


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pairs of all packs that a recipe trains on.

    `starts` and `lengths` ([pairs, 2], end tokens not counted) locate a pair in `tokens`;
    `bounds` has the first pair of each source, and their number at the end; `likeness` [pairs] is
    that of the packs, or empty.
    """

    tokens: npt.NDArray[np.uint16]
    starts: Rows
    lengths: Rows
    bounds: list[int]
    weights: list[float]
    likeness: npt.NDArray[np.float16] = field(
        default_factory=lambda: np.array([], dtype=np.float16)
    )


def join_packs(packs: list[Pack], recipe: Recipe) -> Corpus:
    """The packs as one corpus, without pairs longer than the recipe trains on.

    Raises:
        InputError: the recipe names a source that the packs lack, or nothing is left.
    """
    by_name = {pack.name: pack for pack in packs}
    tokens, starts, lengths, likeness, bounds, offset = [], [], [], [], [0], 0
    for source in recipe.sources:
        if source.name not in by_name:
            raise InputError(
                f"the packs lack the source {source.name!r}; they have {sorted(by_name)}: "
                "pack again with this recipe"
            )
        pack = by_name[source.name]
        both = pack.lengths.astype(np.int64)
        # One token of room for the end.
        fits = both.max(axis=1, initial=0) < recipe.training.max_length
        ends = np.cumsum(both.sum(axis=1))
        starts.append((ends - both.sum(axis=1) + offset)[fits])
        lengths.append(both[fits])
        tokens.append(pack.tokens)
        likeness.append(pack.likeness[fits] if len(pack.likeness) else pack.likeness)
        offset += len(pack.tokens)
        bounds.append(bounds[-1] + int(fits.sum()))
    if not bounds[-1]:
        raise InputError(f"no pair in the packs is under {recipe.training.max_length} tokens")
    weights = [source.weight for source in recipe.sources]
    return Corpus(
        np.concatenate(tokens),
        np.concatenate(starts),
        np.concatenate(lengths),
        bounds,
        weights,
        np.concatenate(likeness),
    )


def kept_rows(corpus: Corpus, kept: npt.NDArray[np.bool_]) -> Corpus:
    """The corpus with only some of its pairs; `kept` is [pairs]."""
    sums = np.concatenate([[0], np.cumsum(kept)])
    return dataclasses.replace(
        corpus,
        starts=corpus.starts[kept],
        lengths=corpus.lengths[kept],
        bounds=[int(sums[bound]) for bound in corpus.bounds],
        likeness=corpus.likeness[kept] if len(corpus.likeness) else corpus.likeness,
    )


def most_like_domain(corpus: Corpus, share: float) -> Corpus:
    """The share of all pairs, as often as they are drawn, that is most like the domain.

    Raises:
        InputError: the packs have no likeness.
    """
    if not len(corpus.likeness):
        raise InputError(
            "training.domain_share is under 1, but the packs say nothing of a domain; give the "
            "recipe a [domain] and pack again"
        )
    drawn = np.repeat(corpus.weights, np.diff(corpus.bounds))
    order = np.argsort(-corpus.likeness.astype(np.float32), kind="stable")
    ranks = np.cumsum(drawn[order])
    kept = np.zeros(len(order), dtype=bool)
    kept[order[: int(np.searchsorted(ranks, share * ranks[-1])) + 1]] = True
    return kept_rows(corpus, kept)


def epoch_rows(corpus: Corpus, seed: int, epoch: int) -> Rows:
    """The pairs of an epoch, shuffled.

    A source of weight 0.25 gives a quarter of its pairs, the next epoch the next quarter, so
    that every pair is seen before one is seen twice.
    """
    chosen = []
    for number, weight in enumerate(corpus.weights):
        first, last = corpus.bounds[number : number + 2]
        size = last - first
        order = np.random.default_rng([seed, 1, number]).permutation(size) + first
        begin, end = round(epoch * weight * size), round((epoch + 1) * weight * size)
        if size:
            chosen.append(order[np.arange(begin, end) % size])
    rows: Rows = np.concatenate(chosen)
    np.random.default_rng([seed, 2, epoch]).shuffle(rows)
    return rows


def bucket_widths(step: int, longest: int) -> Rows:
    """Padded lengths: multiples of `step`, beyond twelve of them every second one.

    >>> bucket_widths(4, 60).tolist()
    [4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 60]
    """
    near = np.arange(step, 12 * step + 1, step)
    far = np.arange(14 * step, longest, 2 * step)
    widths = np.concatenate([near, far])
    return np.append(widths[widths < longest], longest)


def plan_epoch(corpus: Corpus, recipe: Recipe, epoch: int) -> list[tuple[Rows, int, int]]:
    """The batches of an epoch in order: the pairs, source length and target length of each.

    Full batches only, but one short batch where a shape would have none; pairs left over
    are others every epoch.
    """
    settings = recipe.training
    rows = epoch_rows(corpus, recipe.seed, epoch)
    widths = bucket_widths(settings.bucket, settings.max_length)
    cells = np.searchsorted(widths, corpus.lengths[rows] + 1)
    # Lopsided pairs are rare: padding their short side to the next shape keeps shapes few.
    cells = np.maximum(cells, cells.max(axis=1, keepdims=True) - 1)
    if settings.reverse:
        cells = cells[:, ::-1]
    keys = cells[:, 0] * len(widths) + cells[:, 1]
    order = np.argsort(keys, kind="stable")
    borders = np.flatnonzero(np.diff(keys[order])) + 1
    plan = []
    for group in np.split(order, borders):
        source, target = (int(width) for width in widths[cells[group[0]]])
        size = max(1, settings.batch_tokens // max(source, target))
        full = max(len(group) // size, 1)
        plan += [(rows[group[i * size : (i + 1) * size]], source, target) for i in range(full)]
    shuffled = np.random.default_rng([recipe.seed, 3, epoch]).permutation(len(plan))
    return [plan[i] for i in shuffled]


def make_batch(
    corpus: Corpus, planned: tuple[Rows, int, int], *, pad: int, reverse: bool = False
) -> Batch:
    """The tensors of a planned batch."""
    rows, source_length, target_length = planned
    starts, lengths = corpus.starts[rows], corpus.lengths[rows]
    sides = [(starts, lengths[:, 0]), (starts + lengths[:, 0], lengths[:, 1])]
    given, wanted = sides[::-1] if reverse else sides
    source = padded(corpus.tokens, *given, source_length, pad)
    labels = padded(corpus.tokens, *wanted, target_length, IGNORED)
    # Marian starts the decoder with <pad>.
    decoder_input = np.full_like(labels, pad)
    decoder_input[:, 1:] = np.where(labels[:, :-1] == IGNORED, pad, labels[:, :-1])
    decoder_input[decoder_input == END] = pad
    return Batch(*map(torch.from_numpy, (source, decoder_input, labels)))


def padded(
    tokens: npt.NDArray[np.uint16], starts: Rows, lengths: Rows, width: int, filler: int
) -> Rows:
    """Rows [rows, width] of the tokens at those places, each with its end token and filled up."""
    columns = np.arange(width)
    inside = columns < lengths[:, None]
    rows = np.full((len(starts), width), filler, dtype=np.int64)
    rows[inside] = tokens[(starts[:, None] + columns)[inside]]
    rows[np.arange(len(rows)), lengths] = END
    return rows
