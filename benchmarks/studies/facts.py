"""How many lines keep all their numbers in English, and how many sentences their negation.

    python -m benchmarks.studies.facts --data DATA

Numbers: of the lines of a test set that have some, the share whose English has each, in digits
or in words; the same for what people wrote, who round, convert and leave out. Negations: the
sentences of `tests/cases/negations.jsonl`, each alike for a person with or without a negation.
`--show` prints the lines that lost one.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.studies.corpora import parallel_lines
from mtrepair.backends.shipped import TRANSLATION_MODEL
from mtrepair.score import corpus_scores
from mtrepair.translation import Translator
from mtrepair.translation.carried import missing_numbers
from mtrepair.translation.negation import Negation, negations_in_english
from mtrepair.translation.numbers import numbers

SETS = ("newstest2013", "flores200-devtest")
CASES = Path(__file__).parents[2] / "tests" / "cases" / "negations.jsonl"
# What a sentence of each kind may have in English; "hardly" may become "not" without a flip.
EXPECTED: dict[str, frozenset[Negation]] = {
    "guère": frozenset(("hardly", "not")),
    "que": frozenset(("only",)),
    "none": frozenset(),
}


class Line(NamedTuple):
    """A French line and an English one."""

    french: str
    english: str


def with_numbers(lines: Iterable[Line], *, in_words: bool) -> list[Line]:
    """The lines whose French has numbers, in digits or also in words.

    >>> with_numbers([Line("trois morts", ""), Line("3 morts", "")], in_words=False)
    [Line(french='3 morts', english='')]
    """
    return [line for line in lines if any(in_words or not n.in_words for n in numbers(line.french))]


def losing(lines: Iterable[Line], *, in_words: bool) -> list[Line]:
    """The lines whose English lacks one of their numbers."""

    def lost(line: Line) -> bool:
        figures = {n.english for n in numbers(line.french) if in_words or not n.in_words}
        return bool(figures.intersection(missing_numbers(line.french, line.english)))

    return [line for line in lines if lost(line)]


def is_kept(kind: str, english: str) -> bool:
    """Whether a sentence of a kind is negated in English as it is in French.

    >>> is_kept("guère", "There is little hope."), is_kept("none", "He never came.")
    (True, False)
    """
    found = negations_in_english(english)
    if kind == "none":
        return "not" not in found
    return bool(found & EXPECTED.get(kind, frozenset(("not",))))


def share(kept: int, total: int) -> str:
    """A share as the cell of a table.

    >>> share(199, 200)
    '99.5 % of 200'
    """
    return f"{100 * kept / total:.1f} % of {total:,}" if total else "-"


def number_row(name: str, system: str, lines: Sequence[Line], *, show: bool) -> str:
    """A row of the table of numbers; what was lost is printed with it."""
    cells = []
    for in_words in (False, True):
        some = with_numbers(lines, in_words=in_words)
        lost = losing(some, in_words=in_words)
        cells.append(share(len(some) - len(lost), len(some)))
        if show and in_words:
            for line in lost:
                missing = missing_numbers(line.french, line.english)
                print(f"{name}, {system}: {', '.join(missing)}\n  {line.french}\n  {line.english}")
    return f"| {name} | {system} | {' | '.join(cells)} |"


def numbers_table(sets: Sequence[str], data: Path, translator: Translator, *, show: bool) -> str:
    """Numbers kept, and BLEU and chrF, which must not suffer for them."""
    rows = ["| set | English | lines with numbers in digits | in digits or words |"]
    rows.append("|---|---|---:|---:|")
    for name in sets:
        french, references = parallel_lines(data, name)
        hypotheses = [found.text for found in translator.translate_many(french)]
        scores = corpus_scores(hypotheses, references, metrics=("BLEU", "chrF"))
        figures = ", ".join(f"{metric} {score.value:.2f}" for metric, score in scores.items())
        written = list(map(Line, french, hypotheses))
        rows.append(number_row(name, f"translate: {figures}", written, show=show))
        rows.append(number_row(name, "people", list(map(Line, french, references)), show=False))
    return "\n".join(rows)


def negations_table(translator: Translator, *, show: bool) -> str:
    """Sentences whose negation is kept, by the word that negates."""
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    english = [found.text for found in translator.translations([c["french"] for c in cases])]
    kept: Counter[str] = Counter()
    for case, written in zip(cases, english, strict=True):
        if is_kept(case["kind"], written):
            kept[case["kind"]] += 1
        elif show:
            print(f"negation: {case['french']}\n  {written}")
    kinds = Counter(case["kind"] for case in cases)
    rows = ["| negation | kept |", "|---|---:|"]
    rows += [f"| {kind} | {share(kept[kind], total)} |" for kind, total in kinds.items()]
    return "\n".join([*rows, f"| all | {share(kept.total(), len(cases))} |"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", default=TRANSLATION_MODEL)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--show", action="store_true", help="print the lines that lost one")
    options = parser.parse_args()
    translator = Translator(model=options.model)
    print(numbers_table(options.sets, options.data, translator, show=options.show))
    print()
    print(negations_table(translator, show=options.show))


if __name__ == "__main__":
    main()
