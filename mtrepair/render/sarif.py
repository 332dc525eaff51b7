"""Findings as SARIF 2.1.0, which code review tools and editors read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from mtrepair.checksum import sha256
from mtrepair.codes import CODES, Card
from mtrepair.render.card import unwrapped
from mtrepair.render.positions import Positions
from mtrepair.types import Finding, Fix, Safety, Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"major": "error", "minor": "warning"}
# Characters on either side by which a finding is known again.
_AROUND = 20


def findings_sarif(
    texts: Iterable[tuple[str, str, Sequence[Finding]]],
    cards: Sequence[Card],
    *,
    version: str,
    errors: Iterable[tuple[str, str]] = (),
    sources: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """One SARIF run over all texts.

    Regions count characters as code points, a byte order mark not counted. A fix that is only
    to be shown is left out: whoever reads SARIF may apply what it proposes.

    Args:
        texts: name, text and findings of each.
        cards: the rules that the findings come from, sorted by code.
        version: version of the tool.
        errors: name and message of each file that can't be read.
        sources: by the name of a text, name and text of its English source.
    """
    rules = [_rule(code, list(group)) for code, group in groupby(cards, lambda card: card.code)]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "mtrepair", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(list(errors))],
        "results": [
            result
            for name, text, findings in texts
            for result in _results(
                _location(name), text, findings, index, (sources or {}).get(name)
            )
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, cards: Sequence[Card]) -> dict[str, Any]:
    """A code's descriptor; several detectors of one code are described together."""
    examples = [
        f"{bad} → {good}" if good is not None else bad
        for card in cards
        for bad, good in card.examples
    ]
    severities = {card.severity for card in cards}
    about = CODES.get(code)
    tags = {"properties": {"tags": [about.family], "evidence": about.evidence}} if about else {}
    return {
        "id": code,
        "name": cards[0].name,
        "shortDescription": {"text": cards[0].summary},
        "fullDescription": {"text": "\n\n".join(unwrapped(card.explanation) for card in cards)},
        "help": {"text": "Examples:\n" + "\n".join(examples)},
        "defaultConfiguration": {"level": _LEVELS["major" if "major" in severities else "minor"]},
        **tags,
    }


def _invocation(errors: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """How the run went: with a notification for each file that could not be read."""
    notifications = [
        {
            "level": "error",
            "message": {"text": message},
            "locations": [{"physicalLocation": {"artifactLocation": _location(name)}}],
        }
        for name, message in errors
    ]
    return {"executionSuccessful": not errors, "toolExecutionNotifications": notifications}


def _results(
    location: dict[str, Any],
    text: str,
    findings: Iterable[Finding],
    index: dict[str, int],
    source: tuple[str, str] | None,
) -> Iterator[dict[str, Any]]:
    places = Positions(text)
    beside = Positions(source[1]) if source else None
    seen: Counter[str] = Counter()
    for finding in findings:
        mark = _fingerprint(finding, text)
        seen[mark] += 1
        region = _region(finding.span, text, places)
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
            "partialFingerprints": {"finding/v1": f"{mark}:{seen[mark]}"},
            "rank": round(100 * finding.confidence, 1),
            "properties": {
                "confidence": finding.confidence,
                "foundBy": finding.found_by,
            },
        }
        if source and beside and finding.source_span is not None:
            there = _region(finding.source_span, source[1], beside)
            place = {"artifactLocation": _location(source[0]), "region": there}
            result["relatedLocations"] = [
                {"id": 1, "physicalLocation": place, "message": {"text": "the English source"}}
            ]
        if finding.code in index:
            result["ruleIndex"] = index[finding.code]
        fixes = [fix for fix in finding.fixes if fix.safety > Safety.DISPLAY and fix.edits]
        if fixes:
            result["fixes"] = [_fix(fix, location, text, places) for fix in fixes]
        yield result


def _fingerprint(finding: Finding, text: str) -> str:
    """What a finding is known by when lines before it come or go: its code and its words."""
    start, end = max(0, finding.span.start - _AROUND), finding.span.end + _AROUND
    near = " ".join(text[start:end].split())
    return sha256(finding.code, near)[:16]


def _region(span: Span, text: str, places: Positions) -> dict[str, Any]:
    start, end = places.at(span.start), places.at(span.end)
    shift = text.startswith("\ufeff")
    offset = max(0, span.start - shift)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": offset,
        "charLength": max(0, span.end - shift) - offset,
        "snippet": {"text": span.of(text)},
    }


def _fix(fix: Fix, location: dict[str, Any], text: str, places: Positions) -> dict[str, Any]:
    replacements = []
    for edit in sorted(fix.edits):
        region = _region(edit.span, text, places)
        del region["snippet"]
        replacements.append(
            {"deletedRegion": region, "insertedContent": {"text": edit.replacement}}
        )
    return {
        "artifactChanges": [{"artifactLocation": location, "replacements": replacements}],
        "properties": {"safety": fix.safety.name.lower()},
    }


def _location(name: str) -> dict[str, Any]:
    path = PurePath(name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}
