"""What detect_html and clean_html do to pages made of open text, damaged and not.

`python -m benchmarks.studies.pages --data DATA [--pages 300] [--mutations 10000]` writes
`benchmarks/results/pages.md`. DATA is the data folder; lxml is asked for the trees.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.harness.pages import MadePage, made_page
from benchmarks.harness.sets import data_folder
from mtrepair.cleaner import Cleaner
from mtrepair.errors import InputError
from mtrepair.types import Finding

RESULTS = Path(__file__).parent.parent / "results" / "pages.md"
SOURCES = ("wikinews_winer", "wiki_piaf", "gov_canada_snc", "blog_putaindecode", "an_mariage")
PARAGRAPHS, LONGEST = 6, 1200
DAMAGE = 0.3
CODES = ("MT101", "MT103")
# In one line; half a million characters, doubled.
SIZES = (625_000, 1_250_000, 2_500_000, 5_000_000)
MUTATED = 1500
_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;")


def page_texts(data: Path, pages: int) -> list[list[str]]:
    """The paragraphs of each page, from several sources in turn."""
    found: list[list[str]] = []
    for name in SOURCES:
        with lzma.open(data / "french" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            lines = [line.strip() for line in file if 100 < len(line) < LONGEST]
        rng = random.Random(name)
        found += [rng.sample(lines, PARAGRAPHS) for _ in range(-(-pages // len(SOURCES)))]
    return found[:pages]


class Borders:
    """Counts of lost spaces at tags' borders, found and not, by kind."""

    def __init__(self) -> None:
        self.there: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right = self.wrong = 0

    def add(self, places: Sequence[int], kinds: Sequence[str], findings: Iterable[Finding]) -> None:
        """Count what was found in a text that lost its spaces at these places."""
        kind_of = dict(zip(places, kinds, strict=True))
        self.there.update(kinds)
        hit: set[int] = set()
        for finding in findings:
            if finding.code in CODES:
                edits = [edit for fix in finding.fixes for edit in fix.edits]
                own = {edit.span.start for edit in edits if not len(edit.span)} & set(places)
                hit |= own
                self.right += bool(own)
                self.wrong += not own
        self.found.update(kind_of[place] for place in hit)

    def row(self) -> str:
        """Recall of each kind and of all, and precision, in percent."""
        shares = [_share(self.found[kind], self.there[kind]) for kind in ("word", "mark")]
        shares.append(_share(self.found.total(), self.there.total()))
        return " | ".join([*shares, _share(self.right, self.right + self.wrong)])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} % ({part} of {whole})" if whole else "-"


def markup_of(page: str) -> Counter[str]:
    """The tags, comments and entities of a page."""
    return Counter(_MARKUP.findall(page))


def tree_of(page: str) -> Any:
    """The tree that lxml makes of a page, without its text."""
    from lxml import html

    def of(node: Any) -> Any:
        return str(node.tag), sorted(node.attrib.items()), [of(child) for child in node]

    return of(html.document_fromstring(page))


def mutations(pages: Sequence[str], number: int) -> Iterator[str]:
    """Pieces of pages with something cut, put in or said twice, at random."""
    rng = random.Random(17)
    signs = [
        "<",
        ">",
        "&",
        "\0",
        "\ud800",
        "<!--",
        "</b>",
        '"',
        "<a href='",
        "&#x",
        "<pre>",
        "\u200b",
    ]
    for _ in range(number):
        page = rng.choice(pages)
        start = rng.randrange(len(page))
        piece = page[start : start + rng.randrange(MUTATED)]
        for _ in range(rng.randint(1, 8)):
            at, to = sorted((rng.randrange(len(piece) + 1), rng.randrange(len(piece) + 1)))
            to = min(to, at + 40)
            new = rng.choice([*signs, piece[at:to] * 2, ""])
            piece = piece[:at] + new + piece[to:]
        yield piece


def crashes(pages: Sequence[str], number: int, house: Cleaner) -> int:
    """How many mutations raise an error, or lose a tag's sign."""
    bad = 0
    for page in mutations(pages, number):
        try:
            cleaned = house.clean_html(page).text
            bad += cleaned.count("<") != page.count("<")
        except Exception as error:  # any error is what is counted
            print(f"{error!r}: {page!r}")
            bad += 1
    return bad


def seconds(texts: Sequence[Sequence[str]], size: int, house: Cleaner) -> float:
    """Seconds on the processor that `detect_html` takes for one line of so many characters."""
    pages = [made_page(own, seed, damage=DAMAGE).source for seed, own in enumerate(texts)]
    line = "".join(pages).replace("\n", " ")
    while len(line) < size:
        line += line
    start = time.process_time()
    house.detect_html(line[:size])
    return time.process_time() - start


def measured(texts: Sequence[Sequence[str]], house: Cleaner) -> dict[str, Any]:
    """What is found in the pages and in their text, and what becomes of the markup."""
    html, text = Borders(), Borders()
    tally: Counter[str] = Counter()
    for seed, own in enumerate(texts):
        plain = made_page(own, seed)
        repair = house.clean_html(plain.source)
        fixed = any(finding.fixes for finding in repair.findings)
        tally["untouched"] += repair.text == plain.source
        tally["changed without a finding"] += repair.text != plain.source and not fixed
        tally["edits on the undamaged"] += len(repair.edits)
        tally["MT101 and MT103 on the undamaged"] += sum(f.code in CODES for f in repair.findings)
        damaged = made_page(own, seed, damage=DAMAGE)
        tally.update(_kept(plain, repair.text))
        repair = house.clean_html(damaged.source)
        tally.update(_kept(damaged, repair.text))
        html.add(damaged.lost, damaged.kinds, house.detect_html(damaged.source))
        text.add(damaged.lost_in_text, damaged.kinds, house.detect(damaged.text))
    return {"html": html, "text": text, "tally": tally}


def _kept(page: MadePage, cleaned: str) -> Counter[str]:
    return Counter(
        {
            "markup lost": int(markup_of(page.source) != markup_of(cleaned)),
            "tree changed": int(tree_of(page.source) != tree_of(cleaned)),
        }
    )


def report(pages: int, found: dict[str, Any], bad: int, mutated: int, times: list[float]) -> str:
    """The results as Markdown."""
    tally = found["tally"]
    growth = "\n".join(
        f"| {size:,} | {own:.1f} | {own / times[0]:.2f} |"
        for size, own in zip(SIZES, times, strict=False)
    )
    return f"""# Pages with markup

`python -m benchmarks.studies.pages --data DATA --pages {pages} --mutations {mutated}`: pages of
{PARAGRAPHS} paragraphs of open text ({", ".join(SOURCES)}), with nested and overlapping inline
elements, entities, comments, tables and lists, by `benchmarks/harness/pages.py`; each once as it is
and once with {DAMAGE:.0%} of the spaces at tags' borders taken away. Rules alone.

## Spaces lost at the border of a tag

A lost space is found where a finding of MT101 or MT103 puts one in its very place; what else these
codes flag counts against precision, human slips included.

| read as | recall, between words | behind a mark | both | precision |
|---|---|---|---|---|
| HTML | {found["html"].row()} |
| the same without its tags | {found["text"].row()} |

## What stays

| of {pages} pages, damaged and not | |
|---|---:|
| undamaged pages that come back byte for byte | {tally["untouched"]} |
| pages changed without a finding | {tally["changed without a finding"]} |
| edits on the undamaged pages | {tally["edits on the undamaged"]} |
| MT101 and MT103 on the undamaged pages | {tally["MT101 and MT103 on the undamaged"]} |
| repaired pages that lost a tag, an attribute, a comment or an entity | {tally["markup lost"]} |
| repaired pages whose tree, apart from text, is another | {tally["tree changed"]} |
| of {mutated:,} random mutations, those that crash or lose a tag | {bad} |

## Time for one line

| characters | seconds of the processor | times the first |
|---:|---:|---:|
{growth}
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    data = data_folder(options.data)
    if data is None:
        raise InputError("the study reads open text: give --data a folder")
    house = Cleaner(language_model=None)
    texts = page_texts(data, options.pages)
    found = measured(texts, house)
    pages = [made_page(own, seed, damage=DAMAGE).source for seed, own in enumerate(texts)]
    bad = crashes(pages, options.mutations, house)
    times = [seconds(texts, size, house) for size in SIZES]
    written = report(len(texts), found, bad, options.mutations, times)
    options.out.write_text(written, encoding="utf-8")
    print(written)


if __name__ == "__main__":
    main()
