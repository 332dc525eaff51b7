"""A newsroom's own pairs: packed with a model's vocabulary, trained from its weights, loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_training import RECIPE, sentences, write_tiny_packs

import mtrepair
from mtrepair.errors import InputError, ModelError
from mtrepair.train.export import export_model
from mtrepair.train.loop import train
from mtrepair.train.packs import write_packs
from mtrepair.train.recipe import parse_recipe

TWO_SOURCES = RECIPE[RECIPE.index("[[sources]]") :]
OWN = RECIPE.replace(TWO_SOURCES, '[[sources]]\nname = "own"\nfiles = "own.jsonl"\n').replace(
    "[cleaning]", "[cleaning]\nhold_out = false\ndrop_copies = false"
)


def write_own_pairs(data: Path) -> None:
    rows = [
        {"damaged": text.replace(" un ", " "), "clean": text} for text, _ in sentences(60, seed=5)
    ]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    (data / "own.jsonl").write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model to start from."""
    root = tmp_path_factory.mktemp("shipped")
    packs = write_tiny_packs(root)
    (root / "recipe.toml").write_text(RECIPE)
    train(parse_recipe(RECIPE), packs, root / "run", data=root / "data")
    weights = root / "run" / "final" / "weights.safetensors"
    return export_model(root / "recipe.toml", [weights], packs, root / "model")


def test_a_model_is_trained_further_on_ones_own_pairs_and_loaded(
    shipped: Path, tmp_path: Path
) -> None:
    write_own_pairs(tmp_path)
    text = f'initial_weights = "{shipped}"\n' + OWN
    (tmp_path / "recipe.toml").write_text(text)
    packs, run = tmp_path / "packs", tmp_path / "run"
    write_packs(parse_recipe(text), tmp_path, packs, processes=1)
    assert (packs / "joint.spm").read_bytes() == (shipped / "source.spm").read_bytes()
    position = train(parse_recipe(text), packs, run)
    assert position.step > 0
    final = run / "final" / "weights.safetensors"
    model = export_model(tmp_path / "recipe.toml", [final], packs, tmp_path / "model")
    pipeline = mtrepair.load(repair_model=model)
    text = "Le chat noir mange un chien blanc 3."
    # Trained for a second it may write anything: the witnesses and the guard keep the text.
    assert pipeline.clean(text).text == text
    assert [repair.text for repair in pipeline.clean_many([text, text])] == [text, text]


def test_own_pairs_need_no_test_sets_beside_them(tmp_path: Path) -> None:
    write_own_pairs(tmp_path)
    recipe = parse_recipe(OWN.replace("size = 300", "size = 290"))
    manifest = write_packs(recipe, tmp_path, tmp_path / "packs", processes=1)
    assert manifest["sources"]["own"]["rows"] == 60


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"damaged": "a"}', 'line 1 has no texts "damaged" and "clean"'),
        ('["a", "b"]', 'line 1 has no texts "damaged" and "clean"'),
        ("a\tb", "line 1 is no JSON"),
    ],
)
def test_a_pair_that_cannot_be_read_is_refused_by_its_line(
    tmp_path: Path, line: str, fault: str
) -> None:
    (tmp_path / "own.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        write_packs(parse_recipe(OWN), tmp_path, tmp_path / "packs", processes=1)


def test_a_start_without_a_model_is_refused(tmp_path: Path) -> None:
    write_own_pairs(tmp_path)
    recipe = parse_recipe('initial_weights = "nowhere"\n' + OWN)
    with pytest.raises(ModelError, match=r"no model to start from: .*nowhere"):
        write_packs(recipe, tmp_path, tmp_path / "packs", processes=1, folder=tmp_path)
