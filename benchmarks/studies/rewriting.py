"""Measures the repair model by itself and within `clean`, and fits how sure its edits are.

    paste DATA/eval/newstest2009.fr DATA/eval/newstest2009.en > news.tsv     # and so on
    python -m mtrepair.train apart EN-FR-MODEL news.tsv --out news.jsonl
    python -m benchmarks.studies.rewriting --data DATA --model MODEL --pairs news.jsonl --fit
    python -m benchmarks.studies.rewriting --data DATA --model MODEL --pairs held.jsonl \\
        --out benchmarks/results/rewriting.md

Texts are damaged one wound each as in `fluency.py`, and with `--pairs` by the mechanism itself,
cleaned without the repair model, and then given to it: what it is measured on is what the rules
and the language model leave. An edit is right if it alone
brings the text nearer to what it was. The calibration is fitted on newstest2009 to 2011 and kept
in the model's folder; newstest2012, the real texts and the press only measure. "Right" is strict:
newspapers make mistakes, and many an order of words is as good as another. Of the edits that the
first calibration gave 0.75 or more, a third of the wrong ones were right or harmless on reading:
that is where nine in ten are, and from there on edits are applied by default (`--safe`).

The published figures are of the damage by version 1 of en-fr-small; its card says how to find it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import mtrepair
from benchmarks.harness.sets import load as load_set
from benchmarks.studies.fluency import DEVELOPMENT, HELD_OUT, Case, cases, read_rows, read_sentences
from mtrepair.align import word_edits
from mtrepair.backends import Seq2Seq, load_model
from mtrepair.cleaner import LANGUAGE_MODEL, Cleaner
from mtrepair.course import repairs
from mtrepair.rewriting import Calibration, read_calibration, write_calibration
from mtrepair.rewriting.grounds import has_grounds
from mtrepair.score import Tally, chrf, compared, edit_signature, edit_tally
from mtrepair.train.calibration import Outcome, fitted, in_context, outcomes
from mtrepair.train.corpora import read_pairs
from mtrepair.types import Safety

BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
METRICS = ("BLEU", "chrF", "TER")
# Texts cleaned together, as `Cleaner.clean_many` does.
TOGETHER = 16


def tests_of(
    data: Path, names: Sequence[str], pairs: Sequence[Path], *, clean: int, each: int
) -> list[Case]:
    """`clean` intact texts, up to `each` with each kind of damage, and the damaged of `pairs`."""
    rng = random.Random(17)
    sentences = read_sentences(data, names)
    rng.shuffle(sentences)
    apart = (Case(*pair, "apart") for path in pairs for pair in read_pairs(path))
    made = (case for case in apart if case.text != case.reference)
    return [*cases(sentences, rng, clean=clean, each=each), *made]


def outcomes_of(tests: Sequence[Case], model: Seq2Seq) -> list[Outcome]:
    return list(outcomes([(case.text, case.reference) for case in tests], model))


def reliability(
    found: Sequence[Outcome], calibration: Calibration
) -> Iterator[tuple[float, float, int, float, float]]:
    """Of each bin of stated confidence: its bounds, edits, mean confidence, share of right ones."""
    sure = [(calibration.confidence(e.code, e.evidence), e.right) for e in found]
    for low, high in pairwise(BINS):
        own = [(chance, right) for chance, right in sure if low <= chance < high]
        if own:
            mean, right = (sum(column) / len(own) for column in zip(*own, strict=True))
            yield low, min(high, 1), len(own), mean, right


def reliability_rows(found: Sequence[Outcome], calibration: Calibration) -> Iterator[str]:
    yield "| confidence | edits | mean confidence | right |"
    yield "|---|---|---|---|"
    for low, high, edits, mean, right in reliability(found, calibration):
        yield f"| {low:.2f}-{high:.2f} | {edits} | {mean:.2f} | {right:.2f} |"


def draw_reliability(found: Sequence[Outcome], calibration: Calibration, path: Path) -> None:
    """Stated confidence against the share of right edits; a point's area is its number of edits."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "mtrepair"
    points = list(reliability(found, calibration))
    figure, axes = plt.subplots(figsize=(4, 4))
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.scatter([p[3] for p in points], [p[4] for p in points], s=[p[2] for p in points])
    axes.set(xlabel="stated confidence", ylabel="share of right edits", xlim=(0, 1), ylim=(0, 1))
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def applied_rows(
    found: Sequence[Outcome], tests: Sequence[Case], calibration: Calibration
) -> Iterator[str]:
    """Per code: what would be applied by default, before gate and guard, how much of it right."""
    yield "| code | proposed | right | applied | right | in clean text |"
    yield "|---|---|---|---|---|---|"
    codes = sorted({outcome.code for outcome in found})
    groups = {code: [outcome for outcome in found if outcome.code == code] for code in codes}
    groups["all of `--pairs`"] = [o for o in found if tests[o.pair].damage == "apart"]
    groups["all"] = list(found)
    for code, own in groups.items():
        safe = [e for e in own if _is_safe(e, calibration)]
        clean = sum(tests[outcome.pair].damage is None for outcome in safe)
        yield (
            f"| {code} | {len(own)} | {sum(e.right for e in own)} | {len(safe)} | "
            f"{sum(e.right for e in safe)} | {clean} |"
        )
    damaged = sum(case.damage is not None for case in tests)
    yield f"\n{damaged} damaged texts of {len(tests)}."


def _is_safe(outcome: Outcome, calibration: Calibration) -> bool:
    grounds = has_grounds(outcome.text, outcome.edit, outcome.code)
    level, _ = calibration.verdict(outcome.code, outcome.evidence, has_grounds=grounds)
    return level is Safety.SAFE


def gate_rows(found: Sequence[Outcome], calibration: Calibration) -> Iterator[str]:
    """What each gate, at some bound, lets through of the edits that would be applied and right."""
    right = [e for e in found if e.right and _is_safe(e, calibration)]
    yield "| gate | right edits let through | edits let through |"
    yield "|---|---|---|"
    for bound in (0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02):
        kept, everything = (sum(e.lowest < math.log(bound) for e in own) for own in (right, found))
        yield f"| a token under {bound:g} | {kept} of {len(right)} | {everything} of {len(found)} |"
    for bound in (0, 1, 2, 3, 4, 6):
        kept, everything = (sum(e.odd_gain >= bound for e in own) for own in (right, found))
        yield f"| a gain of {bound} | {kept} of {len(right)} | {everything} of {len(found)} |"


@dataclass(frozen=True, slots=True)
class Ablation:
    """A system by name: the models that `clean` asks, and what is otherwise in its terms."""

    name: str
    language_model: str | None = LANGUAGE_MODEL
    repair_model: Seq2Seq | None = None
    otherwise: Mapping[str, Any] = field(default_factory=dict)

    def clean_many(self, texts: Sequence[str]) -> list[str]:
        cleaner = Cleaner(language_model=self.language_model, repair_model=self.repair_model)
        terms = replace(cleaner.terms(), **self.otherwise)
        batches = (texts[i : i + TOGETHER] for i in range(0, len(texts), TOGETHER))
        return [repair.text for batch in batches for repair in repairs(batch, terms)]


def ablations(model: Seq2Seq) -> Iterator[Ablation]:
    """The systems that are compared, the rules first."""
    calibration = read_calibration(model.folder)
    open_gate = replace(calibration, least_gain=None, odd_token=2.0)
    suspects = replace(calibration, least_gain=0.0)
    no_reading = replace(calibration, odd_token=2.0)
    yield Ablation("rules", None)
    yield Ablation("+ language model")
    yield Ablation("+ repair model", None, model)
    both = Ablation("+ both", LANGUAGE_MODEL, model)
    yield both
    for beam_size in (1, 4):
        beams = {"beam_size": beam_size}
        yield replace(both, name=f"+ both, beam of {beam_size}, not 2", otherwise=beams)
    for name, own in (
        ("+ both, no gate", open_gate),
        ("+ both, only suspects read", suspects),
        ("+ both, all that is read decoded", no_reading),
    ):
        yield replace(both, name=name, otherwise={"calibration": own})
    yield replace(both, name="+ both, no guard", otherwise={"guarded": False})


def whole_rows(data: Path, model: Seq2Seq) -> Iterator[str]:
    """What `clean` does to real texts, damaged Wikinews and press with each system."""
    real = read_rows(data / "wild/gold_dev.jsonl")
    texts, references = [row["text"] for row in real], [row["clean"] for row in real]
    press = [row["text"] for row in read_rows(data / "wild/clean_press_dev.jsonl")]
    damaged = load_set("damaged").texts
    repaired: dict[str, list[str]] = {}
    measured = {}
    for system in ablations(model):
        repaired[system.name], speed = _repaired(texts, system)
        intact, press_speed = _repaired(press, system)
        mended, _ = _repaired([text.text for text in damaged], system)
        same = sum(map(str.__eq__, intact, press)) / len(press)
        edits = Tally()
        for text, hypothesis in zip(damaged, mended, strict=True):
            alone = [mtrepair.Edit(mark.span, new) for mark, new in text.corrections.items()]
            edits += edit_tally(text.text, hypothesis, text.reference, corrections=alone)
        measured[system.name] = (
            f"{100 * edits.f():.1f} ({100 * edits.precision:.1f}, {100 * edits.recall:.1f}) | "
            f"{100 * same:.1f} % | {press_speed:,.0f} | {speed:,.0f}"
        )
    yield (
        "| system | real texts: BLEU | chrF | TER | worse by chrF | p against rules | "
        "damaged Wikinews: F0.5 of edits (precision, recall) | press untouched | "
        "characters per CPU-second: press | real texts |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    scores = compared(repaired, references, metrics=METRICS)
    for name, own in scores.items():
        values = " | ".join(f"{own[metric].value:.2f}" for metric in METRICS)
        chances = " / ".join(_p(own[metric].p_value) for metric in METRICS)
        worse = sum(
            chrf(new, reference) < chrf(old, reference)
            for new, old, reference in zip(repaired[name], texts, references, strict=True)
            if new != old
        )
        yield f"| {name} | {values} | {worse} | {chances} | {measured[name]} |"
    yield "\nNo p where fewer than ten texts differ from those of the rules.\n"
    signatures = {metric: own[metric].signature for metric in METRICS}
    signatures["F0.5 of edits"] = edit_signature(corrections=True)
    yield "; ".join(f"{name}: `{text}`" for name, text in signatures.items())


def _p(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _repaired(texts: Sequence[str], system: Ablation) -> tuple[list[str], float]:
    """The texts as a system leaves them, and its characters per CPU-second."""
    system.clean_many(texts[:1])
    start = time.process_time()
    repaired = system.clean_many(texts)
    return repaired, sum(map(len, texts)) / (time.process_time() - start)


def real_rows(data: Path, model: Seq2Seq) -> Iterator[str]:
    """Every finding in real texts that the repair model adds to the language model's."""
    for row in read_rows(data / "wild/gold_dev.jsonl"):
        known = {(f.code, f.span) for f in mtrepair.clean(row["text"]).findings}
        repair = mtrepair.clean(row["text"], repair_model=model)
        for finding in repair.findings:
            if finding.found_by == "model" and (finding.code, finding.span) not in known:
                new = ", ".join(repr(e.replacement) for fix in finding.fixes for e in fix.edits)
                safety = finding.fixes[0].safety.name.lower() if finding.fixes else "none"
                yield (
                    f"| {row['id']} | {finding.code} | {safety} | {finding.confidence} | "
                    f"{finding.text!r} | {new} |"
                )


def unlabelled_rows(data: Path, model: Seq2Seq, number: int) -> Iterator[str]:
    """What the repair model changes by default in so many paragraphs that nobody has labelled."""
    with lzma.open(data / "wild/mt_unlabelled.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    random.Random(3).shuffle(texts)
    chosen = texts[:number]
    without = [repair.text for repair in mtrepair.clean_many(chosen)]
    repaired = mtrepair.clean_many(chosen, repair_model=model)
    for before, after in zip(without, (repair.text for repair in repaired), strict=True):
        for edit in word_edits(before, after, phrases=True):
            yield in_context(before, edit, before=40, after=30)


def report(
    data: Path, model: Seq2Seq, pairs: Sequence[Path], *, each: int, clean: int, out: Path | None
) -> Iterator[str]:
    calibration = read_calibration(model.folder)
    tests = tests_of(data, HELD_OUT, pairs, clean=clean, each=each)
    found = outcomes_of(tests, model)
    named = "".join(f" --pairs {path.name}" for path in pairs)
    yield f"\n## newstest2012: held out (`--each {each} --clean {clean}{named}`)\n"
    yield from applied_rows(found, tests, calibration)
    yield ""
    yield from reliability_rows(found, calibration)
    if out is not None:
        draw_reliability(found, calibration, out.with_suffix(".svg"))
        yield f"\n![stated confidence against the share of right edits]({out.stem}.svg)"
    least = "any" if calibration.least_gain is None else f"{calibration.least_gain:g}"
    odd = f"a token under {calibration.odd_token:g}"
    yield f"\nGates; the calibration's own: a gain of {least}, {odd}.\n"
    yield from gate_rows(found, calibration)
    yield "\n## The whole of clean(): ablations on real texts and press\n"
    yield from whole_rows(data, model)
    yield "\n## Real machine-translated text: what the repair model adds\n"
    yield "| text | code | safety | confidence | found | new |\n|---|---|---|---|---|---|"
    yield from real_rows(data, model)


def _trained(folder: Path) -> str:
    """How long a model of ours was trained."""
    path = folder / "training.json"
    run = json.loads(path.read_text()).get("run", {}) if path.exists() else {}
    return f" after {run['step']:,} steps, {run['tokens']:,} target tokens" if run else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument(
        "--pairs", type=Path, nargs="+", default=(), help="texts damaged by `train apart` besides"
    )
    parser.add_argument("--fit", action="store_true", help="fit the calibration, keep it in MODEL")
    parser.add_argument("--safe", type=float, default=0.75, help="applied by default from there")
    parser.add_argument("--each", type=int, default=100, help="texts of each kind of damage")
    parser.add_argument("--clean", type=int, default=600, help="texts without damage")
    parser.add_argument("--out", type=Path, help="write the report there too")
    parser.add_argument(
        "--unlabelled", type=int, default=0, help="list the edits in so many unlabelled texts"
    )
    parser.add_argument("--shown", action="store_true", help="list the edits of the held-out texts")
    options = parser.parse_args()
    model = load_model(options.model)
    if options.unlabelled:
        print(*unlabelled_rows(options.data, model, options.unlabelled), sep="\n")
        return
    if options.fit or options.shown:
        names = DEVELOPMENT if options.fit else HELD_OUT
        tests = tests_of(options.data, names, options.pairs, clean=options.clean, each=options.each)
        found = outcomes_of(tests, model)
        calibration = (
            fitted(found, safe=options.safe) if options.fit else read_calibration(options.model)
        )
        if options.fit:
            write_calibration(calibration, options.model)
            print(calibration)
        for rows in (
            applied_rows(found, tests, calibration),
            reliability_rows(found, calibration),
            gate_rows(found, calibration),
        ):
            print(*rows, "", sep="\n")
    if options.shown:
        for edit in sorted(found, key=lambda e: -calibration.confidence(e.code, e.evidence)):
            sure = calibration.confidence(edit.code, edit.evidence)
            print(
                f"{edit.right:d} {sure:.2f} {edit.evidence.margin:.1f} {edit.evidence.gain:.1f} "
                f"{edit.code} {tests[edit.pair].damage} {edit.shown}"
            )
    if options.fit or options.shown:
        return
    lines = [
        "# The repair model by itself and in clean()",
        "",
        f"Of {options.model.name}{_trained(options.model)}. Written by `python "
        "-m benchmarks.studies.rewriting --data DATA --model MODEL --out "
        "benchmarks/results/rewriting.md`, whose docstring says what is measured.",
    ]
    print(*lines, sep="\n")
    for line in report(
        options.data,
        model,
        options.pairs,
        each=options.each,
        clean=options.clean,
        out=options.out,
    ):
        print(line, flush=True)
        lines.append(line)
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
