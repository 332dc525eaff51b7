"""Whole pages: their main text is found, and read as any text."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mtrepair
from mtrepair.cli import main
from mtrepair.errors import InputError, MissingExtra

SENTENCES = [
    "Le Parlement a voté la loi sur les ports lundi soir, après deux jours de débat.",
    "Les députés de la côte demandaient des quais plus longs,le ministre des trains.",
    "Le texte part maintenant au Sénat, où la majorité est moins large qu’à la Chambre.",
]
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
PAGE = (
    "<html><head><title>Les ports – Le Site</title></head><body><nav><a href=/>Accueil</a></nav>"
    f"<article><h1>La loi sur les ports</h1>{BODY}</article>"
    "<footer>Tous droits réservés</footer></body></html>"
)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def test_an_article_is_its_headline_and_its_paragraphs() -> None:
    text = mtrepair.article(PAGE)
    assert all(sentence in text.split("\n\n") for sentence in SENTENCES)
    assert "Accueil" not in text and "droits" not in text


def test_the_command_cleans_the_article_of_a_page(page: str) -> None:
    text = run("clean", "--rules-only", "--article", page).stdout
    assert "des quais plus longs, le ministre des trains." in text
    assert "<p>" not in text and "Accueil" not in text


def test_what_is_found_in_an_article_is_told(page: str) -> None:
    result = run("detect", "--article", page)
    assert result.exit_code == 1
    assert "MT103" in result.stdout


def test_a_page_without_an_article_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article is found in this page"):
        mtrepair.article("")
    (tmp_path / "a.html").write_text("<p></p>", encoding="utf-8")
    result = run("clean", "--article", str(tmp_path / "a.html"))
    assert result.exit_code == 2
    assert "a.html: no article is found in this page" in result.stderr


@pytest.mark.parametrize("odd", ["\x00", "<b>" * 10_000, "<!--"])
def test_an_odd_page_is_an_error_and_no_crash(odd: str) -> None:
    with pytest.raises(InputError, match="no article is found"):
        mtrepair.article(odd)


def test_halves_of_characters_are_no_crash() -> None:
    assert "Le Parlement a voté" in mtrepair.article(PAGE.replace("lundi", "lundi \ud800"))


def test_without_the_extra_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtra, match=r"pip install 'mtrepair\[html\]'"):
        mtrepair.article(PAGE)


def test_an_article_is_no_page_to_write_back(page: str) -> None:
    assert "leave out --in-place" in run("clean", "--article", "--in-place", page).stderr
    assert "--input html" in run("clean", "--article", "--input", "text", page).stderr
