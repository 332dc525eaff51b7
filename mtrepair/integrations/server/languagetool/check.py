"""What `/v2/check` answers: a request's fields to matches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mtrepair.integrations.offsets import Utf16
from mtrepair.integrations.server.answers import Refused
from mtrepair.integrations.server.house import Desk, found
from mtrepair.integrations.server.languages import Guess, guessed
from mtrepair.integrations.server.languagetool.annotated import Annotated, annotated
from mtrepair.integrations.server.languagetool.kinds import kind, rule_id
from mtrepair.integrations.server.languagetool.matches import matches
from mtrepair.integrations.server.work import Stop
from mtrepair.language import english_spans
from mtrepair.segment import segments
from mtrepair.types import Finding, Span

FRENCH = {
    "fr": "French",
    "fr-FR": "French (France)",
    "fr-CA": "French (Canada)",
    "fr-BE": "French (Belgium)",
    "fr-CH": "French (Switzerland)",
}
"""Languages that are checked; a text in another one has no matches."""

_NAMES = {"en": "English", "und": "Other"}
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rules a client wants to hear of.

    Attributes:
        only: whether nothing else than what is enabled is wanted.
    """

    rules: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    no_rules: frozenset[str] = frozenset()
    no_categories: frozenset[str] = frozenset()
    only: bool = False

    def has(self, finding: Finding) -> bool:
        """Whether a finding is wanted; rules are named by id or by code."""
        names = {rule_id(finding.code, finding.name), finding.code}
        category = kind(finding.code).category
        if self.only:
            return bool(names & self.rules) or category in self.categories
        if names & self.rules:
            return True
        return not names & self.no_rules and category not in self.no_categories


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A request to check a text.

    Attributes:
        source: what is checked.
        language: a code, or "auto".
        chosen: what the client wants to hear of.
    """

    source: Annotated
    language: str
    chosen: Chosen

    @classmethod
    def of(cls, fields: Mapping[str, Any], *, most: int) -> CheckRequest:
        """A request's fields.

        Raises:
            Refused: one is missing or impossible, or the text has more than `most` characters.
        """
        language = _string(fields, "language")
        if not language:
            raise Refused(400, "Missing 'language' parameter, e.g. 'language=fr' or 'auto'")
        if language != _AUTO and not _CODE.fullmatch(language):
            raise Refused(400, "'language' is not a language code, e.g. 'fr', nor 'auto'")
        if fields.get("preferredVariants") and language != _AUTO:
            raise Refused(400, "'preferredVariants' goes with 'language=auto' only")
        if ("text" in fields) == ("data" in fields):
            raise Refused(400, "Set either 'text' or 'data'")
        text = _string(fields, "text")
        source = Annotated.plain(text) if "text" in fields else annotated(_string(fields, "data"))
        for size in (len(source.whole), len(source.text)):
            if size > most:
                raise Refused(
                    413,
                    f"Your text exceeds the limit of {most} characters (it's {size} characters). "
                    "Please submit a shorter text.",
                    reason="size",
                )
        return cls(source, language.replace("_", "-"), _chosen(fields))


def check(
    request: CheckRequest, desk: Desk, address: str, software: dict[str, Any], stop: Stop
) -> Any:
    """The answer to a request, in the order of LanguageTool's serialiser."""
    source = request.source
    guess = guessed(source.text)
    language = guess.code if request.language == _AUTO else request.language
    is_french = language.partition("-")[0].lower() == "fr"
    sentences = [segment.span for segment in segments(source.text)]
    own: Sequence[Finding] = found(desk.cleaner(), source.text, stop) if is_french else ()
    wanted = [finding for finding in own if request.chosen.has(finding)]
    units = Utf16(source.whole)
    return {
        "software": software,
        "warnings": {"incompleteResults": False},
        "language": _language(language, guess),
        "matches": matches(wanted, source, sentences, address),
        "ignoreRanges": _ignored(source, units) if is_french else [],
        "sentenceRanges": _places(sentences, source, units),
    }


def _language(code: str, guess: Guess) -> dict[str, Any]:
    detected = {
        "name": _name(guess.code),
        "code": guess.code,
        "confidence": guess.confidence,
        "source": "mtrepair",
    }
    return {"name": _name(code), "code": code, "detectedLanguage": detected}


def _name(code: str) -> str:
    return FRENCH.get(code) or _NAMES.get(code.partition("-")[0], code)


def _ignored(source: Annotated, units: Utf16) -> list[dict[str, Any]]:
    """Passages in English, which are not held to French usage."""
    return [
        {"from": start, "to": end, "language": {"code": "en"}}
        for start, end in _places(english_spans(source.text), source, units)
    ]


def _places(spans: Sequence[Span], source: Annotated, units: Utf16) -> list[list[int]]:
    shown = (source.shown(_trimmed(span, source.text)) for span in spans)
    return [[units.units(span.start), units.units(span.end)] for span in shown if span is not None]


def _trimmed(span: Span, text: str) -> Span:
    own = span.of(text)
    start = span.start + len(own) - len(own.lstrip())
    return Span(start, max(start, span.start + len(own.rstrip())))


def _chosen(fields: Mapping[str, Any]) -> Chosen:
    names = ("enabledRules", "enabledCategories", "disabledRules", "disabledCategories")
    rules, categories, no_rules, no_categories = (_listed(fields, name) for name in names)
    only = _string(fields, "enabledOnly").lower() in ("true", "yes")
    if only and not rules and not categories:
        raise Refused(400, "'enabledOnly=true' needs 'enabledRules' or 'enabledCategories'")
    return Chosen(rules, categories, no_rules, no_categories, only)


def _listed(fields: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(part.strip() for part in _string(fields, name).split(",") if part.strip())


def _string(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise Refused(400, f"'{name}' must be a string")
    return value
