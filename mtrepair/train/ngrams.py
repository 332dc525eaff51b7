"""The French n-gram model from corpora: read as tokens, counted, estimated, packed by KenLM."""

from __future__ import annotations

import os
import subprocess
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mtrepair.errors import InputError
from mtrepair.fluency.model import WEIGHTS
from mtrepair.fluency.tokens import known_form, tokens, true_case, word_class
from mtrepair.lexicon import load
from mtrepair.segment import sentences
from mtrepair.train.corpora import (
    HeldOut,
    hold_out,
    read_pairs,
    read_test_sets,
    rejection,
    touches_held_out,
)
from mtrepair.train.estimates import END, MOST_FORMS, START, estimated, ngrams, write_arpa
from mtrepair.train.recipe import Cleaning
from mtrepair.train.sources import inputs, source_of
from mtrepair.types import Span

# Forms that the model holds; the others are read as their class.
FEWEST, FEWEST_NAMES, FEWEST_CLASS = 12, 40, 50
# How often an n-gram of each order must be seen.
LEAST = (1, 2, 3, 3)
# Prose and news, a twentieth of the text, counts more than parliament, law and manuals; novels of
# the nineteenth century, nine million words of old dialogue, count at a quarter.
TIMES = {
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
    "canada-ca-blog": 3,
    "cds-canada-blog-2": 2,
    "us-gov-sites": 2,
    "covprehension": 3,
    "matos-mersenne-articles": 1,
    "privacyguides": 1,
    "blog_putaindecode": 2,
    "eltec_novels": 0.25,
    "libreoffice-help": 0.1,
    "postgresql-docs": 0.1,
    "gnome-help": 0.5,
    "matos-theses-earth": 0.5,
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
    out = _tokens(path, work)
    unfinished = out.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as file:
        for forms in token_lines(path, held_out):
            file.write(" ".join(forms) + "\n")
    unfinished.rename(out)


def counted(path: Path) -> Counter[str]:
    """How often each form stands in a file of tokens."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            counts.update(line.split())
    return counts


def vocabulary(files: Iterable[Path]) -> frozenset[str]:
    """The forms to keep, and the classes of the others that are frequent enough."""
    total: defaultdict[str, float] = defaultdict(float)
    for file in files:
        each = weight(file)
        for form, n in counted(file).items():
            total[form] += n * each
    kept = {form for form, n in total.items() if n >= _least(form)}
    classes: defaultdict[str, float] = defaultdict(float)
    for form, times in total.items():
        if form not in kept:
            classes[word_class(form)] += times
    return frozenset(kept | {name for name, n in classes.items() if n >= FEWEST_CLASS})


def _least(form: str) -> float:
    if form[0].isalpha() and form[0].islower():
        return FEWEST
    return FEWEST_NAMES if form[0].isalpha() else float("inf") if form[0].isdigit() else 1


def weight(file: Path) -> float:
    """How many times a file of tokens counts; of a fraction, that share of its sentences does."""
    return TIMES.get(source_of(Path(file.stem)), 1)


def token_ids(files: Iterable[Path], words: Sequence[str]) -> npt.NDArray[np.uint16]:
    """The sentences of all files end to end, as places in `words`, a file as often as it counts."""
    place = {word: i for i, word in enumerate(words)}
    id_of: dict[str, int] = {}
    parts = []
    for file in files:
        ids, times = array("H"), weight(file)
        with file.open(encoding="utf-8") as lines:
            for line in lines if times >= 1 else islice(lines, 0, None, round(1 / times)):
                forms = line.split()
                for form in forms:
                    if form not in id_of:
                        id_of[form] = place[known_form(form, place.__contains__)]
                ids.append(START)
                ids.extend([id_of[form] for form in forms])
                ids.append(END)
        parts += [np.frombuffer(ids, np.uint16)] * max(1, int(times))
    return np.concatenate(parts)


def write_ngrams(
    data: Path, work: Path, out: Path, *, tools: Path, without: Collection[str] = ()
) -> list[int]:
    """How many n-grams of each order the model has that was counted and written to `out`.

    Args:
        data: a data folder.
        work: takes some gigabytes of intermediate files, and keeps the tokens: a later call
            doesn't read the text of `data` again.
        out: folder of the model.
        tools: folder of KenLM's `build_binary`.
        without: sources to leave out, so that the model can be tried on text it has not seen.

    Raises:
        InputError: `data` has no corpora, `without` names none of them, `tools` lacks the
            program, or there are more forms than the counts have numbers for.
    """
    program = tools / "build_binary"
    if not program.is_file():
        raise InputError(
            f"there is no {str(program)!r}: compile build_binary from the source package of "
            "kenlm-ex (cmake, then make build_binary)"
        )
    paths = [path for path in inputs(data) if source_of(path) not in LEFT_OUT]
    unknown = sorted(set(without) - {source_of(path) for path in paths})
    if unknown:
        raise InputError(f"no source of {str(data)!r} is called {', '.join(map(repr, unknown))}")
    work.mkdir(parents=True, exist_ok=True)
    missing = [path for path in paths if not _tokens(path, work).exists()]
    if missing:
        held_out = hold_out(read_test_sets(data))
        missing.sort(key=lambda path: -path.stat().st_size)
        with Pool(os.cpu_count()) as pool:
            list(pool.imap(write_tokens, [(path, held_out, work) for path in missing]))
    kept = [path for path in paths if source_of(path) not in without]
    out.mkdir(parents=True, exist_ok=True)
    return write_model([_tokens(path, work) for path in kept], out, program)


def _tokens(path: Path, work: Path) -> Path:
    return work / f"{path.name}.tokens"


def write_model(files: Sequence[Path], out: Path, program: Path) -> list[int]:
    """How many n-grams of each order the model of some files of tokens has, written to `out`.

    Probabilities and back-offs take 8 bits each.

    Raises:
        InputError: there are more forms than keys have room for.
    """
    words = ["<unk>", "<s>", "</s>", *sorted(vocabulary(files))]
    if len(words) > MOST_FORMS:
        raise InputError(
            f"{len(words):,} forms are more than {MOST_FORMS:,}: raise FEWEST in {__name__}"
        )
    orders = estimated(ngrams(token_ids(files, words), len(LEAST)), LEAST, len(words) - 1)
    arpa = out / "french-4gram.arpa"
    write_arpa(orders, words, arpa)
    quantised = ["-q", "8", "-b", "8", "-a", "22", "trie"]
    subprocess.run([program, *quantised, arpa, out / WEIGHTS], check=True)
    arpa.unlink()
    return [len(order.keys) for order in orders]
