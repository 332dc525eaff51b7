"""Any two faults in one text are mended together, and what is mended stays as it is."""

from itertools import product

import pytest

import mtrepair
from mtrepair.rules import all_rules

EXAMPLES = sorted({bad for rule in all_rules() for bad, _ in rule.examples})
PAIRS = list(product(EXAMPLES, EXAMPLES))
# A prime, so that every example comes first and second in the sample.
SAMPLED = 37


def not_at_rest(pairs: list[tuple[str, str]], safety: str) -> list[str]:
    """The texts made of two examples that a second cleaning changes again."""
    found = []
    for first, second in pairs:
        for gap in ("\n\n", " "):
            once = mtrepair.clean(first + gap + second, language_model=None, safety=safety).text
            if mtrepair.clean(once, language_model=None, safety=safety).text != once:
                found.append(first + gap + second)
    return found


def test_every_example_is_in_the_sample() -> None:
    sample = PAIRS[::SAMPLED]
    assert {first for first, _ in sample} == {second for _, second in sample} == set(EXAMPLES)


@pytest.mark.parametrize("safety", ["safe", "unsafe"])
def test_two_examples_in_one_text_come_to_rest(safety: str) -> None:
    assert not_at_rest(PAIRS[::SAMPLED], safety) == []


@pytest.mark.slow
@pytest.mark.parametrize("safety", ["safe", "unsafe"])
def test_every_pair_of_examples_comes_to_rest(safety: str) -> None:
    assert not_at_rest(PAIRS, safety) == []
