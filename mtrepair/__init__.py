"""Detects and repairs the damage in French text that a machine translated from English."""

from typing import TYPE_CHECKING, Any

from mtrepair.clean import clean, clean_many, detect
from mtrepair.detect import explain
from mtrepair.errors import MtrepairError
from mtrepair.guard import Refusal
from mtrepair.pipeline import Pipeline, load, translate, translate_many
from mtrepair.repair import Repair, apply
from mtrepair.types import Edit, Finding, Fix, Safety, Span, Style

if TYPE_CHECKING:
    from mtrepair.translation.document import Pair, Translation

__version__ = "0.1.0"

__all__ = [
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
    "clean_many",
    "detect",
    "explain",
    "load",
    "translate",
    "translate_many",
]


def __getattr__(name: str) -> Any:
    # Who only cleans does not load what translates: a fifth of the time that an import takes.
    if name in ("Pair", "Translation"):
        from mtrepair.translation import document

        return getattr(document, name)
    raise AttributeError(f"module 'mtrepair' has no attribute {name!r}")
