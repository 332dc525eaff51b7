"""Measures whether the back-translation would be worth asking about the repair model's edits.

    python -m benchmarks.studies.third_witness --data DATA --model models/repair-small

For each edit of the repair model the text is translated to English before and after it. Two more
pieces of evidence come of that: by how much surer the translator is of its own hypothesis, per
token, and by how much likelier the hypothesis of the text before gets when the text after is its
source. A logistic regression with and without them is fitted on newstest2009 to 2011; newstest2012
measures it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.studies.fluency import DEVELOPMENT, HELD_OUT
from benchmarks.studies.rewriting import outcomes_of, tests_of
from mtrepair.backends import Seq2Seq, load_model, shipped_model
from mtrepair.rewriting import UNCALIBRATED
from mtrepair.train.calibration import Outcome, logistic_weights

PRECISION = 0.9


def features(
    found: Sequence[Outcome], codes: Sequence[str], translator: Seq2Seq | None
) -> np.ndarray:
    """A row of evidence for each edit; without a translator that of the two witnesses alone."""
    most, highest = UNCALIBRATED.bounds
    rows = [
        [
            np.clip(edit.evidence.margin, -most, most),
            np.clip(edit.evidence.gain, -highest, highest),
            *[float(edit.code == code) for code in codes],
            1.0,
        ]
        for edit in found
    ]
    if translator is None:
        return np.array(rows)
    before, after = ([o.text for o in found], [o.edited for o in found])
    english = [best.text for best, *_ in translator.generate(before, beam_size=2)]
    changed = [best.text for best, *_ in translator.generate(after, beam_size=2)]
    own = translator.score(before, english)
    new = translator.score(after, changed)
    crossed = translator.score(after, english)
    third = [
        [
            np.clip(n.score / len(n.token_scores) - o.score / len(o.token_scores), -1, 1),
            np.clip(c.score - o.score, -most, most),
        ]
        for o, n, c in zip(own, new, crossed, strict=True)
    ]
    return np.hstack([np.array(rows), np.array(third)])


def row_of(name: str, rows: np.ndarray, weights: np.ndarray, right: np.ndarray) -> str:
    """Log-loss, area under the curve, and right edits among the surest of which most are right."""
    chance = 1 / (1 + np.exp(-rows @ weights))
    loss = -np.mean(np.where(right, np.log(chance + 1e-9), np.log(1 - chance + 1e-9)))
    good, bad = chance[right], chance[~right]
    area = np.mean(good[:, None] > bad[None]) + 0.5 * np.mean(good[:, None] == bad[None])
    hits = np.cumsum(right[np.argsort(-chance)])
    precise = hits >= PRECISION * np.arange(1, len(hits) + 1)
    surest = int(hits[np.nonzero(precise)[0][-1]]) if precise.any() else 0
    return f"| {name} | {loss:.4f} | {area:.4f} | {surest} of {int(right.sum())} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--each", type=int, default=100, help="texts of each kind of damage")
    parser.add_argument("--clean", type=int, default=600, help="texts without damage")
    options = parser.parse_args()
    model = load_model(options.model)
    sets = []
    for names in (DEVELOPMENT, HELD_OUT):
        tests = tests_of(options.data, names, (), clean=options.clean, each=options.each)
        sets.append(outcomes_of(tests, model))
    codes = sorted({edit.code for edit in sets[0]})
    right = [np.array([edit.right for edit in found]) for found in sets]
    print("| witnesses | log-loss | area under the curve | right edits at 90 % precision |")
    print("|---|---|---|---|")
    for name, translator in (
        ("repair model and language model", None),
        ("and back-translation", load_model(shipped_model("fr-en-small"))),
    ):
        development, held_out = (features(found, codes, translator) for found in sets)
        penalty = np.full(development.shape[1], 0.1)
        weights = logistic_weights(development, right[0].astype(float), penalty)
        print(row_of(name, held_out, weights, right[1]))


if __name__ == "__main__":
    main()
