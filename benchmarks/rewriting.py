"""Measures the repair model by itself, and fits how sure its edits are.

    python benchmarks/rewriting.py --data DATA --model models/repair-small
    python benchmarks/rewriting.py --data DATA --model models/repair-small --fit
    python benchmarks/rewriting.py --data DATA --model models/repair-small --whole

Texts are damaged as in `fluency.py`, cleaned without the repair model, and then given to it: what
it is measured on is what the rules and the language model leave. An edit is right if it alone
brings the text nearer to what it was. The calibration is fitted on newstest2009 to 2011; the
reliability is that of newstest2012. `--fit` prints what `mtrepair/rewriting/thresholds.py` holds.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from fluency import DEVELOPMENT, HELD_OUT, Case, _alike, _rows, _sentences, cases

import mtrepair
from mtrepair.align import word_edits
from mtrepair.backends import Seq2Seq
from mtrepair.backends import load_model as load_seq2seq
from mtrepair.backends.shipped import shipped_model
from mtrepair.clean import MODEL
from mtrepair.document import Document
from mtrepair.fluency import load_model
from mtrepair.revision import Revision
from mtrepair.rewriting import CALIBRATION, Evidence, rewrites
from mtrepair.score import corpus_scores

BATCH = 64
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


class Edit(NamedTuple):
    """An edit of the repair model: its code, what speaks for it, whether it is right."""

    code: str
    evidence: Evidence
    lowest: float
    right: bool
    damage: str | None
    whole: bool
    shown: str


def edits(found: Sequence[Case], model: Seq2Seq, *, suspicion: float) -> Iterator[Edit]:
    """What the model proposes for texts that rules and language model have cleaned."""
    witness = load_model(shipped_model(MODEL))
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        texts = [repair.text for repair in mtrepair.clean_many([case.text for case in batch])]
        answers = rewrites([Document(text) for text in texts], model, witness, suspicion=suspicion)
        for case, text, answer in zip(batch, texts, answers, strict=True):
            for rewrite in answer:
                for finding, evidence in zip(rewrite.findings, rewrite.evidence, strict=True):
                    for edit in (edit for fix in finding.fixes for edit in fix.edits):
                        after = Revision.of(text).apply([edit]).text
                        yield Edit(
                            finding.code,
                            evidence,
                            rewrite.reading.lowest,
                            _distance(after, case.reference) < _distance(text, case.reference),
                            case.damage,
                            not rewrite.objection,
                            f"{text[max(0, edit.span.start - 25) : edit.span.start]}"
                            f"[{edit.span.of(text)} → {edit.replacement}]"
                            f"{text[edit.span.end : edit.span.end + 20]}",
                        )


def _distance(text: str, reference: str) -> int:
    changes = word_edits(_alike(text), _alike(reference))
    return sum(len(edit.span) + len(edit.replacement) for edit in changes)


def fit(
    found: Sequence[Edit], bounds: tuple[float, float]
) -> tuple[float, float, dict[str, float]]:
    """Weights of margin and gain and the bias of each code, by penalised maximum likelihood."""
    codes = sorted({edit.code for edit in found})
    rows = np.zeros((len(found), 2 + len(codes) + 1))
    for row, edit in zip(rows, found, strict=True):
        row[0] = np.clip(edit.evidence.margin, -bounds[0], bounds[0])
        row[1] = np.clip(edit.evidence.gain, -bounds[1], bounds[1])
        row[2 + codes.index(edit.code)] = row[-1] = 1
    right = np.array([edit.right for edit in found], dtype=float)
    # A code with few edits stays near the bias that all share.
    penalty = np.array([1e-3, 1e-3, *[1.0] * len(codes), 1e-3])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - penalty * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        weights += np.linalg.solve(curve, slope)
    bias = {code: float(weights[2 + i] + weights[-1]) for i, code in enumerate(codes)}
    return float(weights[0]), float(weights[1]), bias


def reliability_rows(found: Sequence[Edit]) -> Iterator[str]:
    """Stated confidence against the share of right edits."""
    yield "| confidence | edits | mean confidence | right |"
    yield "|---|---|---|---|"
    sure = [(CALIBRATION.confidence(e.code, e.evidence), e.right) for e in found if e.whole]
    for low, high in pairwise(BINS):
        own = [(chance, right) for chance, right in sure if low <= chance < high]
        if own:
            mean, right = (sum(column) / len(own) for column in zip(*own, strict=True))
            yield f"| {low:.2f}-{min(high, 1):.2f} | {len(own)} | {mean:.2f} | {right:.2f} |"


def applied_rows(found: Sequence[Edit], tests: Sequence[Case]) -> Iterator[str]:
    """Per code: what would be applied by default, before the guard, and how much of it is right."""
    yield "| code | proposed | right | applied | right | in clean text |"
    yield "|---|---|---|---|---|---|"
    for code in sorted({edit.code for edit in found}):
        own = [edit for edit in found if edit.code == code]
        safe = [e for e in own if e.whole and _is_safe(e)]
        clean = sum(edit.damage is None for edit in safe)
        yield (
            f"| {code} | {len(own)} | {sum(e.right for e in own)} | {len(safe)} | "
            f"{sum(e.right for e in safe)} | {clean} |"
        )
    safe = [e for e in found if e.whole and _is_safe(e)]
    yield (
        f"| all | {len(found)} | {sum(e.right for e in found)} | {len(safe)} | "
        f"{sum(e.right for e in safe)} | {sum(e.damage is None for e in safe)} |"
    )
    yield f"\n{sum(case.damage is not None for case in tests)} damaged texts of {len(tests)}."


def _is_safe(edit: Edit) -> bool:
    return CALIBRATION.confidence(edit.code, edit.evidence) >= CALIBRATION.safe


def gate_rows(found: Sequence[Edit]) -> Iterator[str]:
    """Share of right edits whose segment a gate at some probability would still decode."""
    yield "| least probability of a token under | right edits kept | edits kept |"
    yield "|---|---|---|"
    right = [edit.lowest for edit in found if edit.right]
    for bound in (0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05):
        kept = sum(lowest < math.log(bound) for lowest in right)
        everything = sum(edit.lowest < math.log(bound) for edit in found)
        yield f"| {bound:g} | {kept} of {len(right)} | {everything} of {len(found)} |"


def whole_rows(data: Path, model: Seq2Seq) -> Iterator[str]:
    """What the whole of `clean` does to real texts and to press, with either model and both."""
    yield "| set | models | BLEU | chrF | TER | untouched | characters per CPU-second |"
    yield "|---|---|---|---|---|---|---|"
    for name, asked in (
        ("language model", {}),
        ("both", {"repair_model": model}),
        ("repair model", {"repair_model": model, "model": None}),
    ):
        rows = _rows(data / "wild/gold_dev.jsonl")
        repaired, speed = _repaired([row["text"] for row in rows], asked)
        references = [row["clean"] for row in rows]
        scores = corpus_scores(repaired, references, metrics=("BLEU", "chrF", "TER"))
        cells = " | ".join(f"{score.value:.2f}" for score in scores.values())
        yield f"| gold_dev | {name} | {cells} | | {speed:,.0f} |"
        press = [row["text"] for row in _rows(data / "wild/clean_press_dev.jsonl")]
        repaired, speed = _repaired(press, asked)
        same = sum(a == b for a, b in zip(repaired, press, strict=True)) / len(press)
        yield f"| clean_press_dev | {name} | | | | {100 * same:.1f} % | {speed:,.0f} |"


def _repaired(texts: Sequence[str], asked: dict[str, Any]) -> tuple[list[str], float]:
    start = time.process_time()
    repaired = [repair.text for repair in mtrepair.clean_many(texts, **asked)]
    return repaired, sum(map(len, texts)) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--fit", action="store_true", help="fit and print the calibration")
    parser.add_argument("--each", type=int, default=120, help="texts of each kind of damage")
    parser.add_argument("--clean", type=int, default=600, help="texts without damage")
    parser.add_argument("--suspicion", type=float, default=math.log(0.9))
    parser.add_argument("--shown", action="store_true", help="list the edits")
    parser.add_argument("--whole", action="store_true", help="only what clean() does as a whole")
    options = parser.parse_args()
    model = load_seq2seq(options.model)
    if options.whole:
        print(*whole_rows(options.data, model), sep="\n")
        return
    rng = random.Random(17)
    sentences = _sentences(options.data, DEVELOPMENT if options.fit else HELD_OUT)
    rng.shuffle(sentences)
    tests = cases(sentences, rng, clean=options.clean, each=options.each)
    found = list(edits(tests, model, suspicion=options.suspicion))
    if options.fit:
        margin, gain, bias = fit([e for e in found if e.whole], CALIBRATION.bounds)
        print(f"margin={margin:.2f}, gain={gain:.2f}")
        print({code: round(value, 1) for code, value in bias.items()})
    for rows in (applied_rows(found, tests), reliability_rows(found), gate_rows(found)):
        print(*rows, "", sep="\n")
    if options.shown:
        for edit in sorted(found, key=lambda e: -CALIBRATION.confidence(e.code, e.evidence)):
            sure = CALIBRATION.confidence(edit.code, edit.evidence)
            print(
                f"{edit.right:d} {sure:.2f} {edit.evidence.margin:.1f} {edit.evidence.gain:.1f} "
                f"{edit.code} {edit.damage} {edit.shown}"
            )


if __name__ == "__main__":
    sys.exit(main())
