"""An exported translator on test sets: BLEU and chrF, as its card reports them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtrepair.backends import load_model
from mtrepair.score import corpus_scores
from mtrepair.train.dev import read_dev
from mtrepair.train.recipe import Dev

SETS = ("newstest2013", "newstest2014", "flores200-devtest")


def score_translator(
    folder: Path, data: Path, *, sets: Sequence[str] = SETS, beam_size: int = 4
) -> dict[str, Any]:
    """BLEU and chrF, percent, of a model folder's int8 hypotheses for whole lines, by test set.

    Args:
        folder: what `export_model` wrote.
        data: folder with eval/NAME.fr and eval/NAME.en.

    Raises:
        InputError: a test set isn't there.
        ModelError: no model is there.
    """
    model = load_model(folder, batch_size=32)
    found: dict[str, Any] = {}
    for name in sets:
        test = read_dev(Dev(f"eval/{name}.fr", f"eval/{name}.en", lines=0), data)
        results = model.generate(test.sources, beam_size=beam_size)
        hypotheses = [result[0].text for result in results]
        scores = corpus_scores(hypotheses, test.references, metrics=("BLEU", "chrF"))
        found[name] = {
            "lines": len(hypotheses),
            "beam_size": beam_size,
            **{metric: round(score.value, 1) for metric, score in scores.items()},
            "signatures": {metric: score.signature for metric, score in scores.items()},
        }
    return found


def write_scores(folder: Path, scores: dict[str, Any]) -> None:
    """Keep scores beside the model, in scores.json."""
    (folder / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
