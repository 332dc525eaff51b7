"""Cleaning: what is found is repaired, pass after pass, until nothing is left to repair."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from mtrepair.backends.shipped import named_model, shipped_model
from mtrepair.detect import check_rules_find, chosen_rules, findings, is_chosen
from mtrepair.detect import detect as found_by_rules
from mtrepair.document import Document
from mtrepair.guard import Refusal, judged, judged_together
from mtrepair.plan import plan, surest
from mtrepair.repair import Repair
from mtrepair.revision import Revision
from mtrepair.rules import Rule
from mtrepair.truce import Truce
from mtrepair.types import Finding, Safety, Span, Style
from mtrepair.view import checked, checked_texts, edits_in_original, findings_in_original, view

if TYPE_CHECKING:
    from mtrepair.backends import Seq2Seq
    from mtrepair.fluency import Change, LanguageModel
    from mtrepair.rewriting import Calibration, Rewrite

# Texts whose segments the repair model reads together: some hundred segments.
_TEXTS_AT_A_TIME = 16
# Chains of fixes in real texts are three passes long: a duplicate goes, its quotes are paired
# anew, their spacing follows. Rules that write a text a second time undo each other; those that
# make it longer than this only ever add.
_GROWTH, _ROOM = 2, 1000

MODEL = "french-4gram"
"""The model that `clean` asks unless told otherwise; it comes with the package."""


def clean(
    text: str,
    *,
    model: str | Path | None = MODEL,
    repair_model: Seq2Seq | str | Path | None = None,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Repair:
    """The text with its artefacts repaired: by rules, then by models, then by rules again.

    Args:
        model: name or folder of the language model to ask; None leaves it to the rules.
        repair_model: a seq2seq model of French to French, loaded, or its name or folder, asked
            after the language model, which judges what it writes; None asks none.
        safety: the least safe fixes to apply: "safe", or "unsafe" to allow changes of wording.
        style: the house style; by default the text's own habit.
        select: codes or beginnings of codes to repair; by default all.
        ignore: codes or beginnings of codes to leave alone.

    Raises:
        InputError: `text` is not a string, or an option has no such value.
        ModelError: a model is missing or damaged.

    >>> clean("Le vote a lieu lundi. .").text
    'Le vote a lieu lundi.'
    """
    return next(
        clean_many(
            [checked(text)],
            model=model,
            repair_model=repair_model,
            safety=safety,
            style=style,
            select=select,
            ignore=ignore,
        )
    )


def detect(
    text: str,
    *,
    language_model: str | Path | None = None,
    repair_model: Seq2Seq | str | Path | None = None,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Finding]:
    """The artefacts of a text, sorted by place, offsets in code points of `text`.

    By default the rules alone look. With a model it tells what `clean` would change with it as
    well: where nothing is found, `clean` changes nothing.

    Args:
        language_model: the language model to ask, such as "french-4gram".
        repair_model: the seq2seq model to ask as well, such as "repair-small".
        style: the house style to hold the text to; by default its own habit.
        select: codes, beginnings of codes ("MT1", "MT202") or names to look for; by default all.
        ignore: codes, beginnings of codes or names to leave out.

    Raises:
        InputError: `text` is not a string, or what is selected takes a model.
        UnknownRule: no code begins so.

    >>> text = "Le débat porte sur le nucléaire programme."
    >>> detect(text), [finding.code for finding in detect(text, language_model="french-4gram")]
    ([], ['MT501'])
    """
    if language_model is None and repair_model is None:
        check_rules_find(_several(select))
        return found_by_rules(text, style=style, select=select, ignore=ignore)
    repair = clean(
        text,
        model=language_model,
        repair_model=repair_model,
        style=style,
        select=select,
        ignore=ignore,
    )
    return list(repair.findings)


_Question = tuple[Document, list[Span], "list[Change]"]
_Steps = Generator[_Question, "list[Rewrite]", Repair]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What `clean` was asked for.

    Attributes:
        judge: the language model, if it is asked anything.
        proposes: whether it may also propose changes itself.
        calibration: the repair model's, if there is one.
    """

    rules: Sequence[Rule]
    level: Safety
    style: Style | None
    chosen: Callable[[str], bool]
    judge: LanguageModel | None
    proposes: bool
    calibration: Calibration | None


def _repairing(text: str, wanted: _Wanted) -> _Steps:
    """Repairs a text; hands out where the repair model shall read, and is sent its rewrites."""
    # Imported where a text is cleaned, so that detect and the package itself load at once.
    from mtrepair.fluency import LEAST_GAIN, changes, proposals
    from mtrepair.rewriting import suspicious

    rules, level, judge = wanted.rules, wanted.level, wanted.judge
    seen = view(text)
    revision = Revision.of(seen.text)
    first: list[Finding] | None = None
    heard = _Testimony({}, {})
    known: set[str] = set()
    truce = Truce(revision)
    while True:
        document = Document(revision.text, style=wanted.style)
        found = findings(document, rules)
        first = found if first is None else first
        edits = plan(truce.kept(found, document.text), level)
        if not edits and judge is not None:
            changed = list(changes(document, judge, least=LEAST_GAIN))
            if wanted.proposes:
                proposed = proposals(document, judge, changed=changed)
                proposed = [finding for finding in proposed if wanted.chosen(finding.code)]
                passed, refused = judged(document, proposed, rules, level=level)
                heard.add(passed, refused, revision)
                edits = plan(passed, level)
            if not edits and wanted.calibration is not None:
                spans = suspicious(document, changed, wanted.calibration.least_gain)
                spans = [span for span in spans if span.of(document.text) not in known]
                known.update(span.of(document.text) for span in spans)
                rewritten = yield document, spans, changed
                passed, refused = _weighed(document, rewritten, wanted)
                heard.add(passed, refused, revision)
                edits = plan(passed, level)
        if not edits:
            heard.add((), truce.refusals(found, document.text), revision)
            repaired = Revision.of(text).apply(edits_in_original(revision.edits, seen))
            everything = [*first, *heard.proposed.values()]
            everything.sort(key=lambda finding: (finding.span, finding.code))
            return Repair(
                repaired,
                tuple(findings_in_original(everything, seen)),
                tuple(refusal.moved(seen) for refusal in heard.refused.values()),
            )
        revision = revision.apply(edits)
        if len(revision.text) > _GROWTH * len(seen.text) + _ROOM:
            # A rule that only ever adds: from the start, without it.
            revision = truce.banish(found, edits)
        elif truce.comes_back(revision, found, edits):
            # A rule undoes what a model did: the rules have the last word. Rules that undo each
            # other are left out where they do.
            revision = truce.settle() if judge is None else revision
            judge = None


def _weighed(
    document: Document, rewritten: Iterable[Rewrite], wanted: _Wanted
) -> tuple[list[Finding], list[Refusal]]:
    """The repair model's findings that may be applied or shown, and those refused."""
    shown = wanted.calibration.shown if wanted.calibration else math.inf
    passed, refused = [], []
    for rewrite in rewritten:
        findings = [
            finding
            for finding in rewrite.findings
            if wanted.chosen(finding.code) and finding.confidence >= shown
        ]
        findings = surest(findings)
        if findings:
            kept, dropped = judged_together(document, findings, wanted.rules, level=wanted.level)
            passed += kept
            refused += dropped
    return passed, refused


@dataclass(frozen=True, slots=True)
class _Testimony:
    """What a model has proposed so far, on the text before any edit, by code and place."""

    proposed: dict[tuple[str, Span], Finding]
    refused: dict[tuple[str, Span], Refusal]

    def add(
        self, passed: Iterable[Finding], refused: Iterable[Refusal], revision: Revision
    ) -> None:
        for finding in findings_in_original(passed, revision):
            self.proposed.setdefault((finding.code, finding.span), finding)
        for refusal in refused:
            moved = refusal.moved(revision)
            self.refused.setdefault((moved.finding.code, moved.finding.span), moved)


def _several(codes: Iterable[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def clean_many(
    texts: Iterable[str],
    *,
    model: str | Path | None = MODEL,
    repair_model: Seq2Seq | str | Path | None = None,
    safety: Safety | str = Safety.SAFE,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    progress: bool = False,
) -> Iterator[Repair]:
    """The repairs of many texts, in their order; the repair model reads several texts at a time.

    The options are those of `clean`.

    Args:
        progress: show a progress bar on standard error.

    Raises:
        InputError: `texts` is one string, or a text, told by its number, is none.

    >>> [repair.text for repair in clean_many(["le web,la radio", "rien"])]
    ['le web, la radio', 'rien']
    """
    several = checked_texts(texts)
    if progress:
        from mtrepair.render import with_progress

        several = checked_texts(with_progress(texts, "clean"))
    return _repairs(
        several,
        model=model,
        repair_model=repair_model,
        safety=safety,
        style=style,
        select=select,
        ignore=ignore,
    )


def _repairs(
    texts: Iterator[str],
    *,
    model: str | Path | None,
    repair_model: Seq2Seq | str | Path | None,
    safety: Safety | str,
    style: Style | None,
    select: Iterable[str],
    ignore: Iterable[str],
) -> Iterator[Repair]:
    select, ignore = _several(select), _several(ignore)
    level = max(Safety.of(safety), Safety.UNSAFE)
    rules = chosen_rules(select, ignore)
    # The language model judges what the repair model writes, even if it proposes nothing itself.
    judge = None if model is None and repair_model is None else _loaded(model or MODEL)
    repairer = _loaded_repairer(repair_model)
    chosen = cache(lambda code: is_chosen(code, select, ignore))
    if repairer is None or judge is None:
        wanted = _Wanted(rules, level, style, chosen, judge, model is not None, None)
        for text in texts:
            yield from _answered([_repairing(text, wanted)], lambda questions: [])
        return

    from mtrepair.rewriting import read_calibration, rewrites

    calibration = read_calibration(repairer.folder)
    wanted = _Wanted(rules, level, style, chosen, judge, model is not None, calibration)

    def ask(questions: Sequence[_Question]) -> list[list[Rewrite]]:
        documents, spans, changed = zip(*questions, strict=True)
        return rewrites(documents, repairer, judge, calibration, spans=spans, changed=changed)

    while batch := [_repairing(text, wanted) for text in islice(texts, _TEXTS_AT_A_TIME)]:
        yield from _answered(batch, ask)


def _answered(
    repairs: Sequence[_Steps],
    ask: Callable[[Sequence[_Question]], list[list[Rewrite]]],
) -> list[Repair]:
    """The repairs, run side by side; what they hand out is asked about together."""
    done: dict[int, Repair] = {}
    answers: dict[int, list[Rewrite] | None] = dict.fromkeys(range(len(repairs)))
    while answers:
        waiting: dict[int, _Question] = {}
        for number, answer in answers.items():
            try:
                waiting[number] = repairs[number].send(answer)  # type: ignore[arg-type]
            except StopIteration as finished:
                done[number] = finished.value
        answers = dict(zip(waiting, ask(list(waiting.values())), strict=True)) if waiting else {}
    return [done[number] for number in range(len(repairs))]


def _loaded(model: str | Path) -> LanguageModel:
    from mtrepair.fluency import load_model

    folder = named_model(model)
    return load_model(Path(folder) if Path(folder).is_dir() else shipped_model(str(model)))


def _loaded_repairer(model: Seq2Seq | str | Path | None) -> Seq2Seq | None:
    if not isinstance(model, str | Path):
        return model
    from mtrepair.backends import load_model

    return load_model(model)
