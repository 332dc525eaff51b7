"""Which gain each kind of change needs, and how often such changes are right."""

from __future__ import annotations

from dataclasses import dataclass

from mtrepair.types import Safety


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """One kind of change.

    Attributes:
        code, message: of the findings made of it.
        least: gain from which on it is shown, natural log.
        unsafe: gain from which on it may be applied on request.
        safe: gain from which on it is applied by default.
        right: share of right ones among those shown only, unsafe, and safe, 0-1.
        anywhere: whether it is applied by default in quotations, titles, headlines and verse too:
            nobody says it so, and no poet writes it.
    """

    code: str
    message: str
    least: float
    unsafe: float
    safe: float
    right: tuple[float, float, float]
    anywhere: bool = False

    def verdict(self, gain: float, *, as_said: bool = False) -> tuple[Safety, float]:
        """Safety and confidence of a change with that gain.

        Args:
            as_said: whether it stands where words are somebody's own: a quotation, a title.

        >>> KINDS["verb"].verdict(30.0)[0], KINDS["verb"].verdict(30.0, as_said=True)[0]
        (<Safety.SAFE: 2>, <Safety.UNSAFE: 1>)
        """
        level = Safety((gain >= self.unsafe) + (gain >= self.safe))
        if as_said and not self.anywhere:
            level = min(level, Safety.UNSAFE)
        return level, self.right[level]


_NEVER = float("inf")
_ORDER = "MT501"
_NEGATION = "MT503"
_CASE = "MT504"
_ELISION = "MT505"
_ARTICLE = "MT502"
_AGREEMENT = "MT506"

# Set on newstest2009 to 2011, clean and damaged (benchmarks/studies/fluency.py, whose report is
# benchmarks/results/fluency.md). `right` counts an edit only if it gives back the very text that
# was there before. Where that share is below 0.9 and the gain is safe all the same, the others
# were read: they mend what the newspaper had wrong, or say the same in another way. "article" is
# never safe: too few of them to judge.
KINDS = {
    "swap": ChangeKind(
        _ORDER, "the noun before its adjective", 2, 3, 4, (0.3, 0.5, 0.9), anywhere=True
    ),
    "complement": ChangeKind(_ORDER, "the noun before the name", -1, 3, 5, (0.4, 0.5, 0.8)),
    "compound": ChangeKind(_ORDER, "the noun before its complement", 3, 4, _NEVER, (0.4, 0.5, 0.8)),
    "subject": ChangeKind(_ARTICLE, "an article is missing", 0.5, 1, 3, (0.5, 0.6, 0.7)),
    "ne": ChangeKind(_NEGATION, "“ne” is missing", 0, 0, 0.5, (0.8, 0.9, 0.97)),
    "spoken": ChangeKind(_NEGATION, "“ne” may be missing", 0, 0, _NEVER, (0.8, 0.9, 0.9)),
    "small": ChangeKind(_CASE, "a capital in mid-sentence", 6, 8, _NEVER, (0.6, 0.8, 0.8)),
    "nationality": ChangeKind(_CASE, "an adjective has no capital", 3, 3, 4, (0.6, 0.8, 0.9)),
    "elision": ChangeKind(_ELISION, "this is elided", 3, 4, 5, (0.8, 0.7, 0.9), anywhere=True),
    "whole": ChangeKind(_ELISION, "this is not elided", 3, 4, _NEVER, (0.8, 0.7, 0.9)),
    "contraction": ChangeKind(
        _ELISION, "these words contract", 1, 2, 3, (0.7, 0.9, 0.95), anywhere=True
    ),
    "determiner": ChangeKind(_AGREEMENT, "the determiner does not agree", 4, 5, 8, (0.5, 0.7, 0.9)),
    "number": ChangeKind(_AGREEMENT, "the noun does not agree", 5, 6, 7, (0.4, 0.5, 0.7)),
    "verb": ChangeKind(_AGREEMENT, "the verb has another form here", 1.5, 2, 3, (0.6, 0.8, 0.9)),
    "split": ChangeKind("MT101", "words are run together", 6, 7, 8, (0.8, 0.8, 0.8), anywhere=True),
    "join": ChangeKind("MT102", "one word in two pieces", 6, 7, 8, (0.9, 0.9, 0.97), anywhere=True),
    "repeat": ChangeKind("MT303", "a word too many", 4, 5, 5.5, (0.9, 0.9, 0.99), anywhere=True),
}
