"""Detects and repairs the damage in French text that a machine translated from English."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mtrepair.errors import MtrepairError
from mtrepair.types import Edit, Finding, Fix, Safety, Span, Style

if TYPE_CHECKING:
    from mtrepair.cleaner import Cleaner
    from mtrepair.findings import Findings
    from mtrepair.guard import Refusal
    from mtrepair.integrations.batch import RepairBatch
    from mtrepair.markup.article import article
    from mtrepair.pages import (
        clean_html,
        clean_markdown,
        detect_html,
        detect_markdown,
        translate_html,
    )
    from mtrepair.pipeline import (
        Pipeline,
        clean,
        clean_many,
        detect,
        load,
        translate,
        translate_many,
    )
    from mtrepair.repair import Repair, apply, report
    from mtrepair.selection import explain
    from mtrepair.translation import Pair, Translation

__version__ = "0.1.0"

__all__ = [
    "Cleaner",
    "Edit",
    "Finding",
    "Findings",
    "Fix",
    "MtrepairError",
    "Pair",
    "Pipeline",
    "Refusal",
    "Repair",
    "RepairBatch",
    "Safety",
    "Span",
    "Style",
    "Translation",
    "apply",
    "article",
    "clean",
    "clean_html",
    "clean_many",
    "clean_markdown",
    "detect",
    "detect_html",
    "detect_markdown",
    "explain",
    "load",
    "report",
    "translate",
    "translate_html",
    "translate_many",
]


# Name -> module that is imported when the name is first asked for: `import mtrepair` takes a
# fraction of the time, and who only cleans never loads what translates.
_HOMES = (
    {
        "Cleaner": "cleaner",
        "Findings": "findings",
        "Refusal": "guard",
        "Repair": "repair",
        "apply": "repair",
        "report": "repair",
        "article": "markup.article",
        "explain": "selection",
        "RepairBatch": "integrations.batch",
        "Pair": "translation",
        "Translation": "translation",
    }
    | dict.fromkeys(
        "clean_html clean_markdown detect_html detect_markdown translate_html".split(), "pages"
    )
    | dict.fromkeys(
        "Pipeline clean clean_many detect load translate translate_many".split(), "pipeline"
    )
)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'mtrepair' has no attribute {name!r}")
    value = getattr(import_module(f"mtrepair.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
