"""The codes: each once, and what is told of it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

import mtrepair
from mtrepair.codes import CODES, FAMILIES, holds_french, severity_of
from mtrepair.corrupt.damage import Rates
from mtrepair.fluency import KINDS
from mtrepair.rules import all_rules

BY_MODEL = [code for code in CODES.values() if code.examples]


def test_each_code_and_each_name_is_there_once() -> None:
    assert all(key == code.code for key, code in CODES.items())
    assert len({code.name for code in CODES.values()}) == len(CODES)
    assert {code[:3] for code in CODES} == set(FAMILIES)


def test_rules_models_and_damage_have_codes() -> None:
    used = {rule.code for rule in all_rules()} | {kind.code for kind in KINDS.values()}
    assert used | set(Rates().kinds) <= CODES.keys()


def test_a_rule_is_called_and_weighed_as_its_code() -> None:
    for rule in all_rules():
        assert (rule.name, rule.severity) == (CODES[rule.code].name, CODES[rule.code].severity)


@pytest.mark.parametrize("code", BY_MODEL, ids=lambda code: code.code)
def test_what_a_model_finds_is_as_its_code_says(code: mtrepair.codes.Code) -> None:
    for bad, good in code.examples:
        repair = mtrepair.clean(bad)
        assert repair.text == good
        found = [finding for finding in repair.findings if finding.code == code.code]
        assert [finding.severity for finding in found] == [code.severity]
    assert all(mtrepair.clean(text).text == text for text in code.clean)


def test_a_code_of_somebody_elses_rule_is_minor_and_binds_no_french() -> None:
    assert severity_of("XY1") == "minor" and not holds_french("XY1")


def test_wording_and_marks_bind_french_and_residue_does_not() -> None:
    assert [holds_french(code) for code in ("MT103", "MT205", "MT501", "MT303", "MT402")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_names_stand_for_codes() -> None:
    text = "Le web,la radio. ."
    assert mtrepair.detect(text, select=["missing-space"]) == mtrepair.detect(text, select="MT103")
    assert mtrepair.explain("agreement").code == "MT506"


def test_the_readme_tells_all_codes() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"| {code} | {about.name} |" in readme for code, about in CODES.items())
