"""Small texts, each with all that is to be found in it and what becomes of it."""

import json
from pathlib import Path

import pytest

import mtrepair

CASES = [
    pytest.param(json.loads(line), id=f"{path.stem}-{number}")
    for path in sorted((Path(__file__).parent / "cases").glob("text_*.jsonl"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
]


@pytest.mark.parametrize("case", CASES)
def test_finds_what_a_person_marked_and_nothing_else(case):
    found = [[finding.code, finding.text] for finding in mtrepair.detect(case["text"])]
    assert found == case["found"]


@pytest.mark.parametrize("case", CASES)
def test_repairs_as_a_person_would(case):
    assert mtrepair.clean(case["text"]).text == case["safe"]
    assert mtrepair.clean(case["text"], safety="unsafe").text == case.get("unsafe", case["safe"])
