"""Detects and repairs the damage in French text that a machine translated from English."""

from typing import TYPE_CHECKING, Any

from mtrepair.cleaner import Cleaner
from mtrepair.errors import MtrepairError
from mtrepair.guard import Refusal
from mtrepair.pipeline import (
    Pipeline,
    clean,
    clean_html,
    clean_many,
    detect,
    detect_html,
    load,
    translate,
    translate_many,
)
from mtrepair.repair import Repair, apply
from mtrepair.selection import explain
from mtrepair.types import Edit, Finding, Fix, Safety, Span, Style

if TYPE_CHECKING:
    from mtrepair.translation import Pair, Translation

__version__ = "0.1.0"

__all__ = [
    "Cleaner",
    "Edit",
    "Finding",
    "Fix",
    "MtrepairError",
    "Pair",
    "Pipeline",
    "Refusal",
    "Repair",
    "Safety",
    "Span",
    "Style",
    "Translation",
    "apply",
    "clean",
    "clean_html",
    "clean_many",
    "detect",
    "detect_html",
    "explain",
    "load",
    "translate",
    "translate_many",
]


def __getattr__(name: str) -> Any:
    # Who only cleans does not load what translates: a fifth of the time that an import takes.
    if name in ("Pair", "Translation"):
        from mtrepair import translation

        return getattr(translation, name)
    raise AttributeError(f"module 'mtrepair' has no attribute {name!r}")
