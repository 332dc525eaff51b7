"""What each rule costs on short texts and on a long one.

`python -m benchmarks.studies.rule_cost [DATA]` prints it.

The short texts are paragraphs of press, one by one; the long one is the same paragraphs together.
DATA is the data folder, by default $MTREPAIR_DATA; without either, the texts of `sets/clean.jsonl`
are taken. What several rules share, such as the words of a text, is computed before a rule is
timed, and has a row of its own.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.harness.sets import data_folder
from mtrepair.detection import findings
from mtrepair.document import Document
from mtrepair.rules import Rule, all_rules

HERE = Path(__file__).parent
PRESS = Path("wild") / "clean_press_large.jsonl.xz"
PARAGRAPHS = 400
REPETITIONS = 5
SHARED = "shared"


def paragraphs(data: Path | None) -> list[str]:
    """The paragraphs that are measured."""
    if data is None:
        lines = (HERE.parent / "sets" / "clean.jsonl").read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines]
        return [part for text in texts for part in text.split("\n\n")][:PARAGRAPHS]
    with lzma.open(data / PRESS, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in islice(file, PARAGRAPHS)]


def costs(texts: Sequence[str]) -> dict[str, float]:
    """Milliseconds on the processor for all texts together, by code and for what is shared."""
    rules = all_rules()
    whole = _best(lambda: [findings(Document(text), rules) for text in texts])
    documents = [Document(text) for text in texts]
    for document in documents:
        findings(document, rules)
    found = {rule.code: _best(partial(_ask, rule, documents)) for rule in rules}
    return found | {SHARED: max(0.0, whole - sum(found.values()))}


def table(short: dict[str, float], long: dict[str, float]) -> Iterator[tuple[str, ...]]:
    """Rows of code, then milliseconds and share on short texts and on a long one; dearest first."""
    totals = sum(short.values()), sum(long.values())
    for code in sorted(short, key=lambda code: -short[code]):
        row = [
            (f"{column[code]:.1f}", f"{100 * column[code] / total:.0f} %")
            for column, total in zip((short, long), totals, strict=True)
        ]
        yield code, *row[0], *row[1]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, default=data_folder(), help="data folder")
    texts = paragraphs(parser.parse_args().data)
    shown = Table("code", "ms, short", "share", "ms, long", "share", title=f"{len(texts)} texts")
    for row in table(costs(texts), costs(["\n\n".join(texts)])):
        shown.add_row(*row)
    Console().print(shown)


def _ask(rule: Rule, documents: Sequence[Document]) -> None:
    for document in documents:
        list(rule.findings(document))


def _best(work: Callable[[], object]) -> float:
    """The least of several measurements, milliseconds on the processor."""
    measured = []
    for _ in range(REPETITIONS):
        begin = time.process_time()
        work()
        measured.append(time.process_time() - begin)
    return 1000 * min(measured)


if __name__ == "__main__":
    main()
