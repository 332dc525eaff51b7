"""What several studies read of the data folder: lines and segments with their English."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path


def parallel_lines(data: Path, name: str) -> tuple[list[str], list[str]]:
    """The French lines of a test set of `eval/`, and the English ones."""
    french, english = (
        (data / f"eval/{name}.{side}").read_text("utf-8").splitlines() for side in ("fr", "en")
    )
    return french, english


def machine_segments(path: Path) -> Iterator[tuple[str, str]]:
    """The segments of a file of `mt/`: French by a machine, and the English that it was given."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["mt"], row["english"]
