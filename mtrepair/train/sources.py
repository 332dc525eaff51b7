"""The corpora of a data folder: their files, and where each comes from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from mtrepair.checksum import sha256
from mtrepair.errors import InputError


def inputs(data: Path) -> list[Path]:
    """The corpora of a data folder, by name.

    Raises:
        InputError: there are none.
    """
    paths = [*data.glob("parallel/*.tsv.xz"), *data.glob("french/*.txt.xz")]
    if not paths:
        raise InputError(
            f"the data folder {str(data)!r} has no corpora: parallel/*.tsv.xz or french/*.txt.xz"
        )
    return sorted(paths, key=lambda path: path.name)


def source_of(path: Path) -> str:
    """Name of the source that a file is a part of: "europarl" for "europarl-0.tsv.xz"."""
    return re.sub(r"(-\d)?\.(tsv|txt)\.xz$", "", path.name)


def write_sources(paths: Iterable[Path], data: Path, out: Path) -> None:
    """Write to `out` the source, licence, origin and checksum of each corpus."""
    licences = dict(_licences(data))
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(("file", "licence", "origin", "sha256"))
        for path in paths:
            rows.writerow((path.name, *licences[source_of(path)], sha256(path)))


def _licences(data: Path) -> Iterable[tuple[str, tuple[str, str]]]:
    for path in (data / "parallel" / "SOURCES.tsv", data / "french" / "SOURCES.tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["name"], (row["licence"], row["origin"])
