"""English sources with French in them: the lexicon read backwards."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tiny_bilingual import write_bilingual

from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load
from mtrepair.train.apart import translated_apart
from mtrepair.train.turned import French, turn, turned_gloss
from mtrepair.translation.gloss import Gloss

TABLE = {
    "shortages": French("pénuries", 0.9),
    "suicide bombers": French("kamikazes", 1.0),
    "bombers": French("bombardiers", 0.6),
    "Iran": French("l' Iran", 0.6),
    "dismantle": French("démonter", 0.1),
    "the": French("la", 0.6),
}
RARE = Gloss("instead", below_zipf=5.7, least=0.15, turned=True)


def test_the_french_of_an_english_word_is_the_likeliest_that_is_written(tmp_path: Path) -> None:
    turned = turn(write_bilingual(tmp_path), load_lexicon())
    assert turned["shortages"] == French("pénuries", 1.0)
    assert turned["suicide bombers"].form == "kamikazes"
    assert turned["London"].form == "Londres"
    assert "had" in turned and "scarcity" not in turned  # a tenth of "pénuries" says too little


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("European Union", "Union européenne"),  # and not "Union européen", which nobody writes
        ("nuclear", "nucléaire"),
        ("railway", "chemin de fer"),
    ],
)
def test_the_shipped_lexicon_can_be_turned(english: str, french: str) -> None:
    assert turn(load(), load_lexicon())[english].form == french


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("The shortages last.", "The pénuries last."),
        ("Shortages last.", "Pénuries last."),
        ("two suicide bombers", "two kamikazes"),
        ("SHORTAGES", "PÉNURIES"),
        ("They left Iran’s army", "They left l'Iran’s army"),
        ("They dismantle the wall", "They dismantle the wall"),  # too unsure; too frequent
        ("", ""),
        ("12 % !", "12 % !"),
    ],
)
def test_the_french_of_a_rare_word_stands_in_its_place(source: str, result: str) -> None:
    assert turned_gloss(source, RARE, turned=TABLE) == result


def test_without_a_place_nothing_is_glossed() -> None:
    assert turned_gloss("shortages", Gloss(), turned=TABLE) == "shortages"


class Sources:
    """A model that keeps what it is given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def generate(self, sources: list[str], *, beam_size: int) -> list[list[object]]:
        from mtrepair.backends import Hypothesis

        self.seen += sources
        return [[Hypothesis(source, 0.0, ())] for source in sources]


def test_whole_and_pieces_are_glossed_for_a_model_that_wants_it() -> None:
    model = Sources()
    pairs = [("Le programme nucléaire inquiète.", "The nuclear programme worries people.")]
    translated_apart(pairs, model, random.Random(0), gloss=RARE)  # type: ignore[arg-type]
    assert model.seen
    assert not any("nuclear" in source for source in model.seen)
