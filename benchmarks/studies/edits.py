"""Whether `clean` makes the same edits as before, text by text: for changes that shall change none.

`python -m benchmarks.studies.edits --check [--data DATA]` compares with `results/edits.json`;
`--write` puts down what is made now, after a change that was meant to change it and was read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import mtrepair
from benchmarks.harness.sets import load
from benchmarks.studies.fluency import read_rows
from mtrepair.checksum import sha256

KEPT = Path(__file__).parent.parent / "results" / "edits.json"
IN_REPOSITORY = ("real", "clean", "damaged", "wikinews")
# Press may not be kept here; what is done to it may.
PRESS = "clean_press_dev"


def made(texts: Sequence[str]) -> dict[str, Any]:
    """How many edits `clean` makes in some texts, and a checksum of them all, in order."""
    edits = [[edit.to_dict() for edit in repair.edits] for repair in mtrepair.clean_many(texts)]
    return {
        "texts": len(texts),
        "edits": sum(map(len, edits)),
        "sha256": sha256(json.dumps(edits, ensure_ascii=False)),
    }


def sets(data: Path | None) -> Iterator[tuple[str, list[str]]]:
    """The sets by name; press only where there is a data folder."""
    for name in IN_REPOSITORY:
        yield name, [text.text for text in load(name).texts]
    if data is not None:
        yield PRESS, [row["text"] for row in read_rows(data / f"wild/{PRESS}.jsonl")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", action="store_true", help="keep what is made now")
    parser.add_argument("--check", action="store_true", help="compare, the default")
    options = parser.parse_args()
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    now = {name: made(texts) for name, texts in sets(options.data)}
    for name, own in now.items():
        verdict = "as" if kept.get(name) == own else "not as"
        print(f"{name}: {own['texts']} texts, {own['edits']} edits, {verdict} before")
    if options.write:
        KEPT.write_text(json.dumps(kept | now, indent=2) + "\n")
    elif any(kept.get(name) != own for name, own in now.items()):
        sys.exit(1)


if __name__ == "__main__":
    main()
