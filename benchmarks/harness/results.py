"""Results of a run, written again after each measurement."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks import ROOT
from benchmarks.harness import suites
from benchmarks.harness.sets import TestSet
from mtrepair.errors import InputError

Row = dict[str, Any]

LIBRARIES = (
    "sacrebleu",
    "ctranslate2",
    "lingotweaker",
    "lingotweaker-data-fr",
    "polytypo",
    "ftfy",
    "jusText",
    "symspellpy",
    "wordninja-enhanced",
    "chunspell",
)


@dataclass
class Results:
    """What a run has measured so far.

    Attributes:
        folder: where results.json goes.
        write: whether it is written.
        suites: by suite, set and system, what was measured.
        sets: by set, its size and checksum.
        systems: by system, what it is.
        missing: by system that is not installed, the command that installs it.
        made: by suite, what it takes to repeat it.
    """

    folder: Path
    write: bool = True
    suites: dict[str, dict[str, dict[str, Row]]] = field(default_factory=dict)
    sets: dict[str, Row] = field(default_factory=dict)
    systems: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    made: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def create(cls, folder: Path, *, merge: bool = False) -> Results:
        """Results that go to `folder`, which is made if need be.

        Args:
            folder: where results.json goes.
            merge: keep what an earlier run left there and this one does not measure.

        Raises:
            InputError: the folder cannot be written to.
        """
        file = folder / "results.json"
        if merge and file.is_file():
            earlier = cls.read(file)
            earlier.write = True
            return earlier
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_text("{}\n", encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"results cannot be written to {str(folder)!r}: {error.strerror}; "
                "give --out a folder that may be written to"
            ) from error
        return cls(folder)

    @classmethod
    def read(cls, file: Path) -> Results:
        """The results of an earlier run."""
        row = json.loads(file.read_text(encoding="utf-8"))
        keys = ("suites", "sets", "systems", "missing", "made")
        return cls(file.parent, False, *(row[key] for key in keys))

    def add(self, suite: str, tests: str, system: str, row: Row) -> None:
        """Keeps what was measured, and writes everything measured so far."""
        rows = self.suites.setdefault(suite, {}).setdefault(tests, {})
        rows[system] = rows.get(system, {}) | row
        self.made[suite] = _circumstances()
        self.save()

    def keep_lines(self, tests: TestSet, hypotheses: dict[str, list[str]]) -> None:
        """Writes the lines that sacreBLEU scores, a file a system, for its own command to read."""
        if not self.write or not hypotheses:
            return
        folder = self.folder / "scored"
        folder.mkdir(exist_ok=True)
        for system, lines in {"reference": suites.references(tests), **hypotheses}.items():
            name = f"{tests.name}.{system.replace('/', '_')}.txt"
            text = "".join(" ".join(line.split("\n")) + "\n" for line in lines)
            (folder / name).write_text(text, encoding="utf-8")

    def save(self) -> None:
        """Writes the results, by way of a file beside them so that no half is ever left."""
        if not self.write:
            return
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"
        beside = self.folder / "results.json.part"
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, self.folder / "results.json")

    def to_dict(self) -> Row:
        return {
            "made": self.made,
            "sets": self.sets,
            "systems": self.systems,
            "missing": self.missing,
            "suites": _rounded(self.suites),
        }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


@cache
def _circumstances() -> Row:
    """What it takes to repeat the run: versions, machine, commit, day."""
    libraries = {}
    for name in LIBRARIES:
        try:
            libraries[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "libraries": libraries,
    }


def commit() -> str:
    """The commit measured, with "+" where the tree has changes."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
