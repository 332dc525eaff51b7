"""Where in its source a model looked, in spans of both texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_model import LINES, FakeModel

from mtrepair.backends import Engine, Seq2Seq, load_model
from mtrepair.backends.attention import spanned
from mtrepair.errors import InputError


@pytest.fixture(scope="module", params=["ctranslate2", "transformers"])
def model(request: pytest.FixtureRequest, tiny_folder: Path) -> Seq2Seq:
    engine: Engine = request.param
    return load_model(tiny_folder, engine=engine, batch_size=2)


def test_each_piece_of_a_target_has_a_weight_for_each_piece_of_its_source(model: Seq2Seq) -> None:
    sources, targets = LINES[:3], LINES[5:8]
    for source, target, looked in zip(
        sources, targets, model.attention(sources, targets), strict=True
    ):
        assert len(looked.source) >= model.count_tokens([source])[0]
        assert len(looked.target) >= model.count_tokens([target], target=True)[0]
        assert len(looked.weights) == len(looked.target)
        assert {len(row) for row in looked.weights} == {len(looked.source)}
        assert all(0 <= sum(row) <= 1.001 for row in looked.weights)


def test_pieces_tile_the_letters_of_their_texts(model: Seq2Seq) -> None:
    source, target = LINES[3], LINES[8]
    [looked] = model.attention([source], [target])
    for text, spans in ((source, looked.source), (target, looked.target)):
        read = "".join(filter(str.isalnum, "".join(span.of(text) for span in spans)))
        assert read == "".join(filter(str.isalnum, text))


def test_engines_look_at_the_same_places(tiny_folder: Path) -> None:
    one, other = (
        load_model(tiny_folder, engine=engine, batch_size=2).attention(LINES[:5], LINES[5:])
        for engine in ("ctranslate2", "transformers")
    )
    for left, right in zip(one, other, strict=True):
        ends = len(left.target), len(left.source)
        assert (left.target, left.source) == (right.target[: ends[0]], right.source[: ends[1]])
        for row, same in zip(left.weights, right.weights, strict=False):
            assert row == pytest.approx(same[: ends[1]], abs=1e-4)


def test_what_cannot_be_looked_at_is_refused(model: Seq2Seq) -> None:
    with pytest.raises(InputError, match="one target for each source, not 1 for 2"):
        model.attention(["un", "deux"], ["one"])
    with pytest.raises(InputError, match="is longer than"):
        model.attention(["fin"], ["word " * 1000])
    assert model.attention([], []) == []


def test_rewritten_marks_do_not_shift_the_words_after_them() -> None:
    source = "« L’été » : ici"
    looked = spanned(source, ['▁"', "L", "'", "été", '"', ":", "▁ici"], "", [], [])
    assert [span.of(source) for span in looked.source] == ["", "L", "", "été", "", "", "ici"]


def test_a_letter_spelt_in_bytes_stands_at_its_last_byte() -> None:
    text = "Dvořák"
    looked = spanned("", [], text, ["▁Dvo", "<0xC5>", "<0x99>", "á", "k"], [])
    assert [span.of(text) for span in looked.target] == ["Dvo", "", "ř", "á", "k"]


def test_bytes_that_are_no_character_have_no_place() -> None:
    text = "a\ufffdb"
    looked = spanned("", [], text, ["▁a", "<0xF0>", "▁b"], [])
    assert [span.of(text) for span in looked.target] == ["a", "", "b"]


def test_a_prefix_has_no_place_in_the_source() -> None:
    looked = spanned("Il dort", ["▁fr", "en", "▁Il", "▁dort"], "", [], [], prefix="fren ")
    assert [span.of("Il dort") for span in looked.source] == ["", "", "Il", "dort"]


def test_a_fake_looks_word_by_word() -> None:
    [looked] = FakeModel().attention(["il dort"], ["he sleeps"])
    assert looked.weights == ((1.0, 0.0), (0.0, 1.0))
