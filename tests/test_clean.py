"""What holds for every text that is cleaned, whatever the rules find in it."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NUMBERS, PROTECTED, texts

import mtrepair
from mtrepair import Edit, Repair, Safety, Span, Style
from mtrepair.cleaner import LANGUAGE_MODEL
from mtrepair.course import Terms, repairs
from mtrepair.document import Document
from mtrepair.errors import InputError
from mtrepair.guard import Refusal
from mtrepair.plan import plan
from mtrepair.protected import protected_spans
from mtrepair.rules import Mark, Rule, mark
from mtrepair.types import Finding, Fix
from mtrepair.view import view

LEVELS = st.sampled_from(["safe", "unsafe"])
STYLES = st.builds(
    Style,
    quotes=st.sampled_from([None, "guillemets", "curly", "straight"]),
    space=st.sampled_from([None, "nbsp", "narrow", "plain"]),
)
CLEAN = (
    "La Russie renforce ses liens avec l’Iran\n\n"
    "Le ministre a déclaré : « Nous n’irons pas plus loin. » Il n’a rien ajouté.\n"
)


def applied(edits: list[Edit], text: str) -> str:
    """The text after edits, by a way of its own: from the last to the first."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


def words(text: str) -> list[str]:
    """What has to survive: numbers, addresses and names, in their order."""
    return re.findall(r"https?://\S+|\d+|[A-ZÀ-Ý]\w+", text)


@given(texts(), LEVELS, STYLES)
def test_the_edits_turn_the_original_into_the_text(text: str, level: str, style: Style) -> None:
    repair = mtrepair.clean(text, safety=level, style=style)
    assert applied(repair.edits, text) == repair.text


@given(texts(), LEVELS, STYLES)
def test_cleaning_a_cleaned_text_changes_nothing(text: str, level: str, style: Style) -> None:
    once = mtrepair.clean(text, safety=level, style=style).text
    assert mtrepair.clean(once, safety=level, style=style).text == once


@given(texts(), LEVELS, STYLES)
def test_no_edit_touches_a_protected_span(text: str, level: str, style: Style) -> None:
    seen = view(text)
    protected = [seen.span_in_original(span) for span in protected_spans(seen.text)]
    for edit in mtrepair.clean(text, safety=level, style=style).edits:
        assert not any(edit.span.overlaps(span) for span in protected), edit


@given(texts(), STYLES)
def test_findings_are_sorted_and_inside_the_text(text: str, style: Style) -> None:
    findings = mtrepair.detect(text, style=style)
    spans = [finding.span for finding in findings]
    assert spans == sorted(spans)
    assert all(finding.text == finding.span.of(text) for finding in findings)
    assert all(span.end <= len(text) for span in spans)


@given(texts())
def test_every_place_that_a_finding_names_is_in_the_text(text: str) -> None:
    for finding in mtrepair.detect(text):
        for fix in finding.fixes:
            assert all(edit.span.end <= len(text) for edit in fix.edits)


@given(texts(), LEVELS)
def test_what_is_left_has_no_fix_to_apply(text: str, level: str) -> None:
    cleaned = mtrepair.clean(text, safety=level).text
    least = Safety.of(level)
    left = [f for f in mtrepair.detect(cleaned) if any(x.safety >= least for x in f.fixes[:1])]
    assert left == []


@given(texts())
def test_a_text_in_which_nothing_is_found_comes_back_as_it_was(text: str) -> None:
    repair = mtrepair.clean(text)
    assert repair.findings or repair.text == text


@given(texts())
def test_by_rules_alone_only_what_detect_finds_is_changed(text: str) -> None:
    assert mtrepair.detect(text) or mtrepair.clean(text, language_model=None).text == text


@given(texts())
def test_line_ends_and_byte_order_mark_come_back(text: str) -> None:
    text = "\ufeff" + text.replace("\r", "").replace("\n", "\r\n")
    cleaned = mtrepair.clean(text).text
    assert cleaned.startswith("\ufeff")
    assert cleaned.replace("\r\n", "").count("\n") == 0


@given(texts())
def test_the_kind_of_line_end_makes_no_difference(text: str) -> None:
    text = text.replace("\r", "")
    dos = mtrepair.clean(text.replace("\n", "\r\n")).text
    assert dos == mtrepair.clean(text).text.replace("\n", "\r\n")


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Le web,la radio et 300 drones.",
            "Il a dit : “La Russie a 100 000 hommes”.",
            "Sunak y a aucun signe de 2,3 milliards  pour l’Ukraine .",
            "Voir https://exemple.fr/a,b?c=1 ou www.exemple.fr, selon Ben Wallace.",
            "Jusqu’en 2023 , 77.000 euros pour la histoire de Londres!",
            "Le 24 février 2022,l’Iran (n°1 ) a perdu 4 500 véhicules; 86% et 17h40.",
            "Elle etvraimentintelligent de l’avantmalgré 10ou 12.",
            "«Oui», dit Macron ,,le 3 mai.. Puis lundi. .",
        ]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(SENTENCES, st.sampled_from([" ", "\n\n"]))
def test_numbers_addresses_and_names_survive(sentences: list[str], between: str) -> None:
    text = between.join(sentences)
    assert words(mtrepair.clean(text).text) == words(text)


@pytest.mark.parametrize("piece", PROTECTED)
def test_what_is_protected_survives_inside_damage(piece: str) -> None:
    text = f"Le web,la {piece} radio  et “la” presse .\n\nUn « mot » dit."
    assert piece in mtrepair.clean(text, safety="unsafe").text


@pytest.mark.parametrize("number", NUMBERS)
def test_the_digits_of_a_number_survive(number: str) -> None:
    text = f"Il y a  {number} choses,là ."
    assert re.findall(r"\d+", mtrepair.clean(text).text) == re.findall(r"\d+", text)


def test_a_clean_text_comes_back_byte_for_byte() -> None:
    repair = mtrepair.clean(CLEAN, safety="unsafe")
    assert (repair.text, repair.edits, repair.findings) == (CLEAN, [], ())


def test_unseen_characters_that_no_edit_touches_stay() -> None:
    text = "co\u00adopé\u200bration,la suite."
    assert mtrepair.clean(text).text.startswith("co\u00adopé\u200bration")


def test_the_original_stays_beside_the_text() -> None:
    repair = mtrepair.clean("Le web,la radio.")
    assert (repair.original, repair.text) == ("Le web,la radio.", "Le web, la radio.")


def test_a_place_in_the_text_leads_to_one_in_the_original() -> None:
    repair = mtrepair.clean("Le web,la radio.")
    assert repair.original[repair.to_original(repair.text.index("radio"))] == "r"


def test_a_repair_as_a_dictionary_counts_in_code_points() -> None:
    repaired = mtrepair.clean("😀 Le web,la radio.").to_dict()
    assert list(repaired) == ["unit", "text", "findings", "edits", "refused"]
    assert repaired["edits"] == [{"start": 9, "end": 9, "replacement": " "}]


def test_a_refusal_as_a_dictionary_is_its_finding_with_the_reasons() -> None:
    refused = Refusal(_found(0, 1), ("a number changes",)).to_dict()
    assert (refused["code"], refused["reasons"]) == ("MT1", ["a number changes"])


def test_a_notebook_shows_the_edits() -> None:
    assert "web,<ins" in mtrepair.clean("Le web,la radio.")._repr_html_()


def test_findings_are_those_of_the_original() -> None:
    text = "Le web,la radio."
    assert list(mtrepair.clean(text).findings) == mtrepair.detect(text)


def test_codes_may_be_selected_by_their_beginning() -> None:
    text = "Le web,la radio  et la presse."
    assert mtrepair.clean(text, select=["MT104"]).text == "Le web,la radio et la presse."
    assert mtrepair.clean(text, ignore="MT10").text == text


def test_many_texts_come_back_in_order_and_one_at_a_time() -> None:
    taken = []

    def articles() -> Iterator[str]:
        for number in range(3):
            taken.append(number)
            yield f"Le web,la radio {number}."

    repairs = mtrepair.clean_many(articles())
    assert next(repairs).text == "Le web, la radio 0."
    assert taken == [0]
    assert [repair.text[-2] for repair in repairs] == ["1", "2"]


def test_many_texts_may_be_cleaned_with_a_progress_bar() -> None:
    assert [repair.text for repair in mtrepair.clean_many(["a  b"], progress=True)] == ["a b"]


def test_many_texts_may_share_selections_given_as_an_iterator() -> None:
    repairs = mtrepair.clean_many(["a  b,la"] * 2, select=iter(["MT104"]))
    assert [repair.text for repair in repairs] == ["a b,la"] * 2


@pytest.mark.parametrize("level", ["display", Safety.DISPLAY])
def test_what_is_only_to_be_shown_is_never_applied(level: Safety | str) -> None:
    found = Finding("MT1", "x", Span(0, 1), "a", "", fixes=(_fix(0, 1, Safety.DISPLAY),))
    assert plan([found], max(Safety.of(level), Safety.UNSAFE)) == []


# The planner


def _fix(start: int, end: int, safety: Safety = Safety.SAFE) -> Fix:
    return Fix((Edit(Span(start, end), "x"),), safety)


def _found(start: int, end: int, *fixes: Fix) -> Finding:
    return Finding("MT1", "x", Span(start, end), "", "", fixes=fixes)


def test_of_two_fixes_that_touch_the_safer_goes_first() -> None:
    long, safe = _found(0, 9, _fix(0, 5, Safety.UNSAFE)), _found(5, 6, _fix(5, 6))
    assert plan([long, safe], Safety.UNSAFE) == [Edit(Span(5, 6), "x")]


def test_of_two_fixes_as_safe_the_one_of_the_longer_finding_goes_first() -> None:
    short, long = _found(2, 3, _fix(2, 3)), _found(0, 9, _fix(0, 9))
    assert plan([short, long], Safety.SAFE) == [Edit(Span(0, 9), "x")]


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    pair = _found(0, 1, Fix((Edit(Span(0, 1), "x"), Edit(Span(8, 9), "x")), Safety.SAFE))
    other = _found(5, 9, _fix(8, 9))
    assert plan([pair, other], Safety.SAFE) == [Edit(Span(8, 9), "x")]


def test_fixes_that_share_no_border_go_together() -> None:
    apart = [_found(0, 1, _fix(0, 1)), _found(2, 3, _fix(2, 3)), _found(4, 4, _fix(4, 4))]
    assert len(plan(apart, Safety.SAFE)) == 3


def test_only_the_first_fix_of_a_finding_counts() -> None:
    found = _found(0, 1, _fix(0, 1, Safety.DISPLAY), _fix(0, 1))
    assert plan([found], Safety.SAFE) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 3), st.sampled_from(list(Safety))), max_size=20
    )
)
def test_planned_edits_are_sorted_and_share_no_border(
    places: list[tuple[int, int, Safety]],
) -> None:
    found = [_found(s, s + n, _fix(s, s + n, safety)) for s, n, safety in places]
    edits = plan(found, Safety.UNSAFE)
    assert all(a.span.end < b.span.start for a, b in pairwise(edits))


def repaired(text: str, *rules: Rule) -> Repair:
    """What some rules make of a text."""
    (repair,) = repairs([text], Terms(rules))
    return repair


def rewriting(code: str, pattern: str, new: str) -> Rule:
    """A rule that replaces the first match of a pattern."""

    def find(document: Document) -> Iterator[Mark]:
        if match := re.search(pattern, document.text):
            yield mark(*match.span(), "wrong", new)

    return Rule(code, "rewriting", "minor", (), (), find)


def test_rules_that_undo_each_other_leave_the_text_as_it_was() -> None:
    repair = repaired("a", rewriting("MT91", "a", "b"), rewriting("MT92", "b", "a"))
    assert repair.text == "a"
    assert [(r.finding.code, r.reasons) for r in repair.refused] == [
        ("MT91", ("another repair undoes it",))
    ]


def test_a_rule_that_never_ends_is_refused() -> None:
    repair = repaired("x", rewriting("MT91", "$", "a"), rewriting("MT92", "x", "y"))
    assert (repair.text, [r.finding.code for r in repair.refused]) == ("y", ["MT91"])


@pytest.mark.parametrize(
    "text",
    [
        "Un « plan », un « projet » et le guillemet («) ouvre.",
        "\n\n".join(["Le plan de la ville est enfin prêt pour tous"] * 70),
        "Il dit " + " ,".join(["le mot"] * 75) + ".",
    ],
)
def test_a_text_always_comes_back_at_rest(text: str) -> None:
    repair = mtrepair.clean(text)
    again = mtrepair.clean(repair.text)
    assert again.text == repair.text


def test_a_long_way_to_the_end_is_no_fight() -> None:
    assert repaired("a" * 30, rewriting("MT91", "aa", "a")).text == "a"


@pytest.mark.parametrize("level", ["dangerous", "", 7])
def test_a_safety_level_that_does_not_exist_is_refused(level: object) -> None:
    with pytest.raises(InputError, match="display, unsafe, safe"):
        mtrepair.clean("a", safety=level)  # type: ignore[arg-type]


def test_a_style_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="quotes must be one of guillemets"):
        Style(quotes="german")  # type: ignore[arg-type]


def test_a_repair_is_a_value() -> None:
    repair = mtrepair.clean("a")
    assert isinstance(repair, Repair)
    with pytest.raises(AttributeError):
        repair.findings = ()  # type: ignore[misc]


# Texts that went wrong once


@pytest.mark.parametrize("text", ["“ »", "Un « mot » et «\u00a0».", "«»", '" "', "“” « a »"])
def test_an_empty_quotation_is_no_trouble(text: str) -> None:
    cleaned = mtrepair.clean(text, style=Style(quotes="guillemets", space="nbsp")).text
    assert mtrepair.clean(cleaned, style=Style(quotes="guillemets", space="nbsp")).text == cleaned


def test_quotes_inside_a_tag_quote_nothing() -> None:
    text = 'Il dit “oui” <a href="a"><b class="b"><i id="c"> et “non”.'
    assert mtrepair.detect(text, select=["MT2"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Le débat porte sur le nucléaire programme.",
        "Le web,la radio. .",
        "La Russie a livré 300 drones à l’Iran, selon le ministre.",
        "Il y a pas d’accord.",
    ],
)
def test_where_the_models_find_nothing_nothing_changes(text: str) -> None:
    found = mtrepair.detect(text, language_model=LANGUAGE_MODEL)
    assert bool(found) == (mtrepair.clean(text).text != text)


def test_without_models_the_rules_look_alone() -> None:
    assert mtrepair.detect("Le débat porte sur le nucléaire programme.") == []


def test_what_only_a_model_finds_asks_for_one() -> None:
    with pytest.raises(InputError, match="MT506 is found by a model, not by a rule"):
        mtrepair.detect("Le texte.", select=["agreement"])
    text = "Le prix dépend de plusieurs facteur."
    found = mtrepair.detect(text, language_model=LANGUAGE_MODEL, select=["agreement"])
    assert [finding.code for finding in found] == ["MT506"]
