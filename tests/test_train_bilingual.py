"""The bilingual lexicon is counted from linked words: what is linked, kept, merged, pruned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tiny_training import ANIMALS, VERBS, write_tiny_data

from mtrepair.errors import InputError
from mtrepair.lexicon.bilingual import Reading, load, save
from mtrepair.train.bilingual import chosen, counted, write_bilingual
from mtrepair.train.links import Bitext, half_of, read_bitext, write_tokens


def bitext(folder: Path, *rows: tuple[str, str, str, str], times: int = 4) -> Bitext:
    """Rows of French, English, forward links, reverse links, so many times over."""
    lines = [row for row in rows for _ in range(times)]
    (folder / "tokens.tsv").write_text(
        "".join(f"{i % 2}\t{french}\t{english}\n" for i, (french, english, *_) in enumerate(lines)),
        encoding="utf-8",
    )
    for name, column in (("forward", 2), ("reverse", 3)):
        (folder / f"links.{name}").write_text("".join(row[column] + "\n" for row in lines))
    return read_bitext(folder / "tokens.tsv", folder / "links")


def entries(found: Bitext) -> dict[str, list[str]]:
    kept = chosen(counted(found))
    return {form: [reading.english for reading in readings] for form, readings in kept.items()}


def test_words_linked_in_both_directions_are_entries(tmp_path: Path) -> None:
    found = entries(bitext(tmp_path, ("il dort", "he sleeps", "0-0 1-1", "0-0 1-1")))
    assert found == {"il": ["he"], "dort": ["sleeps"]}


def test_a_link_in_one_direction_is_none(tmp_path: Path) -> None:
    found = entries(bitext(tmp_path, ("il dort", "he sleeps", "0-0", "0-0 1-1")))
    assert found == {"il": ["he"]}


def test_a_word_beside_joins_if_it_is_linked_in_one_direction(tmp_path: Path) -> None:
    row = ("deux kamikazes", "two suicide bombers", "0-0 1-1 1-2", "0-0 1-2")
    assert entries(bitext(tmp_path, row))["kamikazes"] == ["suicide bombers"]


def test_a_word_further_away_joins_over_one_that_nothing_claims(tmp_path: Path) -> None:
    found = bitext(
        tmp_path,
        ("un chemin de fer", "a railway", "0-0 1-1", "0-0 1-1 2-1 3-1"),
        *[("un chemin", "a path", "0-0 1-1", "0-0 1-1")] * 2,
    )
    assert entries(found)["chemin de fer"] == ["railway"]


def test_a_word_keeps_the_english_that_an_article_joins(tmp_path: Path) -> None:
    found = bitext(tmp_path, ("la Russie", "Russia", "1-0", "0-0 1-0"))
    assert chosen(counted(found))["Russie"] == (Reading("Russia", 1.0),)


def test_a_word_does_not_join_over_one_with_a_link_of_its_own(tmp_path: Path) -> None:
    row = ("le grand chat", "big cat", "1-0 2-1", "0-1 1-0 2-1")
    assert entries(bitext(tmp_path, row)) == {"grand": ["big"], "chat": ["cat"]}


def test_a_phrase_whose_words_say_the_same_is_no_entry(tmp_path: Path) -> None:
    row = ("il dort bien", "he sleeps well", "0-0 1-1 2-2", "0-0 1-1 2-2")
    assert set(entries(bitext(tmp_path, row))) == {"il", "dort", "bien"}


def test_a_phrase_that_turns_its_words_round_is_an_entry(tmp_path: Path) -> None:
    row = ("vote secret ici", "secret ballot here", "0-1 1-0 2-2", "0-1 1-0 2-2")
    assert entries(bitext(tmp_path, row))["vote secret"] == ["secret ballot"]


def test_nothing_outside_a_phrase_is_linked_into_its_english(tmp_path: Path) -> None:
    row = ("a b c", "x y z", "0-0 1-2 2-1", "0-0 1-2 2-1")
    assert "a b" not in entries(bitext(tmp_path, row))


def test_a_phrase_seen_twice_is_no_entry(tmp_path: Path) -> None:
    row = ("vote secret", "secret ballot", "0-1 1-0", "0-1 1-0")
    assert "vote secret" not in entries(bitext(tmp_path, row, times=2))


def test_marks_and_numbers_are_no_entries(tmp_path: Path) -> None:
    row = ("12 ans !", "12 years !", "0-0 1-1 2-2", "0-0 1-1 2-2")
    assert set(entries(bitext(tmp_path, row))) == {"ans"}


def test_a_verb_that_is_a_noun_keeps_both_readings(tmp_path: Path) -> None:
    found = bitext(
        tmp_path,
        *[("nous avions dit", "we had said", "0-0 1-1 2-2", "0-0 1-1 2-2")] * 3,
        *[("nous avions dit", "we have said", "0-0 1-1 2-2", "0-0 1-1 2-2")] * 2,
        ("les avions volent", "the aircraft fly", "0-0 1-1 2-2", "0-0 1-1 2-2"),
    )
    assert entries(found)["avions"] == ["had", "aircraft"]


def test_forms_of_one_english_word_are_one_reading(tmp_path: Path) -> None:
    found = bitext(
        tmp_path,
        *[("pénuries", "shortages", "0-0", "0-0")] * 3,
        *[("pénuries", "shortage", "0-0", "0-0")] * 2,
        ("pénuries", "scarcity", "0-0", "0-0"),
    )
    assert entries(found)["pénuries"] == ["shortages", "scarcity"]


def test_a_capital_that_only_begins_a_sentence_does_not_count(tmp_path: Path) -> None:
    found = bitext(
        tmp_path,
        ("Pénuries de pain", "Shortages of bread", "0-0 1-1 2-2", "0-0 1-1 2-2"),
        *[("des pénuries", "some shortages", "0-0 1-1", "0-0 1-1")] * 2,
        ("à Londres", "in London", "0-0 1-1", "0-0 1-1"),
    )
    kept = entries(found)
    assert kept["pénuries"] == ["shortages"] and "Pénuries" not in kept
    assert kept["Londres"] == ["London"]


def test_a_possessive_stands_behind_its_word(tmp_path: Path) -> None:
    row = ("armée iranienne", "Iran 's army", "0-2 1-0 1-1", "0-2 1-0")
    assert entries(bitext(tmp_path, row))["iranienne"] == ["Iran's"]


def test_each_half_is_counted_by_itself(tmp_path: Path) -> None:
    found = bitext(tmp_path, ("chat", "cat", "0-0", "0-0"), ("chien", "dog", "0-0", "0-0"), times=1)
    assert set(counted(found, half=0)) == {"chat"}
    assert set(counted(found, half=1)) == {"chien"}


def test_equal_pairs_belong_to_the_same_half() -> None:
    assert half_of(("Il dort.", "He sleeps.")) == half_of(("il  dort", "he sleeps"))
    assert {half_of((str(n), str(n))) for n in range(50)} == {0, 1}


def test_probabilities_are_shares_of_all_occurrences(tmp_path: Path) -> None:
    found = bitext(
        tmp_path,
        ("chat", "cat", "0-0", "0-0"),
        ("chat noir", "black", "1-0", "1-0"),
    )
    assert chosen(counted(found))["chat"] == (Reading("cat", 0.5),)


def test_links_of_other_pairs_are_refused(tmp_path: Path) -> None:
    bitext(tmp_path, ("il dort", "he sleeps", "0-0", "0-0"))
    (tmp_path / "links.forward").write_text("0-0\n")
    with pytest.raises(InputError, match="has 1 lines for 4 pairs"):
        read_bitext(tmp_path / "tokens.tsv", tmp_path / "links")


def test_a_data_folder_without_pairs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no parallel/\*\.tsv"):
        write_tokens(tmp_path, tmp_path / "tokens.tsv")


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    save({"chat": (Reading("cat", 1.0),), "chat noir": (Reading("black cat", 0.5),)}, tmp_path)
    assert load(tmp_path).readings("chat noir")[0].english == "black cat"


@pytest.mark.slow
def test_words_are_aligned_and_counted_from_a_data_folder(tmp_path: Path) -> None:
    pytest.importorskip("eflomal")
    sizes = write_bilingual(write_tiny_data(tmp_path), tmp_path / "out")
    assert set(sizes) == {"all", "half-0", "half-1"}
    found = load(tmp_path / "out" / "all")
    words = [*ANIMALS, *VERBS]
    # The alignment of so few words is drawn, and now and then one of them goes wrong.
    right = [found.readings(form)[:1] for form, _ in words]
    known = [
        own[0].english == english for own, (_, english) in zip(right, words, strict=True) if own
    ]
    assert sum(known) >= 6
    assert np.all([size > 10 for size in sizes.values()])
