"""What is written to a terminal: colours where they are wanted, widths, and a bar that is alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mtrepair import console
from mtrepair.render import diff_text, findings_text
from mtrepair.types import Edit, Finding, Span

ROOT = str(Path(__file__).parent.parent)
LONG = "mot " * 30 + "web,la " + "mot " * 30
FOUND = Finding("MT103", "missing-space", Span(123, 125), LONG[123:125], "no space")
EDIT = Edit(Span(124, 124), " ")


def without_codes(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


# Widths


@pytest.mark.parametrize("width", [50, 60, 80])
def test_the_place_fits_a_terminal_and_the_carets_stay_below_it(width: int) -> None:
    _, place, carets = findings_text(LONG, [FOUND], width=width).splitlines()[:3]
    assert len(place) <= width
    assert place[carets.index("^") : carets.rindex("^") + 1] == ",l"


def test_a_wide_finding_fits_a_narrow_terminal() -> None:
    wide = Finding("MT402", "english", Span(0, 200), LONG[:200], "why")
    assert all(len(line) <= 60 for line in findings_text(LONG, [wide], width=60).splitlines()[1:])


def test_a_diff_is_broken_at_words_beside_its_head() -> None:
    lines = diff_text(LONG, [EDIT], name="a.txt", width=60).splitlines()
    assert len(lines) > 1 and all(len(line) <= 60 for line in lines)
    assert lines[0].startswith("a.txt:1: …mot mot") and lines[1].startswith(" " * 9 + "mot")


def test_beside_a_long_name_a_diff_goes_below() -> None:
    name = "archive/2024/03/" + "a" * 30 + ".txt"
    first, second, *_ = diff_text(LONG, [EDIT], name=name, width=60).splitlines()
    assert (first, second[:8]) == (f"{name}:1:", "    …mot")


def test_what_is_broken_loses_no_word() -> None:
    broken = diff_text(LONG, [EDIT], name="a.txt", width=50)
    assert broken.split() == diff_text(LONG, [EDIT], name="a.txt").split()


def test_without_a_width_a_line_is_a_line() -> None:
    assert diff_text(LONG, [EDIT]).count("\n") == 1


# Colours


def test_colours_of_a_diff_stand_for_its_marks() -> None:
    text = diff_text("le web", [Edit(Span(0, 2), "Le")], name="a", colour=True)
    assert without_codes(text) == "a:1: leLe web\n"
    assert "\x1b[9;31mle\x1b[0m" in text and "\x1b[4;32mLe\x1b[0m" in text


def test_colours_are_as_told_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[1m" in findings_text(LONG, [FOUND], colour=True)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in findings_text(LONG, [FOUND], width=60) + diff_text(LONG, [EDIT], width=60)


class Stream:
    def __init__(self, terminal: bool) -> None:
        self.isatty = lambda: terminal


@pytest.mark.parametrize(
    ("terminal", "variables", "coloured"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": ""}, False),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours_are_for_those_who_want_them(
    terminal: bool, variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm"} | variables).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", Stream(terminal))
    assert console.coloured() is coloured


def test_only_a_terminal_has_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr("sys.stdout", Stream(True))
    assert console.columns() == 50
    monkeypatch.setattr("sys.stdout", Stream(False))
    assert console.columns() is None


# Commands


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text("Le web,la radio.\n", encoding="utf-8")
    return tmp_path


def seen(*words: str, streams: str, **variables: str) -> tuple[str, str]:
    """What a command writes to a terminal, and what to pipes; `streams` that are the terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    pipes: dict[str, Any] = {
        name: theirs if name in streams else subprocess.PIPE for name in ("stdout", "stderr")
    }
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    path = os.pathsep.join([ROOT, *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "mtrepair", *words],
        env=environment | {"PYTHONPATH": path, "TERM": "xterm", "COLUMNS": "60", **variables},
        check=False,
        **pipes,
    )
    os.close(theirs)
    text = b""
    try:
        while block := os.read(ours, 4096):
            text += block
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return text.decode(), ((done.stdout or b"") + (done.stderr or b"")).decode()


def test_many_files_have_a_bar_where_the_result_goes_elsewhere(folder: Path) -> None:
    terminal, pipe = seen("clean", "--rules-only", "a.txt", "b.txt", streams="stderr")
    assert "2/2" in terminal
    assert pipe == "Le web, la radio.\n" * 2


def test_a_bar_does_not_stand_among_the_result(folder: Path) -> None:
    terminal, _ = seen("clean", "--rules-only", "a.txt", "b.txt", streams="stdout stderr")
    assert terminal.replace("\r", "") == "Le web, la radio.\n" * 2


def test_one_file_has_no_bar(folder: Path) -> None:
    assert seen("detect", "--format", "json", "a.txt", streams="stderr")[0] == ""


def test_in_a_pipe_nothing_is_drawn_or_coloured(folder: Path) -> None:
    _, pipe = seen("detect", "--format", "json", "a.txt", "b.txt", streams="")
    assert "\x1b" not in pipe and "2/2" not in pipe


def test_colours_can_be_had_in_a_pipe(folder: Path) -> None:
    _, pipe = seen("clean", "--rules-only", "--diff", "a.txt", streams="", FORCE_COLOR="1")
    assert pipe == "\x1b[1ma.txt:1:\x1b[0m Le web,\x1b[4;32m·\x1b[0mla radio.\n"


def test_a_terminal_without_colours_has_its_width_all_the_same(folder: Path) -> None:
    text = "Le conseil de la ville a voté hier soir un budget pour le web,la radio et la presse."
    Path("a.txt").write_text(text, encoding="utf-8")
    terminal, _ = seen("detect", "a.txt", streams="stdout", NO_COLOR="1")
    assert "\x1b" not in terminal
    assert all(len(line) <= 60 for line in terminal.splitlines()[1:])
