"""Morphology and places of adjectives: read from a dictionary, counted in corpora, looked up."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from click.testing import CliRunner

from mtrepair.french import DETERMINERS, determined, unaccented
from mtrepair.lexicon.morphology import Analysis, load
from mtrepair.lexicon.places import Places
from mtrepair.lexicon.places import load as load_places
from mtrepair.train.commands import commands
from mtrepair.train.morphology import analysed
from mtrepair.train.places import counted_places

DIC = """6
chat/S.() po:nom is:mas
royal/W.() po:adj
parler/a0p+() po:v1_it____a
Lyon po:npr is:epi is:inv
2d/-- po:adj is:mas is:sg
près/L' po:mg po:adv
"""
AFF = """SFX S. Y 2
SFX S. 0 0/L'D' [^sxz] is:sg
SFX S. 0 s/D' [^sxz] is:pl
SFX W. Y 3
SFX W. 0 0 al is:mas is:sg
SFX W. al aux al is:mas is:pl
SFX W. 0 e al is:fem is:sg
SFX a0 Y 2
SFX a0 er er/n' er po:infi
SFX a0 er e/n' [^y]er po:ipre po:spre po:1sg po:3sg
SFX p+ Y 1
SFX p+ er ée er po:ppas po:adj is:fem is:sg
PFX L' Y 1
PFX L' 0 l' .
"""


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    (tmp_path / "fr.dic").write_text(DIC, encoding="utf-8")
    (tmp_path / "fr.aff").write_text(AFF, encoding="utf-8")
    return tmp_path


def test_forms_are_made_by_the_rules_whose_condition_holds(dictionary: Path) -> None:
    found = analysed(dictionary)
    assert found["chats"] == {Analysis("chat", "noun", "m", "p")}
    assert found["royaux"] == {Analysis("royal", "adjective", "m", "p")}
    assert "royals" not in found


def test_a_stem_that_needs_an_affix_is_no_form(dictionary: Path) -> None:
    assert analysed(dictionary)["parler"] == {Analysis("parler", "verb", mood="infinitive")}


def test_a_finite_form_has_tenses_and_persons(dictionary: Path) -> None:
    (found,) = analysed(dictionary)["parle"]
    assert found == Analysis(
        "parler", "verb", mood="finite", tenses=("present", "subjunctive"), persons=("1s", "3s")
    )


def test_a_participle_is_an_adjective_as_well(dictionary: Path) -> None:
    assert {one.part for one in analysed(dictionary)["parlée"]} == {"verb", "adjective"}


def test_names_adverbs_and_numbers_with_letters(dictionary: Path) -> None:
    found = analysed(dictionary)
    assert found["Lyon"] == {Analysis("Lyon", "name", "mf", "sp")}
    assert found["près"] == {Analysis("près", "adverb")}
    assert "2d" not in found


def test_the_command_writes_what_is_loaded_again(dictionary: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["morphology", str(dictionary), "--out", str(out)]
    result = CliRunner().invoke(commands, arguments, env={"MTREPAIR_DATA": None})
    assert result.exit_code == 0 and "forms" in result.output
    assert load(out).nouns("chats") == [Analysis("chat", "noun", "m", "p")]
    assert "MPL 2.0" in (out / "MORPHOLOGY_SOURCES.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "part", "gender", "number"),
    [
        ("programme", "noun", "m", "s"),
        ("nucléaires", "adjective", "mf", "p"),
        ("Russie", "name", "f", "s"),
        ("porte-parole", "noun", "mf", "sp"),
    ],
)
def test_a_form_is_looked_up(form: str, part: str, gender: str, number: str) -> None:
    assert (part, gender, number) in {(o.part, o.gender, o.number) for o in load().analyses(form)}


def test_an_unknown_form_has_no_analysis() -> None:
    assert load().analyses("zglourps") == () == load().analyses("russie")


def test_forms_agree_in_gender_and_number() -> None:
    (noun,) = load().nouns("programmes")
    agreeing = [any(o.agrees(noun) for o in load().adjectives(f)) for f in ("nouveaux", "neuve")]
    assert agreeing == [True, False]


def test_a_verb_is_put_into_another_form() -> None:
    assert load().inflected("finir", "participle")[:1] == ["fini"]
    assert load().inflected("suivre", "finite", person="2p", tense="present") == ["suivez"]


def test_adjectives_are_counted_before_and_behind_nouns(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.tsv.xz"
    lines = [
        "Un grand chat et le programme nucléaire dorment.\tA big cat …",
        "Les grandes maisons, l’économie politique.",
        "Une mesure relative à la pêche.",
    ]
    with lzma.open(corpus, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    counts = counted_places(corpus)
    assert counts["grand", True] == 2 and counts["nucléaire", False] == 1
    assert not counts["relatif", False]  # with a complement, any adjective stands behind


def test_where_sightings_are_few_the_kind_decides() -> None:
    places = Places({"grand": (90, 10), "économique": (0, 100), "magnétique": (0, 50)})
    assert places.before("héraldique") < 0.01 < places.before("blafard")


@pytest.mark.parametrize("lemma", ["nucléaire", "judiciaire", "climatique", "européen"])
def test_adjectives_of_a_kind_stand_behind(lemma: str) -> None:
    assert load_places().before(lemma) < 0.02


@pytest.mark.parametrize("lemma", ["fameux", "petit", "nouveau", "interminable"])
def test_others_do_not(lemma: str) -> None:
    assert load_places().before(lemma) > 0.2


def test_a_determiner_takes_the_form_of_its_noun() -> None:
    this, some = DETERMINERS[2], DETERMINERS[3]
    assert [this.form("m", "s", vowel=vowel) for vowel in (False, True)] == ["ce", "cet"]
    assert [some.form("f", "s", vowel=vowel) for vowel in (False, True)] == ["de la", "de l'"]
    assert determined("ces") == {("m", "p"), ("f", "p")}


def test_letters_without_accents_are_small() -> None:
    assert unaccented("Où Élise") == "ou elise"
