"""What is written into a house's file of settings, and that the rest of it stays."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mtrepair import Cleaner
from mtrepair.errors import InputError, UnknownRule
from mtrepair.integrations.house import accept, drop_words, keep_words, kept_words, settings_for

OWN = """\
# The desk's own.
safety = "safe"   # never more
keep = [
  "lesJours",   # the paper
]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "mtrepair.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_word_is_added_and_comments_stay(path: Path) -> None:
    assert keep_words(path, ["leMatin", "lesJours"])
    assert path.read_text(encoding="utf-8") == OWN.replace(
        '  "lesJours",   # the paper\n', '  "lesJours",   # the paper\n  "leMatin",\n'
    )
    assert kept_words(path) == ["lesJours", "leMatin"]


def test_a_word_that_is_kept_already_changes_nothing(path: Path) -> None:
    assert not keep_words(path, ["lesJours"])
    assert path.read_text(encoding="utf-8") == OWN


def test_a_word_is_dropped(path: Path) -> None:
    assert drop_words(path, ["lesJours", "other"])
    assert kept_words(path) == []
    assert not drop_words(path, ["lesJours"])


def test_a_finding_is_accepted_once(path: Path) -> None:
    assert accept(path, "missing-space", ",la")
    assert not accept(path, "MT103", ",la")
    assert path.read_text(encoding="utf-8").startswith(OWN)
    house = Cleaner.from_file(path)
    assert house.detect("Le web,la radio.") == []
    assert len(house.detect("Le web,les radios.")) == 1


def test_the_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = settings_for(tmp_path / "a.txt")
    assert path == tmp_path / "mtrepair.toml"
    accept(path, "MT103", ",la")
    assert settings_for(tmp_path / "a.txt") == path
    assert Cleaner.near(tmp_path).detect("Le web,la radio.") == []


def test_the_settings_of_a_project_are_written_under_their_table(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    own = '[project]\nname = "press"\n\n[tool.mtrepair]\nsafety = "safe"\n\n[tool.ruff]\n'
    path.write_text(own, encoding="utf-8")
    assert settings_for(tmp_path / "a.txt") == path
    keep_words(path, ["leMatin"])
    assert path.read_text(encoding="utf-8") == own.replace(
        'safety = "safe"\n', 'safety = "safe"\nkeep = ["leMatin"]\n'
    )


def test_words_that_come_at_once_are_all_kept(path: Path) -> None:
    words = [f"mot{number}" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda word: keep_words(path, [word]), words))
    assert all(added)
    assert sorted(kept_words(path)) == sorted(["lesJours", *words])


def test_what_is_no_word_is_refused(path: Path) -> None:
    with pytest.raises(InputError, match="'/a/' is a pattern; write patterns into the file"):
        keep_words(path, ["/a/"])
    with pytest.raises(InputError, match="must be a str with something in it, not ''"):
        keep_words(path, [" "])
    with pytest.raises(UnknownRule, match="no rule has the code 'MT999'"):
        accept(path, "MT999", "a")
    assert path.read_text(encoding="utf-8") == OWN


def test_a_file_that_is_no_toml_is_left_alone(path: Path) -> None:
    path.write_text("keep = [", encoding="utf-8")
    with pytest.raises(InputError, match="is no valid TOML"):
        keep_words(path, ["leMatin"])
    assert path.read_text(encoding="utf-8") == "keep = ["
