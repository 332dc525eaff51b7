"""A revision knows where each character comes from, whatever edits came before."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from mtrepair.errors import InputError
from mtrepair.revision import Revision, trimmed
from mtrepair.types import Edit, Span
from mtrepair.view import edits_in_original, view


@st.composite
def edits_on(draw: st.DrawFn, text: str) -> list[Edit]:
    """Up to four edits that don't overlap."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    return [Edit(span, draw(st.sampled_from(["", " ", "a", "été", "\n"]))) for span in spans]


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    """A text after up to three rounds of edits."""
    revision = Revision.of(draw(texts(10)))
    for _ in range(draw(st.integers(0, 3))):
        revision = revision.apply(draw(edits_on(revision.text)))
    return revision


def applied(edits: list[Edit], text: str) -> str:
    """The text after edits, by a way of its own: from the last to the first."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


@given(revisions())
def test_its_edits_turn_the_original_into_the_text(revision: Revision) -> None:
    assert applied(revision.edits, revision.original) == revision.text


@given(revisions())
def test_its_edits_are_sorted_and_apart(revision: Revision) -> None:
    edits = revision.edits
    assert all(a.span.end < b.span.start for a, b in pairwise(edits))


@given(revisions())
def test_every_edit_changes_something(revision: Revision) -> None:
    assert all(edit.span.of(revision.original) != edit.replacement for edit in revision.edits)


@given(revisions())
def test_a_kept_character_is_the_one_it_comes_from(revision: Revision) -> None:
    for character, source in zip(revision.text, revision.origin, strict=True):
        assert source is None or revision.original[source] == character


@given(revisions())
def test_origins_rise(revision: Revision) -> None:
    kept = [source for source in revision.origin if source is not None]
    assert kept == sorted(set(kept))


@given(st.data())
def test_edits_applied_together_do_what_each_says(data: st.DataObject) -> None:
    text = data.draw(texts(10))
    edits = data.draw(edits_on(text))
    assert Revision.of(text).apply(edits).text == applied(edits, text)


def test_a_text_put_back_as_it_was_has_no_edits() -> None:
    gone = Revision.of("lundi. .").apply([Edit(Span(6, 8), "")])
    assert gone.apply([Edit(Span(6, 6), " .")]).edits == []


def test_an_edit_that_writes_back_what_it_takes_is_no_edit_beside_a_real_one() -> None:
    gone = Revision.of("ab cd").apply([Edit(Span(0, 1), "")])
    back = gone.apply([Edit(Span(0, 0), "a"), Edit(Span(4, 4), "!")])
    assert back.edits == [Edit(Span(5, 5), "!")]


def test_two_edits_that_overlap_are_refused() -> None:
    with pytest.raises(InputError, match="overlaps another edit"):
        Revision.of("abcdef").apply([Edit(Span(0, 3), "x"), Edit(Span(2, 4), "y")])


def test_an_edit_outside_the_text_is_refused() -> None:
    with pytest.raises(InputError, match="leaves the text"):
        Revision.of("abc").apply([Edit(Span(2, 4), "x")])


@pytest.mark.parametrize(("index", "place"), [(0, 0), (3, 3), (4, 4), (5, 4), (7, 6)])
def test_a_written_character_stands_where_the_next_kept_one_does(index: int, place: int) -> None:
    assert Revision.of("web,la").apply([Edit(Span(4, 4), " ")]).to_original(index) == place


@pytest.mark.parametrize("index", [-1, 4])
def test_a_place_outside_the_text_is_refused(index: int) -> None:
    with pytest.raises(InputError, match="outside the text of 3 characters"):
        Revision.of("abc").to_original(index)


def test_a_span_comes_from_the_characters_that_were_kept() -> None:
    revision = Revision.of("un  deux").apply([Edit(Span(2, 4), " ")])
    assert revision.span_in_original(Span(1, 5)) == Span(1, 6)


def test_a_span_that_was_written_whole_is_empty_in_the_original() -> None:
    revision = Revision.of("ab").apply([Edit(Span(1, 1), "xyz")])
    assert revision.span_in_original(Span(1, 4)) == Span(1, 1)


def test_trimming_cuts_no_word_that_is_replaced() -> None:
    text = "le nucléaire programme"
    edit = Edit(Span(0, 22), "le programme nucléaire")
    assert trimmed(edit, text) == Edit(Span(3, 22), "programme nucléaire")


def test_trimming_cuts_no_word_at_an_accent_behind_its_letter() -> None:
    edit = Edit(Span(0, 5), "pre\u0300s")
    assert trimmed(edit, "pre\u0301s") == edit


def test_trimming_keeps_only_what_changes() -> None:
    assert trimmed(Edit(Span(0, 6), "web, la"), "web,la") == Edit(Span(4, 4), " ")


@given(st.data())
def test_an_edit_on_the_view_does_the_same_to_the_original(data: st.DataObject) -> None:
    """But for the unseen characters inside what it takes out, which go too."""
    seen = view(data.draw(texts(10)))
    edits = Revision.of(seen.text).apply(data.draw(edits_on(seen.text))).edits
    repaired = Revision.of(seen.original).apply(edits_in_original(edits, seen))
    assert view(repaired.text).text == view(applied(edits, seen.text)).text


def test_new_lines_are_written_with_the_line_end_of_the_text() -> None:
    seen = view("un\r\ndeux\r\ntrois")
    assert edits_in_original([Edit(Span(3, 3), "\n")], seen) == [Edit(Span(4, 4), "\r\n")]


def test_a_line_end_that_goes_goes_whole() -> None:
    seen = view("un\r\n\r\ndeux")
    assert edits_in_original([Edit(Span(2, 3), "")], seen) == [Edit(Span(2, 4), "")]


def test_an_insertion_before_a_line_end_stands_before_both_its_characters() -> None:
    assert edits_in_original([Edit(Span(2, 2), ".")], view("un\r\ndeux")) == [Edit(Span(2, 2), ".")]


@pytest.mark.parametrize("value", [b"octets", None, 3, ["a"]])
def test_what_is_no_string_is_refused_by_its_type(value: object) -> None:
    with pytest.raises(InputError, match=f"must be a str, not {type(value).__name__}"):
        view(value)  # type: ignore[arg-type]
