"""The README's examples run, and so do its commands."""

import doctest
import re
import shlex
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from mtrepair.cli import main

README = Path(__file__).parent.parent / "README.md"
_SHELL = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
COMMANDS = [
    line.removeprefix("mtrepair ").partition("  #")[0].strip()
    for block in _SHELL.findall(README.read_text(encoding="utf-8"))
    for line in block.splitlines()
    if line.startswith("mtrepair ")
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the README's commands name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive").mkdir()
    (tmp_path / "DATA").mkdir()
    (tmp_path / "models").symlink_to(README.parent / "models")
    (tmp_path / "wire.en").write_text("The web, the radio.\n", encoding="utf-8")
    for name in ("article.txt", "archive/one.txt", "archive/two.txt"):
        (tmp_path / name).write_text("Le web,la radio. .\n", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>Le web,la <b>radio</b>.\n", encoding="utf-8")
    body = "<p>Le Parlement a voté la loi lundi,après deux jours de débat dans la salle.</p>" * 5
    page = f"<nav>Menu</nav><article><h1>La loi</h1>{body}</article>"
    (tmp_path / "article.html").write_text(page, encoding="utf-8")
    row = {"id": 1, "site": "a", "date": "2024-03-01", "body": "Le web,la radio."}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "articles.parquet")
    return tmp_path


def test_every_example_of_the_readme_gives_what_it_says(desk: Path) -> None:
    results = doctest.testfile(str(README), module_relative=False)
    assert results.attempted > 10
    assert results.failed == 0


def test_the_readme_shows_each_command() -> None:
    assert {shlex.split(line)[0] for line in COMMANDS} == set(
        main.list_commands(click.Context(main))
    )


@pytest.mark.slow
@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_readme_runs(desk: Path, line: str) -> None:
    words = [
        name
        for word in shlex.split(line)
        for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
    if words[0] in ("train", "serve", "lsp"):  # take hours: options are read, and that is all
        command = main.get_command(click.Context(main), words[0])
        assert command is not None and command.make_context(words[0], words[1:])
        return
    if words[0] == "batch-report":  # tells of what was repaired before
        repaired = next(own for own in COMMANDS if own.startswith("batch "))
        assert CliRunner().invoke(main, shlex.split(repaired)).exit_code == 0
    minor_findings = words[0] == "detect" and "major" not in words
    assert CliRunner().invoke(main, words).exit_code == int(minor_findings)
