"""Texts that are no plain prose, and a model in another batch or another process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from tiny_model import FakeModel

from mtrepair.translation import Translation, Translator
from mtrepair.types import Attention, Hypothesis


def english(text: str, answers: dict[str, str] | None = None) -> Translation:
    known = answers or {}
    model = FakeModel(lambda source: known.get(source, source))
    return Translator(model=model).translate(text)


# Marks that nobody sees

ANSWERS = {"Le ministre est parti.": "The minister has left.", "Il a été là.": "He was there."}


@pytest.mark.parametrize(
    "text",
    [
        "Le mi\u00adnistre est parti.",
        "Le\u200b ministre est par\u200bti.",
        "\u202bLe ministre est parti.\u202c",
        "\ufeffLe ministre est parti.",
        "Le ministre est parti.\u200e",
    ],
    ids=ascii,
)
def test_a_model_reads_what_a_reader_sees(text: str) -> None:
    found = english(text, ANSWERS)
    assert found.text == "The minister has left."
    assert [pair.source for pair in found.pairs] == [text]


def test_accents_apart_are_read_and_the_pairs_have_them_as_they_were() -> None:
    text = normalize("NFD", "Il a été là. Le ministre est parti.\n")
    found = english(text, ANSWERS)
    assert found.text == "He was there. The minister has left.\n"
    assert all(pair.span.of(text) == pair.source for pair in found.pairs)
    assert "".join(pair.source for pair in found.pairs) == text


def test_marks_between_lines_are_in_a_pair() -> None:
    text = "Il a été là.\u200b\u200b\n\u200b\nLe ministre est parti."
    found = english(text, ANSWERS)
    assert found.text == "He was there.\n\nThe minister has left."
    assert "".join(pair.source for pair in found.pairs) == text


def test_a_text_of_nothing_that_is_seen_comes_back() -> None:
    assert english("\u200b").text == "\u200b"


def test_lines_of_another_system_keep_their_ends() -> None:
    text = "Le mi\u00adnistre est parti.\r\n\r\nIl a été là.\r\n"
    assert english(text, ANSWERS).text == "The minister has left.\r\n\r\nHe was there.\r\n"


# What raised errors of others


def test_half_a_character_is_copied() -> None:
    found = english("Le ministre \ud800 est parti.", {"est parti.": "has left."})
    assert found.text == "Le ministre \ud800 has left."


@pytest.mark.parametrize("text", ["7" * 4300, "777 " * 1500 + "777", "7:" * 3000])
def test_a_number_of_thousands_of_digits_is_copied(text: str) -> None:
    assert english(text).text.replace(",", "").startswith("777" if ":" not in text else "7:7")


# Telephone numbers


@pytest.mark.parametrize("number", ["01 23 45 67 89", "+33 6 12 34 56 78", "+41 (0)21 345 67 89"])
def test_a_telephone_number_travels_behind_a_digit(number: str) -> None:
    found = english(f"Appelez le {number} lundi.", {"Appelez le 8 lundi.": "Call 8 on Monday."})
    assert found.text == f"Call {number} on Monday."


# Batches


class Watched(FakeModel):
    """A fake that keeps what it is asked together."""

    def __init__(self) -> None:
        super().__init__(lambda source: source + " bidulatory")
        self.batches: list[list[str]] = []

    def generate(self, sources: Sequence[str], **options: Any) -> list[list[Hypothesis]]:
        self.batches.append(list(sources))
        return super().generate(sources, **options)

    def attention(self, sources: Sequence[str], targets: Sequence[str]) -> list[Attention]:
        self.batches.append(list(sources))
        return super().attention(sources, targets)


def test_texts_of_one_length_alone_are_asked_together() -> None:
    model = Watched()
    texts = ["Il pleut.", "Elle neige.", "Il pleut fort hier.", "Un chat dort.", "Il dort."]
    Translator(model=model).translations(texts)
    assert all(len({len(text.split()) for text in batch}) == 1 for batch in model.batches)
    assert ["Il pleut.", "Elle neige.", "Il dort."] in model.batches


def test_a_loop_is_cut_at_its_own_length_whatever_is_asked_beside_it(tiny_folder: Path) -> None:
    texts = ["Il a plu hier soir.", "Les députés ont voté le budget sans débat. " * 3]
    translator = Translator(model=tiny_folder)
    together = [found.text for found in translator.translations(texts)]
    assert together == [translator.translate(text).text for text in texts]


# Processes

FORK = """
import os, sys
from pathlib import Path
from mtrepair.backends import load_model
model = load_model(Path(sys.argv[1]))
own = model.generate(["Il pleut à Paris."])
child = os.fork()
if not child:
    sys.exit(0 if model.generate(["Il pleut à Paris."]) == own else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no forks")
def test_a_model_is_opened_anew_in_a_process_that_was_forked_with_it(tiny_folder: Path) -> None:
    subprocess.run([sys.executable, "-c", FORK, str(tiny_folder)], timeout=60, check=True)
