"""What the comparison with the English source finds in human translations, as they are and changed.

    python -m benchmarks.studies.source --data DATA

Test sets are put together into articles of some lines each. As they are, what is found is false
or a slip of the translator's: `--show CODE` prints it. Changed once each, by rules that share
nothing with the code, what is found at the place of the change counts. `--machine` prints findings
in real machine-translated text; `--speed` says what it takes beside `detect` without a source.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.studies.corpora import machine_segments, parallel_lines
from mtrepair import detect
from mtrepair.source import Difference, differences

SETS = ("newstest2009", "newstest2010", "newstest2011", "newstest2012", "flores-dev")
LINES = 12
ROUNDS = 5
SEED = 18


class Article(NamedTuple):
    """Lines of French, and the English that they translate."""

    french: tuple[str, ...]
    english: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.french)

    @property
    def source(self) -> str:
        return "\n\n".join(self.english)


class Change(NamedTuple):
    """An article that was changed once.

    Attributes:
        kind: what was done.
        code: what should be found.
        line: number of the French or, where that is gone, the English line.
        is_gone: whether a French line was taken out.
    """

    article: Article
    kind: str
    code: str
    line: int
    start: int
    end: int
    is_gone: bool = False


def articles(data: Path, name: str) -> list[Article]:
    """A test set as articles."""
    french, english = parallel_lines(data, name)
    return [
        Article(tuple(french[at : at + LINES]), tuple(english[at : at + LINES]))
        for at in range(0, len(french), LINES)
    ]


Write = Callable[[str, random.Random], tuple[str, int, int] | None]


def _replaced(line: str, match: re.Match[str], new: str) -> tuple[str, int, int]:
    return (
        line[: match.start()] + new + line[match.end() :],
        match.start(),
        match.start() + len(new),
    )


def _one(line: str, pattern: str, rng: random.Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, line))
    return rng.choice(found) if found else None


def number_changed(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """Another digit in a number of two digits or more."""
    match = _one(line, r"(?<![\w.,:/-])\d{2,4}(?![\w:/-]|[.,]\d)", rng)
    if match is None:
        return None
    at = rng.randrange(len(match[0]))
    digit = rng.choice([d for d in "123456789" if d != match[0][at]])
    return _replaced(line, match, match[0][:at] + digit + match[0][at + 1 :])


def digits_swapped(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """Two digits in the wrong order."""
    match = _one(line, r"(?<![\w.,:/-])[1-9](?!(.)\1)\d{1,3}(?![\w:/-]|[.,]\d)", rng)
    if match is None:
        return None
    at = rng.randrange(len(match[0]) - 1)
    one, other = match[0][at], match[0][at + 1]
    if one == other or (at == 0 and other == "0"):
        return None
    return _replaced(line, match, match[0][:at] + other + one + match[0][at + 2 :])


WORDS = "deux trois quatre cinq six sept huit dix douze quinze vingt trente cinquante".split()


def word_changed(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """Another number in words."""
    match = _one(line, rf"(?<![\w-])(?:{'|'.join(WORDS)})(?![\w-])", rng)
    if match is None:
        return None
    return _replaced(line, match, rng.choice([word for word in WORDS if word != match[0]]))


UNITS = {
    "millions": "milliards", "milliards": "millions", "euros": "dollars", "dollars": "euros",
    "heures": "jours", "jours": "heures", "ans": "mois", "mois": "ans", "kilomètres": "mètres",
    "km": "m", "%": "euros", "minutes": "heures", "semaines": "mois", "kg": "tonnes",
}  # fmt: skip


def unit_changed(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """Another unit behind digits."""
    match = _one(line, rf"(?<=\d[\s\u00a0])(?:{'|'.join(UNITS)})(?!\w)", rng)
    return _replaced(line, match, UNITS[match[0]]) if match else None


NAMES = (
    "Kowalski Marseille Fernandes Lemoine Okafor Varsovie Delacroix Haddad Toronto Nakamura".split()
)


def name_replaced(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """Another name in the place of a capitalised word inside a sentence."""
    match = _one(line, r"(?<=[a-zéèê,] )[A-Z][a-zéèêëïô]{3,}(?![\w'’-])", rng)
    return _replaced(line, match, rng.choice(NAMES)) if match else None


def negation_dropped(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """A "ne … pas" taken out."""
    match = _one(
        line,
        r"(?i)\b(?:ne |n['’])([\w'’-]+(?: [\w'’-]+)??) (?:pas|jamais)\b(?! (?:seul|moins|que))",
        rng,
    )
    return _replaced(line, match, match[1]) if match else None


# Where the English has none of these, it says what was denied otherwise: "unhurt", "avoided".
DENIED = re.compile(
    r"(?i)\b(?:not|no|never|cannot|nor|neither|none|nothing|nobody|without)\b|n['’]t\b"
)


AFFIRMED = r"(?<=[a-zé] )(est|sont|a|ont|peut|était|sera|doit|va|étaient|avait|fait)(?= [a-zé])"


def negation_added(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """A "ne … pas" put around a verb."""
    if re.search(r"\b(?:ne|pas|jamais|rien|aucune?|sans|ni|personne|que|qu)\b|\bn['’]", line):
        return None
    match = _one(line, AFFIRMED, rng)
    if match is None:
        return None
    ne = "n’" if match[0][0] in "aeoéê" else "ne "
    return _replaced(line, match, f"{ne}{match[0]} pas")


def clause_dropped(line: str, rng: random.Random) -> tuple[str, int, int] | None:
    """What stands between two commas, eight words or more, taken out."""
    match = _one(line, r",(?: [^\s,;:.!?«»\"]+){8,}(?=[,.])", rng)
    return _replaced(line, match, "") if match else None


KINDS: dict[str, tuple[str, Write]] = {
    "a digit changed": ("MT701", number_changed),
    "two digits swapped": ("MT701", digits_swapped),
    "a number in words changed": ("MT701", word_changed),
    "a unit changed": ("MT701", unit_changed),
    "a name replaced": ("MT702", name_replaced),
    "a negation dropped": ("MT705", negation_dropped),
    "a negation added": ("MT705", negation_added),
    "a clause dropped": ("MT703", clause_dropped),
}


def changes(article: Article, others: Sequence[Article], rng: random.Random) -> Iterator[Change]:
    """The article with each kind of change once, where it has a place for it."""
    for kind, (code, write) in KINDS.items():
        places = list(range(len(article.french)))
        rng.shuffle(places)
        for line in places:
            written = write(article.french[line], rng)
            if written is not None:
                new, start, end = written
                french = (*article.french[:line], new, *article.french[line + 1 :])
                yield Change(article._replace(french=french), kind, code, line, start, end)
                break
    line = rng.randrange(len(article.french))
    if len(article.french[line].split()) > 4:
        french = article.french[:line] + article.french[line + 1 :]
        gone = article._replace(french=french)
        yield Change(gone, "a sentence dropped", "MT703", line, 0, 0, is_gone=True)
    stranger = rng.choice(rng.choice(others).french)
    if len(stranger.split()) > 4:
        french = (*article.french[:line], stranger, *article.french[line:])
        added = article._replace(french=french)
        yield Change(added, "a sentence added", "MT704", line, 0, len(stranger))


def is_found(change: Change, found: Sequence[Difference]) -> bool:
    """Whether a finding of the right code is at the place of the change."""
    lines = (
        change.article.english
        if change.is_gone or change.code == "MT703"
        else change.article.french
    )
    start = sum(len(line) + 2 for line in lines[: change.line])
    end = start + len(lines[change.line])
    if change.code != "MT703":
        start, end = start + change.start, start + change.end
    near = 40 if change.code in ("MT701", "MT705") else 0
    for one in found:
        span = one.source_span if change.code == "MT703" else one.span
        if one.code == change.code and span.start <= end + near and span.end >= start - near:
            return True
    # A lost number, name or negation has its place in the source: the line.
    start = sum(len(line) + 2 for line in change.article.english[: change.line])
    end = (
        start + len(change.article.english[change.line])
        if change.line < len(change.article.english)
        else start
    )
    return any(one.code == change.code and start <= one.source_span.start < end for one in found)


def table(data: Path, sets: Sequence[str], show: str) -> str:
    """False findings per 1,000 words, and the share of changes that are found."""
    rows: list[str] = []
    everything = {name: articles(data, name) for name in sets}
    counts: Counter[str] = Counter()
    words = 0
    for name, own in everything.items():
        for number, article in enumerate(own):
            words += len(article.text.split())
            found = differences(article.text, article.source)
            counts.update(one.code for one in found)
            if show:
                _print(f"{name} {number}", article, [one for one in found if one.code == show])
    rows += ["| as they are | per 1,000 words |", "|---|---:|"]
    rows += [f"| {code} | {1000 * counts[code] / words:.2f} |" for code in sorted(counts)]
    rows += [f"| all, {words:,} words | {1000 * counts.total() / words:.2f} |", ""]
    rng = random.Random(SEED)
    tried: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for own in everything.values():
        for article in own:
            for change in changes(article, own, rng):
                ok = is_found(change, differences(change.article.text, change.article.source))
                kinds = [change.kind]
                if kinds == ["a negation dropped"] and DENIED.search(
                    change.article.english[change.line]
                ):
                    kinds.append("of these, what the English denies in so many words")
                for kind in kinds:
                    tried[kind] += 1
                    hit[kind] += ok
                if show == change.kind and not ok:
                    print("" if change.is_gone else change.article.french[change.line])
                    print(" ", change.article.english[change.line])
    rows += ["| changed once | found |", "|---|---:|"]
    rows += [f"| {kind} | {100 * hit[kind] / n:.1f} % of {n:,} |" for kind, n in tried.items()]
    return "\n".join(rows)


def speed(data: Path, sets: Sequence[str]) -> str:
    """What `detect` takes with a source and without, by turns; the best of each counts."""
    own = [article for name in sets for article in articles(data, name)]
    ways: dict[str, Callable[[Article], object]] = {
        "detect(text)": lambda article: detect(article.text),
        "detect(text, source=…)": lambda article: detect(article.text, source=article.source),
    }
    best = dict.fromkeys(ways, math.inf)
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begin = time.process_time()
            for article in own:
                way(article)
            best[name] = min(best[name], time.process_time() - begin)
    letters = sum(len(article.text) for article in own)
    alone = next(iter(best.values()))
    rows = [f"| {letters:,} characters | CPU-seconds | times |", "|---|---:|---:|"]
    rows += [f"| {name} | {taken:.2f} | {taken / alone:.1f} |" for name, taken in best.items()]
    return "\n".join(rows)


def _print(name: str, article: Article, found: Sequence[Difference]) -> None:
    for one in found:
        a, b = max(0, one.span.start - 100), max(0, one.source_span.start - 100)
        print(f"{name} {one.code} {one.confidence}: {one.message}")
        print("   ", article.text[a : one.span.end + 100].replace("\n", " "))
        print("   ", article.source[b : one.source_span.end + 100].replace("\n", " "))


def machine(data: Path, number: int) -> None:
    """Findings in real machine-translated segments, drawn at random."""
    rng = random.Random(SEED)
    found: list[tuple[str, Article, Difference]] = []
    for path in sorted(data.glob("mt/*.jsonl.xz")):
        if path.name.startswith("llm-"):
            continue
        for french, english in machine_segments(path):
            article = Article((french,), (english,))
            found += [(path.name, article, one) for one in differences(french, english)]
    print(len(found), Counter(one.code for _, _, one in found))
    for name, article, one in rng.sample(found, min(number, len(found))):
        _print(name, article, [one])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--show", default="", help="a code, or a kind of change that is missed")
    parser.add_argument(
        "--machine", type=int, default=0, metavar="N", help="print so many findings"
    )
    parser.add_argument("--speed", action="store_true", help="measure what it takes")
    options = parser.parse_args()
    if options.speed:
        print(speed(options.data, options.sets))
    elif options.machine:
        machine(options.data, options.machine)
    else:
        print(table(options.data, options.sets, options.show))


if __name__ == "__main__":
    main()
