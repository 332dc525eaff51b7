"""How well MT101 splits words that lost their space.

    python -m benchmarks.studies.run_together --data D

Text: human-written French that built no lexicon. Joins come from D/wild/clean_press_dev.jsonl and
the French side of newstest2009 to newstest2012 in D/eval; intact words from edited text alone,
clean_press_dev, D/wild/clean_dev.jsonl and D/eval/flores-dev.fr, since the translators of newstest
lost spaces of their own ("personnesrassemblées", "dansle").

Joins: spaces between two letters are drawn at random, each is taken out of its sentence, and the
rule runs on that sentence. Right is a fix that puts back this space and does nothing else to the
two words. Drawn joins fall into strata:
    small       both words begin with a small letter: the headline figure;
    capital     the first word begins with a capital, be it a name or a sentence;
    inner       the second one does ("deMacron", "FrançoisHollande");
    word        the two make a word that the lexicon knows, or hunspell-fr-comprehensive if it is
                installed: nothing shows that a space is lost.
`--joins` of the first stratum are drawn; the others are what came up on the way.

`--held-out` takes the joins from newssyscomb2009 and newstest2013, which nobody read while the rule
was made.

Intact words: distinct words drawn at random from the same text, names, numbers and rare words
among them, each where it first stands. Changed is one that a safe fix of MT101 or MT102 touches.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

import mtrepair
from mtrepair.lexicon import load
from mtrepair.types import Edit, Finding, Safety, Span

_BORDER = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_WORD_BEFORE = re.compile(r"[^\W_]+\Z")
_YEARS = range(2009, 2013)


@dataclass(slots=True)
class Stratum:
    """Joins of one kind: how many were drawn, found, split right, and right by a safe fix."""

    drawn: int = 0
    found: int = 0
    right: int = 0
    right_safe: int = 0
    missed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Join:
    """A sentence that lost the space at `at`; the glued string is `text[start:end]`."""

    text: str
    start: int
    at: int
    end: int

    @property
    def glued(self) -> str:
        return self.text[self.start : self.end]

    @property
    def shown(self) -> str:
        return f"{self.text[self.start : self.at]}|{self.text[self.at : self.end]}"


def press(data: Path) -> list[str]:
    """Paragraphs of newspapers."""
    return _texts(data / "wild" / "clean_press_dev.jsonl")


def translations(data: Path) -> list[str]:
    """Sentences of newstest, whose translators lost a space here and there themselves."""
    return [line for year in _YEARS for line in _lines(data / "eval" / f"newstest{year}.fr")]


def held_out(data: Path) -> list[str]:
    """Sentences that had no part in making the rule."""
    names = ("newssyscomb2009.fr", "newstest2013.fr")
    return [line for name in names for line in _lines(data / "eval" / name)]


def edited(data: Path) -> list[str]:
    """Texts without such joins: newspapers, varied excerpts, FLORES."""
    return [
        *press(data),
        *_texts(data / "wild" / "clean_dev.jsonl"),
        *_lines(data / "eval" / "flores-dev.fr"),
    ]


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def joins(lines: list[str], rng: random.Random) -> Iterator[Join]:
    """Joins at borders drawn without repetition."""
    borders = [(line, match.start()) for line in lines for match in _BORDER.finditer(line)]
    for line, at in rng.sample(borders, len(borders)):
        left, right = _WORD_BEFORE.search(line, 0, at), _WORD.match(line, at + 1)
        assert left is not None
        assert right is not None
        text = line[:at] + line[at + 1 :]
        yield Join(text, left.start(), at, right.end() - 1)


def known_to_hunspell(words: Iterable[str]) -> set[str]:
    """Those of `words` that Debian's hunspell-fr-comprehensive knows; none without it."""
    if shutil.which("hunspell") is None:
        return set()
    words = set(words)
    command = ["hunspell", "-d", "fr", "-i", "utf-8", "-l"]
    unknown = subprocess.run(
        command, input="\n".join(words), capture_output=True, text=True, check=True
    ).stdout.split("\n")
    return words - set(unknown)


def stratum_of(join: Join, known: set[str]) -> str:
    """Which stratum a join falls into."""
    if join.text[join.at].isupper():
        return "inner"
    if join.glued in known or not load().unknown({join.glued}):
        return "word"
    return "capital" if join.glued[0].isupper() else "small"


def measure_join(join: Join, stratum: Stratum) -> None:
    """Run the rule on the sentence and count what it does to the glued words."""
    stratum.drawn += 1
    found = mtrepair.detect(join.text, select=("MT101",))
    touching = [finding for finding in found if finding.span.overlaps(Span(join.start, join.end))]
    right = Edit(Span(join.at, join.at), " ")
    stratum.found += bool(touching)
    if len(touching) == 1 and touching[0].fixes[0].edits == (right,):
        stratum.right += 1
        stratum.right_safe += touching[0].fixes[0].safety is Safety.SAFE
    else:
        stratum.missed.append(join.shown + " " + " ".join(_shown(f) for f in touching))


def measure_joins(lines: list[str], count: int, seed: int) -> dict[str, Stratum]:
    """The strata up to the join that makes `count` small ones."""
    strata = {name: Stratum() for name in ("small", "capital", "inner", "word")}
    drawn = joins(lines, random.Random(seed))
    candidates = [next(drawn) for _ in range(2 * count)]
    known = known_to_hunspell(join.glued for join in candidates)
    for join in candidates:
        if strata["small"].drawn == count:
            break
        measure_join(join, strata[stratum_of(join, known)])
    return strata


def measure_intact(lines: list[str], count: int, seed: int) -> dict[str, list[str]]:
    """Which of `count` distinct words a fix touches where they first stand, by its safety."""
    first: dict[str, tuple[str, Span]] = {}
    for line in lines:
        for match in _WORD.finditer(line):
            first.setdefault(match[0], (line, Span(*match.span())))
    touched: dict[str, list[str]] = {"safe": [], "unsafe": []}
    for word in random.Random(seed).sample(sorted(first), count):
        line, span = first[word]
        for finding in mtrepair.detect(line, select=("MT101", "MT102")):
            if finding.span.overlaps(span):
                safe = finding.fixes[0].safety is Safety.SAFE
                touched["safe" if safe else "unsafe"].append(_shown(finding))
    return touched


def _shown(finding: Finding) -> str:
    text = finding.text
    for edit in sorted(finding.fixes[0].edits, reverse=True):
        start, end = edit.span.start - finding.span.start, edit.span.end - finding.span.start
        text = text[:start] + edit.replacement.replace(" ", "·") + text[end:]
    return f"{text} ({finding.fixes[0].safety.name.lower()})"


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--joins", "count", default=500, show_default=True)
@click.option("--intact", default=5000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--held-out", "unread", is_flag=True, help="Joins from text nobody read.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the figures as JSON.")
def main(*, data: Path, count: int, intact: int, seed: int, unread: bool, out: Path | None) -> None:
    """Split 500 joins, leave 5,000 intact words alone."""
    lines = held_out(data) if unread else [*press(data), *translations(data)]
    strata = measure_joins(lines, count, seed)
    for name, s in strata.items():
        print(f"{name:8} {s.drawn:5} drawn  {s.found:5} found  {s.right:5} right", end="")
        print(f"  {s.right_safe:5} of them safe  {100 * s.right / max(1, s.drawn):6.2f} %")
        if name != "word":
            print("         missed: " + "; ".join(s.missed))
    touched = measure_intact(edited(data), intact, seed)
    changed = touched["safe"]
    print(f"intact   {intact} words  {len(changed)} changed  {100 * len(changed) / intact:.2f} %")
    print(f"         changed: {'; '.join(changed)}")
    print(f"         flagged, not changed: {'; '.join(touched['unsafe'])}")
    if out:
        figures = {
            "seed": seed,
            "joins": {name: {**asdict(s), "missed": len(s.missed)} for name, s in strata.items()},
            "intact": {"words": intact, "changed": len(touched["safe"])},
        }
        out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
