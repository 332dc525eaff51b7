"""French and English in tokens, as the bilingual lexicon counts them."""

import pytest

from mtrepair.lexicon.tokens import english_tokens, french_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Qu’a-t-il dit ?", "Qu' a -t-il dit ?"),
        ("Donnez-le-moi ; vas-y.", "Donnez -le -moi ; vas -y ."),
        ("Celui-ci, là-bas, peut-être", "Celui -ci , là-bas , peut-être"),
        ("Saint-Jean-en-Royans et Aix-les-Bains", "Saint-Jean-en-Royans et Aix-les-Bains"),
        ("aujourd’hui, quelqu’un", "aujourd'hui , quelqu'un"),
        ("jusqu’en mars, l’avant-projet", "jusqu' en mars , l' avant-projet"),
        ("2,3 % en 2024", "2,3 % en 2024"),
        ("", ""),
    ],
)
def test_elided_words_and_pronouns_behind_a_verb_are_french_tokens(text: str, tokens: str) -> None:
    assert [token.text for token in french_tokens(text)] == tokens.split()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Iran’s army didn't move.", "Iran 's army didn't move ."),
        ("A well-known F-16, $2.3bn", "A well-known F-16 , $ 2.3 bn"),
        ("It's O'Brien's", "It 's O'Brien 's"),
    ],
)
def test_a_possessive_is_an_english_token(text: str, tokens: str) -> None:
    assert [token.text for token in english_tokens(text)] == tokens.split()


def test_a_token_tells_where_it_stands() -> None:
    text = "« L’eau »"
    assert [text[t.start : t.end] for t in french_tokens(text)] == ["«", "L’", "eau", "»"]


def test_numbers_and_marks_are_no_words() -> None:
    assert [t.is_word for t in french_tokens("l’an 2,5 !")] == [True, True, False, False]
