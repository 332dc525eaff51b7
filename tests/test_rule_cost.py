"""What each rule costs on short texts, in work rather than seconds."""

from functools import cache

import pytest
from work import Work

from benchmarks.studies import rule_cost
from mtrepair.detection import findings
from mtrepair.document import Document
from mtrepair.rules import all_rules

CODES = sorted({rule.code for rule in all_rules()})
# MT101, which asks the lexicon of every unknown word, takes a third of the steps.
LARGEST_SHARE = 0.4
# MT201 has nine patterns, most of which begin with a full stop or a comma.
MOST_READINGS = 7


@cache
def works() -> tuple[dict[str, Work], int]:
    """The work of each rule on paragraphs without a fault, and how many characters they have."""
    texts = rule_cost.paragraphs(None)
    documents = [Document(text) for text in texts]
    for document in documents:  # what rules share is nobody's
        findings(document, all_rules())
    found: dict[str, Work] = {}
    for rule in all_rules():
        work = found.setdefault(rule.code, Work())
        with work.counted():
            for document in documents:
                list(rule.findings(document))
    return found, sum(map(len, texts))


@pytest.mark.parametrize("code", CODES)
def test_no_rule_takes_more_than_its_share_of_the_steps(code: str) -> None:
    found, _ = works()
    total = sum(work.steps for work in found.values())
    assert found[code].steps <= LARGEST_SHARE * total


@pytest.mark.parametrize("code", CODES)
def test_no_rule_reads_a_short_text_again_and_again(code: str) -> None:
    found, characters = works()
    assert found[code].characters <= MOST_READINGS * characters


def test_the_table_has_a_row_for_each_rule_and_for_what_they_share() -> None:
    costs = rule_cost.costs(["Le web,la radio."])
    rows = list(rule_cost.table(costs, costs))
    assert {row[0] for row in rows} == {*CODES, rule_cost.SHARED}
    assert all(len(row) == 5 for row in rows)
