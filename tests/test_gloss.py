"""Sources with English in them: which words, where, and what a model's folder says of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tiny_bilingual import write_bilingual

from mtrepair.errors import ModelError
from mtrepair.lexicon.bilingual import Bilingual, load
from mtrepair.translation.gloss import GLOSS, MARKER, Gloss, glossed, read_gloss, told

INSTEAD = Gloss("instead")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Bilingual:
    return write_bilingual(tmp_path_factory.mktemp("bilingual"))


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("Il craint des pénuries.", "Il craint des shortages."),
        ("Pénuries de pain.", "Shortages de pain."),
        ("L’armée est épuisée", "L’army est exhausted"),
        ("une pomme de terre", "une potato"),
        ("deux kamikazes", "deux suicide bombers"),
        ("un républicain", "un Republican"),
        ("À LONDRES", "À LONDON"),
    ],
)
def test_the_english_of_a_rare_word_stands_in_its_place(
    source: str, result: str, tiny: Bilingual
) -> None:
    assert glossed(source, INSTEAD, bilingual=tiny) == result


@pytest.mark.parametrize(
    "source",
    [
        "Le ministre parle.",  # "le" is frequent
        "un consultant",  # the gloss is the word itself
        "l’interopérabilité",  # too unsure
        "",
        "12 % !",
    ],
)
def test_a_source_without_a_sure_gloss_stays(source: str, tiny: Bilingual) -> None:
    assert glossed(source, INSTEAD, bilingual=tiny) == source


def test_without_a_place_nothing_is_glossed(tiny: Bilingual) -> None:
    assert glossed("des pénuries", Gloss(), bilingual=tiny) == "des pénuries"


def test_a_model_that_reads_english_is_not_given_french() -> None:
    with pytest.raises(ModelError, match="reads English"):
        glossed("des pénuries", replace(INSTEAD, turned=True))


def test_glosses_may_stand_behind_the_word(tiny: Bilingual) -> None:
    behind = Gloss("behind", least=0.05, readings=2)
    found = glossed("des pénuries ici", behind, bilingual=tiny)
    assert found == f"des pénuries {MARKER}shortages {MARKER}scarcity ici"


def test_glosses_may_stand_apart_where_french_does_not() -> None:
    source = "Va-t-il annoncer qu’il vient d’approfondir l’enquête ?"
    settings = Gloss("instead", below_zipf=9.0, least=0.05)
    glued, apart = (glossed(source, replace(settings, spaced=own)) for own in (False, True))
    assert "todeepen" in glued or "fromdeepen" in glued
    assert "deepen" in apart.split()
    assert apart.replace(" ", "") == glued.replace(" ", "")


def test_what_is_rare_is_a_setting(tiny: Bilingual) -> None:
    assert glossed("une armée", Gloss("instead", below_zipf=3.0), bilingual=tiny) == "une armée"
    assert glossed("une armée", Gloss("instead", below_zipf=7.0), bilingual=tiny) == "une army"


def test_a_folder_that_says_nothing_has_no_gloss(tmp_path: Path) -> None:
    assert read_gloss(tmp_path) == read_gloss(None) == Gloss()


def test_a_folder_says_how_its_model_is_glossed(tmp_path: Path) -> None:
    gloss = Gloss("instead", below_zipf=4.0, least=0.3)
    (tmp_path / GLOSS).write_text(json.dumps(told(gloss, load())))
    assert read_gloss(tmp_path) == gloss


def test_a_model_of_another_lexicon_is_refused(tmp_path: Path, tiny: Bilingual) -> None:
    (tmp_path / GLOSS).write_text(json.dumps(told(INSTEAD, tiny)))
    with pytest.raises(ModelError, match=r"was trained with the bilingual lexicon .* and this is"):
        read_gloss(tmp_path)


@pytest.mark.parametrize("own", ["no json", "[]", "{}", json.dumps({"place": "instead"})])
def test_a_gloss_that_cannot_be_read_is_refused(tmp_path: Path, own: str) -> None:
    (tmp_path / GLOSS).write_text(own)
    with pytest.raises(ModelError, match="does not say how to gloss"):
        read_gloss(tmp_path)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("Il n’a plus de pain.", "Il n’a no longer de pain."),
        ("Il n’a vu personne hier.", "Il n’a vu nobody hier."),
        ("Il ne craint aucune pomme de terre.", "Il ne craint no potato."),
        ("Il a plus de pain.", "Il a plus de pain."),
        ("Personne n’habite plus ici.", "Personne n’habite plus ici."),
        ("Il n’est pas que bête.", "Il n’est pas que bête."),
        ("Le pain est en baisse de 2 %.", "Le pain est down 2 %."),
        ("Le pain est en baisse de près de 2 %.", "Le pain est down nearly 2 %."),
        ("Il coûte 3 livres sterling.", "Il coûte 3 pounds."),
    ],
)
def test_negations_trends_and_units_are_glossed_as_what_they_are(
    source: str, result: str, tiny: Bilingual
) -> None:
    assert glossed(source, INSTEAD, bilingual=tiny) == result
