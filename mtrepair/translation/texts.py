"""Whole texts in English: planned in segments and pieces, drafted together, put together again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

from mtrepair.backends import Seq2Seq, load_model, model_folder
from mtrepair.backends.shipped import BEAM_SIZE, TRANSLATION_MODEL
from mtrepair.errors import InputError
from mtrepair.language import is_english
from mtrepair.many import Errors, results
from mtrepair.render.pairs import Row, pairs_html, pairs_page
from mtrepair.segment import segments
from mtrepair.translation.confidence import LOW, Confidence, confidence, read_confidence
from mtrepair.translation.drafts import Draft, drafts, in_place
from mtrepair.translation.kept import is_english_label, is_kept, parts
from mtrepair.translation.marks import QuoteHabit, Shell, habit, in_style, shell
from mtrepair.translation.numbers import anglicised
from mtrepair.translation.pieces import split
from mtrepair.types import Span
from mtrepair.view import checked, view

# Sentences of the press have 35 tokens on average; the shipped model was trained on up to 80.
MOST_TOKENS = 60
_LINE_END = re.compile(r"\n")
_WORD = re.compile(r"\S+")
ALREADY_ENGLISH = "already in English, returned as it is"
# Characters of the English that a line about it shows.
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """A French segment and its English.

    Attributes:
        span: where the segment stands in the French text; the spans of a translation tile it.
        source: the French segment, white space around it included.
        hypothesis: its English, with the same white space around it.
        score: mean log-probability of a token, natural log; None where nothing was translated.
        notes: what is doubtful about the hypothesis, for a person.
        confidence: how sure the hypothesis is, 0-1; None where nothing was translated. Where the
            model's folder has a confidence.json it is the probability that the segment is not
            among the worst third of segments by chrF, else the mean probability of a token.
    """

    span: Span
    source: str
    hypothesis: str
    score: float | None
    notes: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether the confidence is below 0.5: read the English beside the French."""
        return self.confidence is not None and self.confidence < LOW

    def to_dict(self) -> dict[str, Any]:
        """The pair as JSON-ready values, offsets in code points."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "source": self.source,
            "hypothesis": self.hypothesis,
            "score": self.score,
            "confidence": self.confidence,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Translation:
    """The English of a text, segment by segment.

    Attributes:
        source: the French text.
        pairs: its segments and their English; joined, the hypotheses are the English text.
        notes: what a person should know about the whole, such as that it was English already.
    """

    source: str
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The English text."""
        return "".join(pair.hypothesis for pair in self.pairs)

    def to_dict(self) -> dict[str, Any]:
        """The translation as JSON-ready values, offsets in code points of the source."""
        return {
            "unit": "codepoint",
            "text": self.text,
            "pairs": [pair.to_dict() for pair in self.pairs],
            "notes": list(self.notes),
        }

    def to_html(self, title: str = "Translation") -> str:
        """A self-contained page with the French beside the English."""
        return pairs_page(title, self.rows())

    def __repr__(self) -> str:
        text = self.text
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return f"<Translation: {len(self.pairs)} segments, {shown!r}>"

    def _repr_html_(self) -> str:
        return pairs_html(self.rows())

    def rows(self) -> Iterator[Row]:
        """The pairs as pages show them."""
        for pair in self.pairs:
            if pair.source.strip():
                unsure = pair.confidence if pair.is_unsure else None
                yield Row(pair.source, pair.hypothesis, pair.notes, unsure)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a segment is translated: what is copied around it, and its pieces.

    Attributes:
        read: the source without what is not seen.
        pieces: each with whether it is copied; they tile the core of the shell.
        note: why the segment is copied as it is, if it is.
    """

    span: Span
    source: str
    read: str
    shell: Shell
    pieces: tuple[tuple[str, bool], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """Writes the English of French texts as they are; `mtrepair.translate` repairs them first.

    Attributes:
        model: a loaded model, or the name or folder of one.
        beam_size: hypotheses followed at a time.
        max_tokens: longer segments are cut at the best place and their translations joined.

    Raises:
        InputError: an option is out of range.

    >>> Translator().translate("Le vote aura lieu lundi.").text
    'The vote will take place on Monday.'
    """

    model: Seq2Seq | str | Path = TRANSLATION_MODEL
    beam_size: int = BEAM_SIZE
    max_tokens: int = MOST_TOKENS

    def __post_init__(self) -> None:
        if self.beam_size < 1 or self.max_tokens < 1:
            raise InputError(
                "beam_size and max_tokens must be at least 1, not "
                f"{self.beam_size} and {self.max_tokens}"
            )

    def translate(self, text: str) -> Translation:
        """The English of a text; line ends and blank lines stay where they are.

        Raises:
            InputError: `text` is not a string.
            ModelError: there is no such model.
        """
        (translation,) = self.translations([checked(text)])
        return translation

    def translate_many(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        errors: Errors = "raise",
        processes: int = 1,
    ) -> Iterator[Any]:
        """The translations of many texts, in their order; segments of several go together.

        Args:
            as_tuples: texts come as pairs of an id and a text, translations likewise.
            errors: "raise", or "keep" to have an error in the place of a translation.
            processes: that work side by side.

        Raises:
            InputError: `texts` is one string, or a text, told by its number, is none.
        """
        if processes == 1:
            self.loaded()  # what can't be loaded is told at once
        return results(
            texts, self.translations, as_tuples=as_tuples, errors=errors, processes=processes
        )

    def translations(
        self, texts: Sequence[str], *, quotes: QuoteHabit | None = None
    ) -> list[Translation]:
        """The translation of each text, all their segments translated together.

        Args:
            quotes: of the English; by default as each text has them.
        """
        model = self.loaded()
        fitted = read_confidence(model.folder)
        planned = list(_planned(texts, model, min(self.max_tokens, model.max_tokens)))
        plans = chain.from_iterable(own for _, own in planned)
        asked = [piece.strip() for plan in plans for piece, copied in plan.pieces if not copied]
        written = drafts(asked, model, beam_size=self.beam_size)
        return [
            _translation(text, own, written, fitted, quotes or habit(text)) for text, own in planned
        ]

    def loaded(self) -> Seq2Seq:
        """The model; one that is named is loaded once.

        Raises:
            ModelError: there is no such model, or it is damaged.
        """
        return _loaded(self.model) if isinstance(self.model, str | Path) else self.model


def _loaded(model: str | Path) -> Seq2Seq:
    return _shared(model_folder(model))


@cache
def _shared(folder: Path) -> Seq2Seq:
    return load_model(folder)


def _planned(texts: Iterable[str], model: Seq2Seq, limit: int) -> Iterator[tuple[str, list[_Plan]]]:
    for text in texts:
        seen = view(text)  # models have read nothing that is not seen
        inner = [segment.span for segment in segments(seen.text)] or [Span(0, 0)] * bool(text)
        ends = [*(seen.to_original(span.start) for span in inner[1:]), len(text)]
        spans = [Span(start, end) for start, end in pairwise([0, *ends])] if inner else []
        if seen.text.strip() and is_english(seen.text):
            yield text, [_copied(span, span.of(text), ALREADY_ENGLISH) for span in spans]
        else:
            places = zip(spans, inner, strict=True)
            yield text, [_plan(o, o.of(text), i.of(seen.text), model, limit) for o, i in places]


def _plan(span: Span, source: str, read: str, model: Seq2Seq, limit: int) -> _Plan:
    read = normalize("NFC", read)  # nor accents apart from their letters
    if is_kept(read):
        return _copied(span, source)
    if is_english(read) or is_english_label(read):
        return _copied(span, source, ALREADY_ENGLISH)
    around = shell(read)
    pieces: list[tuple[str, bool]] = []
    for part, copied in parts(around.core):
        if copied or is_kept(part):
            pieces.append((part, True))
        else:
            cut = split(part, limit, model.count_tokens)
            lengths = model.count_tokens(cut)
            pieces += ((p, n > model.max_tokens) for p, n in zip(cut, lengths, strict=True))
    return _Plan(span, source, read, around, tuple(pieces))


def _copied(span: Span, source: str, note: str = "") -> _Plan:
    return _Plan(span, source, source, Shell("", source, ""), ((source, True),), note)


def _translation(
    text: str,
    plans: list[_Plan],
    written: dict[str, Draft],
    fitted: Confidence | None,
    style: QuoteHabit,
) -> Translation:
    pairs = tuple(_pair(plan, written, style, fitted) for plan in plans)
    english = bool(plans) and all(plan.note == ALREADY_ENGLISH for plan in plans)
    return Translation(text, pairs, (ALREADY_ENGLISH,) if english else ())


def _pair(
    plan: _Plan, written: dict[str, Draft], style: QuoteHabit, fitted: Confidence | None
) -> Pair:
    if plan.note:
        return Pair(plan.span, plan.source, plan.source, None, (plan.note,))
    found = [
        (piece, Draft(anglicised(piece.strip())) if copied else written[piece.strip()])
        for piece, copied in plan.pieces
    ]
    core = "".join(in_place(piece, draft.text) for piece, draft in found)
    around = plan.shell
    text = in_style(around.before + core + around.after, style)
    tokens = sum(draft.tokens for _, draft in found)
    score = sum(draft.score for _, draft in found) / tokens if tokens else None
    notes = tuple(dict.fromkeys(fault.message for _, draft in found for fault in draft.faults))
    sure = None if score is None else confidence(plan.read, text, score, len(notes), fitted)
    english = _wrapped(text, plan.read)
    if plan.read != plan.source and plan.source.count("\r\n") == plan.source.count("\n"):
        english = english.replace("\n", "\r\n")
    return Pair(plan.span, plan.source, english, score, notes, sure)


def _wrapped(text: str, source: str) -> str:
    """The text with line ends where its source has them: after as large a part of the whole.

    >>> _wrapped("It is raining in Paris today", "Il pleut\\nà Paris")
    'It is raining\\nin Paris today'
    """
    body, whole = source.strip(), text.strip()
    breaks = list(_LINE_END.finditer(body))
    words = whole.split()
    if not breaks or not words:
        return in_place(source, whole)
    starts, most = [word.start() for word in _WORD.finditer(body)], len(words)
    for line_end in breaks:
        before = bisect_left(starts, line_end.start())
        place = min(max(round(most * before / len(starts)), 1), most)
        words[place - 1] += line_end[0]
    return in_place(source, re.sub(r"(?<=\n) ", "", " ".join(words)))
