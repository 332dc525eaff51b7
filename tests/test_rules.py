"""Every rule does what its examples say, leaves its clean cases alone, and fights no other."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from strategies import texts

import mtrepair
from mtrepair.document import Document
from mtrepair.render import rules_markdown, with_rules
from mtrepair.rules import Rule, all_rules
from mtrepair.selection import cards
from mtrepair.view import view

RULES = all_rules()
README = Path(__file__).parent.parent / "README.md"

# The codes of the design, which are stable: a code is never renamed and never used again.
NAMES = {
    "MT101": "run-together",
    "MT102": "split-word",
    "MT103": "missing-space",
    "MT104": "extra-space",
    "MT201": "stray-punctuation",
    "MT202": "quote-mismatch",
    "MT203": "quote-unclosed",
    "MT204": "guillemet-spacing",
    "MT205": "punctuation-spacing",
    "MT206": "number-format",
    "MT301": "duplicate-headline",
    "MT302": "duplicate-passage",
    "MT303": "repeated-word",
    "MT401": "boilerplate",
    "MT402": "untranslated-english",
    "MT403": "site-suffix",
    "MT404": "entity-residue",
    "MT405": "truncated",
    "MT501": "fragment-order",
    "MT502": "missing-article",
    "MT503": "missing-negation",
    "MT504": "wrong-case",
    "MT505": "elision",
    "MT506": "agreement",
    "MT507": "missing-word",
    "MT601": "calque",
    "MT602": "name-translated",
    "MT701": "number-changed",
    "MT702": "name-changed",
    "MT703": "omitted-passage",
}
# Found by a rule, whole or in part; the others wait for a model or for the English source.
BY_RULE = {code for code in NAMES if code < "MT500"} | {"MT503", "MT504", "MT505"}


def cases(kind: str) -> list[object]:
    """(rule, case) for each case of each rule, named by code and number."""
    numbered: dict[str, int] = defaultdict(int)
    found = []
    for rule in RULES:
        for case in getattr(rule, kind):
            numbered[rule.code] += 1
            found.append(pytest.param(rule, case, id=f"{rule.code}-{numbered[rule.code]}"))
    return found


def cleaned(text: str, *codes: str) -> str:
    return mtrepair.clean(text, language_model=None, safety="unsafe", select=codes).text


def shown(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.text) for finding in mtrepair.detect(text)]


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_the_bad_text_of_an_example_is_found_by_its_rule(
    rule: Rule, example: tuple[str, str | None]
) -> None:
    assert list(rule.findings(Document(view(example[0]).text)))


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_the_bad_text_of_an_example_is_found_among_all_rules(
    rule: Rule, example: tuple[str, str | None]
) -> None:
    assert rule.code in [code for code, _ in shown(example[0])]


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_an_example_becomes_its_good_text(rule: Rule, example: tuple[str, str | None]) -> None:
    bad, good = example
    if good is not None:
        assert cleaned(bad) == good


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_nothing_more_is_found_in_a_good_text(rule: Rule, example: tuple[str, str | None]) -> None:
    if example[1] is not None:
        assert shown(example[1]) == []


@pytest.mark.parametrize(("rule", "example"), cases("examples"))
def test_an_example_that_is_only_shown_has_no_fix_to_apply(
    rule: Rule, example: tuple[str, str | None]
) -> None:
    bad, good = example
    if good is None:
        assert cleaned(bad, rule.code) == bad


@pytest.mark.parametrize(("rule", "text"), cases("clean"))
def test_no_rule_finds_anything_in_a_clean_case(rule: Rule, text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code} {rule.find.__name__}")
def test_a_rule_is_documented_by_text_example_and_clean_case(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert "\n" in rule.explanation, "a second paragraph: why, and how safe the fix is"
    assert rule.examples
    assert rule.clean


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code} {rule.find.__name__}")
def test_a_rule_has_a_code_and_a_name_of_the_design(rule: Rule) -> None:
    assert NAMES.get(rule.code) == rule.name


def test_every_code_that_a_rule_can_find_has_a_rule() -> None:
    assert BY_RULE - {rule.code for rule in RULES} == set()


@given(texts())
def test_a_rule_finds_what_lies_inside_the_text(text: str) -> None:
    text = view(text).text
    document = Document(text)
    for rule in RULES:
        for finding in rule.findings(document):
            spans = [finding.span, *(e.span for fix in finding.fixes for e in fix.edits)]
            assert all(span.end <= len(text) for span in spans), rule.code


@given(texts())
def test_the_edits_of_a_fix_do_not_overlap_and_change_something(text: str) -> None:
    document = Document(view(text).text)
    for rule in RULES:
        for finding in rule.findings(document):
            for fix in finding.fixes:
                edits = sorted(fix.edits)
                assert all(a.span.end <= b.span.start for a, b in pairwise(edits)), rule.code
                changed = [e.replacement != e.span.of(document.text) for e in edits]
                assert any(changed), rule.code


@given(texts())
def test_a_finding_is_not_empty(text: str) -> None:
    document = Document(view(text).text)
    for rule in RULES:
        assert all(len(finding.span) for finding in rule.findings(document)), rule.code


def test_the_rule_table_of_the_readme_is_up_to_date() -> None:
    document = README.read_text(encoding="utf-8")
    assert with_rules(document, rules_markdown(cards())) == document, (
        "write it anew: python -m mtrepair.render --write README.md"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Dans le ouvrir boîte de dialogue, tapez son nom.",
        "Cliquez sur le ajouter un élément.",
        "Sélectionnez le exporter bouton.",
    ],
)
def test_an_article_that_belongs_to_a_noun_further_on_is_not_elided(text: str) -> None:
    found = [finding for finding in mtrepair.detect(text) if finding.code == "MT505"]
    assert [fix.safety for finding in found for fix in finding.fixes] == [mtrepair.Safety.DISPLAY]
    assert " l’" not in mtrepair.clean(text).text


@pytest.mark.parametrize("verb", ["ouvrir demain", "aider", "utiliser la nuit"])
def test_a_pronoun_is_elided_before_its_verb(verb: str) -> None:
    assert mtrepair.clean(f"Il faut le {verb}.").text in (
        f"Il faut l’{verb}.",
        f"Il faut l'{verb}.",
    )
