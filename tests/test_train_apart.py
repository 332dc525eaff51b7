"""Damage by the mechanism: English sentences translated whole and in pieces."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from mtrepair.train.apart import cut, link_spans, translated_apart, write_apart
from mtrepair.train.commands import commands
from mtrepair.types import Hypothesis

PHRASES = {
    "It has a nuclear programme.": "Il a un programme nucléaire.",
    "It has a": "Il a un",
    "nuclear programme": "Nucléaire programme",
    "nuclear": "nucléaire",
    "programme": "programme",
    "It has a nuclear": "Il a un nucléaire",
    "programme.": "programme.",
    ".": ".",
    "": "",
}


class Dictionary:
    """A translator that knows some phrases, and for others one word each."""

    name = "fake"
    folder = None
    max_tokens = 100

    def generate(self, sources, **options):
        return [[Hypothesis(PHRASES.get(s, f"mot{len(s)}"), -1.0)] for s in sources]


def test_a_link_stands_on_words_of_weight() -> None:
    text = "He spoke of the relationship with Russia, and of 24 drones."
    found = [span.of(text) for span in link_spans(text)]
    assert "relationship with Russia" in found and "24 drones" in found
    assert not {"the relationship", "Russia, and", "of 24", "He spoke"} & set(found)


def test_the_pieces_of_a_cut_are_the_sentence() -> None:
    text = "Wallace spoke of Iran's relationship with Russia."
    for seed in range(20):
        pieces = cut(text, random.Random(seed))
        assert pieces is not None and pieces.phrase
        assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["", "It is.", "Russia", "Russia."])
def test_a_sentence_that_no_link_cuts_is_left_whole(text: str) -> None:
    assert cut(text, random.Random(1)) is None


def test_a_pair_is_the_pieces_joined_and_the_whole() -> None:
    text = "It has a nuclear programme."
    pairs = translated_apart([text] * 40, Dictionary(), random.Random(3), joined=0.5)
    assert {whole for _, whole in pairs} == {"Il a un programme nucléaire."}
    damaged = {damaged for damaged, _ in pairs}
    assert "Il a un Nucléaire programme." in damaged
    assert "Il a unNucléaire programme." in damaged


def test_pieces_too_unlike_the_whole_are_left_out() -> None:
    texts = ["The old harbour burns tonight."]
    assert translated_apart(texts, Dictionary(), random.Random(1)) == []


def test_pairs_are_written_as_lines_that_a_recipe_reads(tmp_path: Path) -> None:
    texts = ["It has a nuclear programme."] * 9 + ["Too short."]
    out = tmp_path / "apart.jsonl"
    assert write_apart(texts, Dictionary(), random.Random(1), out) == 9
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {row["clean"] for row in rows} == {"Il a un programme nucléaire."}


def test_the_command_reads_the_english_of_corpora(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtrepair.backends.load_model", lambda folder: Dictionary())
    corpus, out = tmp_path / "corpus.tsv", tmp_path / "apart.jsonl"
    corpus.write_text("Il a un programme nucléaire.\tIt has a nuclear programme.\n")
    arguments = ["apart", str(tmp_path), str(corpus), "--out", str(out)]
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert result.stdout == f"1 pairs in {out}\n" and out.exists()
