"""Lines of page furniture are told from lines of the article, and headlines from their suffix."""

import json
from pathlib import Path

import pytest

from mtrepair.furniture import caption, furniture, is_medium, orphan_caption
from mtrepair.headline import headline_of, printed_again, suffix_start

CASES = Path(__file__).parent / "cases" / "furniture.jsonl"
LINES = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", LINES, ids=lambda case: case["line"][:50] or "empty")
def test_a_line_is_the_kind_of_furniture_that_a_person_says(case: dict[str, str | None]) -> None:
    assert furniture(case["line"]) == case["kind"]


@pytest.mark.parametrize(
    "line",
    [
        "  Leave a Comment  ",
        "LEAVE A COMMENT",
        "» Leave a comment:",
        "Laisser un commentaire\u00a0!",
    ],
)
def test_case_spaces_and_marks_around_furniture_do_not_matter(line: str) -> None:
    assert furniture(line) == "comment form"


def test_typographic_and_straight_apostrophes_are_one() -> None:
    assert furniture("S'abonner à la newsletter") == furniture("S’abonner à la newsletter")


def test_accents_may_be_missing_in_capitals() -> None:
    assert furniture("A LIRE EGALEMENT") == "related links"


def test_a_notice_may_be_long_and_a_link_may_not() -> None:
    words = "et tous les mots qui suivent " * 8
    assert furniture(f"Nous utilisons des cookies {words}") == "consent notice"
    assert furniture(f"Lire aussi : {words}") is None


def test_no_line_of_400_characters_is_furniture() -> None:
    assert furniture("Nous utilisons des cookies " + "et encore " * 50) is None


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Getty Images",
        "Photo : Jean Dupont / AFP",
        "© Reuters",
        "Crédit photo : Sipa",
        "Un secouriste à Derna, mardi. (Photo AFP)",
        "Ben Wallace au Parlement – vidéo",
        "Le port de Beyrouth en ruine. Photograph: Hussein Malla/AP",
    ],
)
def test_a_credit_or_the_title_of_a_film_is_a_caption(line: str) -> None:
    assert caption(line)


@pytest.mark.parametrize(
    "line", ["Le photographe a été libéré.", "La vidéo", "Il a vu la vidéo", "Photo de famille"]
)
def test_a_sentence_on_photographs_is_no_caption(line: str) -> None:
    assert not caption(line)


def test_a_credit_is_no_orphan() -> None:
    assert not orphan_caption("Photo: Getty Images")
    assert orphan_caption("La foule à Kiev - en images")


@pytest.mark.parametrize(
    "name", ["The Guardian", "Le Gardien", "BBC News", "Kyiv Post", "lemonde.fr", "20 Minutes"]
)
def test_newspapers_broadcasters_and_sites_are_media(name: str) -> None:
    assert is_medium(name)


@pytest.mark.parametrize("name", ["Maroc", "Le Marais", "Boris Johnson", "le monde entier", ""])
def test_places_and_persons_are_no_media(name: str) -> None:
    assert not is_medium(name)


def test_the_headline_is_the_first_line_that_is_no_furniture() -> None:
    text = "\n\nAccueil > Monde\n\nLe bilan s’alourdit en Libye\n\nIl est lourd."
    headline = headline_of(text)
    assert headline is not None
    assert headline.of(text) == "Le bilan s’alourdit en Libye"


@pytest.mark.parametrize("text", ["Il est venu. Il repart.", "", "\n \n", "mot " * 80])
def test_a_sentence_a_blank_or_a_paragraph_is_no_headline(text: str) -> None:
    assert headline_of(text) is None


@pytest.mark.parametrize(
    ("headline", "kept"),
    [
        ("Le bilan s’alourdit en Libye | Libye", "Le bilan s’alourdit en Libye"),
        ("Le bilan s’alourdit en Libye |  Union européenne", "Le bilan s’alourdit en Libye"),
        ("« La France s’ennuie », dit-il | Monde", "« La France s’ennuie », dit-il"),
        ("La Fed maintient ses taux - CNN", "La Fed maintient ses taux"),
        ("Le port de Kiev | Ukraine | The Guardian", "Le port de Kiev"),
    ],
)
def test_the_site_behind_a_headline_is_its_suffix(headline: str, kept: str) -> None:
    assert headline[: suffix_start(headline)] == kept


@pytest.mark.parametrize(
    "headline",
    [
        "Ukraine | Le point sur la guerre",
        "Le film « The Crown | Saison 5 » sort en salles",
        'Le film "The Crown | Saison 5" sort',
        "Le tueur court toujours en ville | La police enquête",
        "Le tueur court toujours en ville | Qui est-il ?",
        "Un match de plus : France – Maroc",
        "« La France s’ennuie » — Le Monde",
        "Paris-Match et Le Monde",
        "DIRECT | Suivez la conférence du ministre",
    ],
)
def test_a_pipe_or_dash_of_the_headline_itself_is_no_suffix(headline: str) -> None:
    assert suffix_start(headline) is None


def test_a_line_alone_loses_only_the_name_of_a_medium() -> None:
    assert suffix_start("Aperçu des outils de base | Gabarits", alone=True) is None
    assert suffix_start("Aperçu des outils de base | Le Gardien", alone=True) == 25


def test_a_headline_is_not_looked_for_far_below() -> None:
    lines = ["Le bilan s’alourdit en Libye", *"abcdef", "Le bilan s’alourdit en Libye"]
    text = "\n\n".join(lines)
    headline = headline_of(text)
    assert headline is not None
    assert printed_again(text, headline) is None
