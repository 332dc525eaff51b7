"""The commands of docs/archives.md have options that there are, and its Python runs."""

import re
import shlex
from pathlib import Path

import click
import pytest
from archives import rows

from mtrepair.cli import main

PAGE = (Path(__file__).parent.parent / "docs" / "archives.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line.partition("  #")[0])[1:]
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
    for line in block.splitlines()
    if line.startswith("mtrepair ")
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_has_options_that_there_are(words: list[str]) -> None:
    command = main.get_command(click.Context(main), words[0])
    assert command is not None
    assert command.make_context(words[0], words[1:])


def test_the_options_that_are_named_are_there() -> None:
    known = {
        option
        for name in ("batch", "batch-report")
        for parameter in main.get_command(click.Context(main), name).params  # type: ignore[union-attr]
        for option in parameter.opts
    }
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= known


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    monkeypatch.chdir(tmp_path)
    table = pa.Table.from_pylist([{"body": row["text"]} for row in rows(3)])
    pq.write_table(table, "articles.parquet")
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)
    found: dict[str, object] = {}
    exec(block.replace(", processes=8", ""), found)
    assert getattr(found["summary"], "records", None) == 3
