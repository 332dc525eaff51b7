"""Codes that a user names, and what is told of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mtrepair.codes import CODES, FAMILIES, Basis, Card, severity_of
from mtrepair.errors import InputError, UnknownRule
from mtrepair.rules import Rule, all_rules
from mtrepair.types import Severity


def chosen_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules whose code begins with one of `select`, without those of `ignore`.

    Raises:
        UnknownRule: no code begins so.
    """
    return _rules(known_codes(select), known_codes(ignore))


@lru_cache
def _rules(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if begins(rule.code, wanted, unwanted))


def begins(code: str, wanted: tuple[str, ...], unwanted: tuple[str, ...] = ()) -> bool:
    """Whether `code` begins with one of `wanted`, if there is any, and with none of `unwanted`.

    >>> begins("MT501", ("MT5",), ("MT503",))
    True
    """
    return (not wanted or code.startswith(wanted)) and not (unwanted and code.startswith(unwanted))


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """What is known of one code; it shows itself.

    Attributes:
        cards: the detectors of the code, rules first.
    """

    cards: tuple[Card, ...]

    @property
    def code(self) -> str:
        """For example "MT103"."""
        return self.cards[0].code

    @property
    def name(self) -> str:
        """For example "missing-space"."""
        return self.cards[0].name

    @property
    def severity(self) -> Severity:
        """Of its findings."""
        return severity_of(self.code)

    @property
    def family(self) -> str:
        """What it has in common with its neighbours."""
        return CODES[self.code].family

    @property
    def evidence(self) -> Basis:
        """What its findings rest on, the weakest of them: marks, grammar, fluency or a source."""
        return CODES[self.code].evidence

    @property
    def summary(self) -> str:
        """What is found, a sentence a detector."""
        return " ".join(card.summary for card in self.cards)

    @property
    def examples(self) -> tuple[tuple[str, str | None], ...]:
        """Damaged texts and what becomes of them; None where it is only shown."""
        return tuple(pair for card in self.cards for pair in card.examples)

    @property
    def clean(self) -> tuple[str, ...]:
        """Texts that are left alone."""
        return tuple(text for card in self.cards for text in card.clean)

    def __repr__(self) -> str:
        return f"<{self.code} {self.name} ({self.severity}): {self.summary}>"

    def _repr_html_(self) -> str:
        from mtrepair.render import card_html

        return "".join(map(card_html, self.cards))


def explain(code: str) -> Explanation:
    """What is known of a code or a name: what is found, why, and examples.

    Raises:
        UnknownRule: nothing has that code or name.

    >>> explain("MT103").name, explain("fragment-order").code
    ('missing-space', 'MT501')
    >>> explain("MT303")
    <MT303 repeated-word (minor): A word printed twice in a row.>
    """
    wanted = code_of(code)
    found = tuple(card for card in cards() if card.code == wanted)
    if not found:
        raise _unknown(code)
    return Explanation(found)


def cards(select: Iterable[str] = ()) -> list[Card]:
    """The rules of some codes, by default of all, and what the models find, by code."""
    by_rule = {rule.code for rule in all_rules()}
    wanted = known_codes(select)
    entries = [
        code
        for code in CODES.values()
        if (code.how or code.code not in by_rule) and begins(code.code, wanted)
    ]
    return sorted([*chosen_rules(select), *entries], key=lambda card: card.code)


def check_rules_find(select: Iterable[str], *, has_source: bool = False) -> None:
    """Raise InputError where a code is selected that no rule finds, only a model or a source."""
    for wanted in known_codes(select):
        if not any(rule.code.startswith(wanted) for rule in all_rules()):
            evidence = {own.evidence for code, own in CODES.items() if code.startswith(wanted)}
            if evidence == {"source"}:
                if has_source:
                    continue
                raise InputError(
                    f"{wanted} is found against the English source: "
                    "give source=…, or --source at the command line"
                )
            raise InputError(
                f"{wanted} is found by a model, not by a rule: "
                'give language_model="french-4gram", or --models at the command line'
            )


def code_of(wanted: str) -> str:
    """The code of a name, the beginning of a family's codes; anything else in capitals.

    >>> code_of("missing-space"), code_of("wording"), code_of("mt1")
    ('MT103', 'MT5', 'MT1')
    """
    named = {code.name: code.code for code in CODES.values()}
    named |= {name: beginning for beginning, name in FAMILIES.items()}
    return named.get(wanted.strip().lower(), wanted.strip().upper())


def listed_codes(lists: Iterable[str]) -> tuple[str, ...]:
    """The codes of lists with commas between them, as commands take them.

    Raises:
        InputError: as `known_codes`.

    >>> listed_codes(["MT1,MT202", "MT3"])
    ('MT1', 'MT202', 'MT3')
    """
    return known_codes([code for part in lists for code in part.split(",")])


def known_codes(wanted: Iterable[str]) -> tuple[str, ...]:
    """The codes, or beginnings of codes, that are meant.

    Raises:
        UnknownRule: no code begins so.

    >>> known_codes(["missing-space", "mt2"])
    ('MT103', 'MT2')
    """
    return _known((wanted,) if isinstance(wanted, str) else tuple(wanted))


@lru_cache
def _known(wanted: tuple[str, ...]) -> tuple[str, ...]:
    known = {rule.code for rule in all_rules()} | CODES.keys() if wanted else set()
    for given in wanted:
        code = code_of(given)
        if not code or not any(one.startswith(code) for one in known):
            raise _unknown(given)
    return tuple(map(code_of, wanted))


def _unknown(code: str) -> UnknownRule:
    names = [*(code.name for code in CODES.values()), *FAMILIES.values()]
    close = difflib.get_close_matches(code.upper(), sorted(CODES), cutoff=0.4)
    close += difflib.get_close_matches(code.lower(), names, cutoff=0.6)
    near = ", ".join(close) or "none"
    return UnknownRule(
        f"no rule has the code {code!r}; close to it: {near}. All codes: mtrepair explain"
    )
