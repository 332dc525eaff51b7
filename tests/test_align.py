"""A rewrite as its smallest word edits: what is one edit, where it stands, and large texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtrepair import align
from mtrepair.align import tokens, word_edits
from mtrepair.revision import Revision

FRENCH = st.text(alphabet="aé ’,.«»\n1", max_size=40)

# original, rewrite, edits as (replaced, replacement), each counted by hand
BY_HAND = [
    ("un chat", "un chat", []),
    ("Il y a aucun signe", "Il n’y a aucun signe", [("", "n’")]),
    (
        "le nucléaire programme”",
        "le programme nucléaire”",
        [("nucléaire programme", "programme nucléaire")],
    ),
    (
        "l’Iran relation avec elle",
        "relation l’Iran avec elle",
        [("l’Iran relation", "relation l’Iran")],
    ),
    (
        "de l’avantmalgré la demande",
        "de l’avant malgré la demande",
        [("avantmalgré", "avant malgré")],
    ),
    ("À  partir de là", "À partir de là", [(" ", "")]),
    ("le pays lundi. .\n\nCependant", "le pays lundi.\n\nCependant", [(" .", "")]),
    ("que il vient", "qu’il vient", [("que ", "qu’")]),
    ("pour le pour le garder", "pour le garder", [("pour le ", "")]),
    ("Le chat dort.", "Le chien dort.", [("chat", "chien")]),
    ("", "Le chat", [("", "Le chat")]),
    ("Le chat", "", [("Le chat", "")]),
    ("Facebook\n\nLa Russie", "La Russie", [("Facebook\n\n", "")]),
]


@pytest.mark.parametrize(("original", "text", "expected"), BY_HAND)
def test_the_edits_are_those_a_reader_would_mark(original, text, expected):
    edits = word_edits(original, text)
    assert [(edit.span.of(original), edit.replacement) for edit in edits] == expected


@given(FRENCH, FRENCH, st.booleans())
def test_the_edits_applied_to_the_original_give_the_rewrite(original, text, phrases):
    edits = word_edits(original, text, phrases=phrases)
    assert Revision.of(original).apply(edits).text == text


@given(FRENCH, FRENCH)
def test_the_edits_are_sorted_and_none_is_without_effect(original, text):
    edits = word_edits(original, text)
    assert edits == sorted(edits)
    assert all(edit.span.of(original) != edit.replacement for edit in edits)


@given(FRENCH)
def test_the_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


def test_two_words_changed_side_by_side_are_two_edits():
    edits = word_edits("une grande maisons", "une petite maison")
    assert [edit.replacement for edit in edits] == ["petite", "maison"]


def test_two_words_changed_side_by_side_are_one_phrase():
    edits = word_edits("une grande maisons", "une petite maison", phrases=True)
    assert [edit.replacement for edit in edits] == ["petite maison"]


def test_a_word_that_moves_across_a_sentence_is_two_edits():
    far = "un deux trois quatre cinq six sept huit neuf dix"
    assert len(word_edits(f"chat {far} fin", f"{far} chat fin")) == 2


def test_a_repeated_headline_goes_in_one_edit():
    headline = "La Russie prévoit de renforcer ses liens avec l’Iran | Russie\n\n"
    assert [
        len(edit.span) for edit in word_edits(headline * 2 + "Corps.", headline + "Corps.")
    ] == [len(headline)]


def test_texts_too_large_for_one_table_are_cut_at_runs_that_occur_once(monkeypatch):
    original = " ".join(f"mot{i}" for i in range(400))
    text = original.replace("mot50 ", "").replace("mot350", "autre")
    few = word_edits(original, text)
    monkeypatch.setattr(align, "_CELLS", 100)
    assert word_edits(original, text) == few
    assert [edit.replacement for edit in few] == ["", "autre"]


def test_a_large_stretch_without_such_a_run_counts_as_replaced(monkeypatch):
    monkeypatch.setattr(align, "_CELLS", 10)
    original, text = "a b " * 20 + "c", "b a " * 20 + "d"
    assert Revision.of(original).apply(word_edits(original, text)).text == text


def test_a_long_line_with_two_edits_takes_time_that_grows_with_its_length():
    original = " ".join(str(i) for i in range(30_000))
    text = original.replace(" 100 ", " cent ").replace(" 29900 ", " fin ")
    assert [edit.replacement for edit in word_edits(original, text)] == ["cent", "fin"]
