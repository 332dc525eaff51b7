"""The training commands, end to end on a tiny corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tiny_training import RECIPE, write_tiny_data

from mtrepair.errors import InputError, MissingExtra
from mtrepair.train.commands import commands


@pytest.fixture(autouse=True)
def no_data_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTREPAIR_DATA", raising=False)


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE, encoding="utf-8")
    return path


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(a) for a in arguments], catch_exceptions=False)


def test_a_recipe_becomes_a_model(recipe: Path, tmp_path: Path) -> None:
    data, run, model = write_tiny_data(tmp_path), tmp_path / "run", tmp_path / "model"
    trained = invoke("train", recipe, "--out", run, "--data", data)
    assert trained.stdout.startswith("step 14, ")
    weights = run / "final" / "weights.safetensors"
    invoke("export", recipe, weights, "--packs", run / "packs", "--out", model)
    assert (model / "ctranslate2" / "model.bin").exists()


def test_training_without_packs_or_data_is_refused(recipe: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no packs in .* and no --data to make them from"):
        invoke("train", recipe, "--out", tmp_path / "run")


def test_packing_prints_what_each_source_gave(recipe: Path, tmp_path: Path) -> None:
    data = write_tiny_data(tmp_path)
    result = invoke("pack", recipe, "--out", tmp_path / "packs", "--data", data)
    assert result.output.splitlines()[0].startswith("numbers: 120 pairs, ")


def test_packing_and_scoring_without_data_are_refused(recipe: Path, tmp_path: Path) -> None:
    for arguments in (["pack", recipe, "--out", tmp_path], ["score", tmp_path]):
        with pytest.raises(InputError, match=r"needs --data or the environment variable"):
            invoke(*arguments)


def test_training_without_torch_names_the_extra(
    recipe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match=r"pip install 'mtrepair\[torch\]'"):
        invoke("train", recipe, "--out", tmp_path / "run")
