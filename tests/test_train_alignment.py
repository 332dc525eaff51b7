"""Which pairs of a corpus count as literal."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_training import RECIPE, write_tiny_packs

from mtrepair.errors import RecipeError
from mtrepair.train.alignment import expected_links, literal_pairs
from mtrepair.train.batches import Corpus
from mtrepair.train.loop import train
from mtrepair.train.recipe import parse_recipe

# Words 10-29 of one language are 40-59 of the other.
WORDS, SHIFT, ENTRIES = range(10, 30), 30, 60


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Two sources of 300 pairs; every third pair is a free one: its target is other words."""
    rng = np.random.default_rng(0)
    tokens, lengths = [], []
    for number in range(600):
        source = rng.choice(WORDS, size=5, replace=False)
        target = rng.choice(WORDS, size=5, replace=False) if number % 3 == 0 else source
        tokens += [*source.tolist(), *(target + SHIFT).tolist()]
        lengths.append([5, 5])
    sizes = np.array(lengths)
    starts = np.arange(600) * 10
    return Corpus(np.array(tokens, dtype=np.uint16), starts, sizes, [0, 300, 600], [1.0, 1.0])


def test_free_translations_go_first(corpus: Corpus) -> None:
    links = expected_links(corpus, entries=ENTRIES, seed=1)
    kept = literal_pairs(corpus, links, 0.6)
    numbers = kept.starts // 10
    assert len(numbers) == 360
    free = np.count_nonzero(numbers % 3 == 0)
    assert free <= 3


def test_each_source_keeps_its_share(corpus: Corpus) -> None:
    kept = literal_pairs(corpus, expected_links(corpus, entries=ENTRIES, seed=1), 0.25)
    assert kept.bounds == [0, 75, 150]
    assert len(kept.lengths) == 150


def test_the_whole_share_is_the_whole_corpus(corpus: Corpus) -> None:
    kept = literal_pairs(corpus, torch.ones(ENTRIES, ENTRIES), 1.0)
    assert np.array_equal(kept.starts, corpus.starts)


def test_a_share_of_nothing_is_refused(tmp_path: Path) -> None:
    packs = write_tiny_packs(tmp_path)
    recipe = parse_recipe(RECIPE.replace("[training]", "[training]\nliteral_share = 0.0"))
    with pytest.raises(RecipeError, match="literal_share"):
        train(recipe, packs, tmp_path / "run")
