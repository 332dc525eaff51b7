"""The English article goes by the sound after it."""

import pytest

from mtrepair.translation.articles import with_articles


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a army", "an army"),
        ("A old man", "An old man"),
        ("an big house", "a big house"),
        ("a uninteresting plan", "an uninteresting plan"),
        ("an university, an European", "a university, an European"),
        ("an useful tool", "a useful tool"),
        ("a honest man, a hour", "an honest man, an hour"),
        ("an one-off", "a one-off"),
        ("a\nidea", "an\nidea"),
    ],
)
def test_a_wrong_article_is_mended(text: str, result: str) -> None:
    assert with_articles(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "an historic day, a historic day",
        "a hotel",
        "a unit, a union, a uniform",
        "an unimportant plan, an understanding",
        "an MP, a UN plan, a EU plan",
        "plan A is old",
        "vitamin a or b",
        "a one-off, a once-great club",
        "an x-ray",
        "la a été",
        "",
    ],
)
def test_a_right_or_doubtful_article_stays(text: str) -> None:
    assert with_articles(text) == text
