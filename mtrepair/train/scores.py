"""An exported model on test sets: BLEU and chrF, as its card reports them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtrepair.backends import load_model
from mtrepair.score import corpus_scores
from mtrepair.train.dev import read_dev
from mtrepair.train.recipe import Dev, read_recipe
from mtrepair.translation.gloss import read_gloss

SETS = ("newstest2013", "newstest2014", "flores200-devtest")


def score_model(
    folder: Path, data: Path, *, sets: Sequence[str] = SETS, beam_size: int = 4
) -> dict[str, Any]:
    """BLEU and chrF, percent, of a model folder's int8 hypotheses for whole lines, by test set.

    A translator is given the lines; a model that repairs is given them damaged as its recipe
    says, and the damaged lines have scores of their own.

    Args:
        folder: what `export_model` wrote.
        data: folder with eval/NAME.fr and eval/NAME.en.

    Raises:
        InputError: a test set isn't there.
        ModelError: no model is there.
        RecipeError: it has no recipe.
    """
    model = load_model(folder, batch_size=32)
    recipe = read_recipe(folder / "recipe.toml")
    source, target = recipe.source_language, recipe.target_language
    if recipe.training.reverse:
        source, target = target, source
    found: dict[str, Any] = {}
    for name in sets:
        settings = Dev(f"eval/{name}.{source}", f"eval/{name}.{target}", lines=0)
        test = read_dev(settings, data, damage=recipe.damage, gloss=read_gloss(folder))
        hypotheses = [
            result[0].text for result in model.generate(test.sources, beam_size=beam_size)
        ]
        if recipe.damage.variants:
            found[f"{name}, damaged"] = _scores(test.sources, test.references)
        title = f"{name}, repaired" if recipe.damage.variants else name
        found[title] = {"beam_size": beam_size, **_scores(hypotheses, test.references)}
    return found


def _scores(hypotheses: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    scores = corpus_scores(hypotheses, references, metrics=("BLEU", "chrF"))
    return {
        "lines": len(hypotheses),
        **{metric: round(score.value, 1) for metric, score in scores.items()},
        "signatures": {metric: score.signature for metric, score in scores.items()},
    }


def write_scores(folder: Path, scores: dict[str, Any]) -> None:
    """Keep scores beside the model, in scores.json."""
    (folder / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
