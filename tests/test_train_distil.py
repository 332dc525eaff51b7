"""What a teacher makes of packs: its own targets for the same sources."""

from __future__ import annotations

import lzma
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tiny_training import RECIPE, write_tiny_data, write_tiny_packs

from mtrepair.errors import InputError, ModelError
from mtrepair.train.distil import write_distilled
from mtrepair.train.greedy import greedy
from mtrepair.train.loop import train
from mtrepair.train.model import trained_model
from mtrepair.train.packs import Pack, read_packs, write_packs
from mtrepair.train.recipe import Vocabulary, parse_recipe
from mtrepair.train.vocabulary import END

PROSE = (
    RECIPE
    + """
[[sources]]
name = "prose"
files = "french/*.txt.xz"
prose = true
"""
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("distil")
    write_tiny_packs(path)
    # Long enough for sentences to end.
    recipe = parse_recipe(RECIPE.replace("steps = 8", "steps = 150").replace("96", "600"))
    settings = replace(recipe.training, peak_rate=0.01, warmup_steps=10, cooldown_steps=20)
    train(replace(recipe, training=settings), path / "packs", path / "run")
    return path


def sides(pack: Pack) -> list[tuple[list[int], list[int]]]:
    """The pairs of a pack, as lists of pieces."""
    pairs, at = [], 0
    for source, target in pack.lengths.astype(int):
        middle, end = at + source, at + source + target
        pairs.append((pack.tokens[at:middle].tolist(), pack.tokens[middle:end].tolist()))
        at = end
    return pairs


def test_sources_stay_and_targets_are_the_teachers(root: Path) -> None:
    weights = root / "run" / "final" / "weights.safetensors"
    told = write_distilled(parse_recipe(RECIPE), weights, root / "packs", root / "taught", rows=16)
    assert told["teacher"] == "tiny"
    for before, after in zip(read_packs(root / "packs"), read_packs(root / "taught"), strict=True):
        counts = told["sources"][after.name]
        assert counts["rows"] + counts["not_ended"] == len(before.lengths)
        own, taught = sides(before), sides(after)
        assert len(taught) > len(own) / 2
        sources = [source for source, _ in own]
        places = [sources.index(source) for source, _ in taught]
        assert places == sorted(places)
        assert taught != [own[place] for place in places]


def test_a_student_learns_from_the_packs(root: Path, tmp_path: Path) -> None:
    weights = root / "run" / "final" / "weights.safetensors"
    write_distilled(parse_recipe(RECIPE), weights, root / "packs", tmp_path / "taught")
    position = train(parse_recipe(RECIPE), tmp_path / "taught", tmp_path / "student")
    assert position.step == 14


def test_batches_do_not_matter(root: Path, tmp_path: Path) -> None:
    weights = root / "run" / "final" / "weights.safetensors"
    for name, rows in (("one", 1), ("many", 64)):
        write_distilled(
            parse_recipe(RECIPE), weights, root / "packs", tmp_path / name, most_pairs=20, rows=rows
        )
    one, many = (read_packs(tmp_path / name) for name in ("one", "many"))
    assert [len(pack.lengths) for pack in one] == [len(pack.lengths) for pack in many]
    assert all(len(pack.lengths) <= 20 for pack in one)
    pairs = [zip(sides(x), sides(y), strict=True) for x, y in zip(one, many, strict=True)]
    same = [a == b for pack in pairs for a, b in pack]
    assert np.mean(same) > 0.9


def test_the_teacher_writes_what_generate_of_transformers_does(root: Path) -> None:
    recipe = parse_recipe(RECIPE)
    model = trained_model(recipe, root / "run" / "final" / "weights.safetensors").eval()
    pad = recipe.vocabulary.size - 1
    own = [s for pack in read_packs(root / "packs") for s, _ in sides(pack)]
    source = torch.full((len(own), max(map(len, own)) + 1), pad)
    for row, pieces in zip(source, own, strict=True):
        row[: len(pieces) + 1] = torch.tensor([*pieces, END])
    written = greedy(model, source, pad=pad, longest=40)
    expected = model.generate(  # type: ignore[operator]
        input_ids=source,
        attention_mask=source != pad,
        num_beams=1,
        do_sample=False,
        max_new_tokens=40,
    )[:, 1:]
    assert (written == END).any(dim=1).float().mean() > 0.5
    assert torch.equal(written[:, : expected.shape[1]], expected)
    assert (written[:, expected.shape[1] :] == pad).all()


def test_a_teacher_of_another_vocabulary_is_refused(root: Path, tmp_path: Path) -> None:
    other = replace(parse_recipe(RECIPE), vocabulary=Vocabulary(size=400))
    with pytest.raises(InputError, match="vocabulary of 300 entries, the teacher 400"):
        write_distilled(other, root / "none", root / "packs", tmp_path)


def test_missing_weights_are_named(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights at"):
        write_distilled(parse_recipe(RECIPE), tmp_path / "none", root / "packs", tmp_path)


def test_french_alone_is_packed_by_sentences(tmp_path: Path) -> None:
    data = write_tiny_data(tmp_path)
    (data / "french").mkdir()
    text = "Le chat dort dans la maison. Le chien noir court dans le jardin.\nIl pleut.\n"
    (data / "french" / "own.txt.xz").write_bytes(lzma.compress(text.encode()))
    told = write_packs(parse_recipe(PROSE), data, tmp_path / "packs", processes=1)
    assert told["sources"]["prose"]["rows"] == 3
    [pack] = [pack for pack in read_packs(tmp_path / "packs") if pack.name == "prose"]
    assert all(source == target for source, target in sides(pack))
