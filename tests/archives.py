"""What the tests of archives share: made rows, runs of the command, parts read back."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from mtrepair.cleaner import Cleaner
from mtrepair.cli import main
from mtrepair.integrations.batch import RepairBatch

RULES = RepairBatch(cleaner=Cleaner(language_model=None))


def rows(count: int, **more: Any) -> list[dict[str, Any]]:
    """Rows with an id, a site and a text that lacks a space."""
    return [
        {"id": n, "site": "ab"[n % 2], "text": f"Le web,la radio, numéro {n}.", **more}
        for n in range(count)
    ]


def lines(path: Path, found: Iterable[Mapping[str, Any]]) -> Path:
    content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    path.write_text(content, encoding="utf-8")
    return path


def read(folder: Path) -> list[dict[str, Any]]:
    """The rows of all parts of JSON Lines, in the order of their names."""
    parts = sorted(folder.glob("part-*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text("utf-8").splitlines()]


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of each part, and of the manifest."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".")}


def batch(*arguments: object, rules: bool = True) -> Result:
    given = [*map(str, arguments), *(["--rules-only", "--no-config"] if rules else [])]
    return CliRunner().invoke(main, ["batch", *given])


def started(*arguments: object) -> "subprocess.Popen[bytes]":
    """The command in a process of its own."""
    command = [sys.executable, "-m", "mtrepair", "batch", "--rules-only", "--no-config"]
    return subprocess.Popen([*command, *map(str, arguments)], stderr=subprocess.PIPE)
