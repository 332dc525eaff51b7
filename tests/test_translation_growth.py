"""What surrounds the model works in proportion to a text, whatever it is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from test_growth import MOST, again, growth
from tiny_model import FakeModel

from mtrepair.translation import Translator
from mtrepair.translation.kept import parts
from mtrepair.translation.marks import ended_like, in_style, shell


def spaces(size: int) -> str:
    return "Le ministre" + " " * size + "est parti hier."


def enclosed(opening: str, closing: str) -> Callable[[int], str]:
    return lambda size: opening * (size // 4) + "le maire" + closing * (size // 4)


TEXTS = {
    "spaces inside": spaces,
    "brackets": enclosed("(", ")"),
    "square brackets in round ones": enclosed("([", "])"),
    "guillemets": enclosed("« ", " »"),
    "guillemets in brackets": enclosed("(« ", " »)"),
    "guillemets never closed": enclosed("« ", ""),
    "brackets never opened": enclosed("", ")"),
} | {
    repr(piece): again(piece)
    for piece in ("🙂", "🙂 ", "- ", " . ", "a.", '" ', " »", "! ", " !", "\u00a0", "@a 🙂 ", "\t")
}


@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_finding_the_shell_grows_with_the_text(kind: str) -> None:
    assert growth(TEXTS[kind], shell) < MOST


@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_setting_marks_grows_with_the_text(kind: str) -> None:
    assert growth(TEXTS[kind], in_style) < MOST


@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_ending_a_sentence_grows_with_it(kind: str) -> None:
    assert growth(TEXTS[kind], lambda text: ended_like(text, text)) < MOST


@pytest.mark.parametrize("kind", TEXTS)
def test_the_work_of_setting_parts_apart_grows_with_the_text(kind: str) -> None:
    assert growth(TEXTS[kind], parts) < MOST


def test_twenty_thousand_spaces_are_one_run() -> None:
    text = "Le ministre" + " " * 20_000 + "est parti hier"
    assert ended_like("Il part.", text) == text + "."
    assert shell(f"({text})").core == text


def wrapped(size: int) -> str:
    return "le maire de la ville et\n" * (size // 24)


@pytest.mark.parametrize("make", [*TEXTS.values(), wrapped], ids=[*TEXTS, "wrapped"])
def test_the_work_around_the_model_grows_with_the_text(make: Callable[[int], str]) -> None:
    model = FakeModel(lambda source: source)
    assert growth(make, lambda text: Translator(model=model).translate(text)) < MOST
