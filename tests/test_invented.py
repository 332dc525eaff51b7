"""Words that no dictionary has give way to those of the lexicon."""

from __future__ import annotations

import pytest
from tiny_bilingual import write_bilingual
from tiny_model import FakeModel

from mtrepair.lexicon.bilingual import Bilingual
from mtrepair.lexicon.tokens import english_tokens
from mtrepair.translation import Translator
from mtrepair.translation.invented import is_invented, is_left, replaced


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Bilingual:
    return write_bilingual(tmp_path_factory.mktemp("bilingual"))


@pytest.mark.parametrize("word", ["republicate", "Spectaculary", "plancators", "self-epided"])
def test_a_word_in_no_list_is_invented(word: str) -> None:
    assert is_invented(word, "le vote")


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("shortages", "le vote"),
        ("Paris", "le vote"),
        ("kvarkito", "la Kvarkito est rouge"),  # copied
        ("Kvarkito-like", "la kvarkitó est rouge"),
        ("zq", "le vote"),
        ("G7x", "le vote"),
        ("twenty-nine", "le vote"),
        ("didn't", "le vote"),
    ],
)
def test_a_word_of_a_list_or_of_the_source_is_not_invented(word: str, source: str) -> None:
    assert not is_invented(word, source)


def mended(source: str, hypothesis: str, tiny: Bilingual) -> tuple[str, tuple[str, ...]]:
    """Read word by word: the fake looks at the source word in the same place."""
    words = [
        token
        for token in english_tokens(hypothesis)
        if token.is_word and is_invented(token.text, source)
    ]
    [looked] = FakeModel().attention([source], [hypothesis])
    return replaced(source, hypothesis, words, looked, bilingual=tiny)


@pytest.mark.parametrize(
    ("source", "hypothesis", "result"),
    [
        ("un vote républicain", "a vote republicate", "a vote Republican"),
        ("elle est épuisée", "she is epuisided", "she is exhausted"),
        ("Épuisée elle part", "Epuisided she leaves", "Exhausted she leaves"),
        ("ELLE EST ÉPUISÉE", "SHE IS EPUISIDED", "SHE IS EXHAUSTED"),
        ("une pénuries", "a penurity", "a shortages"),
        ("les kamikazes", "the kamikazzards", "the suicide bombers"),
        ("à Kvarkito hier", "at Qvarquitous yesterday", "at Kvarkito yesterday"),  # a name
        ("des shortages ici", "some shortagities here", "some shortages here"),  # a gloss
    ],
)
def test_the_lexicons_word_takes_the_place_of_an_invention(
    source: str, hypothesis: str, result: str, tiny: Bilingual
) -> None:
    assert mended(source, hypothesis, tiny) == (result, ())


def test_english_that_stands_there_already_is_not_written_twice(tiny: Bilingual) -> None:
    assert mended("vote épuisée", "exhausted epuisided", tiny) == ("exhausted", ())
    assert mended("épuisée vote", "epuisided exhausted vote", tiny) == ("exhausted vote", ())


def test_what_has_no_entry_stays_and_is_told(tiny: Bilingual) -> None:
    assert mended("le bidulage", "the bidulatory", tiny) == ("the bidulatory", ("bidulatory",))


def test_a_translation_tells_which_words_are_none() -> None:
    pair = (
        Translator(model=FakeModel(lambda _: "the bidulatory here."))
        .translate("le bidulage ici.")
        .pairs[0]
    )
    assert pair.notes == ("bidulatory is no word",)


def test_a_hypothesis_whose_words_are_words_is_taken_before_a_likelier_one() -> None:
    model = FakeModel(lambda _: ["the bidulatory here.", "the gadget here."])
    assert Translator(model=model).translate("le bidulage ici.").text == "the gadget here."


def test_a_french_word_left_standing_gives_way_to_its_english() -> None:
    model = FakeModel(lambda _: "the neige falls here.")
    assert Translator(model=model).translate("la neige tombe ici.").text == "the snow falls here."


@pytest.mark.parametrize("word", ["radio", "Neige", "table", "neigera"])
def test_a_word_that_english_has_a_name_and_a_word_of_nowhere_are_not_left(word: str) -> None:
    assert not is_left(word, "la radio, Neige, la table")
