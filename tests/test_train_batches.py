"""Batches: every pair in its turn, in fixed shapes, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from mtrepair.errors import InputError
from mtrepair.train.batches import (
    IGNORED,
    Corpus,
    epoch_rows,
    join_packs,
    make_batch,
    plan_epoch,
)
from mtrepair.train.packs import Pack
from mtrepair.train.recipe import Recipe, Source, Training

END, PAD = 0, 99


def pack(name: str, *pairs: tuple[list[int], list[int]]) -> Pack:
    tokens = np.array([i for pair in pairs for side in pair for i in side], dtype=np.uint16)
    return Pack(name, tokens, np.array([[len(s) for s in p] for p in pairs], dtype=np.uint16))


def recipe(*weights: float, **training: int) -> Recipe:
    sources = tuple(Source(f"s{i}", "", weight) for i, weight in enumerate(weights))
    return Recipe("x", Training(steps=1, **training), sources=sources)  # type: ignore[arg-type]


def lines(count: int, length: int) -> list[tuple[list[int], list[int]]]:
    return [([5] * length, [6] * length)] * count


def corpus_of(*sizes: int, weights: tuple[float, ...], length: int = 3) -> Corpus:
    packs = [pack(f"s{i}", *lines(size, length)) for i, size in enumerate(sizes)]
    return join_packs(packs, recipe(*weights))


def test_a_batch_is_padded_ended_and_shifted() -> None:
    settings = recipe(1.0)
    corpus = join_packs([pack("s0", ([7, 8], [9]), ([3], [4, 5, 6]))], settings)
    batch = make_batch(corpus, (np.array([0, 1]), 4, 5), pad=PAD)
    assert batch.source.tolist() == [[7, 8, END, PAD], [3, END, PAD, PAD]]
    assert batch.decoder_input.tolist() == [[PAD, 9, PAD, PAD, PAD], [PAD, 4, 5, 6, PAD]]
    assert batch.labels.tolist() == [
        [9, END, IGNORED, IGNORED, IGNORED],
        [4, 5, 6, END, IGNORED],
    ]


def test_a_reversed_batch_has_its_sides_swapped() -> None:
    corpus = join_packs([pack("s0", ([7, 8], [9]))], recipe(1.0))
    batch = make_batch(corpus, (np.array([0]), 2, 3), pad=PAD, reverse=True)
    assert batch.source.tolist() == [[9, END]]
    assert batch.labels.tolist() == [[7, 8, END]]


def test_pairs_are_found_past_those_that_are_too_long() -> None:
    pairs = [([1] * 60, [2]), ([3, 4], [5])]
    corpus = join_packs([pack("s0", *pairs)], recipe(1.0, max_length=50))
    batch = make_batch(corpus, (np.array([0]), 3, 2), pad=PAD)
    assert batch.source.tolist() == [[3, 4, END]] and corpus.bounds == [0, 1]


def test_a_source_of_weight_a_quarter_is_seen_whole_in_four_epochs() -> None:
    corpus = corpus_of(40, 10, weights=(0.25, 1.0))
    seen = np.concatenate([epoch_rows(corpus, 1, epoch) for epoch in range(4)])
    assert sorted(row for row in seen if row < 40) == list(range(40))


def test_a_source_of_weight_two_is_seen_twice_an_epoch() -> None:
    corpus = corpus_of(10, 5, weights=(2.0, 1.0))
    counts = np.bincount(epoch_rows(corpus, 1, 0), minlength=15)
    assert counts.tolist() == [2] * 10 + [1] * 5


def test_epochs_differ_and_the_same_epoch_does_not() -> None:
    corpus = corpus_of(50, weights=(1.0,))
    assert not np.array_equal(epoch_rows(corpus, 1, 0), epoch_rows(corpus, 1, 1))
    assert np.array_equal(epoch_rows(corpus, 1, 1), epoch_rows(corpus, 1, 1))


def test_batches_hold_no_more_tokens_than_asked() -> None:
    settings = recipe(1.0, batch_tokens=64, max_length=40)
    rng = np.random.default_rng(0)
    pairs = [([1] * n, [2] * m) for n, m in rng.integers(1, 39, size=(300, 2)).tolist()]
    corpus = join_packs([pack("s0", *pairs)], settings)
    for rows, source, target in plan_epoch(corpus, settings, 0):
        assert len(rows) * max(source, target) <= 64
        assert (corpus.lengths[rows] + 1 <= [source, target]).all()


def test_shapes_are_few() -> None:
    settings = recipe(1.0, batch_tokens=400, max_length=40)
    rng = np.random.default_rng(0)
    pairs = [([1] * n, [2] * m) for n, m in rng.integers(1, 39, size=(3000, 2)).tolist()]
    corpus = join_packs([pack("s0", *pairs)], settings)
    plan = plan_epoch(corpus, settings, 0)
    # Ten widths, each with itself and its two neighbours.
    assert len({(source, target) for _, source, target in plan}) <= 28


def test_no_pair_is_in_two_batches() -> None:
    settings = recipe(1.0, batch_tokens=64)
    corpus = corpus_of(200, weights=(1.0,))
    rows = np.concatenate([rows for rows, _, _ in plan_epoch(corpus, settings, 0)])
    assert len(set(rows.tolist())) == len(rows) == 192


def test_a_source_that_the_packs_lack_is_named() -> None:
    with pytest.raises(InputError, match=r"lack the source 's1'; they have \['s0'\]"):
        join_packs([pack("s0", *lines(1, 1))], recipe(1.0, 1.0))


def test_packs_of_long_pairs_only_are_refused() -> None:
    with pytest.raises(InputError, match=r"no pair in the packs is under 8 tokens"):
        join_packs([pack("s0", *lines(3, 20))], recipe(1.0, max_length=8))
