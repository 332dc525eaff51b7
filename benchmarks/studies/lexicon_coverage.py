"""What the lexicon knows, beside hunspell.

    python -m benchmarks.studies.lexicon_coverage --data D

Text: the press paragraphs and the newstest sentences of run_together.py, which built no lexicon.
hunspell and its dictionary are Debian's packages hunspell and hunspell-fr-comprehensive; they are a
yardstick and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import click

from benchmarks.studies.run_together import known_to_hunspell, press, translations
from mtrepair.lexicon import load

_LETTERS = re.compile(r"[^\W\d_]+")


def unknown_share(words: Counter[str], unknown: Collection[str]) -> float:
    """Percent of the running words that are in `unknown`."""
    return 100 * sum(words[word] for word in unknown) / words.total()


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True)
def main(data: Path) -> None:
    """Running words that the lexicon and hunspell don't know, and what they differ in."""
    words = Counter(
        word for line in [*press(data), *translations(data)] for word in _LETTERS.findall(line)
    )
    small = Counter({word: n for word, n in words.items() if word.islower()})
    hunspell = known_to_hunspell(words)
    if not hunspell:
        raise click.ClickException("needs Debian's hunspell and hunspell-fr-comprehensive")
    for name, table in (("all", words), ("small letters", small)):
        ours, theirs = load().unknown(table), set(table) - hunspell
        print(f"{name}: {table.total()} running words, {len(table)} distinct")
        print(f"  unknown: lexicon {unknown_share(table, ours):.2f} %", end="")
        print(f", hunspell {unknown_share(table, theirs):.2f} %")
        print(f"  distinct: lexicon alone lacks {len(ours - theirs)}", end="")
        print(f", hunspell alone {len(theirs - ours)}, both {len(ours & theirs)}")


if __name__ == "__main__":
    main()
