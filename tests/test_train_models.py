"""The models we ship: whole, small enough, and described by their own figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtrepair.backends.checks import check_files
from mtrepair.train.recipe import read_recipe

MODELS = Path(__file__).parent.parent / "models"
SHIPPED = sorted(path.parent for path in MODELS.glob("*/checksums.json"))

shipped = pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)


@shipped
def test_every_file_is_the_one_that_was_exported(folder: Path) -> None:
    check_files(folder, json.loads((folder / "checksums.json").read_text()))


@shipped
def test_int8_takes_at_most_30_megabytes(folder: Path) -> None:
    assert sum(path.stat().st_size for path in (folder / "ctranslate2").iterdir()) < 30e6


@shipped
def test_the_card_has_the_scores_that_were_measured(folder: Path) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in card.splitlines() if line.startswith("|")]
    cells = {row[1].strip(): [cell.strip() for cell in row[2:]] for row in rows}
    for name, scores in json.loads((folder / "scores.json").read_text()).items():
        assert cells[name][:2] == [f"{scores['BLEU']:.1f}", f"{scores['chrF']:.1f}"]
        assert all(signature in card for signature in scores["signatures"].values())


@shipped
def test_the_card_has_the_steps_and_tokens_of_the_run(folder: Path) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    run = json.loads((folder / "training.json").read_text())["run"]
    assert f"{run['step']:,} steps" in card and f"{run['tokens']:,} target tokens" in card


@shipped
def test_the_card_names_every_source(folder: Path) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    recipe = read_recipe(folder / "recipe.toml")
    assert [source.name for source in recipe.sources if source.name not in card] == []


@shipped
def test_the_card_table_links_every_model(folder: Path) -> None:
    assert f"]({folder.name}/README.md)" in (MODELS / "README.md").read_text(encoding="utf-8")
