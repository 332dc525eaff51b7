"""Wording edits per 100,000 words of human French, by code and by kind of text, and their verdicts.

    python -m benchmarks.studies.harm --data DATA [--out benchmarks/results/harm.md] [--show]

Human French needs no change of wording: most of what is counted is harm, some mends a misprint.
What a reader said of each edit stands in `results/harm_verdicts.jsonl`, without the sentence it was
read in; an edit without a verdict counts as unread. `--show` prints each with its context,
`--unread FILE` writes those that wait for one, to be filled in with right, harmless or wrong. The
alternatives have their first suggestion taken, on a part of the same texts.
"""

from __future__ import annotations

import argparse
import heapq
import json
import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import mtrepair
from benchmarks import HOME
from benchmarks.harness.catalogue import chosen
from benchmarks.harness.results import commit
from benchmarks.harness.sets import data_folder
from benchmarks.harness.systems import Repair, System
from benchmarks.harness.tables import markdown_table, number, percent, put
from benchmarks.studies import wording
from benchmarks.studies.wording import Wording
from mtrepair.cleaner import LANGUAGE_MODEL
from mtrepair.errors import InputError, MtrepairError, RefusedScore

RESULTS = HOME / "results"
VERDICTS = RESULTS / "harm_verdicts.jsonl"
# With the language model that `clean` asks, if any.
OURS: dict[str, str | None] = {"mtrepair": LANGUAGE_MODEL, "mtrepair-rules": None}
# Ours with a repair model behind the language model.
REPAIR = "mtrepair-repair"
JUDGED = ("right", "harmless", "wrong")
HEADING = """# Harm: what is done to the wording of human French

Each section is written by `python -m benchmarks.studies.harm --data DATA --out
benchmarks/results/harm.md --name SECTION`; `benchmarks/README.md` says what counts as a change of
wording and as right.
"""
# The files whose words the shipped language model and lexicon have counted.
READ_BY_THE_MODEL = Path(mtrepair.__file__).parent / "lexicon" / "SOURCES.tsv"
FEWEST_WORDS = 4

KINDS: dict[str, tuple[str, ...]] = {
    "press": ("wild/clean_press_large.jsonl.xz",),
    "novels": ("french/eltec_novels.txt.xz",),
    "speech": (
        "parallel/europarl-0.tsv.xz",
        "french/an_mariage.txt.xz",
        "parallel/diabla.tsv.xz",
    ),
    "blogs": (
        "french/blog_putaindecode.txt.xz",
        "parallel/canada-ca-blog.tsv.xz",
        "parallel/cds-canada-blog-2.tsv.xz",
        "parallel/covprehension.tsv.xz",
    ),
    "science": (
        "parallel/matos-mersenne-articles.tsv.xz",
        "parallel/matos-nlp-abstracts.tsv.xz",
        "parallel/matos-theses-earth.tsv.xz",
    ),
    "manuals": (
        "parallel/debian-manuals.tsv.xz",
        "parallel/debian-install-guide.tsv.xz",
        "parallel/gnome-help.tsv.xz",
    ),
}
# Real machine translations: no harm is counted there, but what a model adds can be read.
MACHINE = {"machine": tuple(f"mt/ms-{name}.jsonl.xz" for name in (
    "azure-rms", "biztalk", "cpp", "mdop", "office-js", "quantum"
))}  # fmt: skip


class Key(NamedTuple):
    """What a verdict is about: an edit by its words, its code, and the kind of text."""

    old: str
    new: str
    code: str
    kind: str


Verdicts = Mapping[Key, str]


def read_verdicts(file: Path) -> dict[Key, str]:
    """The verdicts of a reader.

    Raises:
        RefusedScore: a row has other keys, another verdict, a text too long to be an edit, or
            contradicts an earlier one.
    """
    found: dict[Key, str] = {}
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    for number_, line in enumerate(lines, start=1):
        row = json.loads(line)
        where = f"{file.name}, line {number_}"
        if set(row) != {"edit", "code", "kind", "verdict"} or len(row["edit"]) != 2:
            raise RefusedScore(f"{where}: a verdict has edit [old, new], code, kind and verdict")
        if row["verdict"] not in JUDGED:
            raise RefusedScore(f"{where}: {row['verdict']!r} is none of {', '.join(JUDGED)}")
        for words in row["edit"]:
            if wording.brief(words) != words:
                raise RefusedScore(f"{where}: {words!r} is too long: edited words, no sentence")
        old, new = row["edit"]
        key = Key(old, new, row["code"], row["kind"])
        if found.setdefault(key, row["verdict"]) != row["verdict"]:
            raise RefusedScore(f"{where}: {key.old!r} → {key.new!r} has another verdict above")
    return found


def verdict_rows(edits: Iterable[tuple[str, Wording]], verdicts: Verdicts) -> Iterator[str]:
    """A line for each edit, by kind of text, that has no verdict yet."""
    for key in dict.fromkeys(key_of(kind, edit) for kind, edit in edits):
        if key not in verdicts:
            row = {"edit": [key.old, key.new], "code": key.code, "kind": key.kind, "verdict": ""}
            yield json.dumps(row, ensure_ascii=False)


def key_of(kind: str, edit: Wording) -> Key:
    return Key(*edit.words, edit.code, kind)


def read_texts(file: Path) -> Iterator[str]:
    """The French texts of a file of the data folder: one a line, the first column of a pair."""
    if not file.is_file():
        raise InputError(f"{file} is not there; give --data the folder that has it")
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line) if ".jsonl" in file.suffixes else {"text": line.split("\t")[0]}
            text: str = row["text"] if "text" in row else row["mt"]
            yield text.rstrip("\n")


def drawn(file: Path, words: int, seed: int) -> list[str]:
    """Different texts of the file by chance, until they have so many words."""
    rng = random.Random(f"{seed} {file.name}")
    texts = (text for text in read_texts(file) if len(text.split()) >= FEWEST_WORDS)
    picked = heapq.nsmallest(words // FEWEST_WORDS + 1, texts, key=lambda _: rng.random())
    return list(first_words(dict.fromkeys(picked), words))


def first_words(texts: Iterable[str], words: int) -> Iterator[str]:
    """The first of the texts, until they have so many words."""
    for text in texts:
        if words <= 0:
            return
        yield text
        words -= len(text.split())


def texts_of(kind: str, data: Path, *, words: int, seed: int) -> list[str]:
    """Texts of a kind, the same number of words from each of its files where they have them."""
    files = (KINDS | MACHINE)[kind]
    each = -(-words // len(files))
    return [text for file in files for text in drawn(data / file, each, seed)]


def edits_of_ours(
    texts: Sequence[str], model: str | Path | None, repair_model: str | None = None
) -> list[Wording]:
    repairs = mtrepair.clean_many(texts, language_model=model, repair_model=repair_model)
    return [edit for repair in repairs for edit in wording.of_repair(repair)]


def edits_of_peer(repair: Repair, texts: Sequence[str]) -> list[Wording]:
    return [edit for text in texts for edit in wording.of_rewrite(text, repair(text))]


def word_total(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def rate(edits: int, words: int) -> float:
    """So many edits, per 100,000 words."""
    return 1e5 * edits / max(1, words)


def judged(kind: str, edits: Iterable[Wording], verdicts: Verdicts) -> Counter[str]:
    """How many edits are right, harmless, wrong, unread."""
    return Counter(verdicts.get(key_of(kind, edit), "unread") for edit in edits)


def judged_cells(tally: Counter[str]) -> list[str]:
    read = sum(tally[verdict] for verdict in JUDGED)
    share = percent(tally["right"] / read, 0) if read else "-"
    return [*(str(tally[verdict]) for verdict in (*JUDGED, "unread")), share]


def systems_table(
    edits: Mapping[str, Mapping[str, Sequence[Wording]]],
    words: Mapping[str, Mapping[str, int]],
) -> str:
    """Wording edits per 100,000 words, a row a system, a column a kind of text."""
    kinds = list(next(iter(edits.values())))
    rows = []
    for system, by_kind in edits.items():
        cells = [number(rate(len(by_kind[kind]), words[system][kind])) for kind in kinds]
        total = sum(map(len, by_kind.values())), sum(words[system].values())
        rows.append([system, *cells, number(rate(*total)), number(total[1], 0)])
    return markdown_table(["wording edits per 100,000 words", *kinds, "all", "words"], rows)


def kinds_table(
    edits: Mapping[str, Sequence[Wording]], words: Mapping[str, int], verdicts: Verdicts
) -> str:
    """Of each kind of text how many edits there are and what a reader said of them."""
    head = ["kind of text", "words", "edits", "per 100,000", *JUDGED, "unread", "right of read"]
    rows, everything = [], Counter[str]()
    for kind, own in edits.items():
        tally = judged(kind, own, verdicts)
        everything += tally
        rate_ = number(rate(len(own), words[kind]))
        rows.append([kind, number(words[kind], 0), str(len(own)), rate_, *judged_cells(tally)])
    total, in_all = sum(map(len, edits.values())), sum(words.values())
    last = ["all", number(in_all, 0), str(total), number(rate(total, in_all))]
    return markdown_table(head, [*rows, [*last, *judged_cells(everything)]])


def codes_table(
    edits: Mapping[str, Sequence[Wording]], words: Mapping[str, int], verdicts: Verdicts
) -> str:
    """Of each code the edits per 100,000 words by kind of text, and what a reader said of them."""
    head = ["per 100,000 words", *edits, *JUDGED, "unread", "right of read"]
    rows = []
    for code in sorted({edit.code for own in edits.values() for edit in own}):
        tally, cells = Counter[str](), []
        for kind, everything in edits.items():
            own = [edit for edit in everything if edit.code == code]
            tally += judged(kind, own, verdicts)
            cells.append(number(rate(len(own), words[kind])))
        rows.append([code, *cells, *judged_cells(tally)])
    return markdown_table(head, rows)


def sources_table(kinds: Iterable[str]) -> str:
    """Where the texts come from, and which the shipped language model has read."""
    lines = READ_BY_THE_MODEL.read_text(encoding="utf-8").splitlines()
    known = {line.split("\t")[0] for line in lines}
    rows = []
    for kind in kinds:
        names = [Path(file).name for file in (KINDS | MACHINE)[kind]]
        read = [name for name in names if name in known]
        short = [", ".join(name.split(".")[0] for name in own) for own in (names, read)]
        rows.append([kind, short[0], short[1] or "none"])
    return markdown_table(["kind of text", "files", "counted for the model"], rows)


def peers_of(names: Sequence[str]) -> list[System]:
    """The alternatives of those names, all where none is given."""
    picked = chosen(names)
    return [s for s in picked if s.name != "nothing" and not s.name.startswith(("mtrepair", "fr-"))]


def asked_of(kind: str, model: str | None, left_out: Path | None) -> str | Path | None:
    """The language model for one kind of text: the one that left its sources out, if there is."""
    own = left_out / kind if left_out else None
    return own if model and own and own.is_dir() else model


def _left_out(options: argparse.Namespace) -> str:
    if not options.left_out:
        return ""
    kinds = [kind for kind in options.kinds if (options.left_out / kind).is_dir()]
    shown = ", ".join(kinds)
    return f" The language models asked about {shown} were made without sources of that kind."


def measure(options: argparse.Namespace, data: Path) -> Iterator[str]:
    """The sections of the report."""
    verdicts = read_verdicts(VERDICTS)
    texts = {k: texts_of(k, data, words=options.words, seed=options.seed) for k in options.kinds}
    fewer = {kind: list(first_of_each(own, options)) for kind, own in texts.items()}
    edits = {
        name: {
            kind: edits_of_ours(own, asked_of(kind, model, options.left_out))
            for kind, own in texts.items()
        }
        for name, model in OURS.items()
    }
    if options.repair_model:
        edits[REPAIR] = {
            kind: edits_of_ours(own, LANGUAGE_MODEL, options.repair_model)
            for kind, own in texts.items()
        }
    words = {name: {kind: word_total(own) for kind, own in texts.items()} for name in edits}
    missing = []
    for system in peers_of(options.systems) if options.peer_words else []:
        try:
            repair = system.load().repair
        except (ImportError, OSError, MtrepairError):
            missing.append(f"{system.name} (`{system.install}`)")
            continue
        if repair is not None:
            edits[system.name] = {kind: edits_of_peer(repair, own) for kind, own in fewer.items()}
            words[system.name] = {kind: word_total(own) for kind, own in fewer.items()}
    ours = edits["mtrepair"]
    more = {kind: beyond(own, ours[kind]) for kind, own in edits.get(REPAIR, {}).items()}
    read = more or ours
    if options.show:
        print(*shown(read, verdicts), sep="\n", file=sys.stderr)
    if options.unread:
        listed = ((kind, edit) for kind, own in read.items() for edit in own)
        lines = "".join(f"{row}\n" for row in verdict_rows(listed, verdicts))
        options.unread.write_text(lines, encoding="utf-8")
    yield (
        f"Measured at {commit()}; `--words {options.words} --peer-words {options.peer_words} "
        f"--seed {options.seed}`.{_left_out(options)}\n"
    )
    yield systems_table(edits, words)
    if missing:
        yield f"Not installed: {', '.join(missing)}.\n"
    yield "`clean` by default:\n"
    yield kinds_table(ours, words["mtrepair"], verdicts)
    yield codes_table(ours, words["mtrepair"], verdicts)
    if more:
        yield f'What `repair_model="{options.repair_model}"` adds:\n'
        yield kinds_table(more, words[REPAIR], verdicts)
        yield codes_table(more, words[REPAIR], verdicts)
    yield sources_table(options.kinds)


def beyond(edits: Sequence[Wording], before: Sequence[Wording]) -> list[Wording]:
    """The edits that there were not before."""
    left = Counter(before)
    left.subtract(edits)
    new = Counter({edit: -count for edit, count in left.items() if count < 0})
    return list(new.elements())


def first_of_each(texts: Sequence[str], options: argparse.Namespace) -> Iterator[str]:
    """By chance some of the texts, with the words that the alternatives get."""
    mixed = random.Random(options.seed).sample(texts, len(texts))
    return first_words(mixed, options.peer_words)


def shown(edits: Mapping[str, Sequence[Wording]], verdicts: Verdicts) -> Iterator[str]:
    """Each edit in its context, under its kind of text, with its code and verdict."""
    for kind, own in edits.items():
        for edit in sorted(own, key=lambda edit: edit.code):
            verdict = verdicts.get(key_of(kind, edit), "unread")
            yield f"{kind} {edit.code} {verdict}: {edit.shown}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", metavar="DIR", help="the data folder; default: MTREPAIR_DATA")
    parser.add_argument(
        "--kinds", nargs="+", default=list(KINDS), choices=KINDS | MACHINE, metavar="KIND"
    )
    parser.add_argument("--words", type=int, default=80_000, help="words of each kind of text")
    parser.add_argument("--peer-words", type=int, default=20_000, help="of which others get; 0: no")
    parser.add_argument("--systems", nargs="+", default=[], metavar="NAME", help="the alternatives")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--left-out", type=Path, metavar="DIR", help="DIR/KIND: models that left that kind out"
    )
    parser.add_argument("--repair-model", metavar="NAME", help="a row with it, and what it adds")
    parser.add_argument("--show", action="store_true", help="print each edit with its context")
    parser.add_argument("--unread", type=Path, metavar="FILE", help="write edits without a verdict")
    parser.add_argument("--out", type=Path, help="put the report there too")
    parser.add_argument("--name", default="now", help="the section of --out: now, before, ...")
    options = parser.parse_args(arguments)
    try:
        data = data_folder(options.data)
        if data is None:
            raise InputError("harm needs a data folder: --data DIR or MTREPAIR_DATA")
        body = "\n".join(measure(options, data))
    except MtrepairError as error:
        print(f"refused: {error}", file=sys.stderr)
        return 2
    print(body)
    if options.out:
        put(options.out, options.name, body, heading=HEADING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
