"""The rules: deterministic detectors, one family a file."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from mtrepair.rules.rule import Mark, Rule, mark, rule

FAMILIES = (
    "words",
    "spacing",
    "punctuation",
    "quotes",
    "numbers",
    "repetition",
    "repeated",
    "residue",
    "case",
    "grammar",
    "fragments",
)

__all__ = ["FAMILIES", "Mark", "Rule", "all_rules", "mark", "rule"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by code.

    The families are imported at the first call: their patterns take longer to compile than
    `import mtrepair` may take.
    """
    modules = [import_module(f"mtrepair.rules.{family}") for family in FAMILIES]
    found = {
        id(value): value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Rule)
    }
    return tuple(sorted(found.values(), key=lambda rule: (rule.code, rule.summary)))
