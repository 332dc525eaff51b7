"""What cleaning before translating is worth: BLEU and chrF of damaged, cleaned and whole French.

    python -m benchmarks.studies.clean_first --data DATA --model models/fr-en-small

Lines of newstest2012 are damaged by `damage.py` and translated as they are, after `clean`, and
undamaged; real machine-translated texts as they were published, after `clean`, and as a person
mended them, against the English they were made from; and segments that engines translated
(`mt/`) as they are. Damage by the mechanism is measured by `--pairs` (see `rewriting.py`):

    paste DATA/eval/newstest2012.fr DATA/eval/newstest2012.en > news.tsv
    python -m mtrepair.train apart models/en-fr-small news.tsv --out held.jsonl
    python -m benchmarks.studies.clean_first --data DATA --model MODEL --pairs held.jsonl

The published figures are of the damage by version 1 of en-fr-small; its card says how to find it.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping
from pathlib import Path

import mtrepair
from benchmarks.studies.corpora import machine_segments, parallel_lines
from benchmarks.studies.damage import wounds
from mtrepair.backends import Seq2Seq, load_model
from mtrepair.score import corpus_scores
from mtrepair.train.corpora import read_pairs


def damaged(text: str, rng: random.Random, *, per_word: float) -> str:
    """The line with its wounds."""
    for wound in reversed(wounds(text, rng, per_word=per_word)):
        text = text[: wound.start] + wound.damaged + text[wound.end :]
    return text


def by_mechanism(pairs: Path, english: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Damaged French, the same line whole, and its English, of the pairs that are damaged."""
    return [
        (hurt, whole, english[whole.strip()])
        for hurt, whole in read_pairs(pairs)
        if hurt != whole and whole.strip() in english
    ]


def by_engines(data: Path, each: int) -> list[tuple[str, str]]:
    """So many segments of each file of `mt/`, of 8 to 60 words: machine French and its English."""
    drawn = []
    for path in sorted((data / "mt").glob("*.jsonl.xz")):
        found = (
            (french, english)
            for french, english in machine_segments(path)
            if english and "\n" not in french and len(french.split()) in range(8, 61)
        )
        distinct = list(dict.fromkeys(found))
        random.Random(1).shuffle(distinct)
        drawn += distinct[:each]
    return drawn


def table(texts: dict[str, tuple[list[str], bool]], references: list[str], model: Seq2Seq) -> str:
    """Scores of the translations of some texts, cleaned first or not, as rows."""
    rows = ["| French | BLEU | chrF |", "|---|---|---|"]
    signatures = ""
    for name, (french, clean) in texts.items():
        translated = mtrepair.translate_many(french, clean=clean, translation_model=model)
        hypotheses = [translation.text for translation in translated]
        scores = corpus_scores(hypotheses, references, metrics=("BLEU", "chrF"))
        rows.append(f"| {name} | {scores['BLEU'].value:.2f} | {scores['chrF'].value:.2f} |")
        signatures = ", ".join(score.signature for score in scores.values())
    return "\n".join([*rows, "", signatures, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--per-word", type=float, default=0.05, help="wounds a word")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--pairs", type=Path, help="newstest2012 as `train apart` damaged it")
    parser.add_argument("--segments", type=int, default=300, help="of each file of mt/")
    options = parser.parse_args()
    rng, model = random.Random(options.seed), load_model(options.model)
    whole, references = parallel_lines(options.data, "newstest2012")
    if options.pairs:
        english = {fr.strip(): en for fr, en in zip(whole, references, strict=True)}
        hurt, whole, references = map(list, zip(*by_mechanism(options.pairs, english), strict=True))
    else:
        whole, references = whole[: options.lines], references[: options.lines]
        hurt = [damaged(line, rng, per_word=options.per_word) for line in whole]
    print(f"newstest2012, {sum(a != b for a, b in zip(hurt, whole, strict=True))} lines damaged:\n")
    texts = {
        "damaged": (hurt, False),
        "damaged, then cleaned": (hurt, True),
        "undamaged": (whole, False),
    }
    print(table(texts, references, model))
    lines = (options.data / "wild/gold_dev.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("english")]
    print(f"gold_dev, {len(rows)} real texts with their English:\n")
    real = {
        "as published": ([row["text"] for row in rows], False),
        "cleaned": ([row["text"] for row in rows], True),
        "mended by hand": ([row["clean"] for row in rows], False),
    }
    print(table(real, [row["english"] for row in rows], model))
    engines = by_engines(options.data, options.segments)
    print(f"mt, {len(engines)} segments with their English:\n")
    as_it_is = {"by engines": ([french for french, _ in engines], False)}
    print(table(as_it_is, [english for _, english in engines], model))


if __name__ == "__main__":
    main()
