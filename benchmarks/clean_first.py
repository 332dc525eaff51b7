"""What cleaning before translating is worth: BLEU and chrF of damaged, cleaned and whole French.

    python benchmarks/clean_first.py --data DATA --model models/fr-en-small

Lines of newstest2012 are damaged by `damage.py` and translated as they are, after `clean`, and
undamaged; the references are those of the test set.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from damage import wounds

import mtrepair
from mtrepair.backends import load_model
from mtrepair.score import corpus_scores


def damaged(text: str, rng: random.Random, *, per_word: float) -> str:
    """The line with its wounds."""
    for wound in reversed(wounds(text, rng, per_word=per_word)):
        text = text[: wound.start] + wound.damaged + text[wound.end :]
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--per-word", type=float, default=0.05, help="wounds a word")
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    whole, references = (
        (options.data / f"eval/newstest2012.{side}").read_text("utf-8").splitlines()
        for side in ("fr", "en")
    )
    whole, references = whole[: options.lines], references[: options.lines]
    hurt = [damaged(line, rng, per_word=options.per_word) for line in whole]
    model = load_model(options.model)
    print("| French | BLEU | chrF |\n|---|---|---|")
    signatures = ""
    for name, texts, clean in (
        ("damaged", hurt, False),
        ("damaged, then cleaned", hurt, True),
        ("undamaged", whole, False),
    ):
        translated = mtrepair.translate_many(texts, clean=clean, model=model)
        hypotheses = [translation.text for translation in translated]
        scores = corpus_scores(hypotheses, references, metrics=("BLEU", "chrF"))
        print(f"| {name} | {scores['BLEU'].value:.1f} | {scores['chrF'].value:.1f} |")
        signatures = ", ".join(score.signature for score in scores.values())
    changed = sum(a != b for a, b in zip(hurt, whole, strict=True))
    print(f"\n{changed} of {len(whole)} lines are damaged. {signatures}")


if __name__ == "__main__":
    sys.exit(main())
