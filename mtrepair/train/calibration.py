"""How sure a repair model's edits are: fitted on pairs of damaged and clean texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mtrepair.align import word_edits
from mtrepair.backends import Seq2Seq, shipped_model
from mtrepair.cleaner import LANGUAGE_MODEL, Cleaner
from mtrepair.document import Document
from mtrepair.errors import InputError
from mtrepair.fluency import LEAST_GAIN, Change, changes, load_language_model
from mtrepair.revision import Revision
from mtrepair.rewriting import UNCALIBRATED, Calibration, Evidence, Rewrite, Weights, rewrites
from mtrepair.score import alike
from mtrepair.types import Edit

Matrix = npt.NDArray[np.float64]

BATCH = 64
# Right edits that a code needs: fewer say nothing about its others.
_FEWEST = 5
# Share of the edits applied by default and right that the gate must let through.
_KEPT = 0.9
# Bias, margin, gain: a code with few edits stays near what all codes share.
_SHARED_PENALTY = (1e-3, 1e-3, 1e-3)
_OWN_PENALTY = (1.0, 10.0, 10.0)


class Outcome(NamedTuple):
    """An edit of the repair model and what became of it.

    Attributes:
        pair: number of the pair whose damaged text it edits.
        code: of the artefact that it repairs.
        evidence: what the two models say of it.
        odd_gain: most that a change of the language model gains in its segment, natural log.
        lowest: least log-probability of a token of its segment, natural log.
        right: whether it alone brings the text nearer to the clean one.
        text, edit: the text as rules and language model left it, and the edit on it.
    """

    pair: int
    code: str
    evidence: Evidence
    odd_gain: float
    lowest: float
    right: bool
    text: str
    edit: Edit

    @property
    def edited(self) -> str:
        """The text with this edit alone."""
        return Revision.of(self.text).apply([self.edit]).text

    @property
    def shown(self) -> str:
        """The edit with its surroundings, for reading."""
        return in_context(self.text, self.edit)


def in_context(text: str, edit: Edit, *, before: int = 25, after: int = 20) -> str:
    """An edit with so many characters on either side of it, for reading."""
    start, end = edit.span.start, edit.span.end
    left, right = text[max(0, start - before) : start], text[end : end + after]
    return f"{left}[{text[start:end]} → {edit.replacement}]{right}"


def outcomes(pairs: Sequence[tuple[str, str]], model: Seq2Seq) -> Iterator[Outcome]:
    """What the model would change in the damaged texts once rules and language model have been.

    Args:
        pairs: damaged and clean texts.
    """
    witness = load_language_model(shipped_model(LANGUAGE_MODEL))
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        texts = [repair.text for repair in Cleaner().clean_many([damaged for damaged, _ in batch])]
        documents = [Document(text) for text in texts]
        changed = [list(changes(d, witness, least=LEAST_GAIN)) for d in documents]
        found = rewrites(documents, model, witness, UNCALIBRATED, changed=changed)
        for number, own in enumerate(found):
            reference = batch[number][1]
            for rewrite in own:
                odd_gain = _odd_gain(rewrite, changed[number])
                for outcome in _outcomes(documents[number], rewrite, reference):
                    yield outcome._replace(pair=start + number, odd_gain=odd_gain)


def _outcomes(document: Document, rewrite: Rewrite, reference: str) -> Iterator[Outcome]:
    before = _distance(document.text, reference)
    for finding, evidence in zip(rewrite.findings, rewrite.evidence, strict=True):
        for edit in (edit for fix in finding.fixes for edit in fix.edits):
            outcome = Outcome(
                pair=0,
                code=finding.code,
                evidence=evidence,
                odd_gain=0.0,
                lowest=rewrite.reading.lowest,
                right=False,
                text=document.text,
                edit=edit,
            )
            yield outcome._replace(right=_distance(outcome.edited, reference) < before)


def _odd_gain(rewrite: Rewrite, changed: Iterable[Change]) -> float:
    start = rewrite.reading.span.start
    spans = ((change.gain, change.sentence.span) for change in changed)
    return max((gain for gain, span in spans if span.start <= start < span.end), default=-math.inf)


def _distance(text: str, reference: str) -> int:
    """Characters that word edits between the two take away and put in, typography aside."""
    found = word_edits(alike(text), alike(reference))
    return sum(len(edit.span) + len(edit.replacement) for edit in found)


def fitted(found: Sequence[Outcome], *, safe: float = 0.9) -> Calibration:
    """The calibration by which edits such as these are right as often as it says.

    The weights of each code are fitted by penalised maximum likelihood, near those that all codes
    share. The gate is as narrow as lets nine tenths through of what is applied by default and
    right.

    Args:
        safe: estimated probability of being right from which on an edit is applied by default.

    Raises:
        InputError: hardly an edit is right, so that there is nothing to fit.
    """
    right = Counter(outcome.code for outcome in found if outcome.right)
    codes = sorted(code for code, count in right.items() if count >= _FEWEST)
    if not codes:
        raise InputError(
            f"{right.total()} of {len(found)} edits of the model are right: too few to fit how "
            "sure it is; give more pairs, or train it longer"
        )
    found = [outcome for outcome in found if outcome.code in codes]
    weights = _weights(found, codes, UNCALIBRATED.bounds)
    unsafe = min(UNCALIBRATED.unsafe, round(safe - 0.1, 2))
    return _gated(Calibration(weights, unsafe=unsafe, safe=safe), found)


def logistic_weights(rows: Matrix, right: Matrix, penalty: Matrix) -> Matrix:
    """Weights of a logistic regression, by Newton's method.

    Args:
        rows: [samples, features].
        right: [samples], 0.0 or 1.0.
        penalty: [features], half of it times the squared weight is added to the loss.
    """
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - penalty * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        weights += np.linalg.solve(curve, slope)
    return weights


def _weights(
    found: Sequence[Outcome], codes: Sequence[str], bounds: tuple[float, float]
) -> dict[str, Weights]:
    evidence = np.array(
        [
            [
                1.0,
                np.clip(outcome.evidence.margin, -bounds[0], bounds[0]),
                np.clip(outcome.evidence.gain, -bounds[1], bounds[1]),
            ]
            for outcome in found
        ]
    )
    # Columns: what all codes share, then by how much each code differs from it.
    own = [evidence * np.array([[o.code == code] for o in found], float) for code in codes]
    penalty = np.array([*_SHARED_PENALTY, *_OWN_PENALTY * len(codes)])
    right = np.array([outcome.right for outcome in found], dtype=float)
    fitted = logistic_weights(np.hstack([evidence, *own]), right, penalty).reshape(-1, 3)
    return {
        code: Weights(*(round(float(value), 3) for value in fitted[0] + differs))
        for code, differs in zip(codes, fitted[1:], strict=True)
    }


def _gated(calibration: Calibration, found: Sequence[Outcome]) -> Calibration:
    applied = [
        outcome
        for outcome in found
        if outcome.right
        and calibration.confidence(outcome.code, outcome.evidence) >= calibration.safe
    ]
    if not applied:
        return calibration
    share = math.sqrt(_KEPT)  # either gate may cost as much
    # An edit in a segment without any idea of the language model is lost to every gate.
    gains = [max(outcome.odd_gain, LEAST_GAIN - 1) for outcome in applied]
    least_gain = float(np.quantile(gains, 1 - share))
    odd_token = math.exp(np.quantile([outcome.lowest for outcome in applied], share))
    return replace(
        calibration,
        least_gain=round(least_gain, 2) if least_gain >= LEAST_GAIN else None,
        odd_token=min(round(odd_token, 3), 1.0),
    )
