"""The corruptor: what each kind of damage looks like, and that every wound is accounted for."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtrepair.corrupt import Corrupted, Parsed, Rates, Word, corrupt, spacy_parser
from mtrepair.revision import Revision

SENTENCE = (
    "Le gouvernement n'a pas commenté la relation de l'Iran avec la Russie, "
    "mais il surveille étroitement le programme nucléaire."
)
ALL_KINDS = "MT101 MT103 MT104 MT201 MT302 MT303 MT405 MT501 MT502 MT503 MT504 MT505 MT506".split()


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    (found,) = spacy_parser()([SENTENCE])
    return found


def by_hand(text: str, *words: tuple[str, str, str, int]) -> Parsed:
    """A parse of a text from its words with tag, relation and head."""
    found, at = [], 0
    for word, tag, relation, head in words:
        start = text.index(word, at)
        at = start + len(word)
        found.append(Word(start, at, word, tag, relation, head, word, {}))
    return Parsed(text, tuple(found))


PROGRAMME = by_hand(
    "le programme nucléaire",
    ("le", "DET", "det", 1),
    ("programme", "NOUN", "ROOT", 1),
    ("nucléaire", "ADJ", "amod", 1),
)
RELATION = by_hand(
    "la relation de l'Iran",
    ("la", "DET", "det", 1),
    ("relation", "NOUN", "ROOT", 1),
    ("de", "ADP", "case", 4),
    ("l'", "DET", "det", 4),
    ("Iran", "PROPN", "nmod", 1),
)
NEGATION = by_hand(
    "il n'y a aucun signe",
    ("il", "PRON", "expl", 3),
    ("n'", "ADV", "advmod", 3),
    ("y", "PRON", "expl", 3),
    ("a", "VERB", "ROOT", 3),
    ("aucun", "DET", "det", 5),
    ("signe", "NOUN", "obj", 3),
)
NAME = by_hand(
    "la Russie attaque",
    ("la", "DET", "det", 1),
    ("Russie", "PROPN", "nsubj", 2),
    ("attaque", "VERB", "ROOT", 2),
)
PERSON = by_hand("Boris Johnson", ("Boris", "PROPN", "ROOT", 0), ("Johnson", "PROPN", "flat", 0))


def outcomes(parse: Parsed, code: str) -> set[str]:
    """What the text becomes with one kind of damage, over many draws."""
    rates = Rates(clean=0.0, per_word=0.01, kinds={code: 1.0})
    return {corrupt(parse, random.Random(seed), rates).text for seed in range(60)}


def mended(corrupted: Corrupted) -> str:
    edits = [edit for finding in corrupted.findings for edit in finding.fixes[0].edits]
    return Revision.of(corrupted.text).apply(sorted(edits)).text


@pytest.mark.parametrize(
    ("parse", "code", "damaged"),
    [
        (PROGRAMME, "MT501", "le nucléaire programme"),
        (RELATION, "MT501", "de l'Iran relation"),
        (RELATION, "MT501", "l'Iran relation"),
        (RELATION, "MT501", "la Iran relation"),
        (NEGATION, "MT503", "il y a aucun signe"),
        (NAME, "MT502", "Russie attaque"),
        (RELATION, "MT502", "relation de l'Iran"),
        (RELATION, "MT505", "la relation de le Iran"),
        (PROGRAMME, "MT506", "la programme nucléaire"),
        (PROGRAMME, "MT504", "le programme Nucléaire"),
        (PROGRAMME, "MT101", "le programmenucléaire"),
        (PROGRAMME, "MT104", "le programme  nucléaire"),
        (NEGATION, "MT303", "il n'y y a aucun signe"),
    ],
)
def test_damage_of_a_kind(parse: Parsed, code: str, damaged: str) -> None:
    assert damaged in outcomes(parse, code)


def test_the_parts_of_a_name_are_not_turned_round() -> None:
    assert outcomes(PERSON, "MT501") == {"Boris Johnson"}


@given(st.integers(0, 10_000), st.floats(0.02, 0.4))
def test_the_fixes_of_all_findings_give_the_original_back(
    parsed: Parsed, seed: int, per_word: float
) -> None:
    kinds = dict.fromkeys(ALL_KINDS, 1.0)
    corrupted = corrupt(parsed, random.Random(seed), Rates(0.0, per_word, kinds))
    assert corrupted.original == SENTENCE
    assert mended(corrupted) == SENTENCE


@given(st.integers(0, 10_000))
def test_every_finding_shows_the_text_it_flags(parsed: Parsed, seed: int) -> None:
    corrupted = corrupt(parsed, random.Random(seed), Rates(clean=0.0, per_word=0.2))
    assert all(f.span.of(corrupted.text) == f.text for f in corrupted.findings)


def test_the_same_generator_makes_the_same_damage(parsed: Parsed) -> None:
    first, second = (corrupt(parsed, random.Random(7)) for _ in range(2))
    assert first == second


def test_a_share_of_the_texts_stays_clean(parsed: Parsed) -> None:
    rng = random.Random(1)
    intact = sum(not corrupt(parsed, rng, Rates(clean=0.25)).findings for _ in range(400))
    assert 70 <= intact <= 130


def test_kinds_come_as_often_as_their_rates_say(parsed: Parsed) -> None:
    rng, counts = random.Random(1), Counter[str]()
    rates = Rates(clean=0.0, per_word=0.05, kinds={"MT501": 3.0, "MT502": 1.0})
    for _ in range(400):
        counts.update(finding.code for finding in corrupt(parsed, rng, rates).findings)
    assert counts["MT501"] > 1.8 * counts["MT502"] > 0


def test_a_damaged_sentence_has_the_wounds_asked_for_and_room_between(parsed: Parsed) -> None:
    corrupted = corrupt(parsed, random.Random(3), Rates(clean=0.0, per_word=0.15))
    spans = [finding.span for finding in corrupted.findings]
    assert len(spans) >= 2
    assert all(a.end < b.start for a, b in pairwise(spans))


def test_english_is_left_in_where_both_sides_have_the_same_clauses() -> None:
    text = "Bien sûr, nous partons demain."
    (parse,) = spacy_parser()([text])
    rates = Rates(clean=0.0, kinds={"MT402": 1.0})
    texts = {
        corrupt(parse, random.Random(i), rates, english="Of course, we leave tomorrow.").text
        for i in range(20)
    }
    assert texts == {"Of course, nous partons demain.", "Bien sûr, we leave tomorrow."}


def test_a_page_doubles_the_headline_or_adds_furniture() -> None:
    rates = Rates(clean=0.0, kinds={"MT503": 1.0})
    codes = {
        finding.code
        for seed in range(40)
        for finding in corrupt("Un titre\n\nUn texte.", random.Random(seed), rates).findings
    }
    assert codes == {"MT301", "MT401"}


def test_no_rates_no_damage(parsed: Parsed) -> None:
    rates = Rates(clean=0.0, kinds={"MT501": 0.0}, page=False)
    assert corrupt(parsed, random.Random(1), rates).text == SENTENCE
