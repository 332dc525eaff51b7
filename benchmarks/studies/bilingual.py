"""The bilingual lexicon by itself, and what it does for a translator.

    python -m benchmarks.studies.bilingual --data DATA --model models/fr-en-small

Coverage of rare words; BLEU and chrF of reading the lexicon word by word, without a network;
words that the model invents, per 1,000, with and without the lexicon's words in their place.
`--sample N` prints N entries drawn by chance, for a person to read.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

import mtrepair
from benchmarks.studies.corpora import parallel_lines
from mtrepair.backends import load_model
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.lexicon.tokens import french_tokens
from mtrepair.score import corpus_scores
from mtrepair.translation.gloss import glossed, in_case_of, read_gloss
from mtrepair.translation.invented import is_invented, without_inventions

SETS = ("newstest2013", "newstest2014", "flores200-devtest")
# The 2,000 most frequent French words have at least this Zipf value.
RANK_2000 = 4.67
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def coverage(lines: list[str]) -> tuple[int, int]:
    """Running words rarer than rank 2,000, and how many of them have an entry."""
    lexicon, bilingual = load_lexicon(), load_bilingual()
    rare = covered = 0
    for line in lines:
        matches = bilingual.matches(line)
        for token in french_tokens(line):
            if not token.is_word or token.text.endswith("'"):
                continue
            if lexicon.zipf(token.text.lstrip("-")) >= RANK_2000:
                continue
            rare += 1
            covered += any(m.start <= token.start and token.end <= m.end for m in matches)
    return rare, covered


def looked_up(line: str) -> str:
    """The line with the likelier English of each entry in the place of its French."""
    pieces: list[str] = []
    done = 0
    for match in load_bilingual().matches(line):
        own = line[match.start : match.end]
        # "l'eau" is two words in English.
        gap = "" if not pieces or line[done : match.start] else " "
        pieces += [line[done : match.start], gap, in_case_of(own, match.readings[0])]
        done = match.end
    return "".join([*pieces, line[done:]])


def inventions(lines: list[tuple[str, str]]) -> float:
    """Invented words per 1,000 words of the hypotheses of (source, hypothesis) lines."""
    words = invented = 0
    for source, hypothesis in lines:
        own = _WORD.findall(hypothesis.replace("’", "'").replace("'s", ""))
        words += len(own)
        invented += sum(is_invented(word, source) for word in own)
    return 1000 * invented / words


def scores(hypotheses: list[str], references: list[str]) -> str:
    """BLEU and chrF as cells of a table."""
    found = corpus_scores(hypotheses, references, metrics=("BLEU", "chrF"))
    return f"{found['BLEU'].value:.2f} | {found['chrF'].value:.2f}"


def report(
    name: str, lines: list[str], references: list[str], model: str | None, *, through: bool
) -> None:
    """Print the figures of one test set."""
    rare, covered = coverage(lines)
    print(f"\n{name}: {covered:,} of {rare:,} rare words have an entry, {covered / rare:.1%}")
    print("| system | BLEU | chrF | invented per 1,000 |\n|---|---|---|---|")
    print(f"| the lexicon alone | {scores([looked_up(s) for s in lines], references)} | |")
    if model is None:
        return
    engine = load_model(model)
    gloss = read_gloss(engine.folder)
    asked = [glossed(line, gloss) for line in lines]
    first = [found[0].text for found in engine.generate(asked)]
    mended = [text for text, _ in without_inventions(asked, first, engine)]
    systems = {"model": first, "model, without inventions": mended}
    if through:
        translated = mtrepair.translate_many(lines, clean=False, translation_model=engine)
        systems["through translate"] = [translation.text for translation in translated]
    for system, texts in systems.items():
        rate = inventions(list(zip(lines, texts, strict=True)))
        print(f"| {system} | {scores(texts, references)} | {rate:.1f} |")


def sample(count: int, seed: int) -> None:
    """Print entries drawn by chance."""
    bilingual = load_bilingual()
    for form in sorted(random.Random(seed).sample(bilingual.french.keys(), count)):
        readings = ", ".join(f"{r.english} {r.probability:.2f}" for r in bilingual.readings(form))
        print(f"{form} -> {readings}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", help="a model folder or name; without, the lexicon alone")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--lines", type=int, help="the first lines of each set only")
    parser.add_argument("--through", action="store_true", help="the model within translate too")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="entries to print")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.sample:
        sample(options.sample, options.seed)
    for name in options.sets:
        french, english = (lines[: options.lines] for lines in parallel_lines(options.data, name))
        report(name, french, english, options.model, through=options.through)


if __name__ == "__main__":
    main()
