"""What is printed twice loses one of the two; what is said twice keeps both."""

import pytest

import mtrepair
from mtrepair.document import Document
from mtrepair.rules.repeated import repeated_word
from mtrepair.rules.repetition import duplicate_headline, duplicate_passage
from mtrepair.rules.rule import Rule
from mtrepair.types import Safety

FORMULA = "La parole est à M. le ministre d’État."
LONG = "Les secours ont fouillé les décombres pendant toute la nuit de lundi à mardi."


def found(rule: Rule, text: str) -> list[str]:
    return [finding.text for finding in rule.findings(Document(text))]


def cleaned(rule: Rule, text: str, *, safety: str = "safe") -> str:
    return mtrepair.clean(text, select=[rule.code], safety=safety).text


@pytest.mark.parametrize(
    "second",
    [
        "La paix « revient » enfin au Liban",
        "La paix “revient” enfin au Liban",
        "LA PAIX « REVIENT » ENFIN AU LIBAN",
        "La paix  « revient »  enfin au Liban",
        "La paix « revient » enfin au Liban | Monde",
        "La paix « revient » enfin au Liban - BBC News",
    ],
)
def test_a_headline_printed_again_goes_whatever_its_marks_and_site(second: str) -> None:
    text = f"La paix « revient » enfin au Liban\n\n{second}\n\nElle revient."
    assert cleaned(duplicate_headline, text) == (
        "La paix « revient » enfin au Liban\n\nElle revient."
    )


def test_the_headline_may_be_printed_again_below_share_bar_and_date() -> None:
    text = "Le bilan s’alourdit en Libye\n\nFacebook\nX\n\n12 mars\n\nLe bilan s’alourdit en Libye"
    assert found(duplicate_headline, text) == ["Le bilan s’alourdit en Libye"]


@pytest.mark.parametrize(
    "text",
    [
        "Le bilan s’alourdit.\n\nLe bilan s’alourdit.\n\nIl est lourd.",
        "Oui à la paix\n\nOui à la guerre",
        "La paix revient\n\nLa paix revient",
        "Le bilan s’alourdit en Libye\n\nLe bilan s’alourdit en Libye et ailleurs",
    ],
    ids=["sentence", "another", "three words", "longer"],
)
def test_what_is_no_headline_printed_again_stays(text: str) -> None:
    assert found(duplicate_headline, text) == []


def test_a_passage_behind_a_bracket_that_nothing_opened_goes() -> None:
    text = "Il a porté le code (libre) libre pour) pour ce système (neuf)."
    assert cleaned(duplicate_passage, text) == (
        "Il a porté le code (libre) libre pour ce système (neuf)."
    )


def test_two_passages_one_after_the_other_both_go() -> None:
    text = "Il fait du portage d’une) du portage d’une bibliothèque pour) pour ce système."
    assert cleaned(duplicate_passage, text) == (
        "Il fait du portage d’une bibliothèque pour ce système."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Il a dit (oui) oui à la paix.",
        "Trois cas : a) a changé ; b) b aussi ; 1) 1 euro.",
        "Il sourit :) sourit encore.",
        "Le partage d’un) un autre jour.",
        "Il prend la part) la partie est finie.",
        "Il va partout) tout est là.",
        "Une liste :\npour\n) pour finir.",
    ],
    ids=["opened", "items", "smiley", "end of elision", "head of word", "tail of word", "lines"],
)
def test_a_bracket_with_other_words_around_it_stays(text: str) -> None:
    assert found(duplicate_passage, text) == []


def test_a_headline_printed_many_times_is_left_once() -> None:
    title = "La Russie veut renforcer ses liens"
    text = "\n\n".join([title] * 7 + ["Le ministre a parlé."])
    found = mtrepair.detect(text, select=["MT301"])
    assert len(found) == 6
    assert mtrepair.clean(text, language_model=None).text == f"{title}\n\nLe ministre a parlé."


def test_a_long_line_printed_twice_in_a_row_goes_once() -> None:
    text = f"Un titre\n\n{LONG}\n\n{LONG}\n\nFin."
    assert cleaned(duplicate_passage, text) == f"Un titre\n\n{LONG}\n\nFin."


def test_a_long_line_printed_again_later_stays() -> None:
    assert found(duplicate_passage, f"{LONG}\n\nIl part.\n\n{LONG}") == []


def test_a_long_sentence_printed_twice_in_a_row_goes_once() -> None:
    assert cleaned(duplicate_passage, f"Il part. {LONG} {LONG} Il revient.") == (
        f"Il part. {LONG} Il revient."
    )
    assert cleaned(duplicate_passage, f"{LONG} {LONG}\n\nFin.") == f"{LONG}\n\nFin."


@pytest.mark.parametrize(
    "text",
    [
        "Nous sommes en guerre. Nous sommes en guerre. Vraiment.",
        f"Selon le maire, Léa et {LONG} Léa et {LONG} Fin.".replace("Les", "les"),
        f"Il part. {LONG} {LONG[:-1]} ou presque.",
        f"Un titre\n\n{FORMULA}\n\n{FORMULA}",
        f"Un titre\n\n{'-' * 80}\n{'-' * 80}\n\nFin.",
    ],
    ids=["short", "part of one", "longer", "formula", "rules"],
)
def test_short_or_different_passages_stay(text: str) -> None:
    assert found(duplicate_passage, text) == []


def test_the_headline_printed_again_is_no_second_finding() -> None:
    headline = "La Russie prévoit de renforcer ses liens militaires avec l’Iran et la Chine"
    assert found(duplicate_passage, f"{headline}\n\n{headline}\n\nFin.") == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Il parle de de la paix.", "Il parle de la paix."),
        ("Le le ministre part.", "Le ministre part."),
        ("Il part.\nLes les autres restent.", "Il part.\nLes autres restent."),
        ("Il part. Dans dans la nuit.", "Il part. Dans la nuit."),
    ],
)
def test_a_word_that_cannot_repeat_goes_once(text: str, mended: str) -> None:
    assert cleaned(repeated_word, text) == mended


def test_another_common_word_goes_once_on_request() -> None:
    text = "Le gouvernement gouvernement part."
    (finding,) = repeated_word.findings(Document(text))
    assert finding.fixes[0].safety == Safety.UNSAFE
    assert cleaned(repeated_word, text, safety="unsafe") == "Le gouvernement part."


@pytest.mark.parametrize(
    "text",
    [
        "Nous nous levons, vous vous levez, il en parle en en riant.",
        "Ce qu’il a a de la valeur, ce qui est est bien.",
        "Duran Duran joue à Bora Bora.",
        "L’appel de de Gaulle au Journal Journal.",
        "Dis-le le premier, donne-les les yeux fermés.",
        "Il chante la la la.",
        "Parle-moi de lui. De\nde la paix.",
        "L’un un jour, l’autre demain.",
        "Il est vite vite parti, toujours toujours.",
        "Le parti parti, la marche marche.",
        "Le caracal caracal vit en Afrique.",
        "Le de de-ci de-là.",
        "Il y a 10 10 ans.",
        "Le DE DE.",
    ],
)
def test_words_that_french_repeats_stay(text: str) -> None:
    assert found(repeated_word, text) == []
