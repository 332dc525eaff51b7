"""How sure segments are: fitted on samples, and by the command on test sets."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tiny_model import FakeModel

from mtrepair.checksum import sha256
from mtrepair.errors import InputError
from mtrepair.score import chrf
from mtrepair.train.commands import commands
from mtrepair.train.confidence import Sample, area_under_curve, fitted, measured, samples
from mtrepair.translation import Translator
from mtrepair.translation.confidence import FILE, Confidence, Signs, read_confidence

NOTHING = Signs(score=0, words=0, covered=0, certain=0, ratio=0, faults=0)


def drawn(rng: random.Random, count: int, *, faults: float = -3.0) -> list[Sample]:
    """Samples whose chrF goes with the score, 10 a nat, and with faults; other signs are noise."""
    found = []
    for _ in range(count):
        own = Signs(*(rng.uniform(0, 1) for _ in NOTHING))
        found.append(Sample(own, 10 * own.score + faults * own.faults + rng.gauss(0, 1)))
    return found


def test_the_sign_that_tells_has_the_weight() -> None:
    weights = fitted(drawn(random.Random(1), 2000)).weights
    assert weights.score > 5 * max(weights.words, weights.covered, weights.certain)
    assert weights.faults < -1


def test_two_thirds_are_good_and_the_mean_says_so() -> None:
    found = drawn(random.Random(2), 2000)
    fit = fitted(found)
    assert np.mean([fit.of(sample.signs) for sample in found]) == pytest.approx(2 / 3, abs=0.01)


def test_a_sign_that_speaks_the_wrong_way_is_left_out() -> None:
    fit = fitted(drawn(random.Random(3), 2000, faults=3.0))
    assert fit.weights.faults == 0
    assert fit.weights.score > 1


def test_a_sign_that_never_differs_does_no_harm() -> None:
    found = [Sample(s._replace(faults=0.0), chrf) for s, chrf in drawn(random.Random(4), 500)]
    assert fitted(found).weights.faults == 0


def test_a_handful_of_lines_is_too_few() -> None:
    message = "59 lines of one segment are too few to fit a confidence; it takes 60"
    with pytest.raises(InputError, match=message):
        fitted(drawn(random.Random(5), 59))


def test_what_is_measured_counts_what_is_marked() -> None:
    # Sure of what has a score above 0. The worst third: -3 and -1, of which -1 is marked, and 2.
    fit = Confidence(NOTHING._replace(score=1), 0.0)
    scores, chrfs = [-3, -2, -1, 1, 2, 3, 4, 5, 6], [1, 50, 2, 60, 3, 61, 62, 63, 64]
    found = [Sample(NOTHING._replace(score=s), chrf) for s, chrf in zip(scores, chrfs, strict=True)]
    assert measured(fit, found) == {"lines": 9, "area": 0.833, "marked": 0.333, "worst": 0.667}


@pytest.mark.parametrize(
    ("values", "area"), [([1, 2, 3, 4], 1.0), ([4, 3, 2, 1], 0.0), ([1, 1, 1, 1], 0.5)]
)
def test_the_area_under_the_curve(values: list[float], area: float) -> None:
    assert area_under_curve(np.array(values), np.array([0, 0, 1, 1])) == area


def test_only_lines_of_one_translated_segment_are_samples() -> None:
    answers = {"Il pleut.": "It rains.", "Il neige.": "It snows."}
    lines = [("Il pleut.", "It is raining."), ("Il pleut. Il neige.", "Both."), ("12 %", "12%")]
    translator = Translator(model=FakeModel(lambda source: answers.get(source, source)))
    [sample] = samples(lines, translator)
    assert sample.signs.score == pytest.approx(-1 / 3)
    assert sample.chrf == chrf("It rains.", "It is raining.")


# The command


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Test sets whose lines are translated the better, the higher their number."""
    folder = tmp_path / "data" / "eval"
    folder.mkdir(parents=True)
    for name in ("newstest2012", "newstest2013"):
        lines = [f"Le ministre a parlé de la pluie numéro {i}." for i in range(140)]
        (folder / f"{name}.fr").write_text("\n".join(lines) + "\n", encoding="utf-8")
        text = "".join(f"The minister spoke of rain number {i}.\n" for i in range(140))
        (folder / f"{name}.en").write_text(text, encoding="utf-8")
    return folder.parent


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    listed = {"model.safetensors": sha256("weights"), FILE: "0" * 64}
    (folder / "checksums.json").write_text(json.dumps(listed), encoding="utf-8")
    (folder / FILE).write_text("of other weights", encoding="utf-8")

    def answer(source: str) -> str:
        number = int("".join(filter(str.isdigit, source)))
        words = ["The", "minister", "spoke", "of", "rain", "number"][: 1 + number // 24]
        return " ".join([*words, f"{number}."])

    fake = FakeModel(answer)
    fake.folder = folder
    monkeypatch.setattr("mtrepair.translation.texts.load_model", lambda _: fake)
    return folder


def run(*arguments: object) -> str:
    options = [str(argument) for argument in ("confidence", *arguments)]
    return CliRunner().invoke(commands, options, catch_exceptions=False).output


def test_the_command_replaces_what_was_fitted_for_other_weights(model: Path, data: Path) -> None:
    output = run(model, "--data", data).splitlines()
    assert output == [
        "newstest2012, other half: area under the curve 1.000; 17% marked, 100% of them of the "
        "worst third",
        "newstest2013: area under the curve 1.000; 17% marked, 100% of them of the worst third",
    ]
    fit = read_confidence(model)
    assert fit is not None
    assert list(fit.measured) == ["newstest2012, other half", "newstest2013"]
    listed = json.loads((model / "checksums.json").read_text(encoding="utf-8"))
    assert listed == {"model.safetensors": sha256("weights"), FILE: sha256(model / FILE)}


def test_the_command_needs_its_test_sets(model: Path, data: Path) -> None:
    (data / "eval" / "newstest2013.en").unlink()
    with pytest.raises(InputError, match=r"the test set 'newstest2013.en' isn't in "):
        run(model, "--data", data)
    assert (model / FILE).read_text(encoding="utf-8") == "of other weights"


def test_the_command_needs_data(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MTREPAIR_DATA", raising=False)
    with pytest.raises(InputError, match="fitting needs --data or the environment variable"):
        run(model)
