"""A house's settings: read from a file, found upwards, checked, and put before by options."""

import pickle
from pathlib import Path

import pytest

from mtrepair import Cleaner, Safety, Style
from mtrepair.errors import InputError, ModelError, UnknownRule
from mtrepair.settings import find_settings

WHOLE = """
language_model = "french-4gram"
safety = "unsafe"
select = ["MT1", "quote-mismatch"]
ignore = ["MT104"]
keep = ["lesJours", "/n°\\\\d+/"]
keep_file = "words.txt"
accepted = [{ code = "MT103", text = ",la" }]

[style]
quotes = "guillemets"
space = "nbsp"

[per_file_ignores]
"agency/*.txt" = ["MT2"]
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "words.txt").write_text("OuestFrance\n", encoding="utf-8")
    (tmp_path / "mtrepair.toml").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "agency").mkdir()
    return tmp_path


def written(folder: Path, text: str, name: str = "mtrepair.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_into_the_same_cleaner(house: Path) -> None:
    assert Cleaner.from_file(house / "mtrepair.toml") == Cleaner(
        safety="unsafe",
        select=["MT1", "MT202"],
        ignore=["MT104"],
        keep=["lesJours", r"/n°\d+/"],
        keep_file=house / "words.txt",
        accepted=[("MT103", ",la")],
        style=Style(quotes="guillemets", space="nbsp"),
        per_file_ignores=[("agency/*.txt", ["MT2"])],
        folder=house,
    )


def test_a_cleaner_is_a_value_that_can_be_pickled(house: Path) -> None:
    own = Cleaner.from_file(house / "mtrepair.toml")
    again = pickle.loads(pickle.dumps(own))
    assert again == own and again.clean("le web,ce jour").text == "le web, ce jour"


def test_settings_are_found_upwards_of_a_text(house: Path) -> None:
    below = house / "agency" / "2026"
    below.mkdir()
    assert find_settings(below / "a.txt") == house / "mtrepair.toml"


def test_settings_may_stand_in_pyproject(tmp_path: Path) -> None:
    written(tmp_path, '[tool.mtrepair]\nignore = ["MT1"]\n', "pyproject.toml")
    assert Cleaner.near(tmp_path / "a.txt").ignore == ("MT1",)


def test_a_pyproject_of_something_else_is_passed_over(tmp_path: Path) -> None:
    written(tmp_path, 'ignore = ["MT2"]\n')
    (tmp_path / "code").mkdir()
    written(tmp_path / "code", "[tool.ruff]\n", "pyproject.toml")
    assert Cleaner.near(tmp_path / "code" / "a.txt").ignore == ("MT2",)


def test_a_file_has_the_ignores_of_its_pattern(house: Path) -> None:
    assert Cleaner.near(house / "agency" / "a.txt").ignore == ("MT104", "MT2")
    assert Cleaner.near(house / "a.txt").ignore == ("MT104",)


def test_options_go_before_the_file(house: Path) -> None:
    own = Cleaner.from_file(house / "mtrepair.toml", safety="safe", ignore=())
    assert (own.safety, own.ignore) == (Safety.SAFE, ())


def test_no_model_is_an_empty_name(tmp_path: Path) -> None:
    assert Cleaner.from_file(written(tmp_path, 'language_model = ""')).language_model is None


def test_an_accepted_finding_is_neither_reported_nor_repaired() -> None:
    text = "Le web,la radio,le reste."
    house = Cleaner(accepted=[("missing-space", ",la")])
    assert [finding.text for finding in house.detect(text)] == [",le"]
    assert house.clean(text).text == "Le web,la radio, le reste."


def test_what_a_model_finds_can_be_accepted() -> None:
    text = "Le débat porte sur le nucléaire programme."
    (finding,) = Cleaner().detect(text)
    house = Cleaner(accepted=[(finding.code, finding.text)])
    assert house.detect(text) == [] and house.clean(text).text == text


def test_a_finding_is_accepted_in_a_text_with_other_line_ends() -> None:
    text = "Selon l’AFP..\r\n\r\nIl part."
    accepted = [(finding.code, finding.text) for finding in Cleaner().detect(text)]
    assert accepted and Cleaner(accepted=accepted).detect(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ingore = ["MT1"]', "unknown key 'ingore'; did you mean ignore?"),
        ("per-file-ignores = {}", "unknown key 'per-file-ignores'; did you mean per_file_ignores?"),
        ('[style]\nquote = "curly"', r"unknown key 'style.quote'; did you mean quotes\?"),
        ('ignore = "MT1"', "ignore must be a list of codes, not 'MT1'"),
        ("ignore = [1]", r"ignore must be a list of strings, not \[1\]"),
        ('ignore = ["MT999"]', "no rule has the code 'MT999'"),
        ('safety = "wild"', "no safety level is called 'wild'"),
        ('[style]\nquotes = "german"', "style: quotes must be one of guillemets"),
        ('accepted = ["MT1"]', "accepted must be a list of tables"),
        ('accepted = [{ code = "MT1" }]', "accepted must be a list of tables"),
        ('[per_file_ignores]\n"a" = "MT1"', "must be a list of strings, not 'MT1'"),
        ('keep = ["/(/"]', r"/\(/ is no pattern"),
        ("ignore = [", "is no valid TOML"),
        ("a = " + "[" * 100_000, "is no valid TOML"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_its_name(
    tmp_path: Path, text: str, message: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises((InputError, UnknownRule), match=message) as told:
        Cleaner.from_file(path)
    assert "mtrepair.toml" in str(told.value)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*mtrepair.toml"):
        Cleaner.from_file(tmp_path / "mtrepair.toml")


def test_a_model_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(ModelError, match="'none-such' is not in this installation"):
        Cleaner(repair_model="none-such")


def test_an_option_of_another_type_is_refused_at_once() -> None:
    with pytest.raises(InputError, match=r"style must be a mtrepair\.Style, not str"):
        Cleaner(style="curly")  # type: ignore[arg-type]
    with pytest.raises(
        InputError, match="accepted must be pairs of a code and a text, not 'MT103'"
    ):
        Cleaner(accepted=["MT103"])  # type: ignore[list-item]
