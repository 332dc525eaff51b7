"""Work grows with the length of a text, not with its square, whatever the text is made of."""

from collections.abc import Callable

import pytest
from work import Work

import mtrepair
from mtrepair.backends.shipped import shipped_model
from mtrepair.detection import findings
from mtrepair.document import Document
from mtrepair.fluency import LEAST_GAIN, changes, load_language_model, proposals
from mtrepair.rules import all_rules
from mtrepair.segment import segments

# Twice the text may take this much more work; quadratic code takes four times as much.
MOST = 2.3
SHORT, LONG = 3000, 6000

PROSE = (
    "La Russie a livré {0} drones à l’Iran, selon le ministre de la Défense, qui part lundi. Il "
    "n’a pas répondu à la question «{0}» de M. Dupont, a-t-on appris de l’AFP. "
)
DAMAGED = (
    "La {0}e frappe,dit “Sunak”, y a aucun signe de «{0} plans » dans le rapport  du "
    "https://exemple.fr/{0} . . Il etvraiment dit que il partait {0}ou 3 fois. "
)


def numbered(sentence: str) -> Callable[[int], str]:
    def make(size: int) -> str:
        pieces = size // len(sentence.format(100)) + 1
        return "".join(sentence.format(number) for number in range(100, 100 + pieces))[:size]

    return make


def again(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def nested(size: int) -> str:
    return "(le " * (size // 8) + "b) " * (size // 6)


def run_before_a_word(size: int) -> str:
    """A month that stands in a long run of letters first, and by itself behind it."""
    return "Mai" * (size // 3 - 6) + " Il part en Mai."


TEXTS: dict[str, Callable[[int], str]] = {
    "prose in one line": numbered(PROSE),
    "prose in lines": numbered(PROSE + "\n\n"),
    "damaged prose": numbered(DAMAGED),
    "damaged lines": numbered(DAMAGED + "\n"),
    "run before a word": run_before_a_word,
    "nested brackets": nested,
} | {
    repr(piece): again(piece)
    for piece in (
        # numbers
        *("1.000.000", "1,000,000 ", "5% 5 % 5 % ", "n° 1 n°2 "),
        # words run together
        *("lesmaisons", "etvraiment malgréque ", "avantmalgré ", "zkqwxé", "MaiMai Mai "),
        # quotations never closed or never opened
        *("”", "“", "«", "»", "„", "«“", "”«", "“»", "« oui ", "“oui ", "oui” ", " »oui", ' "oui'),
        *('“a "b ', "„a ” ", "«oui “non » ", "« oui\n\n", "“oui\n\n« non\n\n", "« oui\n» non\n"),
        # abbreviations
        *("M. ", "M. Dupont et Mme. ", "J. ", "p. ex. "),
        # what is printed again
        *("La Russie veut renforcer ses liens\n\n", "Le bilan s’alourdit en Libye | Russie\n"),
        *("le le ", "parlé ", "© Jean "),
        # spaces, brackets, apostrophes, stray marks
        *(" ", "mot      ", "Le      maire est venu   ici. ", "a\u00a0 ", "\ta", "| a "),
        *("(a ", "le maire) ", "’", "l’", "l' ", ". .", "a. . ", "mot,, ", "mot.. ", "."),
        # markup, furniture, other lines
        *("**a ", "*a* ", "_a ", "[a](b) c", "<b>a</b>", "&amp;", "`", "👏", "a@b.fr "),
        *("Facebook\nTwitter\n", "— oui\n", "Le Malheur nous attend,\n", 'a,b,"c"\n'),
        "The army was not seen on Monday. ",
    )
}


def growth(make: Callable[[int], str], what: Callable[[str], object]) -> float:
    """How many times the work of a text another one takes that is twice as long."""
    amounts = []
    for size in (SHORT, LONG):
        work = Work()
        text = work.text(make(size))
        with work.counted():
            what(text)
        amounts.append(work.total)
    return amounts[1] / max(amounts[0], SHORT)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What is computed once must not count."""
    mtrepair.clean(DAMAGED.format(3), safety="unsafe")


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_the_rules_grows_with_the_text(kind: str) -> None:
    assert growth(TEXTS[kind], lambda text: findings(Document(text), all_rules())) < MOST


@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_cutting_segments_grows_with_the_text(kind: str) -> None:
    assert growth(TEXTS[kind], segments) < MOST


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_cleaning_by_rules_grows_with_the_text(kind: str) -> None:
    assert growth(TEXTS[kind], lambda text: mtrepair.clean(text, language_model=None)) < MOST


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\u2028"], ids=ascii)
def test_other_line_ends_make_no_difference(ends: str) -> None:
    make = numbered(DAMAGED + ends)
    assert growth(make, lambda text: mtrepair.clean(text, language_model=None)) < MOST


FLUENT = (
    *("le Ukraine « plan de ", "le le ", "l’avantmalgré ", "Le Malheur nous attend,\n"),
    *("de la ", "il y a aucun ", "nucléaire programme ", "Drones de l’", "ni lui ni ", "zkqwxé"),
)


@pytest.mark.slow
@pytest.mark.parametrize("piece", FLUENT)
def test_the_work_of_the_language_model_grows_with_the_text(piece: str) -> None:
    model = load_language_model(shipped_model("french-4gram"))

    def propose(text: str) -> None:
        document = Document(text)
        changed = list(changes(document, model, least=LEAST_GAIN))
        proposals(document, model, changed=changed)

    assert growth(again(piece), propose) < MOST


# The counter


def test_the_counter_sees_a_loop_in_a_loop() -> None:
    from mtrepair import headline

    def square(text: str) -> None:
        for start in range(0, len(text), 10):
            headline._WORD.search(text, start)  # reads little
            text.find("absent", start)  # reads the rest

    assert growth(again("mot "), square) > 3


def test_the_counter_sees_what_a_pattern_reads() -> None:
    from mtrepair import headline

    def square(text: str) -> None:
        for start in range(0, len(text), 10):
            headline._PIPE.search(text, start)

    assert growth(again("mot "), square) > 3
    assert not hasattr(headline._PIPE, "_work")
