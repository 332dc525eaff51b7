"""Builds the language model: `python models/french-4gram/build.py DATA_FOLDER TOOLS_FOLDER WORK`.

TOOLS_FOLDER holds `build_binary`, compiled from the source package of `kenlm-ex` (cmake, then
`make build_binary`). WORK takes some gigabytes of intermediate files.
"""

from __future__ import annotations

import subprocess
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import Pool
from pathlib import Path

import estimate
import numpy as np
import numpy.typing as npt

from mtrepair.fluency.tokens import known_form, tokens, true_case, word_class
from mtrepair.lexicon import load
from mtrepair.lexicon.build import inputs, source_of
from mtrepair.segment import sentences
from mtrepair.train.corpora import (
    HeldOut,
    hold_out,
    read_pairs,
    read_test_sets,
    rejection,
    touches_held_out,
)
from mtrepair.train.recipe import Cleaning
from mtrepair.types import Span

HERE = Path(__file__).parent

# Forms that the model holds; the others are read as their class.
FEWEST, FEWEST_NAMES, FEWEST_CLASS = 12, 40, 50
# How often an n-gram of each order must be seen.
LEAST = (1, 2, 3, 3)
# Prose and news, a twentieth of the text, counts more than parliament, law and manuals.
REPEATED = {
    "wikinews_winer": 4,
    "ud_gsd": 4,
    "ud_sequoia": 4,
    "wiki_piaf": 4,
    "wiki_vikidia": 3,
    "transread-novels": 2,
    "tico19-tm": 3,
    "cds-canada-blog": 2,
    "gov_numerique": 2,
    "speech_macron_covid": 3,
    "tatoeba": 2,
}
LEFT_OUT = {"debian-security", "php-docs", "python-docs", "an_amendements"}


def token_lines(path: Path, held_out: HeldOut) -> Iterator[list[str]]:
    """The sentences of a corpus as true-cased tokens, test sets and English left out."""
    lexicon = load()
    french = Cleaning(drop_copies=False, check_language=True)
    for line, _ in read_pairs(path):
        if rejection((line, line), french, ("fr", "fr")) or touches_held_out(line, held_out):
            continue
        for sentence in sentences(line, Span(0, len(line))):
            found = tokens(line, sentence.start, sentence.end)
            forms = [true_case(token, lexicon).replace(" ", "") for token in found]
            if forms and not sentence.of(line).isupper():
                yield forms


def write_tokens(arguments: tuple[Path, HeldOut, Path]) -> None:
    """Write the sentences of one corpus, a line each."""
    path, held_out, work = arguments
    with (work / f"{path.name}.tokens").open("w", encoding="utf-8") as out:
        for forms in token_lines(path, held_out):
            out.write(" ".join(forms) + "\n")


def counted(path: Path) -> Counter[str]:
    """How often each form stands in a file of tokens."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(line.split())
    return counts


def vocabulary(files: Iterable[Path]) -> frozenset[str]:
    """The forms to keep, and the classes of the others that are frequent enough."""
    total: Counter[str] = Counter()
    for file in files:
        times = weight(file)
        for form, n in counted(file).items():
            total[form] += n * times
    kept = {form for form, n in total.items() if n >= _least(form)}
    classes: Counter[str] = Counter()
    for form, n in total.items():
        if form not in kept:
            classes[word_class(form)] += n
    return frozenset(kept | {name for name, n in classes.items() if n >= FEWEST_CLASS})


def _least(form: str) -> float:
    if form[0].isalpha() and form[0].islower():
        return FEWEST
    return FEWEST_NAMES if form[0].isalpha() else float("inf") if form[0].isdigit() else 1


def weight(file: Path) -> int:
    """How many times a file of tokens counts."""
    return REPEATED.get(source_of(Path(file.stem)), 1)


def token_ids(files: Iterable[Path], words: Sequence[str]) -> npt.NDArray[np.uint16]:
    """The sentences of all files end to end, as places in `words`, a file as often as it counts."""
    place = {word: i for i, word in enumerate(words)}
    id_of: dict[str, int] = {}
    parts = []
    for file in files:
        ids = array("H")
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                forms = line.split()
                for form in forms:
                    if form not in id_of:
                        id_of[form] = place[known_form(form, place.__contains__)]
                ids.append(estimate.START)
                ids.extend([id_of[form] for form in forms])
                ids.append(estimate.END)
        parts += [np.frombuffer(ids, np.uint16)] * weight(file)
    return np.concatenate(parts)


def main(arguments: list[str]) -> None:
    """Tokens, vocabulary, estimate."""
    data, tools, work = map(Path, arguments)
    work.mkdir(parents=True, exist_ok=True)
    held_out = hold_out(read_test_sets(data))
    paths = [p for p in inputs(data) if source_of(p) not in LEFT_OUT]
    paths.sort(key=lambda path: -path.stat().st_size)
    with Pool(2) as pool:
        list(pool.imap(write_tokens, [(path, held_out, work) for path in paths]))
    model(tools, work)


def model(tools: Path, work: Path, out: Path = HERE) -> None:
    """The model of all files of tokens in `work`: probabilities and back-offs in 8 bits."""
    files = sorted(work.glob("*.tokens"))
    words = ["<unk>", "<s>", "</s>", *sorted(vocabulary(files))]
    if len(words) > estimate.MOST_FORMS:
        sys.exit(f"{len(words)} forms are more than {estimate.MOST_FORMS}: raise FEWEST")
    grams = estimate.counted(token_ids(files, words), len(LEAST))
    orders = estimate.estimated(grams, LEAST, len(words) - 1)
    print([len(order.keys) for order in orders], flush=True)
    arpa = work / "french-4gram.arpa"
    estimate.write_arpa(orders, words, arpa)
    quantised = ["-q", "8", "-b", "8", "-a", "22", "trie"]
    binary = out / "french-4gram.klm"
    subprocess.run([tools / "build_binary", *quantised, arpa, binary], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
