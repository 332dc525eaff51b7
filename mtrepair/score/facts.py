"""Facts that a rewrite keeps: numbers and names."""

from __future__ import annotations

import re

from mtrepair.score.tally import Tally

_TOKEN = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-ÖØ-Þ][\w-]+")


def numbers_kept(original: str, hypothesis: str, reference: str) -> Tally:
    """Of the numbers that the reference keeps, those that the hypothesis keeps."""
    wanted = set(_NUMBER.findall(original)) & set(_NUMBER.findall(reference))
    there = set(_NUMBER.findall(hypothesis))
    return Tally(found=len(wanted & there), gold=len(wanted))


def names_kept(original: str, hypothesis: str, reference: str) -> Tally:
    """Of the capitalised words in mid-sentence that the reference keeps, those still there."""
    wanted = set(_NAME.findall(original)) & set(_TOKEN.findall(reference))
    there = set(_TOKEN.findall(hypothesis))
    return Tally(found=len(wanted & there), gold=len(wanted))
