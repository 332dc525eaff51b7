"""How sure segments are: what speaks for them, what was fitted, and where it is shown."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny_model import FakeModel

from mtrepair.backends import shipped_model
from mtrepair.checksum import sha256
from mtrepair.cli import main
from mtrepair.errors import ModelError
from mtrepair.translation import Pair, Translation, Translator
from mtrepair.translation.confidence import (
    FILE,
    Confidence,
    Signs,
    read_confidence,
    signs,
    write_confidence,
)

# Sure of a segment of more than three words: 4 nats a word, less 5.
BY_WORDS = Signs(score=0, words=4, covered=0, certain=0, ratio=0, faults=0)
TEXT = "Il pleut.\n\nLa pluie tombe depuis hier soir à Paris."
ANSWERS = {
    "Il pleut.": "It rains.",
    "La pluie tombe depuis hier soir à Paris.": "Rain has been falling in Paris since last night.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a model that was measured; its weights are no weights."""
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    write_confidence(Confidence(BY_WORDS, -5.0, sha256("weights")), tmp_path)
    return tmp_path


def translated(
    text: str = TEXT,
    answers: dict[str, str | Sequence[str]] | None = None,
    folder: Path | None = None,
) -> Translation:
    known = answers or ANSWERS
    model = FakeModel(lambda source: known.get(source, source))
    model.folder = folder
    return Translator(model=model).translate(text)


def shown(translation: Translation) -> list[Pair]:
    return [pair for pair in translation.pairs if pair.source.strip()]


# Signs


@pytest.mark.parametrize(
    ("source", "hypothesis", "share"),
    [
        ("Les pénuries durent.", "Shortages last.", 1.0),
        ("Les pénuries durent.", "The shortage of it.", 0.5),
        ("Les pénuries durent.", "Penguins hurt.", 0.0),
        ("Les pénuries durent.", "", 0.0),
        ("Il a été là.", "Whatever.", 1.0),  # no word is rare enough to tell something
    ],
)
def test_the_rarer_words_of_a_source_are_looked_for(
    source: str, hypothesis: str, share: float
) -> None:
    assert signs(source, hypothesis, -1.0, 0).covered == share


def test_a_length_that_differs_either_way_counts_alike() -> None:
    short, long = (signs("a" * 10, "b" * length, -1.0, 0).ratio for length in (5, 20))
    assert short == pytest.approx(long) == pytest.approx(math.log(2))


def test_white_space_around_a_segment_is_no_length() -> None:
    assert signs("  Oui.\n\n", "Yes.", -1.0, 0).ratio == 0


# What decides


def test_the_likelihood_of_tokens_decides_where_nothing_was_fitted() -> None:
    # The fake's best hypothesis has the score -1; two words and the end are three tokens.
    assert shown(translated())[0].confidence == round(math.exp(-1 / 3), 2)


def test_what_was_fitted_decides_where_it_lies_in_the_folder(folder: Path) -> None:
    short, long = shown(translated(folder=folder))
    assert short.confidence == round(1 / (1 + math.exp(5 - 4 * math.log(2))), 2) == 0.1
    assert long.confidence == round(1 / (1 + math.exp(5 - 4 * math.log(9))), 2) == 0.98
    assert (short.is_unsure, long.is_unsure) == (True, False)


def test_what_is_no_translation_has_no_confidence_to_speak_of(folder: Path) -> None:
    looped = "rain " * 9
    found = translated("La pluie tombe sur la ville.", {}, folder)
    assert found.pairs[0].confidence
    answers = {"La pluie tombe sur la ville.": looped, "La pluie tombe": looped}
    found = translated("La pluie tombe sur la ville.", answers | {"sur la ville.": looped}, folder)
    assert found.pairs[0].confidence == 0.0


@pytest.mark.parametrize("text", ["12 %", "Rishi Sunak", "\n", "Leave a Comment"])
def test_what_was_not_translated_has_none(text: str) -> None:
    pair = translated(text).pairs[0]
    assert pair.confidence is None
    assert not pair.is_unsure


# The file


def test_a_model_without_the_file_has_nothing_fitted(tmp_path: Path) -> None:
    assert read_confidence(None) is None
    assert read_confidence(tmp_path) is None


def test_what_is_written_is_read_again(folder: Path) -> None:
    fitted = Confidence(BY_WORDS, -5.0, sha256("weights"), {"newstest2013": {"area": 0.7}})
    write_confidence(fitted, folder)
    assert read_confidence(folder) == fitted


def test_a_file_fitted_for_other_weights_is_refused(folder: Path) -> None:
    write_confidence(Confidence(BY_WORDS, -5.0, sha256("others")), folder)
    message = r"was fitted for other weights than lie there; fit it anew with .* confidence`"
    with pytest.raises(ModelError, match=message):
        translated(folder=folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"weights": {}, "bias": 0}'])
def test_a_damaged_file_is_named(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"confidence.json' says nothing of confidence"):
        read_confidence(folder)


def test_a_file_that_was_changed_is_named(folder: Path) -> None:
    (folder / "checksums.json").write_text(json.dumps({FILE: "0" * 64}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"'confidence.json' in .* is not the file that was"):
        read_confidence(folder)


@pytest.mark.parametrize("name", ["fr-en-base", "fr-en-small"])
def test_the_translator_that_is_shipped_was_measured(name: str) -> None:
    folder = shipped_model(name)
    fitted = read_confidence(folder)
    assert fitted is not None
    assert fitted.measured["newstest2013"]["area"] > 0.7
    listed = json.loads((folder / "checksums.json").read_text(encoding="utf-8"))
    assert listed[FILE] == sha256(folder / FILE)


# Where it is shown


def test_json_has_the_confidence(folder: Path) -> None:
    pairs = translated(folder=folder).to_dict()["pairs"]
    assert [pair["confidence"] for pair in pairs if pair["source"].strip()] == [0.1, 0.98]


def test_the_command_prints_the_confidence(tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Il pleut à Paris.", encoding="utf-8")
    arguments = ["translate", "--json", "--translation-model", tiny_folder, tmp_path / "a.txt"]
    [pair] = json.loads(CliRunner().invoke(main, list(map(str, arguments))).stdout)["pairs"]
    assert 0 <= pair["confidence"] <= 1


def test_pages_and_notebooks_mark_what_is_unsure_in_words_too(folder: Path) -> None:
    translation = translated(folder=folder)
    for page in (translation.to_html(), translation._repr_html_()):
        assert page.count('class="unsure"') == 1
        title = 'title="Low confidence: read it beside the French"'
        assert f'class="unsure" {title}>It rains.<small>low confidence, 10%</small>' in page


def test_a_segment_may_be_noted_and_unsure(folder: Path) -> None:
    answers: dict[str, str | Sequence[str]] = {"Il a 35 chars.": "Has.", "Il a 8 chars.": "Has."}
    answers |= {"Il a 35": "Has", "chars.": "."}
    page = translated("Il a 35 chars.", answers, folder).to_html()
    assert 'class="noted unsure"' in page
    assert "<small>low confidence, 1%; 35 is missing</small>" in page
