"""What a system is worth: findings against annotations, rewrites against references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mtrepair.align import word_edits
from mtrepair.errors import MissingExtra, RefusedScore
from mtrepair.revision import Revision
from mtrepair.types import Edit, Span

Match = Literal["exact", "overlap", "partial"]

METRICS = ("BLEU", "chrF", "TER")
"""The metrics of a repair; for TER less is better."""

_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
# sacreBLEU counts the shuffles that beat the difference, not those that equal it: where all of
# n texts that differ go one way it misses 2 ** (1 - n) of them, 0.002 at 10.
_FEWEST = 10

_PARAGRAPH = re.compile(r"\S.*(?:\n[^\S\n]*\S.*)*")
_TOKEN = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-ÖØ-Þ][\w-]+")
_WHITE = re.compile(r"\s*")
# One house prints a no-break space and a curly apostrophe where another prints plain ones.
_ALIKE = str.maketrans("\u00a0\u202f’", "  '")


@dataclass(frozen=True, slots=True, order=True)
class Annotation:
    """A place that a person or a system marks, and what it says is wrong there."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What was predicted and what was there to find, as sums that may be added up.

    Attributes:
        right: credit of the predictions, at most `predicted`.
        predicted: how many predictions there are.
        found: credit of the annotations, at most `gold`.
        gold: how many annotations there are.
    """

    right: float = 0
    predicted: int = 0
    found: float = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.predicted + other.predicted,
            self.found + other.found,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Share of the predictions that are right, 0-1; 1 where nothing is predicted (ERRANT)."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotations that are found, 0-1; 1 where there is none (ERRANT)."""
        return self.found / self.gold if self.gold else 1.0

    def f(self, beta: float = 0.5) -> float:
        """Weighted harmonic mean of precision and recall, 0-1; 0.5 weighs precision twice.

        >>> round(Tally(right=3, predicted=4, found=3, gold=6).f(), 4)
        0.6818
        """
        precision, recall, square = self.precision, self.recall, beta * beta
        weighted = square * precision + recall
        return (1 + square) * precision * recall / weighted if weighted else 0.0

    def to_dict(self) -> dict[str, float]:
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f05": self.f(),
            "right": self.right,
            "predicted": self.predicted,
            "found": self.found,
            "gold": self.gold,
        }


def detection(
    predicted: Iterable[Annotation],
    gold: Iterable[Annotation],
    *,
    match: Match = "partial",
    optional: Sequence[Span] = (),
) -> dict[str, Tally]:
    """A tally for each name that is predicted or annotated in one text.

    A prediction that touches an optional span and no annotation of its name counts neither way.

    Args:
        predicted: what the system marks.
        gold: what there is to mark.
        match: "exact" asks for the same span; "overlap" for a shared character, whatever the
            number of predictions on an annotation; "partial" pairs each prediction with at most
            one annotation and credits the characters they share, as a share of the prediction
            for precision and of the annotation for recall.
        optional: places that may be marked or not.

    >>> detection([Annotation(Span(0, 4), "run-together")],
    ...           [Annotation(Span(0, 8), "run-together")])["run-together"].recall
    0.5
    """
    marks, answers = sorted(set(predicted)), sorted(set(gold))
    tallies = {}
    for name in sorted({mark.name for mark in (*marks, *answers)}):
        spans = [_visible(answer.span) for answer in answers if answer.name == name]
        found = [_visible(mark.span) for mark in marks if mark.name == name]
        found = [
            span
            for span in found
            if any(map(span.overlaps, spans)) or not any(span.touches(free) for free in optional)
        ]
        tallies[name] = _tally(found, spans, match)
    return tallies


def _tally(predicted: Sequence[Span], gold: Sequence[Span], match: Match) -> Tally:
    if match == "exact":
        same = float(len(set(predicted) & set(gold)))
        return Tally(same, len(predicted), same, len(gold))
    if match == "overlap":
        hits = sum(any(map(span.overlaps, gold)) for span in predicted)
        seen = sum(any(map(span.overlaps, predicted)) for span in gold)
        return Tally(hits, len(predicted), seen, len(gold))
    right = found = 0.0
    free, left = set(predicted), set(gold)
    for shared, one, other in sorted(
        ((_shared(one, other), one, other) for one in predicted for other in gold), reverse=True
    ):
        if shared and one in free and other in left:
            right, found = right + shared / len(one), found + shared / len(other)
            free.remove(one)
            left.remove(other)
    return Tally(right, len(predicted), found, len(gold))


def _visible(span: Span) -> Span:
    """The span, or the character after an empty one."""
    return span if len(span) else Span(span.start, span.start + 1)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def word_count(text: str) -> int:
    """Words of a text, a number or an elided or hyphenated compound counting as one.

    >>> word_count("L’Iran, dit-on, a 3,5 % de plus.")
    6
    """
    return sum(1 for _ in _WORD.finditer(text))


def settled(original: str, hypothesis: str, optional: Sequence[Span]) -> str:
    """The hypothesis less its edits of white space at places that may be edited or not.

    >>> settled("Vraiment?", "Vraiment ?", [Span(8, 9)])
    'Vraiment?'
    """
    if not optional or original == hypothesis:
        return hypothesis
    kept = [
        edit
        for edit in word_edits(original, hypothesis)
        if not (_is_white(edit, original) and any(edit.span.touches(free) for free in optional))
    ]
    return Revision.of(original).apply(kept).text


def _is_white(edit: Edit, text: str) -> bool:
    return all(_WHITE.fullmatch(part) for part in (edit.span.of(text), edit.replacement))


def alike(text: str) -> str:
    """The text with one kind of space and one of apostrophe; its length stays.

    >>> alike("l’an\u00a02023")
    "l'an 2023"
    """
    return text.translate(_ALIKE)


def edit_tally(
    original: str, hypothesis: str, reference: str, *, corrections: Iterable[Edit] = ()
) -> Tally:
    """The word edits of a hypothesis against those of the reference, one text.

    An edit is right when the reference replaces the same words by the same words. Kinds of
    space and of apostrophe are alike.

    Args:
        original: the text before.
        hypothesis: what a system made of it.
        reference: what it should become.
        corrections: edits of which each is right by itself, though beside another one the
            alignment with the reference may not show it.

    >>> edit_tally("Il a pas de de choix", "Il a pas de choix", "Il n’a pas de choix").recall
    0.5
    """
    original = alike(original)
    edits = set(word_edits(original, alike(hypothesis)))
    gold = set(word_edits(original, alike(reference)))
    alone = set(gold)
    for correction in corrections:
        text = Revision.of(original).apply([correction]).text
        alone.update(word_edits(original, alike(text)))
    return Tally(len(edits & alone), len(edits), len(edits & gold), len(gold))


def mended(original: str, hypothesis: str, gold: Mapping[Annotation, str]) -> dict[str, Tally]:
    """How many annotated places of each name read as their correction asks.

    Kinds of space and of apostrophe are alike. Only recall means something here: `predicted`
    stays 0.

    Args:
        original: the text before.
        hypothesis: the text that a system made of it.
        gold: the correction of each annotation.
    """
    original = alike(original)
    edits = word_edits(original, alike(hypothesis))
    asked = {mark: Edit(mark.span, alike(new)) for mark, new in gold.items()}
    tallies: Counter[str] = Counter(mark.name for mark in gold)
    done = Counter(
        mark.name for mark, edit in asked.items() if _reads(original, edits, edit, asked.values())
    )
    return {name: Tally(found=done[name], gold=count) for name, count in tallies.items()}


def _reads(original: str, edits: Sequence[Edit], asked: Edit, others: Iterable[Edit]) -> bool:
    """Whether the edits that touch a place do what is asked there.

    What else they do must be nothing, or all that is asked where they reach.
    """
    near = [edit for edit in edits if edit.span.touches(asked.span)]
    reach = _hull([asked, *near])
    within = [other for other in others if other.span.overlaps(reach)]
    reach = _hull([asked, *near, *within])
    near = [edit for edit in edits if edit.span.touches(reach)] if len(within) > 1 else near
    reach = _hull([asked, *near, *within])
    written, alone, together = (
        _rewritten(original, reach, chosen) for chosen in (near, [asked], within)
    )
    return written in (alone, together)


def _hull(edits: Sequence[Edit]) -> Span:
    return Span(min(edit.span.start for edit in edits), max(edit.span.end for edit in edits))


def _rewritten(text: str, part: Span, edits: Iterable[Edit]) -> str:
    """A part of a text after edits that lie inside it."""
    shifted = [
        Edit(Span(e.span.start - part.start, e.span.end - part.start), e.replacement) for e in edits
    ]
    return Revision.of(part.of(text)).apply(shifted).text


def needless_edits(original: str, hypothesis: str, gold: Iterable[Span]) -> list[Edit]:
    """The word edits of a hypothesis that touch no annotated place.

    >>> needless_edits("Il dort .", "Elle dort.", [Span(7, 9)])
    [Edit(span=Span(start=0, end=2), replacement='Elle')]
    """
    spans = list(gold)
    edits = word_edits(alike(original), alike(hypothesis))
    return [edit for edit in edits if not any(edit.span.touches(span) for span in spans)]


def by_paragraph(original: str, text: str) -> list[str]:
    """What became of each paragraph of the original, line ends as spaces; "" where it went.

    These are the segments that sacreBLEU scores: a rewrite may delete or join paragraphs, and
    metrics and significance tests need the same segments of every system.

    >>> by_paragraph("Facebook\\n\\nLe le chat", "Le chat")
    ['', 'Le chat']
    """
    edits = word_edits(original, text)
    segments = []
    before = -1
    for match in _PARAGRAPH.finditer(original):
        start, end = match.span()
        pieces, at = [], start
        for edit in edits:
            if edit.span.end >= start and edit.span.start <= end:
                pieces.append(original[at : max(at, min(edit.span.start, end))])
                pieces.append(edit.replacement if before < edit.span.start else "")
                at = max(at, min(edit.span.end, end))
        segments.append(" ".join("".join([*pieces, original[at:end]]).split("\n")).strip())
        before = end
    return segments


def numbers_kept(original: str, hypothesis: str, reference: str) -> Tally:
    """Of the numbers that the reference keeps, those that the hypothesis keeps."""
    wanted = set(_NUMBER.findall(original)) & set(_NUMBER.findall(reference))
    there = set(_NUMBER.findall(hypothesis))
    return Tally(found=len(wanted & there), gold=len(wanted))


def names_kept(original: str, hypothesis: str, reference: str) -> Tally:
    """Of the capitalised words in mid-sentence that the reference keeps, those still there."""
    wanted = set(_NAME.findall(original)) & set(_TOKEN.findall(reference))
    there = set(_TOKEN.findall(hypothesis))
    return Tally(found=len(wanted & there), gold=len(wanted))


@dataclass(frozen=True, slots=True)
class Score:
    """A sacreBLEU score with what it takes to repeat it.

    Attributes:
        metric: "BLEU", "chrF" or "TER".
        value: percent; above 100 only for TER.
        signature: sacreBLEU's own.
        p_value: chance of a difference from the baseline as large as this one between systems
            of equal worth; None for the baseline itself, or where none was asked for.
    """

    metric: str
    value: float
    signature: str
    p_value: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "signature": self.signature, "p": self.p_value}


def corpus_scores(
    hypotheses: Sequence[str], references: Sequence[str], *, metrics: Sequence[str] = METRICS
) -> dict[str, Score]:
    """sacreBLEU's corpus scores of hypotheses, one reference each.

    Raises:
        RefusedScore: there is nothing to score, or not one reference to each hypothesis.
    """
    hypotheses, references = _lines(hypotheses, references)
    scores = {}
    for name in metrics:
        metric = _metric(name)
        value = metric.corpus_score(hypotheses, [references]).score
        scores[name] = Score(name, value, str(metric.get_signature()))
    return scores


def compared(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    test: Literal["ar", "bs"] = "ar",
    trials: int = 2000,
    metrics: Sequence[str] = METRICS,
) -> dict[str, dict[str, Score]]:
    """Scores of each system, with the p-value of its difference from the first, the baseline.

    Args:
        systems: hypotheses by name of system, the baseline first.
        references: one for each text.
        test: "ar", approximate randomisation, or "bs", paired bootstrap resampling. Where fewer
            than 10 texts differ from the baseline's there is no p-value.
        trials: shuffles or samples; no p-value is less than one in as many.
        metrics: names of metrics.

    Raises:
        RefusedScore: there is nothing to score, or not one reference to each hypothesis.
    """
    import logging

    from sacrebleu.significance import PairedTest

    logging.getLogger("sacrebleu").setLevel(logging.WARNING)
    named: list[tuple[str, Sequence[str]]] = [
        (name, _lines(texts, references)[0]) for name, texts in systems.items()
    ]
    lines = _lines(references, references)[0]
    chosen = {name: _metric(name, references=[lines]) for name in metrics}
    result: Any = PairedTest(named, chosen, references=None, test_type=test, n_samples=trials)()
    signatures, columns = result
    first = named[0][1]
    differ = [sum(map(str.__ne__, texts, first)) >= _FEWEST for _, texts in named]
    scores: dict[str, dict[str, Score]] = {name: {} for name in systems}
    for metric, column in columns.items():
        if metric == "System":
            continue
        short = metric.removesuffix("2")
        signature = str(signatures[metric])
        for name, cell, enough in zip(systems, column, differ, strict=True):
            p_value = cell.p_value if enough else None
            scores[name][short] = Score(short, cell.score, signature, p_value)
    return scores


def chrf(hypothesis: str, reference: str) -> float:
    """sacreBLEU's chrF of one text, percent."""
    return float(_metric("chrF").sentence_score(_line(hypothesis), [_line(reference)]).score)


def _metric(name: str, **options: Any) -> Any:
    try:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF
        from sacrebleu.metrics.ter import TER
    except ImportError as error:
        raise MissingExtra("sacrebleu", extra="bench", purpose="scoring a rewrite") from error
    kinds: dict[str, Any] = {"BLEU": BLEU, "chrF": CHRF, "TER": TER}
    if name not in kinds:
        raise RefusedScore(f"no metric is called {name!r}; there are {', '.join(kinds)}")
    return kinds[name](**options)


def _lines(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[list[str], list[str]]:
    if not references or len(hypotheses) != len(references):
        raise RefusedScore(
            f"scoring needs one reference to each hypothesis and at least one, not "
            f"{len(references)} to {len(hypotheses)}"
        )
    return [_line(text) for text in hypotheses], [_line(text) for text in references]


def _line(text: str) -> str:
    """The text on one line, as sacreBLEU's command reads it."""
    return " ".join(text.split("\n"))
