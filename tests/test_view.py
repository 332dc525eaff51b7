"""What rules read is composed and without what isn't seen; every place has its way back."""

from unicodedata import category, normalize

import pytest
from hypothesis import given
from strategies import texts

import mtrepair
from mtrepair.rules import all_rules
from mtrepair.types import Edit, Span
from mtrepair.view import edits_in_original, view

JOINERS = "\u200c\u200d"
EXAMPLES = sorted(
    {text for rule in all_rules() for text in (*rule.clean, *(bad for bad, _ in rule.examples))}
)


def apart(text: str) -> str:
    """The text with its accents behind their letters."""
    return normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("e\u0301te\u0301", "été"),
        ("ê\u0323", "ệ"),
        ("e\u0302\u0323 x\u0302", "ệ x\u0302"),
        ("e\u200b\u0301", "é"),
        ("\u0301a", "\u0301a"),
        ("le\u00ad \ufeffweb\r\n", "le web\n"),
        ("un\r\r\n", "un\n"),
        ("un\rdeux", "un\rdeux"),
        ("web\u200d,\u200cla\u200d", "web,la"),
        ("👩\u200d👧 👏\u200d.", "👩\u200d👧 👏."),
        ("a\u200d👧", "a👧"),
        ("क्\u200dष", "क्\u200dष"),
    ],
)
def test_rules_read_what_a_reader_sees(text: str, seen: str) -> None:
    assert view(text).text == seen


@given(texts())
def test_a_view_has_nothing_more_to_compose_or_to_leave_out(text: str) -> None:
    seen = view(text).text
    assert view(seen).text == seen


def places(text: str) -> list[Span]:
    """Where each character of the view stands in the text."""
    seen = view(text)
    each = [Edit(Span(i, i + 1), "") for i in range(len(seen.text))]
    return [edit.span for edit in edits_in_original(each, seen)]


@given(texts())
def test_each_character_comes_from_what_is_read_so(text: str) -> None:
    for character, span in zip(view(text).text, places(text), strict=True):
        assert view(span.of(text)).text == character or character in JOINERS


@given(texts())
def test_between_the_places_nothing_can_be_seen(text: str) -> None:
    done, left = 0, ""
    for span in places(text):
        assert span.start >= done
        left += text[done : span.start]
        done = span.end
    left += text[done:]
    assert all(character in "\r\u034f" or category(character) == "Cf" for character in left)


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_text_with_accents_apart_is_repaired_alike_and_stays_so(text: str) -> None:
    repair = mtrepair.clean(apart(text), language_model=None)
    assert repair.text == apart(mtrepair.clean(text, language_model=None).text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_findings_in_it_name_their_text(text: str) -> None:
    found = mtrepair.detect(apart(text))
    assert [normalize("NFC", finding.text) for finding in found] == [
        finding.text for finding in mtrepair.detect(text)
    ]
    assert all(finding.text == finding.span.of(apart(text)) for finding in found)


def test_what_is_put_in_has_the_accents_of_most_of_the_text() -> None:
    edit = [Edit(Span(0, 0), "à")]
    assert edits_in_original(edit, view("e\u0301te\u0301 là"))[0].replacement == "a\u0300"
    assert edits_in_original(edit, view("e\u0301t là-bas, été"))[0].replacement == "à"


def test_a_letter_takes_its_accents_along() -> None:
    seen = view("e\u0323\u0302 et \u00ade\u0301\u00ad.")
    assert edits_in_original([Edit(Span(0, 1), ""), Edit(Span(5, 6), "")], seen) == [
        Edit(Span(0, 3), ""),
        Edit(Span(8, 10), ""),
    ]


def test_a_finding_of_accents_apart_is_whole() -> None:
    (finding,) = mtrepair.detect(apart("Il dort déjà,là."))
    assert finding.text == apart(",là")
