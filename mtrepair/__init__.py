"""Detects and repairs the damage in French text that a machine translated from English."""

from mtrepair.clean import Repair, clean, clean_many
from mtrepair.detect import detect, explain
from mtrepair.errors import MtrepairError
from mtrepair.pipeline import Pipeline, load, translate, translate_many
from mtrepair.types import Edit, Finding, Fix, Safety, Segment, Span, Style

__version__ = "0.1.0"

__all__ = [
    "Edit",
    "Finding",
    "Fix",
    "MtrepairError",
    "Pipeline",
    "Repair",
    "Safety",
    "Segment",
    "Span",
    "Style",
    "clean",
    "clean_many",
    "detect",
    "explain",
    "load",
    "translate",
    "translate_many",
]
