"""English is found in French text, and is told from French and from third languages."""

from itertools import pairwise
from pathlib import Path

import pytest

from mtrepair.language import english_spans, is_english


def found(text: str) -> list[str]:
    return [span.of(text) for span in english_spans(text)]


def test_an_english_sentence_between_french_ones_is_found_with_its_mark() -> None:
    english = "Go to the Billing page, and select the subscription that you want to change."
    assert found(f"Vous pouvez le faire dans Microsoft 365. {english} Dans la page, validez.") == [
        english
    ]


def test_a_clause_is_found_where_the_french_sentence_goes_on() -> None:
    text = "Cela aligne le comportement de resizing the drawer with the way you work, dit-il."
    assert found(text) == ["resizing the drawer with the way you work"]


def test_words_of_two_letters_count_too() -> None:
    text = "Il y a longtemps que le ministre attend, so we do it by the book, dit-il en partant."
    assert found(text) == ["so we do it by the book"]


def test_two_clauses_with_french_between_them_are_two_spans() -> None:
    text = "- Go to the Sites page in the Centre d’administration, and then select Add a site."
    assert found(text) == ["Go to the Sites page in the", "and then select Add a site"]


def test_a_paragraph_of_several_english_sentences_is_one_span() -> None:
    english = "It worked, but it was slow. So I had to put it on the list. That was all."
    assert found(f"Il est venu.\n\n{english}\n\nElle est partie.") == [english]


def test_an_english_line_is_found_from_the_name_that_begins_it() -> None:
    english = "Docling simplifies the work that you do with documents."
    assert found(f"Il est venu.\n{english}") == [english]


def test_one_frequent_word_is_enough_in_a_short_line() -> None:
    text = "Russian leaders visit the border\n\nLa frontière, and then select the page, dit-il."
    assert "Russian leaders visit the border" in found(text)


def test_a_short_english_line_of_four_words_is_found() -> None:
    text = "Can’t get verification codes\n\nVous ne recevez pas de code. I don’t have any of these."
    assert "Can’t get verification codes" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le Brexit, Black Lives Matter et le New York Times.",
        "Son slogan : “Long live the Queen”, dit-elle in fine.",
        "L’Academy of Motion Picture Arts and Sciences a voté à Los Angeles.",
        "Il a lu « The Lord of the Rings » et « The Sound and the Fury » cet été.",
        "Il chante « to be or not to be, that is the question » depuis 1963.",
        "L’équivalent serait (the straw that broke the camel’s back), dit-il.",
        "Deux articles : Don’t Start with AI, Start with the Problem et The End of the World.",
        "Money in the Bank et The End of the World sont des films.",
        "Face à Reigns lors de Money in the Bank. À l’issue du match, The Miz a gagné.",
        "Voir https://exemple.org/this-is-the-way-that-you-want et the-web-we-want.",
    ],
)
def test_names_titles_addresses_and_short_quotations_are_no_english_text(text: str) -> None:
    assert found(text) == []


def test_a_long_english_quotation_is_found() -> None:
    quoted = "We shall go on to the end, and we shall fight on the beaches with all our strength"
    assert found(f"Il a dit : « {quoted} » en 1940.") == [quoted]


def test_spans_are_sorted_and_do_not_overlap() -> None:
    french = "puis le ministre a répondu que la France ne céderait rien à personne"
    text = f"Il a dit and then select the page that you want, {french}, {french}. " * 40
    spans = english_spans(text)
    assert len(spans) == 40
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_a_text_whose_words_are_known_gives_the_same_spans() -> None:
    text = "Ensuite, and then select the page that you want, dit-il."
    assert english_spans(text, words=set(text.replace(",", "").split())) == english_spans(text)


@pytest.mark.parametrize("text", ["", "\n\n\n", "123", "« »", "é" * 1000])
def test_a_text_without_words_has_no_english(text: str) -> None:
    assert english_spans(text) == []
    assert not is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said on Monday that the talks would go on.",
        "Leaders have agreed to send more weapons.",
        "Get verification codes",
    ],
)
def test_an_english_text_is_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre a dit lundi que les pourparlers continueraient.",
        "Le Brexit et Black Lives Matter, selon le New York Times.",
        "Der Minister hat am Montag gesprochen und die Regierung ist in Berlin.",
        "De minister heeft maandag gesproken; hij was blij met het resultaat van de stemming.",
        "El ministro habló el lunes y el gobierno está en Madrid.",
        "Il ministro ha parlato lunedì e il governo è a Roma.",
        "O ministro falou na segunda-feira e o governo está em Lisboa.",
        "Statsministeren sa mandag at regjeringen er i Oslo.",
    ],
)
def test_french_and_third_languages_are_not_english(text: str) -> None:
    assert not is_english(text)


def test_the_sample_article_is_not_english() -> None:
    sample = Path(__file__).parent.parent / "examples" / "sample_article.txt"
    assert not is_english(sample.read_text(encoding="utf-8"))
