"""Feed-forward layers with fewer units: those that say least are gone, the rest is as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner
from safetensors.torch import load_file, save_file
from tiny_training import RECIPE, write_tiny_packs
from torch import nn

from mtrepair.errors import InputError, ModelError
from mtrepair.train.commands import commands
from mtrepair.train.export import export_model
from mtrepair.train.loop import train
from mtrepair.train.model import build_model, load_weights, trained_weights
from mtrepair.train.prune import write_pruned
from mtrepair.train.recipe import Recipe, parse_recipe, read_recipe

RECIPE_BEFORE = parse_recipe(RECIPE)
UNITS = RECIPE_BEFORE.model.feed_forward


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packs, and weights every second unit of which is dead: it adds nothing to its layer."""
    path = tmp_path_factory.mktemp("prune")
    write_tiny_packs(path)
    tensors = trained_weights(build_model(RECIPE_BEFORE, path))
    for name, tensor in tensors.items():
        if name.endswith("fc2.weight"):
            tensor[:, ::2] = 0
    save_file(tensors, path / "whole.safetensors")
    return path


def recipe_of(units: int) -> Recipe:
    return replace(RECIPE_BEFORE, model=replace(RECIPE_BEFORE.model, feed_forward=units))


def loaded(units: int, weights: Path) -> nn.Module:
    model = build_model(recipe_of(units), Path())
    load_weights(model, weights)
    return model.eval()


def test_dead_units_go_and_the_model_says_the_same(root: Path, tmp_path: Path) -> None:
    half = write_pruned(
        RECIPE_BEFORE,
        root / "whole.safetensors",
        root / "packs",
        tmp_path / "half.safetensors",
        feed_forward=UNITS // 2,
    )
    rows = torch.tensor([[5, 6, 7, 0], [9, 8, 7, 0]])
    with torch.no_grad():
        before, after = (
            model(input_ids=rows, decoder_input_ids=rows).logits
            for model in (loaded(UNITS, root / "whole.safetensors"), loaded(UNITS // 2, half))
        )
    assert torch.allclose(before, after, atol=1e-5)


def test_the_units_that_say_least_go(root: Path, tmp_path: Path) -> None:
    layer = "model.encoder.layers.0"
    one = write_pruned(
        RECIPE_BEFORE,
        root / "whole.safetensors",
        root / "packs",
        tmp_path / "one.safetensors",
        feed_forward=1,
    )
    whole, left = load_file(root / "whole.safetensors"), load_file(one)
    [place] = [
        place
        for place, unit in enumerate(whole[f"{layer}.fc1.weight"])
        if torch.equal(unit, left[f"{layer}.fc1.weight"][0])
    ]
    assert place % 2  # no dead one
    assert torch.equal(whole[f"{layer}.fc2.weight"][:, [place]], left[f"{layer}.fc2.weight"])
    assert torch.equal(whole[f"{layer}.fc1.bias"][[place]], left[f"{layer}.fc1.bias"])
    assert torch.equal(whole["model.shared.weight"], left["model.shared.weight"])


def test_training_goes_on_from_what_the_command_wrote(root: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE)
    told = CliRunner().invoke(
        commands,
        [
            "prune",
            str(recipe),
            str(root / "whole.safetensors"),
            str(tmp_path / "pruned" / "model.safetensors"),
            f"--packs={root / 'packs'}",
            f"--feed-forward={UNITS // 2}",
        ],
    )
    assert told.exit_code == 0, told.output
    narrow = RECIPE.replace("feed_forward = 32", f"feed_forward = {UNITS // 2}")
    recipe.write_text('initial_weights = "pruned"\n' + narrow)
    train(read_recipe(recipe), root / "packs", tmp_path / "run", folder=tmp_path)
    (tmp_path / "pruned").rename(tmp_path / "gone")
    final = tmp_path / "run" / "final" / "weights.safetensors"
    out = export_model(recipe, [final], root / "packs", tmp_path / "model")
    assert json.loads((out / "config.json").read_text())["encoder_ffn_dim"] == UNITS // 2


@pytest.mark.parametrize("units", [0, UNITS + 1])
def test_more_units_than_there_are_or_none_are_refused(root: Path, units: int) -> None:
    with pytest.raises(InputError, match=f"{units} units were to be kept of {UNITS}"):
        write_pruned(
            RECIPE_BEFORE,
            root / "whole.safetensors",
            root / "packs",
            root / "none.safetensors",
            feed_forward=units,
        )


def test_weights_of_another_recipe_are_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="don't fit the recipe's sizes"):
        write_pruned(
            recipe_of(UNITS * 2),
            root / "whole.safetensors",
            root / "packs",
            tmp_path / "none.safetensors",
            feed_forward=UNITS,
        )
