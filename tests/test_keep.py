"""House words stay as they are, from a list or a file, however many there are."""

import os
import time
from pathlib import Path

import pytest

from mtrepair import Cleaner
from mtrepair.errors import InputError
from mtrepair.keep import Keep, read_keep


def kept(text: str, *entries: str) -> list[str]:
    words = text.replace("’", " ").replace("'", " ").replace(",", " ").split()
    return [span.of(text) for span in Keep.of(entries).spans(text, words)]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Il lit lesJours chaque matin", "lesJours"),
        ("Il lit l’Équipe", "l'Équipe"),
        ("Il lit 20 Minutes", "20 Minutes"),
        ("Il lit le n°2026-17 du dossier", r"/n°\d{4}-\d+/"),
    ],
)
def test_an_entry_is_found(text: str, entry: str) -> None:
    assert len(kept(text, entry)) == 1


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Il lit lesJoursd’avant", "lesJours"),
        ("Il lit lesjours", "lesJours"),
        ("Il lit 20 minutes", "20 Minutes"),
    ],
)
def test_part_of_a_word_or_another_case_is_no_entry(text: str, entry: str) -> None:
    assert kept(text, entry) == []


def test_a_house_word_is_left_alone_and_the_text_around_it_is_mended() -> None:
    text = "Selon lesJours,le maire a a dit oui."
    assert [finding.text for finding in Cleaner().detect(text)] == ["lesJours", ",le", "a a"]
    assert Cleaner(keep=["lesJours"]).clean(text).text == "Selon lesJours, le maire a dit oui."
    assert "lesJours" not in [f.text for f in Cleaner(keep=["lesJours"]).detect(text)]


def test_a_pattern_keeps_what_it_matches() -> None:
    text = "Selon lesJours, oui."
    assert Cleaner().detect(text) != []
    assert Cleaner(keep=[r"/les[A-Z]\w+/"]).detect(text) == []


def test_a_model_leaves_a_house_phrase_alone() -> None:
    text = "Le débat porte sur le nucléaire programme."
    assert Cleaner().clean(text).text != text
    assert Cleaner(keep=["nucléaire programme"]).clean(text).text == text


@pytest.mark.parametrize("entry", ["", "  ", 3])
def test_an_entry_with_nothing_in_it_is_refused(entry: object) -> None:
    with pytest.raises(InputError, match="a house word must be a str with something in it"):
        Cleaner(keep=[entry])  # type: ignore[list-item]


def test_a_broken_pattern_is_told() -> None:
    with pytest.raises(InputError, match=r"/\(/ is no pattern: missing \)"):
        Cleaner(keep=["/(/"])


def test_a_file_of_words_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("# house words\n\nOuestFrance\n", encoding="utf-8")
    house = Cleaner(keep_file=words)
    text = "Selon lesJours, oui."
    assert house.detect(text) != []
    words.write_text("OuestFrance\nlesJours\n", encoding="utf-8")
    os.utime(words, ns=(1, 1))
    assert house.detect(text) == []


def test_a_file_of_words_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*none.txt: No such file"):
        Cleaner(keep_file=tmp_path / "none.txt")


def test_a_broken_line_of_a_file_is_told_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("/[/\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"words.txt: /\[/ is no pattern"):
        read_keep(tmp_path / "words.txt")


def test_a_quarter_of_a_million_words_cost_a_text_nothing(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("".join(f"Nom{n}\nNom{n} Prénom\n" for n in range(125_000)), encoding="utf-8")
    house = Cleaner(keep_file=words, language_model=None)
    text = "Le web,la radio et la presse. " * 200

    def spent(cleaner: Cleaner) -> float:
        start = time.process_time()
        cleaner.detect(text)
        return time.process_time() - start

    plain = Cleaner(language_model=None)
    # In turns, so that a machine that slows down slows both.
    rounds = [(spent(house), spent(plain)) for _ in range(7)]
    with_words, without = map(min, zip(*rounds, strict=True))
    assert with_words < 2 * without
