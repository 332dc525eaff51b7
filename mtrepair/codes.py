"""Every code once: its name, how bad it is, what it means, and what the finding rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from mtrepair.types import Severity

Basis = Literal["marks", "grammar", "fluency", "source"]

FAMILIES = {
    "MT1": "spaces and words",
    "MT2": "marks",
    "MT3": "repetition",
    "MT4": "residue of the page",
    "MT5": "wording",
    "MT6": "names",
    "MT7": "against the source",
}
"""What the codes that begin so have in common."""


class Card(Protocol):
    """What is told of a code; `Code` fits, and `mtrepair.rules.Rule`."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def examples(self) -> tuple[tuple[str, str | None], ...]: ...
    @property
    def clean(self) -> tuple[str, ...]: ...
    @property
    def summary(self) -> str: ...
    @property
    def explanation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for.

    Attributes:
        code: for example "MT103".
        name: for example "missing-space".
        severity: of its findings.
        summary: one line.
        evidence: what its findings rest on, of all that it has the weakest: "marks" (the page's
            own), "grammar" (looked up or counted), "fluency" (a model's gain, with grammar),
            "source" (the English that the text was translated from).
        french: whether it holds a text to French usage, which English in it is not bound by.
        how: how it is found, where a model finds it.
        examples: damaged texts and what becomes of them, where a model finds it.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    evidence: Basis = "marks"
    french: bool = True
    how: str = ""
    examples: tuple[tuple[str, str | None], ...] = ()
    clean: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """What it has in common with its neighbours.

        >>> CODES["MT103"].family
        'spaces and words'
        """
        return FAMILIES[self.code[:3]]

    @property
    def explanation(self) -> str:
        """The summary, and how it is found."""
        return f"{self.summary}\n\n{self.how}" if self.how else self.summary


_WITH_GRAMMAR = (
    "Found by the language model, where grammar that can be looked up or counted says that the "
    "text is not French, and another wording is likelier by far."
)
_AGAINST: tuple[Basis, bool, str] = (
    "source",
    False,
    "Found where the English source is given: detect(text, source=…). Shown, never applied.",
)
_BY_REPAIR_MODEL = "Found by the repair model, where the language model would write so as well."

CODES = {
    code.code: code
    for code in (
        Code("MT101", "run-together", "major", "Words, digits or an elision glued together."),
        Code("MT102", "split-word", "major", "One word in two pieces."),
        Code("MT103", "missing-space", "minor", "A space is lost beside a mark or markup."),
        Code("MT104", "extra-space", "minor", "A space too many, or one where none belongs."),
        Code("MT201", "stray-punctuation", "minor", "A mark that stands alone or twice."),
        Code("MT202", "quote-mismatch", "minor", "Quotation marks of another system."),
        Code("MT203", "quote-unclosed", "major", "A quotation that is never closed or opened."),
        Code("MT204", "guillemet-spacing", "minor", "Guillemets with other spaces than the rest."),
        Code("MT205", "punctuation-spacing", "minor", "Marks with other spaces than the rest."),
        Code("MT206", "number-format", "minor", "A number in English format."),
        Code("MT301", "duplicate-headline", "minor", "The headline printed twice.", french=False),
        Code("MT302", "duplicate-passage", "major", "A passage printed twice.", french=False),
        Code("MT303", "repeated-word", "minor", "A word printed twice.", french=False),
        Code("MT401", "boilerplate", "minor", "What belongs to the page.", french=False),
        Code("MT402", "untranslated-english", "major", "English left as it was.", french=False),
        Code("MT403", "site-suffix", "minor", "A site's name behind a headline.", french=False),
        Code("MT404", "entity-residue", "minor", "Residue of markup.", french=False),
        Code("MT405", "truncated", "minor", "A word or an elision cut off.", french=False),
        Code(
            "MT501",
            "fragment-order",
            "major",
            "A fragment in English order: an adjective or a name before its noun.",
            "fluency",
            how=_WITH_GRAMMAR,
            examples=(("Il faut un climatique accord.", "Il faut un accord climatique."),),
            clean=("Une responsable presse a parlé d’un camion bélier.",),
        ),
        Code(
            "MT502",
            "missing-article",
            "major",
            "A subject without its article.",
            "fluency",
            how=_WITH_GRAMMAR,
            examples=(
                ("Samedi, Russie a annoncé un retrait.", "Samedi, la Russie a annoncé un retrait."),
            ),
            clean=("Israël a annoncé un retrait.",),
        ),
        Code("MT503", "missing-negation", "major", "A negation that lost its “ne”.", "fluency"),
        Code("MT504", "wrong-case", "minor", "A capital or a small letter too many.", "fluency"),
        Code("MT505", "elision", "minor", "A missing or false elision or contraction.", "grammar"),
        Code(
            "MT506",
            "agreement",
            "minor",
            "A determiner, a noun or a verb in a form that nothing around it allows.",
            "fluency",
            how=_WITH_GRAMMAR,
            examples=(
                (
                    "Le prix dépend de plusieurs facteur.",
                    "Le prix dépend de plusieurs facteurs.",
                ),
            ),
            clean=("Cette colère, nous la comprenons tous.",),
        ),
        Code(
            "MT507",
            "missing-word",
            "minor",
            "A small word is missing: a conjunction, a preposition, an auxiliary.",
            "fluency",
            how=_BY_REPAIR_MODEL,
        ),
        Code("MT602", "name-translated", "major", "A name that was taken for a word.", *_AGAINST),
        Code("MT700", "source-mismatch", "minor", "No source of this text.", *_AGAINST),
        Code("MT701", "number-changed", "major", "A number that the source has not.", *_AGAINST),
        Code("MT702", "name-changed", "major", "A name that the source has not.", *_AGAINST),
        Code("MT703", "omitted-passage", "major", "A sentence or clause is lost.", *_AGAINST),
        Code("MT704", "added-passage", "major", "A passage that the source has not.", *_AGAINST),
        Code("MT705", "negation-changed", "major", "Denied in one of the two only.", *_AGAINST),
    )
}


def severity_of(code: str) -> Severity:
    """How bad a finding of that code is; "minor" for a code of somebody else's rule.

    >>> severity_of("MT501"), severity_of("XY1")
    ('major', 'minor')
    """
    return CODES[code].severity if code in CODES else "minor"


def holds_french(code: str) -> bool:
    """Whether findings of that code hold a text to French usage."""
    return code in CODES and CODES[code].french
