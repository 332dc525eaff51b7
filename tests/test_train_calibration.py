"""How sure a repair model is: fitted on outcomes, and by the command on pairs."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from mtrepair.errors import InputError
from mtrepair.rewriting import Evidence
from mtrepair.train.calibration import Outcome, fitted, outcomes
from mtrepair.train.commands import commands
from mtrepair.types import Edit, Hypothesis, Span


def outcome(code: str, margin: float, right: bool, *, gain: float = 0.0) -> Outcome:
    return Outcome(
        pair=0,
        code=code,
        evidence=Evidence(margin, gain),
        odd_gain=gain,
        lowest=-margin,
        right=right,
        text="",
        edit=Edit(Span(0, 0), ""),
    )


def drawn(rng: random.Random, code: str, bias: float, count: int) -> list[Outcome]:
    """Outcomes that are right with the odds of a logistic regression: 0.8 a nat of margin."""
    margins = [rng.uniform(-4, 10) for _ in range(count)]
    chances = [1 / (1 + math.exp(-(bias + 0.8 * margin))) for margin in margins]
    return [outcome(code, m, rng.random() < p) for m, p in zip(margins, chances, strict=True)]


def test_a_calibration_says_how_often_edits_are_right() -> None:
    rng = random.Random(1)
    found = drawn(rng, "MT501", -1.0, 4000) + drawn(rng, "MT506", -4.0, 4000)
    calibration = fitted(found)
    assert calibration.weights["MT501"].margin == pytest.approx(0.8, abs=0.1)
    assert calibration.weights["MT501"].bias == pytest.approx(-1.0, abs=0.3)
    assert calibration.weights["MT506"].bias == pytest.approx(-4.0, abs=0.4)


def test_what_is_applied_by_default_may_be_asked_for() -> None:
    found = drawn(random.Random(5), "MT501", 0.0, 500)
    calibration = fitted(found, safe=0.75)
    assert (calibration.unsafe, calibration.safe) == (0.65, 0.75)


def test_a_code_that_is_hardly_ever_right_is_never_applied() -> None:
    rng = random.Random(2)
    found = drawn(rng, "MT501", 0.0, 500) + [outcome("MT201", 9.0, False)] * 50
    calibration = fitted(found)
    assert calibration.confidence("MT201", Evidence(12.0, 16.0)) == 0.0


def test_the_gate_lets_through_most_of_what_is_applied_and_right() -> None:
    rng = random.Random(3)
    found = [one._replace(odd_gain=rng.gauss(5, 2)) for one in drawn(rng, "MT501", 0.0, 2000)]
    calibration = fitted(found)
    applied = [o for o in found if o.right and calibration.confidence(o.code, o.evidence) >= 0.9]
    assert calibration.least_gain is not None
    through = [
        o
        for o in applied
        if o.odd_gain >= calibration.least_gain and o.lowest <= math.log(calibration.odd_token)
    ]
    assert 0.88 <= len(through) / len(applied) <= 0.95


def test_a_model_that_is_never_right_has_no_calibration() -> None:
    with pytest.raises(InputError, match="0 of 3 edits of the model are right"):
        fitted([outcome("MT501", 1.0, False)] * 3)


class Turner:
    """A repair model that turns one phrase round, rightly or not."""

    name = "fake"
    folder = None
    max_tokens = 500

    def count_tokens(self, texts, *, target=False):
        return [len(text.split()) for text in texts]

    def generate(self, sources, **options):
        whole = [source.replace("Macron relation", "relation de Macron") for source in sources]
        return [[Hypothesis(text, -1.0)] for text in whole]

    def score(self, sources, targets):
        wrong = [-9.0 * ("Macron relation" in target) for target in targets]
        return [Hypothesis(t, score, (score,)) for t, score in zip(targets, wrong, strict=True)]


def test_an_edit_is_right_if_it_brings_its_text_nearer_to_the_clean_one() -> None:
    damaged = "Cette Macron relation dure."
    pairs = [(damaged, "Cette relation de Macron dure."), (damaged, damaged), ("Rien.", "Rien.")]
    shown = "Cette [Macron relation → relation de Macron] dure."
    found = [outcome for outcome in outcomes(pairs, Turner()) if outcome.shown == shown]
    assert [(o.pair, o.code, o.right) for o in found] == [(0, "MT501", True), (1, "MT501", False)]
    assert found[0].evidence.margin == 9.0 and found[0].evidence.gain > 0


def test_the_ideas_of_the_language_model_are_put_to_the_repair_model() -> None:
    class Silent(Turner):
        def generate(self, sources, **options):
            return [[Hypothesis(source, -1.0)] for source in sources]

        def score(self, sources, targets):
            wrong = [-9.0 * ("Les" in target) for target in targets]
            return [Hypothesis(t, s, (s,)) for t, s in zip(targets, wrong, strict=True)]

    damaged = "Ce sont surtout Les diplômés issus de la ville."
    found = list(outcomes([(damaged, "Ce sont surtout les diplômés issus de la ville.")], Silent()))
    assert [one.shown for one in found] == ["Ce sont surtout [Les → les] diplômés issus de l"]


def test_the_command_keeps_the_calibration_beside_the_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtrepair.backends.load_model", lambda folder: Turner())
    pairs = [{"damaged": "Cette Macron relation dure.", "clean": "Cette relation de Macron dure."}]
    lines = "".join(json.dumps(pair) + "\n" for pair in pairs * 6)
    (tmp_path / "pairs.jsonl").write_text(lines)
    arguments = ["calibrate", str(tmp_path), str(tmp_path / "pairs.jsonl")]
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert " edits right; Calibration(weights=" in result.stdout
    assert json.loads((tmp_path / "calibration.json").read_text())["weights"].keys() == {"MT501"}
