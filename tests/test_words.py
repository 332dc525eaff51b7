"""MT101 and MT102: spaces between words that were lost, or put inside a word."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtrepair
from mtrepair.document import Document
from mtrepair.lexicon import load
from mtrepair.revision import Revision
from mtrepair.rules.glued import number_borders
from mtrepair.rules.words import run_together, split_word
from mtrepair.types import Safety

CASES = Path(__file__).parent / "cases"


def cases(name):
    lines = (CASES / f"words_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        pytest.param(
            json.loads(line),
            id=f"{name}-{number}",
            marks=[pytest.mark.xfail(strict=True, reason=json.loads(line)["known_failure"])]
            if "known_failure" in json.loads(line)
            else [],
        )
        for number, line in enumerate(lines, 1)
    ]


def findings(text):
    document = Document(text)
    both = [*run_together.findings(document), *split_word.findings(document)]
    return sorted(both, key=lambda finding: finding.span)


def repaired(text, least=Safety.SAFE):
    fixes = [finding.fixes[0] for finding in findings(text)]
    edits = [edit for fix in fixes if fix.safety >= least for edit in fix.edits]
    return Revision.of(text).apply(edits).text


@pytest.mark.parametrize("case", [*cases("wild"), *cases("synthetic")])
def test_finds_the_joins_and_splits_of_a_text_and_nothing_else(case):
    assert [[finding.code, finding.text] for finding in findings(case["text"])] == case["found"]


@pytest.mark.parametrize("case", [*cases("wild"), *cases("synthetic")])
def test_puts_the_lost_spaces_back(case):
    assert repaired(case["text"]) == case["safe"]
    assert repaired(case["text"], Safety.UNSAFE) == case.get("unsafe", case["safe"])


@pytest.mark.parametrize("case", cases("intact"))
def test_leaves_names_compounds_and_new_words_alone(case):
    assert [finding.text for finding in findings(case["text"])] == []


@pytest.mark.parametrize(
    ("word", "borders"),
    [("10ou", [2]), ("en7", [2]), ("en7heures", [2, 3]), ("27eanniversaire", [3])],
)
def test_a_number_is_parted_from_the_words_beside_it(word, borders):
    assert [border.at for border in number_borders(word, load())] == borders


@pytest.mark.parametrize("word", "10km 3e 17h40 mp3 covid19 x86et 4x4 2de 1er 90s a10".split())
def test_a_number_keeps_its_unit_its_ending_and_its_name(word):
    assert number_borders(word, load()) == []


def test_a_join_with_a_name_is_not_certain():
    (finding,) = findings("Il a vu Transcity avant de partir, dit Paulavec joie.")
    assert finding.text == "Paulavec"
    assert finding.fixes[0].safety <= Safety.SAFE


def test_a_string_that_comes_again_and_again_is_rather_a_word():
    once = "Le pariosé du village."
    assert len(findings(once)) >= len(findings(" ".join([once] * 5))) == 0


def test_an_english_passage_is_no_join():
    assert findings("Le mot datapoints et la commande mailto.") == []


@pytest.mark.parametrize(
    "text",
    [
        "On ouvre un recordset secondaire.",
        "La colonne est de type uniqueidentifier et accepte un GUID.",
        "Il déplace le trackpoint du clavier.",
    ],
)
def test_what_may_be_an_english_compound_is_shown_and_not_split(text):
    (finding,) = findings(text)
    assert finding.fixes[0].safety is Safety.DISPLAY
    assert mtrepair.clean(text).text == text


def test_french_words_that_end_like_an_english_compound_are_split():
    assert repaired("Voir les programmeset la suite.") == "Voir les programmes et la suite."
    assert mtrepair.clean("Les packageset les modules.").text == "Les packages et les modules."


def test_a_prefix_stays_with_its_word():
    assert repaired("Configurer lapréinstallation.") == "Configurer la préinstallation."


def test_a_mark_beside_a_string_keeps_it_from_being_split():
    for text in ("#lesgens", "@lesgens", "lesgens.fr", "les_lesgens", "/lesgens", "lesgens()"):
        assert findings(f"Voir {text} ici.") == []
    assert [finding.text for finding in findings("Voir lesgens ici.")] == ["lesgens"]


def test_the_same_place_is_marked_once_when_both_pieces_are_rare():
    assert len(findings("Le gouver nement a cédé.")) == 1


@pytest.mark.parametrize("letters", ["a" * 1_000_000, "dans" * 100_000, "x1" * 100_000])
def test_a_string_of_a_million_letters_is_passed_over(letters):
    assert findings(f"Voir {letters} ici.") == []


@given(st.text(alphabet="aeilnrstuéà’'- .A1_\n", max_size=60))
def test_fixes_change_nothing_but_white_space_and_full_stops(text):
    unspaced = repaired(text, Safety.DISPLAY).replace(" ", "").replace(".", "")
    assert unspaced == text.replace(" ", "").replace(".", "")
