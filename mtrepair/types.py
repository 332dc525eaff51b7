"""The frozen values that every layer of mtrepair passes on."""

from __future__ import annotations

import enum
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mtrepair.errors import InputError

Severity = Literal["minor", "major"]
SegmentKind = Literal["headline", "sentence", "item", "caption", "furniture"]
Quotes = Literal["guillemets", "curly", "straight"]
Space = Literal["nbsp", "narrow", "plain"]
_SPACE_CHARACTERS: dict[str, str] = {"nbsp": "\u00a0", "narrow": "\u202f", "plain": " "}


class Safety(enum.IntEnum):
    """How far a fix may be trusted; `clean` applies fixes from a given level upwards."""

    DISPLAY = 0
    """Shown to a person, never applied."""
    UNSAFE = 1
    """May change wording: applied on request."""
    SAFE = 2
    """White space, marks, repeated text, or otherwise certain: applied by default."""

    @classmethod
    def of(cls, level: Safety | str) -> Safety:
        """The level of that name, in any case; a level is returned as it is.

        >>> Safety.of("unsafe")
        <Safety.UNSAFE: 1>
        """
        if isinstance(level, cls):
            return level
        try:
            return cls[str(level).upper()]
        except KeyError:
            names = ", ".join(member.name.lower() for member in cls)
            raise InputError(f"no safety level is called {level!r}; there are {names}") from None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open interval `[start, end)` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise InputError(f"a span needs 0 <= start <= end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The part of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character; an empty span shares one with what it lies inside."""
        return self.start < other.end and other.start < self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share a character or a border.

        >>> Span(0, 2).touches(Span(2, 5)), Span(0, 2).overlaps(Span(2, 5))
        (True, False)
        """
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One replacement: the text of `span` becomes `replacement`."""

    span: Span
    replacement: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "start": self.span.start,
            "end": self.span.end,
            "replacement": self.replacement,
        }


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend one finding together: all are applied, or none."""

    edits: tuple[Edit, ...]
    safety: Safety

    def to_dict(self) -> dict[str, Any]:
        return {
            "safety": self.safety.name.lower(),
            "edits": [edit.to_dict() for edit in self.edits],
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One located artefact.

    Attributes:
        code: stable code such as "MT101"; `mtrepair.explain` tells about it.
        name: the code's name such as "run-together".
        span: what is flagged.
        text: the flagged text.
        message: what is wrong, for a person.
        severity: "major" where the sense suffers, else "minor".
        confidence: estimated share of such findings that are right, 0-1.
        fixes: ways to mend it, best first; may be empty.
        found_by: "rule", "model" or "source".
        source_span: what it is about in the English source, where that gives it away; an empty one
            is where the source lacks what the text has.
    """

    code: str
    name: str
    span: Span
    text: str
    message: str
    severity: Severity = "minor"
    confidence: float = 1.0
    fixes: tuple[Fix, ...] = ()
    found_by: Literal["rule", "model", "source"] = "rule"
    source_span: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready values, offsets in code points."""
        place = self.source_span
        beside = {} if place is None else {"source": {"start": place.start, "end": place.end}}
        return {
            "code": self.code,
            "name": self.name,
            "start": self.span.start,
            "end": self.span.end,
            "text": self.text,
            "message": self.message,
            "severity": self.severity,
            "confidence": self.confidence,
            "found_by": self.found_by,
            "fixes": [fix.to_dict() for fix in self.fixes],
            **beside,
        }


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit given to a model; the segments of a text tile it, white space included."""

    span: Span
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Style:
    """A house style; what is None follows the document's own habit.

    Attributes:
        quotes: "guillemets" « », "curly" “ ” or "straight" ".
        space: what stands inside guillemets and before high marks: "nbsp" (U+00A0),
            "narrow" (U+202F) or "plain" (U+0020).
    """

    quotes: Quotes | None = None
    space: Space | None = None

    def __post_init__(self) -> None:
        _expect("quotes", self.quotes, ("guillemets", "curly", "straight"))
        _expect("space", self.space, tuple(_SPACE_CHARACTERS))

    @property
    def space_character(self) -> str | None:
        """The character that `space` names."""
        return None if self.space is None else _SPACE_CHARACTERS[self.space]


@dataclass(frozen=True, slots=True)
class Attention:
    """Where a model looks in a source while it writes each piece of a target.

    Attributes:
        source: the span of each source piece; empty where it has no letter or digit.
        target: likewise of each piece of the target.
        weights: [target pieces, source pieces], 0-1; a row adds up to 1 at most, since the end
            token of the source has its share.
    """

    source: tuple[Span, ...]
    target: tuple[Span, ...]
    weights: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What a model wrote for one segment.

    Attributes:
        text: the hypothesis.
        score: sum of the token scores, natural log.
        token_scores: log-probability of each token, end token included, natural log.
    """

    text: str
    score: float
    token_scores: tuple[float, ...] = field(default=())


def _expect(option: str, value: str | None, allowed: tuple[str, ...]) -> None:
    if value is not None and value not in allowed:
        raise InputError(f"{option} must be one of {', '.join(allowed)}, not {value!r}")


def covers(spans: Sequence[Span], index: int) -> bool:
    """Whether one of the sorted spans, of which none overlap, holds the character at `index`.

    >>> covers([Span(0, 2), Span(5, 9)], 5)
    True
    """
    return span_around(spans, index) is not None


def span_around(spans: Sequence[Span], index: int) -> Span | None:
    """The one of the sorted spans, of which none overlap, that holds the character at `index`.

    >>> span_around([Span(0, 2), Span(5, 9)], 5)
    Span(start=5, end=9)
    """
    i = bisect_right(spans, index, key=lambda span: span.start) - 1
    return spans[i] if i >= 0 and index < spans[i].end else None


def meets(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans, of which none overlap, shares a character with `span`.

    >>> meets([Span(0, 2), Span(5, 9)], Span(2, 5))
    False
    """
    i = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return i >= 0 and spans[i].overlaps(span)


def within(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans, of which none overlap, holds all of `span`.

    >>> within([Span(0, 2), Span(5, 9)], Span(6, 9))
    True
    """
    i = bisect_right(spans, span.start, key=lambda other: other.start) - 1
    return i >= 0 and span.end <= spans[i].end
