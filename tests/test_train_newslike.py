"""Pairs that are most like a domain are told by two models of pieces, and drawn alone if asked."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny_training import RECIPE, write_tiny_data

from mtrepair.errors import InputError
from mtrepair.train.batches import join_packs, most_like_domain
from mtrepair.train.newslike import bigrams, likeness
from mtrepair.train.packs import read_packs, write_packs
from mtrepair.train.recipe import parse_recipe

DOMAIN = RECIPE + '[domain]\nfiles = "french/news.txt"\n'


def test_an_entropy_is_that_of_witten_and_bell() -> None:
    model = bigrams([[1, 2], [1, 3]], entries=5)
    # After 1 came 2 and 3, once each; of six pieces and ends, 2 was one; every count has one more.
    alone_1, alone_2, alone_end = 3 / 11, 2 / 11, 3 / 11
    p = [(2 + 1 * alone_1) / 3, (1 + 2 * alone_2) / 4, (1 + 1 * alone_end) / 2]
    assert model.entropy([1, 2]) == pytest.approx(-sum(map(math.log, p)) / 3)


def test_a_piece_that_was_never_seen_has_a_probability() -> None:
    assert math.isfinite(bigrams([[1, 2]], entries=5).entropy([4, 3]))


def test_a_sentence_of_the_domain_is_more_like_it() -> None:
    domain, general = bigrams([[1, 2, 3]] * 3, 9), bigrams([[5, 6, 7]] * 3, 9)
    assert likeness([1, 2, 3], domain, general) > 0 > likeness([5, 6, 7], domain, general)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("packs")
    data = write_tiny_data(root)
    (data / "french").mkdir()
    (data / "french" / "news.txt").write_text("Le lapin gris suit un lapin gris.\n" * 20)
    write_packs(parse_recipe(DOMAIN), data, root / "packs", processes=1)
    return root / "packs"


def test_packs_say_how_much_each_pair_is_like_the_domain(packs: Path) -> None:
    for pack in read_packs(packs):
        assert len(pack.likeness) == len(pack.lengths) > 0


def test_the_pairs_most_like_the_domain_are_kept(packs: Path) -> None:
    corpus = join_packs(read_packs(packs), parse_recipe(DOMAIN))
    kept = most_like_domain(corpus, 0.25)
    drawn = [np.repeat(c.weights, np.diff(c.bounds)).sum() for c in (kept, corpus)]
    assert drawn[0] == pytest.approx(0.25 * drawn[1], abs=1)
    assert kept.likeness.min() >= np.sort(corpus.likeness)[-len(kept.likeness)] - 1e-3
    assert kept.bounds[-1] == len(kept.lengths) == len(kept.starts)


def test_packs_without_a_domain_have_nothing_that_is_like_it(packs: Path) -> None:
    plain = [replace(pack, likeness=pack.likeness[:0]) for pack in read_packs(packs)]
    corpus = join_packs(plain, parse_recipe(DOMAIN))
    with pytest.raises(InputError, match="the packs say nothing of a domain"):
        most_like_domain(corpus, 0.5)


def test_a_domain_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"domain: no file matches 'french/news.txt'"):
        write_packs(parse_recipe(DOMAIN), write_tiny_data(tmp_path), tmp_path / "packs")
