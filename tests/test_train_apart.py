"""Damage by the mechanism: English sentences translated whole and in pieces."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from mtrepair.train.apart import cut, link_spans, translated_apart, write_apart
from mtrepair.train.commands import commands
from mtrepair.train.corpora import read_pairs
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
    "It speaks of nuclear energy.": "Il parle de l'énergie nucléaire.",
    "It speaks of": "Il parle de",
    "nuclear energy": "Énergie nucléaire",
    "It joins the EU.": "Elle rejoint l'UE.",
    "It joins the": "Elle rejoint les",
    "EU": "USA",
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


ENGLISH = "It has a nuclear programme."


def test_the_damage_of_the_pieces_is_carried_to_human_french() -> None:
    pairs = [("On dit qu'il a un programme nucléaire.", ENGLISH)] * 40
    made = translated_apart(pairs, Dictionary(), random.Random(3), borders=0)
    assert {french for _, french in made} == {pairs[0][0]}
    damaged = {damaged for damaged, _ in made}
    assert damaged >= {"On dit qu'il a un Nucléaire programme.", pairs[0][0]}
    assert len(made) > sum(text != french for text, french in made) > len(made) / 2


@pytest.mark.parametrize(
    "french",
    [
        "Il dispose d'un programme de recherche.",  # reads otherwise where the damage is
        "Il a un programme nucléaire, un programme nucléaire civil.",  # twice
    ],
)
def test_damage_without_its_place_is_left_out(french: str) -> None:
    assert translated_apart([(french, ENGLISH)] * 9, Dictionary(), random.Random(1)) == []


def test_a_page_breaks_the_text_where_a_link_begins_or_ends() -> None:
    pairs = [("Elle rejoint les USA vendredi.", "It joins the EU.")] * 60
    made = translated_apart(pairs, Dictionary(), random.Random(2), clean=0, borders=0.5)
    damaged = {damaged for damaged, _ in made}
    assert "Elle rejoint lesUSA vendredi." in damaged
    assert "Elle rejoint les. USA vendredi." in damaged
    assert all("rejoint les" in text and "USA vendredi." in text for text in damaged)
    assert translated_apart(pairs, Dictionary(), random.Random(2), borders=0) == []


def test_an_article_that_is_lost_with_its_elision_is_damage() -> None:
    pairs = [("Il parle de l'énergie nucléaire.", "It speaks of nuclear energy.")] * 20
    made = translated_apart(pairs, Dictionary(), random.Random(1), clean=0)
    assert {damaged for damaged, _ in made} == {"Il parle de Énergie nucléaire."}


def test_marks_that_a_model_adds_to_a_piece_are_no_damage(monkeypatch) -> None:
    own = PHRASES | {
        "It has a": "Il a un :",
        ".": "...",
        "nuclear programme": "programme nucléaire",
    }
    monkeypatch.setattr("test_train_apart.PHRASES", own)
    pairs = [("Il a un programme nucléaire.", ENGLISH)] * 40
    made = translated_apart(pairs, Dictionary(), random.Random(3), borders=0)
    assert not any(":" in damaged or ".." in damaged for damaged, _ in made)


def test_another_acronym_is_no_damage() -> None:
    pairs = [("Elle rejoint l'UE.", "It joins the EU.")] * 20
    assert translated_apart(pairs, Dictionary(), random.Random(1)) == []


def test_another_choice_of_words_is_no_damage() -> None:
    pairs = [("Le vieux port brûle ce soir.", "The old harbour burns tonight.")]
    assert translated_apart(pairs, Dictionary(), random.Random(1)) == []


def test_pairs_are_written_as_lines_that_a_recipe_reads(tmp_path: Path) -> None:
    french = "Il a un programme nucléaire."
    out = tmp_path / "apart.jsonl"
    pairs = [(french, ENGLISH)] * 9 + [("Trop court.", "Too short.")]
    count = write_apart(pairs, Dictionary(), random.Random(1), out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == count > 0
    assert {row["clean"] for row in rows} == {french}


def test_a_translator_gets_the_english_of_the_damage(tmp_path: Path) -> None:
    out = tmp_path / "apart.tsv"
    pairs = [("On dit qu'il a un programme nucléaire.", ENGLISH)] * 9
    count = write_apart(pairs, Dictionary(), random.Random(3), out, with_english=True)
    read = list(read_pairs(out))
    assert len(read) == count > 0 and {english for _, english in read} == {ENGLISH}
    assert {damaged for damaged, _ in read} > {pairs[0][0]}


def test_the_command_writes_english_when_asked(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("mtrepair.backends.load_model", lambda folder, *, threads: Dictionary())
    corpus, out = tmp_path / "corpus.tsv", tmp_path / "apart.tsv"
    corpus.write_text(f"Il a un programme nucléaire.\t{ENGLISH}\n" * 5, encoding="utf-8")
    arguments = ["apart", str(tmp_path), str(corpus), "--out", str(out), "--with-english"]
    CliRunner().invoke(commands, arguments, catch_exceptions=False)
    assert {english for _, english in read_pairs(out)} == {ENGLISH}


def test_the_command_reads_corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtrepair.backends.load_model", lambda folder, *, threads: Dictionary())
    corpus, out = tmp_path / "corpus.tsv", tmp_path / "apart.jsonl"
    corpus.write_text(f"Il a un programme nucléaire.\t{ENGLISH}\n" * 5, encoding="utf-8")
    arguments = ["apart", str(tmp_path), str(corpus), "--out", str(out)]
    result = CliRunner().invoke(commands, arguments, catch_exceptions=False)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert result.stdout == f"{len(lines)} pairs in {out}\n" and lines


def test_the_command_draws_some_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtrepair.backends.load_model", lambda folder, *, threads: Dictionary())
    corpus, out = tmp_path / "corpus.tsv", tmp_path / "apart.jsonl"
    lines = [f"Le {n}, il a un programme nucléaire.\t{ENGLISH}\n" for n in range(99)]
    corpus.write_text("".join(lines), encoding="utf-8")
    arguments = ["apart", str(tmp_path), str(corpus), "--out", str(out), "--most-lines", "5"]
    CliRunner().invoke(commands, arguments, catch_exceptions=False)
    clean = {json.loads(line)["clean"] for line in out.read_text(encoding="utf-8").splitlines()}
    assert 0 < len(clean) <= 5
