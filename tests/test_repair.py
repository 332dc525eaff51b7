"""A repair with only some of its edits, what is behind each, and where its parts stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtrepair
from mtrepair import Edit, Span
from mtrepair.errors import InputError

TEXT = "Le web,la radio. . Le chef de de la police a parlé."


@pytest.fixture(scope="module")
def repair() -> mtrepair.Repair:
    return mtrepair.clean(TEXT)


def test_edits_are_applied_to_a_text() -> None:
    edits = [Edit(Span(0, 1), "l"), Edit(Span(7, 7), " ")]
    assert mtrepair.apply("Le web,la", edits) == "le web, la"


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(InputError, match="overlaps"):
        mtrepair.apply("web", [Edit(Span(0, 2), "a"), Edit(Span(1, 3), "b")])


def test_the_findings_behind_an_edit_are_told(repair: mtrepair.Repair) -> None:
    assert [[f.code for f in repair.why(edit)] for edit in repair.edits] == [
        ["MT103"],
        ["MT201"],
        ["MT303"],
    ]


def test_nothing_is_behind_another_edit(repair: mtrepair.Repair) -> None:
    assert repair.why(Edit(Span(12, 13), "x")) == []


def test_some_edits_are_accepted(repair: mtrepair.Repair) -> None:
    first, *_ = repair.edits
    assert repair.accept([first]).text == TEXT.replace("web,la", "web, la")
    assert repair.accept(codes=["MT3", "MT2"]).edits == repair.edits[1:]
    assert repair.accept(spans=[Span(4, 9)]).edits == [first]
    assert repair.accept(codes="MT303").text == TEXT.replace("de de", "de")


def test_all_or_none_are_accepted(repair: mtrepair.Repair) -> None:
    assert repair.accept(repair.edits).text == repair.text
    assert repair.accept().text == TEXT == repair.reject(repair.edits).text


@given(st.sets(st.integers(0, 2)))
def test_what_is_not_rejected_is_accepted(numbers: set[int]) -> None:
    repair = mtrepair.clean(TEXT)
    some = [repair.edits[number] for number in numbers]
    rest = [edit for edit in repair.edits if edit not in some]
    assert repair.reject(some) == repair.accept(rest)


def test_what_is_rejected_may_be_accepted_of_the_first_repair(repair: mtrepair.Repair) -> None:
    assert repair.reject(codes=["MT103"]).accept(codes=["MT201"]).text == (
        "Le web,la radio. Le chef de de la police a parlé."
    )


def test_words_are_found_again_in_the_cleaned_text(repair: mtrepair.Repair) -> None:
    for word in ("radio", "police", "parlé"):
        at = TEXT.index(word)
        there = repair.map_span(Span(at, at + len(word)))
        assert there.of(repair.text) == word
        assert repair.map_span(there, back=True) == Span(at, at + len(word))


def test_what_was_taken_out_has_an_empty_place(repair: mtrepair.Repair) -> None:
    at = TEXT.index(" .")
    assert repair.map_span(Span(at, at + 2)) == Span(*[repair.text.index(" Le chef")] * 2)
    assert repair.map_span(Span(len(TEXT), len(TEXT))) == Span(*[len(repair.text)] * 2)


def test_places_stay_in_order(repair: mtrepair.Repair) -> None:
    starts = [repair.map_span(Span(i, i)).start for i in range(len(TEXT) + 1)]
    assert all(a <= b for a, b in pairwise(starts))


def test_a_repair_shows_itself_in_a_line() -> None:
    long = mtrepair.clean("Le web,la radio. " * 50)
    assert len(repr(long)) < 120 and "50 edits" in repr(long)


def test_a_repair_makes_a_page(repair: mtrepair.Repair, tmp_path: Path) -> None:
    page = repair.to_html(tmp_path / "a.html", title="Radio")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page
    assert "<h2>Radio</h2>" in page and "MT103" in page


def test_the_public_values_are_named() -> None:
    names = ("Pair", "Refusal", "Repair", "Translation", "apply")
    assert all(hasattr(mtrepair, name) and name in mtrepair.__all__ for name in names)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        mtrepair.nothing  # noqa: B018
