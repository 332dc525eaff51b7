"""A model that is int8 alone is a start for training: its weights come back, but for rounding."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_training import RECIPE, write_tiny_packs

from mtrepair.errors import ModelError
from mtrepair.train.export import convert, export_model
from mtrepair.train.int8 import int8_weights
from mtrepair.train.model import build_model, trained_weights
from mtrepair.train.recipe import parse_recipe

TINY = parse_recipe(RECIPE)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("int8")
    (root / "recipe.toml").write_text(RECIPE)
    save_file(trained_weights(build_model(TINY, root)), root / "weights.safetensors")
    packs = write_tiny_packs(root)
    return export_model(root / "recipe.toml", [root / "weights.safetensors"], packs, root / "own")


def test_a_conversion_without_rounding_gives_back_every_weight(
    exported: Path, tmp_path: Path
) -> None:
    convert(exported, tmp_path / "whole", quantization="float32")
    found = int8_weights(tmp_path / "whole" / "model.bin")
    own = load_file(exported / "model.safetensors")
    assert found.keys() == own.keys()
    for name, tensor in own.items():
        assert torch.equal(found[name], tensor.float()), name


def test_training_starts_from_int8_where_there_is_nothing_else(
    exported: Path, tmp_path: Path
) -> None:
    shutil.copytree(exported, tmp_path / "own")
    (tmp_path / "own" / "model.safetensors").unlink()
    start = build_model(replace(TINY, initial_weights="own"), tmp_path).state_dict()
    for name, tensor in load_file(exported / "model.safetensors").items():
        # Rounding takes half a level of 127 at most, of the largest weight in a row.
        largest = tensor.float().abs().amax(dim=-1, keepdim=True)
        assert ((start[name] - tensor.float()).abs() <= largest * 0.51 / 127).all(), name


def test_whole_weights_are_taken_before_those_of_int8(exported: Path, tmp_path: Path) -> None:
    recipe = replace(TINY, initial_weights=exported.name)
    start = build_model(recipe, exported.parent).state_dict()
    for name, tensor in load_file(exported / "model.safetensors").items():
        assert torch.equal(start[name], tensor.float()), name


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda data: data[:400], "reshape"),
        (lambda _: b"", "buffer"),
        (lambda data: b"\x05" + data[1:], "version 5"),
        (lambda data: data.replace(b"decoder/embeddings", b"decoder/embeddingz"), "embeddings"),
    ],
)
def test_a_file_that_is_no_such_model_is_refused(
    exported: Path, tmp_path: Path, damage, why: str
) -> None:
    broken = tmp_path / "model.bin"
    broken.write_bytes(damage((exported / "ctranslate2" / "model.bin").read_bytes()))
    with pytest.raises(ModelError, match=f"no Marian model of CTranslate2.*{why}"):
        int8_weights(broken)


def test_an_int8_model_of_other_sizes_is_refused(exported: Path, tmp_path: Path) -> None:
    shutil.copytree(exported, tmp_path / "own")
    (tmp_path / "own" / "model.safetensors").unlink()
    wider = replace(TINY, initial_weights="own", model=replace(TINY.model, feed_forward=64))
    with pytest.raises(ModelError, match="don't fit the recipe's sizes"):
        build_model(wider, tmp_path)
