"""LanguageTool's own examples: good sentences left alone, and faults found and mended.

    python -m benchmarks.studies.languagetool_suite [--rules DIR] [--show]

LanguageTool's French rules carry example sentences, some given as correct, some with a fault
between markers and what it should read. They come with `pip install lingotweaker-data-fr` (LGPL
2.1), or from a folder with `grammar.xml` and `style.xml`. Each sentence is given to `clean` by
itself, with default settings. A fault is found when a finding shares a character with its marker,
mended when the sentence reads as one of its corrections. The alternatives are asked about a part of
the sentences.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import mtrepair
from benchmarks.harness.catalogue import chosen
from benchmarks.harness.results import commit
from benchmarks.harness.systems import Loaded
from benchmarks.harness.tables import markdown_table, number, percent, put
from benchmarks.studies import wording
from benchmarks.studies.harm import OURS
from benchmarks.studies.wording import Wording
from mtrepair.errors import InputError, MtrepairError
from mtrepair.score import alike
from mtrepair.types import Span

FILES = ("grammar.xml", "style.xml")
PEERS = ("languagetool", "grammalecte")
HEADING = """# LanguageTool's own examples

Each section is written by `python -m benchmarks.studies.languagetool_suite --out
benchmarks/results/languagetool_suite.md --name SECTION`. An example given as correct is correct for
its rule; some have other faults, so that not every change in them is harm, ours or another's.
"""


class Example(NamedTuple):
    """An example sentence of a rule.

    Attributes:
        category: of the rule.
        text: the sentence.
        marker: what is wrong in it; empty where it is given as correct.
        corrected: what it may read; none where the rule suggests nothing.
        is_correct: whether it is given as correct.
    """

    category: str
    text: str
    marker: Span
    corrected: tuple[str, ...]
    is_correct: bool


class Answer(NamedTuple):
    """What a system said of a sentence: the places it marks, what it wrote, changes of wording."""

    found: tuple[Span, ...]
    text: str
    wording: tuple[Wording, ...]


Answers = Mapping[str, Sequence[tuple[Example, Answer]]]


def read_examples(folder: Path) -> list[Example]:
    """The examples of the rule files in a folder, less those that trigger their rule wrongly.

    Raises:
        InputError: a file is not there, or is no rule file.
    """
    found: list[Example] = []
    for name in FILES:
        file = folder / name
        try:
            root = ElementTree.parse(file).getroot()
        except (OSError, ElementTree.ParseError) as error:
            raise InputError(f"{file} cannot be read as LanguageTool's rules: {error}") from error
        for category in root.iter("category"):
            own = (
                _example(element, str(category.get("id"))) for element in category.iter("example")
            )
            found += [example for example in own if example is not None]
    return found


def _example(element: ElementTree.Element, category: str) -> Example | None:
    if element.get("type") == "triggers_error":
        return None
    text = "".join(element.itertext())
    correction, marker = element.get("correction"), element.find("marker")
    if correction is None and element.get("type") != "incorrect":
        return Example(category, text, Span(0, 0), (), True)
    start, end = 0, len(text)
    if marker is not None:
        start = len(element.text or "")
        end = start + len("".join(marker.itertext()))
    # An empty correction stands for a rule that suggests nothing.
    asked = [new for new in (correction or "").split("|") if new]
    corrected = tuple(text[:start] + new + text[end:] for new in asked)
    return Example(category, text, Span(start, end), corrected, False)


def rules_folder(given: Path | None) -> Path:
    """The folder of the rule files: the one given, or that of the installed data."""
    if given is not None:
        return given
    try:
        return Path(import_module("lingotweaker_data_fr").data_dir()) / "fr" / "rules"
    except ImportError as error:
        raise InputError(
            "LanguageTool's rules are not installed: pip install lingotweaker-data-fr, "
            "or give --rules the folder of grammar.xml and style.xml"
        ) from error


def sample(examples: Sequence[Example], size: int, seed: int) -> list[Example]:
    """By chance so many of the examples given as correct, and as many of the others."""
    rng = random.Random(seed)
    parts = [[e for e in examples if e.is_correct is kind] for kind in (True, False)]
    return [e for part in parts for e in rng.sample(part, min(size, len(part)))]


def answers_of_ours(examples: Sequence[Example], model: str | None) -> Iterator[Answer]:
    for repair in mtrepair.clean_many([example.text for example in examples], language_model=model):
        found = tuple(finding.span for finding in repair.findings)
        yield Answer(found, repair.text, tuple(wording.of_repair(repair)))


def answers_of_peer(examples: Iterable[Example], loaded: Loaded) -> Iterator[Answer]:
    marks, repair = loaded.marks, loaded.repair
    for example in examples:
        found = marks(example.text) if marks else []
        text = repair(example.text) if repair else example.text
        changes = tuple(wording.of_rewrite(example.text, text))
        yield Answer(tuple(mark.annotation.span for mark in found), text, changes)


def is_found(example: Example, answer: Answer) -> bool:
    """Whether a place that is marked shares a character with the fault."""
    return any(map(example.marker.overlaps, answer.found))


def is_mended(example: Example, answer: Answer) -> bool:
    """Whether the sentence reads as a correction; kinds of space and apostrophe are alike."""
    if answer.text in example.corrected:
        return True
    wanted = {alike(text) for text in example.corrected} - {alike(example.text)}
    return alike(answer.text) in wanted


def correct_table(answers: Answers) -> str:
    """What systems do to the sentences given as correct."""
    head = ["given as correct", "sentences", "marked", "changed", "wording changed"]
    rows = []
    for system, pairs in answers.items():
        own = [(example, answer) for example, answer in pairs if example.is_correct]
        marked = sum(bool(answer.found) for _, answer in own)
        changed = sum(answer.text != example.text for example, answer in own)
        reworded = sum(bool(answer.wording) for _, answer in own)
        shares = [f"{n} ({percent(n / max(1, len(own)))})" for n in (marked, changed, reworded)]
        rows.append([system, number(len(own), 0), *shares])
    return markdown_table(head, rows)


def codes_table(answers: Answers) -> str:
    """Sentences given as correct whose wording our systems change, by code."""
    tallies = {
        system: Counter(
            code
            for example, answer in answers[system]
            if example.is_correct
            for code in {change.code for change in answer.wording}
        )
        for system in OURS
    }
    codes = sorted({code for tally in tallies.values() for code in tally})
    rows = [[code, *(str(tally[code]) for tally in tallies.values())] for code in codes]
    return markdown_table(["correct, wording changed", *tallies], rows)


def categories_table(answers: Answers) -> str:
    """Of the faults of each category the share found and the share mended, by system."""
    faults = (example for example, _ in next(iter(answers.values())) if not example.is_correct)
    names = [example.category for example in faults]
    counts = Counter(names)
    head = ["faults found / mended", "faults", *answers]
    rows = [[name, str(count), *_shares(answers, name)] for name, count in counts.most_common()]
    rows.append(["all", str(len(names)), *_shares(answers, None)])
    return markdown_table(head, rows)


def _shares(answers: Answers, category: str | None) -> Iterator[str]:
    for pairs in answers.values():
        own = [
            (example, answer)
            for example, answer in pairs
            if not example.is_correct and category in (None, example.category)
        ]
        may_mend = [(example, answer) for example, answer in own if example.corrected]
        yield f"{_share(is_found, own)} / {_share(is_mended, may_mend)}"


def _share(
    holds: Callable[[Example, Answer], bool], pairs: Sequence[tuple[Example, Answer]]
) -> str:
    return percent(sum(holds(*pair) for pair in pairs) / len(pairs)) if pairs else "-"


def shown(pairs: Iterable[tuple[Example, Answer]]) -> Iterator[str]:
    """The changes of wording in sentences given as correct, sorted by code."""
    edits = (edit for example, answer in pairs if example.is_correct for edit in answer.wording)
    for edit in sorted(edits, key=lambda edit: edit.code):
        yield f"{edit.code} {edit.shown}"


def measure(options: argparse.Namespace) -> Iterator[str]:
    """The parts of the report."""
    examples = read_examples(rules_folder(options.rules))
    some = sample(examples, options.peer_sample, options.seed)
    answers: dict[str, list[tuple[Example, Answer]]] = {}
    for name, model in OURS.items():
        answers[name] = list(zip(examples, answers_of_ours(examples, model), strict=True))
    missing = []
    for system in chosen(options.systems) if options.peer_sample else []:
        if system.name == "nothing" or system.name in OURS:
            continue
        try:
            loaded = system.load()
        except (ImportError, OSError, MtrepairError):
            missing.append(f"{system.name} (`{system.install}`)")
            continue
        answers[system.name] = list(zip(some, answers_of_peer(some, loaded), strict=True))
    if options.show:
        print(*shown(answers["mtrepair"]), sep="\n", file=sys.stderr)
    correct = sum(example.is_correct for example in examples)
    yield (
        f"Measured at {commit()}: {correct:,} examples given as correct, "
        f"{len(examples) - correct:,} with a fault, "
        f"{sum(bool(example.corrected) for example in examples):,} of them with a correction. "
        f"Alternatives: `--peer-sample {options.peer_sample} --seed {options.seed}`, so many of "
        "each, first suggestions taken. Left out: what stands in comments, and examples that are "
        "said to trigger their rule wrongly.\n"
    )
    yield correct_table(answers)
    yield codes_table(answers)
    yield categories_table(answers)
    if missing:
        yield f"Not installed: {', '.join(missing)}.\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rules", type=Path, metavar="DIR", help="grammar.xml and style.xml")
    parser.add_argument("--systems", nargs="+", default=PEERS, metavar="NAME", help="alternatives")
    parser.add_argument("--peer-sample", type=int, default=2000, help="sentences of each; 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print changes of correct sentences")
    parser.add_argument("--out", type=Path, help="put the report there too")
    parser.add_argument("--name", default="now", help="the section of --out: now, before, ...")
    options = parser.parse_args(arguments)
    try:
        body = "\n".join(measure(options))
    except MtrepairError as error:
        print(f"refused: {error}", file=sys.stderr)
        return 2
    print(body)
    if options.out:
        put(options.out, options.name, body, heading=HEADING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
