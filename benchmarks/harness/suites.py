"""The suites: what is measured of one system on one set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.harness.sets import TestSet, Text
from benchmarks.harness.systems import Detect, Found, Repair, Translate
from mtrepair.align import word_edits
from mtrepair.revision import Revision
from mtrepair.score import (
    Annotation,
    Matching,
    Tally,
    alike,
    by_paragraph,
    chrf,
    compared,
    corpus_scores,
    detection,
    edit_signature,
    edit_tally,
    gain_to_edit,
    mended,
    mended_signature,
    names_kept,
    needless_edits,
    numbers_kept,
    settled,
    span_signature,
    word_count,
)
from mtrepair.types import Edit, Span

MATCHES: tuple[Matching, ...] = ("exact", "overlap", "partial")

# What rules can see without judging language: the names whose recall is asked for together.
MECHANICAL = (
    "run-together",
    "extra-space",
    "missing-space",
    "stray-punctuation",
    "entity-residue",
    "guillemet-spacing",
    "quote-mismatch",
    "elision",
)
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99)

Tick = Callable[[], None]
Row = dict[str, Any]

# What it takes to repeat the scores of a suite that are ours, by what the report calls them.
_ANY_NAME = {f"{m}, any name": span_signature(m, names="any", optional=True) for m in MATCHES}
_OWN_NAME = {f"{m}, same name": span_signature(m, names="same", optional=True) for m in MATCHES}
SIGNATURES = {
    "detect": _ANY_NAME | _OWN_NAME,
    "repair": {
        "edit F0.5": edit_signature(corrections=True, optional=True),
        "marks mended": mended_signature(optional=True),
    },
}


def detect(marks: Detect, tests: TestSet, *, named: bool, tick: Tick) -> Row:
    """Span scores of a detector on an annotated set.

    Args:
        marks: the detector.
        tests: the set.
        named: whether its names are ours; else every finding and annotation counts as "any".
        tick: called after each text.
    """
    found: list[tuple[Text, list[Found]]] = []
    for text in tests.texts:
        found.append((text, marks(text.text)))
        tick()
    row: Row = {"any": _by_match(found, named=False), "signatures": _ANY_NAME}
    words = sum(word_count(text.text) for text, _ in found)
    row["findings_per_1000_words"] = 1000 * sum(len(marks) for _, marks in found) / words
    if named:
        row["signatures"] = SIGNATURES["detect"]
        row["named"] = _by_match(found, named=True)
        row["names"] = {match: _dicts(_tallies(found, match)) for match in MATCHES}
        row["mechanical"] = _mechanical(_tallies(found, "overlap")).to_dict()
        row["mechanical_any_name"] = _mechanical_any_name(found).to_dict()
        row["by_confidence"] = [_at(found, threshold) for threshold in THRESHOLDS]
    return row


def _by_match(found: Sequence[tuple[Text, list[Found]]], *, named: bool) -> Row:
    pairs = found if named else [(_unnamed(t), _unnamed_marks(marks)) for t, marks in found]
    return {match: _sum(_tallies(pairs, match).values()).to_dict() for match in MATCHES}


def _unnamed(text: Text) -> Text:
    marks = {Annotation(mark.span, "any"): new for mark, new in text.corrections.items()}
    return Text(text.id, text.text, text.reference, marks, text.optional)


def _unnamed_marks(marks: Iterable[Found]) -> list[Found]:
    return [Found(Annotation(mark.annotation.span, "any"), mark.confidence) for mark in marks]


def _mechanical(tallies: dict[str, Tally]) -> Tally:
    return _sum(tally for name, tally in tallies.items() if name in MECHANICAL)


def _mechanical_any_name(found: Sequence[tuple[Text, list[Found]]]) -> Tally:
    """Recall of the mechanical annotations, whatever name a finding gives them."""
    total = Tally()
    for text, marks in found:
        wanted = [mark.span for mark in text.corrections if mark.name in MECHANICAL]
        gold = [Annotation(span, "any") for span in wanted]
        predicted = [mark.annotation for mark in _unnamed_marks(marks)]
        tally = detection(predicted, gold, match="overlap").get("any", Tally())
        total += Tally(found=tally.found, gold=tally.gold)
    return total


def _tallies(found: Sequence[tuple[Text, list[Found]]], match: Matching) -> dict[str, Tally]:
    total: dict[str, Tally] = {}
    for text, marks in found:
        predicted = [mark.annotation for mark in marks]
        tallies = detection(predicted, text.corrections, match=match, optional=text.optional)
        for name, tally in tallies.items():
            total[name] = total.get(name, Tally()) + tally
    return dict(sorted(total.items()))


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _dicts(tallies: dict[str, Tally]) -> dict[str, Row]:
    return {name: tally.to_dict() for name, tally in tallies.items()}


def _at(found: Sequence[tuple[Text, list[Found]]], threshold: float) -> Row:
    """Precision and recall, any name, of the findings with at least that confidence."""
    sure = [
        (_unnamed(text), _unnamed_marks(m for m in marks if m.confidence >= threshold))
        for text, marks in found
    ]
    tally = _sum(_tallies(sure, "overlap").values())
    return {"confidence": threshold, "precision": tally.precision, "recall": tally.recall}


def repair(rewrite: Repair, tests: TestSet, *, tick: Tick) -> tuple[Row, list[str]]:
    """Scores of a repair on an annotated set, and what became of each paragraph.

    Edits of white space at places that may be edited or not are undone before scoring.
    """
    started = time.process_time()
    written = [_ticked(rewrite, text.text, tick) for text in tests.texts]
    seconds = time.process_time() - started
    again = [rewrite(text) for text in written]
    texts = [
        settled(text.text, hypothesis, text.optional)
        for text, hypothesis in zip(tests.texts, written, strict=True)
    ]
    pairs = list(zip(tests.texts, texts, strict=True))
    edits = [
        edit_tally(t.text, hypothesis, t.reference, corrections=_corrections(t))
        for t, hypothesis in pairs
    ]
    healed: dict[str, Tally] = {}
    for text, hypothesis in pairs:
        for name, tally in mended(text.text, hypothesis, text.corrections).items():
            healed[name] = healed.get(name, Tally()) + tally
    row: Row = {
        "signatures": SIGNATURES["repair"],
        "edits": _sum(edits).to_dict(),
        "mended": _sum(healed.values()).recall,
        "mended_names": {name: healed[name].to_dict() for name in sorted(healed)},
        "needless_edits_per_1000_words": 1000
        * sum(len(needless_edits(t.text, h, (m.span for m in t.corrections))) for t, h in pairs)
        / tests.words,
        "harmed_by_edits": _share(tally.predicted > 2 * tally.right for tally in edits),
        "harmed_by_chrf": _share(_is_worse(text, hypothesis) for text, hypothesis in pairs),
        "untouched": _share(text.text == hypothesis for text, hypothesis in pairs),
        "idempotent": _share(map(str.__eq__, written, again)),
        "numbers_kept": _sum(numbers_kept(t.text, h, t.reference) for t, h in pairs).recall,
        "names_kept": _sum(names_kept(t.text, h, t.reference) for t, h in pairs).recall,
        "chars_per_cpu_second": sum(len(t.text) for t in tests.texts) / max(seconds, 1e-9),
    }
    return row, paragraphs(tests, texts)


def _corrections(text: Text) -> list[Edit]:
    return [Edit(mark.span, new) for mark, new in text.corrections.items()]


def _ticked(rewrite: Repair, text: str, tick: Tick) -> str:
    written = rewrite(text)
    tick()
    return written


def _is_worse(text: Text, hypothesis: str) -> bool:
    return bool(chrf(hypothesis, text.reference) < chrf(text.text, text.reference) - 1e-9)


def _share(truths: Iterable[bool]) -> float:
    values = list(truths)
    return sum(values) / len(values)


def paragraphs(tests: TestSet, texts: Sequence[str]) -> list[str]:
    """What became of each paragraph of the set: the segments that sacreBLEU scores."""
    pairs = zip(tests.texts, texts, strict=True)
    return [part for text, written in pairs for part in by_paragraph(text.text, written)]


def references(tests: TestSet) -> list[str]:
    """The segments of the references, in the order of the hypotheses."""
    texts = [text.reference for text in tests.texts]
    return texts if tests.kind == "parallel" else paragraphs(tests, texts)


def repair_scores(hypotheses: dict[str, list[str]], tests: TestSet) -> dict[str, Row]:
    """sacreBLEU's scores by system of what became of each paragraph, without tests."""
    wanted = references(tests)
    return {
        name: {metric: score.to_dict() for metric, score in corpus_scores(lines, wanted).items()}
        for name, lines in hypotheses.items()
    }


def tested_scores(
    hypotheses: dict[str, list[str]], tests: TestSet, rivals: Iterable[str]
) -> dict[str, Row]:
    """sacreBLEU's scores by system, with p-values against doing nothing and against rivals.

    Args:
        hypotheses: by system what became of each paragraph, doing nothing among them.
        tests: the set.
        rivals: systems that the others are compared with as well, where they are measured.
    """
    wanted = references(tests)
    against = compared(_first("nothing", hypotheses), wanted)
    rows: dict[str, Row] = {
        name: {metric: score.to_dict() for metric, score in scores.items()}
        for name, scores in against.items()
    }
    for rival in set(rivals) & set(hypotheses):
        for name, scores in compared(_first(rival, hypotheses), wanted).items():
            for metric, score in scores.items():
                rows[name][metric]["p_against_" + rival] = score.p_value
    return rows


def _first(name: str, hypotheses: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: hypotheses[name]} | hypotheses


def gains(hypotheses: dict[str, list[str]], tests: TestSet) -> dict[str, Row]:
    """Gain to edit by system of what became of each paragraph."""
    originals, wanted = paragraphs(tests, [text.text for text in tests.texts]), references(tests)
    return {
        name: {"gain_to_edit": gain_to_edit(originals, lines, wanted).to_dict()}
        for name, lines in hypotheses.items()
    }


def clean(rewrite: Repair | None, marks: Detect | None, tests: TestSet, *, tick: Tick) -> Row:
    """False alarms and needless edits on a set of clean texts."""
    row: Row = {}
    found = 0
    texts = [text.text for text in tests.texts]
    written: list[str] = []
    again: list[bool] = []
    for text in texts:
        if marks is not None:
            found += len(marks(text))
        if rewrite is not None:
            written.append(rewrite(text))
            again.append(rewrite(written[-1]) == written[-1])
        tick()
    if marks is not None:
        row["false_alarms_per_1000_words"] = 1000 * found / tests.words
    if rewrite is not None:
        edits = sum(len(word_edits(*pair)) for pair in zip(texts, written, strict=True))
        row["untouched"] = _share(map(str.__eq__, texts, written))
        row["edits_per_1000_words"] = 1000 * edits / tests.words
        row["gain_to_edit"] = gain_to_edit(texts, written, texts).to_dict()
        row["idempotent"] = _share(again)
    return row


def translate(translator: Translate, tests: TestSet, *, tick: Tick) -> tuple[Row, list[str]]:
    """Speed of a translator on a parallel set, and what it wrote."""
    written: list[str] = []
    started, wall = _cpu_seconds(), time.perf_counter()
    for i in range(0, len(tests.texts), 100):
        batch = [text.text for text in tests.texts[i : i + 100]]
        written += translator(batch)
        for _ in batch:
            tick()
    seconds = _cpu_seconds() - started
    chars = sum(len(text.text) for text in tests.texts)
    row = {
        # The clock ticks every 10 ms: what takes less has no speed worth a figure.
        "chars_per_cpu_second": chars / seconds if seconds > 0.1 else None,
        "sentences_per_second": len(written) / (time.perf_counter() - wall),
    }
    return row, written


def _cpu_seconds() -> float:
    """CPU time of this process and of those that it has waited for."""
    import os

    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def translation_scores(hypotheses: dict[str, list[str]], tests: TestSet) -> dict[str, Row]:
    """BLEU and chrF by system, with p-values against the first of them."""
    wanted = references(tests)
    if len(hypotheses) == 1:
        name, texts = next(iter(hypotheses.items()))
        alone = corpus_scores(texts, wanted, metrics=("BLEU", "chrF"))
        return {name: {metric: score.to_dict() for metric, score in alone.items()}}
    scores = compared(hypotheses, wanted, test="bs", trials=1000, metrics=("BLEU", "chrF"))
    return {
        name: {metric: score.to_dict() for metric, score in row.items()}
        for name, row in scores.items()
    }


def disagreements(marks: Detect, rewrite: Repair | None, tests: TestSet) -> list[Row]:
    """Each false alarm, miss and wrong edit with what stands around it, for a person to read."""
    rows: list[Row] = []
    for text in tests.texts:
        found = {mark.annotation for mark in marks(text.text)}
        gold = set(text.corrections)
        for mark in sorted(found | gold):
            if mark in found and not _met(mark, gold, text.optional):
                near = [g.name for g in gold if g.span.overlaps(mark.span)]
                rows.append(_row("false alarm", text, mark, ", ".join(sorted(near))))
            if mark in gold and not _met(mark, found, ()):
                rows.append(_row("miss", text, mark, text.corrections[mark]))
        if rewrite is not None:
            rows += [_edit_row(text, edit) for edit in _wrong_edits(text, rewrite(text.text))]
    return rows


def _met(mark: Annotation, others: Iterable[Annotation], optional: Sequence[Span]) -> bool:
    tallies = detection([mark], others, match="overlap", optional=optional)[mark.name]
    return bool(tallies.precision == 1)


def _wrong_edits(text: Text, hypothesis: str) -> list[Edit]:
    original = alike(text.text)
    hypothesis = alike(settled(text.text, hypothesis, text.optional))
    right = set(word_edits(original, alike(text.reference)))
    for correction in _corrections(text):
        alone = Revision.of(original).apply([correction]).text
        right.update(word_edits(original, alike(alone)))
    return [edit for edit in word_edits(original, hypothesis) if edit not in right]


def _row(what: str, text: Text, mark: Annotation, note: str) -> Row:
    return {"what": what, "text": text.id, "name": mark.name, "note": note} | _context(
        text, mark.span
    )


def _edit_row(text: Text, edit: Edit) -> Row:
    row = {"what": "other edit", "text": text.id, "name": "", "note": edit.replacement}
    return row | _context(text, edit.span)


def _context(text: Text, span: Span) -> Row:
    return {
        "before": text.text[max(0, span.start - 40) : span.start],
        "marked": span.of(text.text),
        "after": text.text[span.end : span.end + 40],
    }
