"""LanguageTool's examples: how they are read, what counts as found and mended, the report."""

import sys

import pytest

from benchmarks.harness.systems import Found, Loaded, System
from benchmarks.studies import languagetool_suite as suite
from mtrepair.errors import InputError
from mtrepair.score import Annotation
from mtrepair.types import Span

RULES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rules [<!ENTITY nbsp "&#x00A0;">]>
<rules lang="fr">
  <category id="GRAMMAR">
    <rule id="NE">
      <antipattern><example>Circulez.</example></antipattern>
      <example correction="n'y a|n’y a">Il <marker>y a</marker> aucun signe.</example>
      <example correction="" type="incorrect">Le <marker>31 avril</marker>.</example>
      <!-- <example>Dans un commentaire.</example> -->
      <example>Il n'y a aucun &quot;signe&quot;.</example>
      <example type="triggers_error">Elle alla.</example>
    </rule>
  </category>
  <category id="SPACES">
    <rule id="NBSP">
      <example correction="mot&nbsp;?">Quel <marker>mot ?</marker></example>
      <example type="correct">Il y a aucun <marker>signe</marker>.</example>
    </rule>
  </category>
</rules>
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "grammar.xml").write_text(RULES, encoding="utf-8")
    (tmp_path / "style.xml").write_text("<rules/>", encoding="utf-8")
    return tmp_path


@pytest.fixture
def examples(folder):
    return suite.read_examples(folder)


def test_sentences_given_as_correct_are_told_from_those_with_a_fault(examples):
    correct = [example.text for example in examples if example.is_correct]
    assert correct == ["Circulez.", 'Il n\'y a aucun "signe".', "Il y a aucun signe."]
    assert [example.category for example in examples if not example.is_correct] == [
        "GRAMMAR",
        "GRAMMAR",
        "SPACES",
    ]


def test_a_fault_has_its_marker_and_each_of_its_corrections(examples):
    fault = next(example for example in examples if not example.is_correct)
    assert fault.marker.of(fault.text) == "y a"
    assert fault.corrected == ("Il n'y a aucun signe.", "Il n’y a aucun signe.")


def test_an_empty_correction_suggests_nothing(examples):
    [fault] = [example for example in examples if "31 avril" in example.text]
    assert (fault.is_correct, fault.corrected) == (False, ())


def answer(text, *found):
    return suite.Answer(tuple(Span(*span) for span in found), text, ())


@pytest.mark.parametrize(
    ("found", "expected"), [([(0, 4)], True), ([(0, 3), (6, 8)], False), ([(4, 4)], True)]
)
def test_a_fault_is_found_by_a_finding_that_shares_a_character_with_its_marker(
    examples, found, expected
):
    fault = next(example for example in examples if not example.is_correct)
    assert suite.is_found(fault, answer(fault.text, *found)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il n’y a aucun signe.", True),
        ("Il y a aucun signe.", False),
        ("Il n'y a aucuns signes.", False),
    ],
)
def test_a_fault_is_mended_where_the_sentence_reads_as_a_correction(examples, text, expected):
    fault = next(example for example in examples if not example.is_correct)
    assert suite.is_mended(fault, answer(text)) is expected


def test_a_space_that_must_change_its_kind_is_not_mended_by_leaving_it(examples):
    fault = examples[[example.category for example in examples].index("SPACES")]
    assert not suite.is_mended(fault, answer(fault.text))
    assert suite.is_mended(fault, answer("Quel mot\u00a0?"))


def test_the_report_has_our_changes_by_code_and_the_faults_by_category(
    folder, tmp_path, monkeypatch, capsys
):
    def marks(text):
        return [Found(Annotation(Span(0, len(text)), "any"))]

    peer = System("peer", "marks everything", lambda: Loaded(marks), "pip install peer")

    def absent():
        raise ImportError

    missing = System("absent", "a peer", absent, "pip install absent")
    monkeypatch.setattr(suite, "chosen", lambda names: [peer, missing])
    out = tmp_path / "report.md"
    arguments = ["--rules", str(folder), "--show", "--out", str(out), "--name", "before"]
    assert suite.main(arguments) == 0
    text = out.read_text(encoding="utf-8")
    assert "3 examples given as correct, 3 with a fault, 2 of them with a correction" in text
    assert "| mtrepair | 3 | 1 (33.3 %) | 1 (33.3 %) | 1 (33.3 %) |" in text
    assert "| peer | 3 | 3 (100.0 %) | 0 (0.0 %) | 0 (0.0 %) |" in text
    assert "| MT503 | 1 | 1 |" in text
    assert "| GRAMMAR | 2 | 50.0 % / 100.0 % | 50.0 % / 100.0 % | 100.0 % / 0.0 % |" in text
    assert "Not installed: absent" in text
    assert "MT503 Il [" in capsys.readouterr().err


def test_a_sample_is_the_same_each_time_and_has_both_kinds(examples):
    picked = suite.sample(examples, 2, 1)
    assert picked == suite.sample(examples, 2, 1)
    assert [example.is_correct for example in picked] == [True, True, False, False]


@pytest.mark.parametrize("broken", [None, "<rules>"])
def test_a_folder_without_rules_is_refused_with_the_file(tmp_path, broken):
    if broken is not None:
        (tmp_path / "grammar.xml").write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match=r"grammar\.xml cannot be read as LanguageTool's rules"):
        suite.read_examples(tmp_path)


def test_rules_that_are_not_installed_are_refused_with_what_installs_them(monkeypatch):
    monkeypatch.setitem(sys.modules, "lingotweaker_data_fr", None)
    with pytest.raises(InputError, match=r"pip install lingotweaker-data-fr, or give --rules"):
        suite.rules_folder(None)
