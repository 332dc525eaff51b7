"""Segments tile a text, and each has the kind that a reader would give it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from strategies import texts

from mtrepair.segment import lines, paragraphs, segments, sentences
from mtrepair.types import Span

SAMPLE = Path(__file__).parent.parent / "examples" / "sample_article.txt"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, segment.span.of(text)) for segment in segments(text)]


def tile(spans: list[Span], text: str) -> bool:
    return "".join(span.of(text) for span in spans) == text


@given(texts())
def test_segments_tile_the_text(text: str) -> None:
    assert tile([segment.span for segment in segments(text)], text)


@given(texts())
def test_segments_are_not_empty(text: str) -> None:
    assert all(len(segment.span) for segment in segments(text))


@given(texts())
def test_lines_tile_the_text(text: str) -> None:
    assert tile(lines(text), text)


@given(texts())
def test_sentences_tile_their_paragraph(text: str) -> None:
    for span in paragraphs(text):
        assert "".join(s.of(text) for s in sentences(text, span)) == span.of(text)


@given(texts())
def test_all_but_white_space_is_in_a_paragraph(text: str) -> None:
    inside = "".join(span.of(text) for span in paragraphs(text))
    assert "".join(inside.split()) == "".join(text.split())


def test_an_empty_text_has_no_segment() -> None:
    assert segments("") == []


def test_white_space_alone_is_one_segment() -> None:
    assert kinds(" \n\n ") == [("sentence", " \n\n ")]


def test_white_space_at_the_start_belongs_to_the_first_segment() -> None:
    assert kinds("\n\nIl part.") == [("sentence", "\n\nIl part.")]


def test_a_line_without_a_final_mark_is_a_headline() -> None:
    assert kinds("Un accord avec l’Iran\n\nIl part.")[0] == (
        "headline",
        "Un accord avec l’Iran\n\n",
    )


def test_a_question_is_a_headline_only_at_the_start() -> None:
    text = "Qui paiera ?\n\nNous le saurons.\n\nMais quand ?\n"
    assert [kind for kind, _ in kinds(text)] == ["headline", "sentence", "sentence"]


def test_a_long_line_is_no_headline() -> None:
    assert kinds("mot " * 30)[0][0] == "sentence"


@pytest.mark.parametrize("line", ["- un point", "• un point.", "1. un point", "2) un point"])
def test_a_bullet_or_a_number_makes_an_item(line: str) -> None:
    assert kinds(f"Voici :\n{line}\n") == [("sentence", "Voici :\n"), ("item", f"{line}\n")]


def test_a_dialogue_dash_makes_no_item() -> None:
    assert kinds("— Je pars, dit-il.\n")[0][0] == "sentence"


def test_lines_of_a_paragraph_are_paragraphs_of_their_own() -> None:
    assert [part for _, part in kinds("Il part.\nElle reste.\n")] == ["Il part.\n", "Elle reste.\n"]


def test_a_paragraph_wrapped_at_a_fixed_width_is_one_text() -> None:
    text = (
        "Le gouvernement a annoncé jeudi une hausse de la taxe sur les\n"
        "carburants. Elle doit entrer en vigueur au début de l’année\n"
        "prochaine, sauf si le Parlement en décide autrement.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["sentence", "sentence"]


def test_a_headline_and_its_byline_are_not_taken_for_a_wrapped_paragraph() -> None:
    text = "Le gouvernement annonce une hausse de la taxe sur les carburants\nPar Jean Dupont\n"
    assert len(segments(text)) == 2


def test_the_caption_of_the_sample_article_is_a_caption() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    (caption,) = [part for kind, part in kinds(text) if kind == "caption"]
    assert caption.strip().endswith("déclare Ben Wallace – vidéo")


def test_both_headlines_of_the_sample_article_are_headlines() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert sum(kind == "headline" for kind, _ in kinds(text)) == 2


def test_the_share_bar_of_the_sample_article_is_furniture() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    furniture = [part.strip() for kind, part in kinds(text) if kind == "furniture"]
    assert furniture[:5] == ["Facebook", "Twitter", "LinkedIn", "Pinterest", "Leave a Comment"]


def test_the_name_of_a_network_alone_is_no_furniture() -> None:
    assert "furniture" not in [kind for kind, _ in kinds("Facebook\n\nLe réseau a grandi.\n")]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "M. Sunak et Mme Truss sont partis. Le Dr. No reste."
    assert len(segments(text)) == 2


def test_a_closing_guillemet_belongs_to_the_sentence_before_it() -> None:
    text = "« Je pars. » Il est parti."
    assert [part for _, part in kinds(text)] == ["« Je pars. » ", "Il est parti."]


def test_a_segment_with_a_word_of_a_thousand_letters_is_data() -> None:
    text = "Il part. Le code est " + "ab" * 600 + " ici. Il revient."
    assert [kind for kind, _ in kinds(text)] == ["sentence", "furniture", "sentence"]


@pytest.mark.parametrize(
    "text",
    ["." * 200_000, ". " * 100_000, "." + " " * 200_000, "." + "»" * 200_000, ".\u00a0»" * 60_000],
    ids=["dots", "spaced dots", "spaces", "guillemets", "closed"],
)
def test_a_line_of_marks_is_read_in_linear_time(text: str) -> None:
    begin = time.perf_counter()
    assert tile(list(sentences(text, Span(0, len(text)))), text)
    # Quadratic patterns took minutes here, linear ones take milliseconds.
    assert time.perf_counter() - begin < 2
