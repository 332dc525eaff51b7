"""Findings of the rules in a text."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mtrepair.codes import CODES, Card, holds_french
from mtrepair.document import Document
from mtrepair.errors import InputError, UnknownRule
from mtrepair.rules import Rule, all_rules
from mtrepair.types import Finding, Span, Style, meets, within
from mtrepair.view import findings_in_original, view


def detect(
    text: str,
    *,
    style: Style | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Finding]:
    """The artefacts of a text, sorted by place, offsets in code points of `text`.

    Args:
        style: the house style to hold the text to; by default its own habit.
        select: codes, beginnings of codes ("MT1", "MT202") or names to look for; by default all.
        ignore: codes or beginnings of codes to leave out.

    Raises:
        InputError: `text` is not a string.
        UnknownRule: no code begins so.

    >>> [(finding.code, finding.text) for finding in detect("le web,la radio")]
    [('MT103', ',la')]
    """
    rules = chosen_rules(select, ignore)
    seen = view(text)
    return findings_in_original(findings(Document(seen.text, style=style), rules), seen)


def findings(document: Document, rules: Sequence[Rule]) -> list[Finding]:
    """What `rules` find in a document outside protected spans, sorted; no fix touches one."""
    found = [finding for rule in rules for finding in rule.findings(document)]
    found = list(_outside(found, document.foreign))
    if document.protected:
        protected = document.protected
        found = [_sparing(f, protected) for f in found if not within(protected, f.span)]
    return sorted(found, key=lambda finding: (finding.span, finding.code))


def chosen_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules whose code begins with one of `select`, without those of `ignore`."""
    wanted, unwanted = _codes(select), _codes(ignore)
    return tuple(rule for rule in all_rules() if _begins(rule.code, wanted, unwanted))


def is_chosen(code: str, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> bool:
    """Whether `code` begins with one of `select`, if there is any, and with none of `ignore`.

    >>> is_chosen("MT501", select=["MT5"], ignore=["MT503"])
    True
    """
    return _begins(code, _codes(select), _codes(ignore))


def _begins(code: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> bool:
    return (not wanted or code.startswith(wanted)) and not (unwanted and code.startswith(unwanted))


def explain(code: str) -> Card:
    """What is known of a code or a name: what is found, why, and examples.

    Raises:
        UnknownRule: nothing has that code or name.

    >>> explain("MT103").name, explain("fragment-order").code
    ('missing-space', 'MT501')
    """
    wanted = code_of(code)
    for card in cards():
        if card.code == wanted:
            return card
    raise _unknown(code)


def cards(select: Iterable[str] = ()) -> list[Card]:
    """The rules of some codes, by default of all, and what the models find, by code."""
    by_rule = {rule.code for rule in all_rules()}
    wanted = _codes(select)
    entries = [
        code
        for code in CODES.values()
        if (code.how or code.code not in by_rule) and _begins(code.code, wanted, ())
    ]
    return sorted([*chosen_rules(select), *entries], key=lambda card: card.code)


def check_rules_find(select: Iterable[str]) -> None:
    """Raise InputError where a code is selected that no rule finds, only a model."""
    for wanted in _codes(select):
        if not any(rule.code.startswith(wanted) for rule in all_rules()):
            raise InputError(
                f"{wanted} is found by a model, not by a rule: "
                'give language_model="french-4gram", or --models at the command line'
            )


def code_of(wanted: str) -> str:
    """The code of a name; anything else in capitals, as codes are.

    >>> code_of("missing-space"), code_of("mt1")
    ('MT103', 'MT1')
    """
    named = {code.name: code.code for code in CODES.values()}
    return named.get(wanted.strip().lower(), wanted.strip().upper())


def _codes(wanted: Iterable[str]) -> tuple[str, ...]:
    codes = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    known = {rule.code for rule in all_rules()} | CODES.keys()
    for given in codes:
        code = code_of(given)
        if not code or not any(one.startswith(code) for one in known):
            raise _unknown(given)
    return tuple(map(code_of, codes))


def _unknown(code: str) -> UnknownRule:
    names = [code.name for code in CODES.values()]
    close = difflib.get_close_matches(code.upper(), sorted(CODES), cutoff=0.4)
    close += difflib.get_close_matches(code.lower(), names, cutoff=0.6)
    near = ", ".join(close) or "none"
    return UnknownRule(
        f"no rule has the code {code!r}; close to it: {near}. All codes: mtrepair explain"
    )


def _outside(found: list[Finding], foreign: Sequence[Span]) -> Iterator[Finding]:
    """The findings without those that hold English text to French usage."""
    for finding in found:
        if not (holds_french(finding.code) and meets(foreign, finding.span)):
            yield finding


def _sparing(finding: Finding, protected: Sequence[Span]) -> Finding:
    """The finding without fixes that would touch a protected span."""
    kept = tuple(
        fix for fix in finding.fixes if not any(meets(protected, edit.span) for edit in fix.edits)
    )
    return finding if len(kept) == len(finding.fixes) else replace(finding, fixes=kept)
