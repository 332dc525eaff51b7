"""The bilingual lexicon: what it holds, how it is looked up, and what it is counted from."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_bilingual import ENTRIES, write_bilingual

from mtrepair.errors import ModelError
from mtrepair.lexicon.bilingual import ENGLISH, FRENCH, SHIPPED, VALUES, Bilingual, load


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Bilingual:
    return write_bilingual(tmp_path_factory.mktemp("bilingual"))


def forms(text: str, tiny: Bilingual) -> list[str]:
    return [text[match.start : match.end] for match in tiny.matches(text)]


def test_every_entry_comes_back_with_its_readings(tiny: Bilingual) -> None:
    for form, readings in ENTRIES.items():
        found = [(own.english, own.probability) for own in tiny.readings(form)]
        assert [english for english, _ in found] == [english for english, _ in readings]
        for (_, got), (_, given) in zip(found, readings, strict=True):
            assert got == pytest.approx(given, abs=0.005)


def test_an_unknown_form_has_no_readings(tiny: Bilingual) -> None:
    assert tiny.readings("inconnu") == ()
    assert tiny.readings("") == ()


def test_a_curly_apostrophe_is_an_apostrophe(tiny: Bilingual) -> None:
    assert tiny.readings("l’") == tiny.readings("l'") != ()


def test_the_longest_entry_is_taken(tiny: Bilingual) -> None:
    assert forms("une pomme de terre, une pomme", tiny) == ["pomme de terre", "pomme"]


def test_a_phrase_does_not_reach_over_a_mark(tiny: Bilingual) -> None:
    assert forms("une pomme, de terre", tiny) == ["pomme"]


def test_a_word_that_begins_a_sentence_is_looked_up_in_small_letters(tiny: Bilingual) -> None:
    assert forms("Pénuries. Avions ! Londres", tiny) == ["Pénuries", "Avions", "Londres"]


def test_a_word_in_capitals_is_looked_up_in_small_letters(tiny: Bilingual) -> None:
    assert forms("DES PÉNURIES", tiny) == ["PÉNURIES"]


def test_elided_words_are_looked_up(tiny: Bilingual) -> None:
    assert forms("de l’armée", tiny) == ["l’", "armée"]


def test_a_text_without_words_has_no_entries(tiny: Bilingual) -> None:
    assert tiny.matches("") == tiny.matches("12 % — !") == []


def test_english_of_an_entry_is_known_in_any_case(tiny: Bilingual) -> None:
    assert tiny.has_english("Shortages") and tiny.has_english("Republican")
    assert not tiny.has_english("republicate")


def test_a_folder_without_a_lexicon_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"it lacks bilingual.marisa, .*train bilingual"):
        load(tmp_path)


def test_lexicons_with_other_entries_have_other_checksums(tmp_path: Path, tiny: Bilingual) -> None:
    same = write_bilingual(tmp_path / "same")
    assert same.sha256 == tiny.sha256


# The lexicon that is shipped


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("pénurie", "shortage"),
        ("munitions", "munitions"),
        ("démontage", "dismantling"),
        ("Londres", "London"),
        ("nucléaire", "nuclear"),
        ("pomme de terre", "potato"),
        ("chemin de fer", "railway"),
        ("épuisée", "exhausted"),
    ],
)
def test_the_shipped_lexicon_knows(french: str, english: str) -> None:
    assert english in [reading.english for reading in load().readings(french)]


def test_a_verb_that_is_a_noun_keeps_both_readings() -> None:
    readings = {reading.english for reading in load().readings("avions")}
    assert readings & {"had", "have"} and readings & {"aircraft", "planes", "aeroplanes"}


def test_the_shipped_lexicon_is_small_enough_to_ship() -> None:
    sizes = [(SHIPPED / name).stat().st_size for name in (FRENCH, ENGLISH, VALUES)]
    assert sum(sizes) < 8 * 2**20
