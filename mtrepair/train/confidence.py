"""How sure a translator's segments are: fitted on lines that people have translated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mtrepair.backends.checks import read_json, weights_sha256
from mtrepair.backends.shipped import CHECKSUMS
from mtrepair.checksum import sha256
from mtrepair.errors import InputError
from mtrepair.score import chrf
from mtrepair.train.calibration import logistic_weights
from mtrepair.translation import Translator
from mtrepair.translation.confidence import FILE, LOW, Confidence, Signs, signs, write_confidence

Vector = npt.NDArray[np.float64]

FITTED, HELD_OUT = "newstest2012", "newstest2013"
# What each sign should do: a weight that goes the other way is a whim of the lines.
_WAYS = Signs(score=1, words=1, covered=1, certain=1, ratio=-1, faults=-1)
_PENALTY = 1.0


class Sample(NamedTuple):
    """A segment that people have translated as well: its signs, and its chrF, percent."""

    signs: Signs
    chrf: float


def samples(lines: Sequence[tuple[str, str]], translator: Translator) -> list[Sample]:
    """The samples of French lines and their references that are one translated segment each."""
    found = []
    translations = translator.translate_many(source for source, _ in lines)
    for translation, (_, reference) in zip(translations, lines, strict=True):
        pairs = [pair for pair in translation.pairs if pair.source.strip()]
        if len(pairs) == 1 and pairs[0].score is not None:
            pair = pairs[0]
            own = signs(pair.source, pair.hypothesis, pair.score, len(pair.notes))
            found.append(Sample(own, chrf(pair.hypothesis.strip(), reference)))
    return found


def not_worst(found: Sequence[Sample]) -> Vector:
    """1 for each sample that is not among the worst third, else 0."""
    scores = np.array([sample.chrf for sample in found])
    return np.where(scores >= np.quantile(scores, 1 / 3), 1.0, 0.0)


def fitted(found: Sequence[Sample]) -> Confidence:
    """The logistic regression by which samples such as these are as sure as it says.

    A sign whose weight would speak against what it means is left out: 0.

    Raises:
        InputError: there are too few samples to fit.
    """
    if len(found) < 10 * len(_WAYS):
        raise InputError(
            f"{len(found)} lines of one segment are too few to fit a confidence; "
            f"it takes {10 * len(_WAYS)}"
        )
    rows, right = np.array([sample.signs for sample in found]), not_worst(found)
    mean, spread = rows.mean(0), rows.std(0)
    spread[spread == 0] = 1.0
    used = list(range(len(_WAYS)))
    while True:
        scaled = (rows[:, used] - mean[used]) / spread[used]
        design = np.hstack([np.ones((len(rows), 1)), scaled])
        bias, *own = logistic_weights(design, right, np.full(design.shape[1], _PENALTY))
        wrong = [i for i, weight in zip(used, own, strict=True) if weight * _WAYS[i] < 0]
        if not wrong:
            break
        used = [i for i in used if i not in wrong]
    weights = np.zeros(len(_WAYS))
    weights[used] = own / spread[used]
    return Confidence(
        Signs(*(round(float(weight), 3) for weight in weights)),
        round(float(bias - weights @ mean), 3),
    )


def measured(fit: Confidence, found: Sequence[Sample]) -> dict[str, float]:
    """What a confidence is worth on samples: area under the curve, and what is marked as low.

    "area": how often the better of two segments, one of the worst third, is surer, 0-1.
    "marked": share of the samples below 0.5. "worst": share of these that are of the worst third.
    """
    sure, right = np.array([fit.of(sample.signs) for sample in found]), not_worst(found)
    low = sure < LOW
    shares = {"marked": low.mean(), "worst": 1 - right[low].mean() if low.any() else 0.0}
    values = {"area": area_under_curve(sure, right), **shares}
    rounded = {name: round(float(value), 3) for name, value in values.items()}
    return {"lines": len(found), **rounded}


def area_under_curve(values: Vector, right: Vector) -> float:
    """How often the value of a right one is above that of a wrong one; a tie counts half.

    >>> area_under_curve(np.array([0.1, 0.5, 0.5, 0.9]), np.array([0, 0, 1, 1]))
    0.875
    """
    ones, others = values[right == 1], values[right == 0]
    above = (ones[:, None] > others).sum() + (ones[:, None] == others).sum() / 2
    return float(above / (len(ones) * len(others)))


def fit_confidence(folder: Path, data: Path) -> Confidence:
    """The confidence of a model, fitted on every other line of newstest2012; kept in its folder.

    It is measured on the other lines and on newstest2013. A file of other weights is removed
    first, and checksums.json gets the new one.

    Args:
        data: folder with eval/NAME.fr and eval/NAME.en.

    Raises:
        InputError: a test set isn't there.
        ModelError: no model is there.
    """
    fit_lines, held_out = _lines(data, FITTED), _lines(data, HELD_OUT)
    (folder / FILE).unlink(missing_ok=True)
    _list_checksum(folder)
    translator = Translator(model=folder)
    fit = fitted(samples(fit_lines[::2], translator))
    others = {f"{FITTED}, other half": fit_lines[1::2], HELD_OUT: held_out}
    worth = {name: measured(fit, samples(own, translator)) for name, own in others.items()}
    fit = replace(fit, sha256=weights_sha256(folder), measured=worth)
    write_confidence(fit, folder)
    _list_checksum(folder)
    return fit


def _list_checksum(folder: Path) -> None:
    """Put the file into checksums.json, or take it out where it is gone."""
    path = folder / CHECKSUMS
    if not path.is_file():
        return
    sums = {name: value for name, value in read_json(path).items() if name != FILE}
    if (folder / FILE).is_file():
        sums[FILE] = sha256(folder / FILE)
    text = json.dumps(dict(sorted(sums.items())), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _lines(data: Path, name: str) -> list[tuple[str, str]]:
    sides = []
    for language in ("fr", "en"):
        path = data / "eval" / f"{name}.{language}"
        if not path.is_file():
            raise InputError(f"the test set {path.name!r} isn't in {str(path.parent)!r}")
        sides.append(path.read_text(encoding="utf-8").splitlines())
    return list(zip(*sides, strict=True))
