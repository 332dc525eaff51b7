"""The hooks for pre-commit: commands that there are, that fail and repair as it expects."""

import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from mtrepair.cli import main

ROOT = Path(__file__).parent.parent
HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    texts = {
        "a.txt": "Le web,la radio. .\n",
        "b.html": "<p>Il part<b>demain</b>.</p>\n",
        "c.md": "Rien à redire ici.\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "mtrepair.toml").write_text("", encoding="utf-8")
    return [tmp_path / name for name in texts]


def run(hook: str, files: list[Path]) -> int:
    program, *options = shlex.split(HOOKS[hook]["entry"])
    assert program == "mtrepair"
    return CliRunner().invoke(main, [*options, *map(str, files)]).exit_code


def test_there_are_two_hooks_on_texts_and_pages() -> None:
    assert set(HOOKS) == {"mtrepair", "mtrepair-fix"}
    for hook in HOOKS.values():
        assert hook["types_or"] == ["plain-text", "html", "markdown"]
        assert hook["language"] == "python"


def test_the_first_fails_on_findings_and_changes_nothing(files: list[Path]) -> None:
    before = [file.read_bytes() for file in files]
    assert run("mtrepair", files) == 1
    assert run("mtrepair", files[2:]) == 0
    assert [file.read_bytes() for file in files] == before


def test_the_second_repairs_in_place_and_then_the_first_is_content(files: list[Path]) -> None:
    assert run("mtrepair-fix", files) == 0
    assert [file.read_text(encoding="utf-8") for file in files] == [
        "Le web, la radio.\n",
        "<p>Il part <b>demain</b>.</p>\n",
        "Rien à redire ici.\n",
    ]
    assert run("mtrepair", files) == 0
