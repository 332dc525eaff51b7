"""Marks that a vocabulary lacks, as plain ones: OPUS-MT has read straight apostrophes alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

# As Moses' normalize-punctuation, with which OPUS-MT's corpora were prepared, has them.
_PLAIN = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "–": "-",
    "—": "-",
    "\u00a0": " ",
    "\u202f": " ",
}
# The spaces inside guillemets go with them.
_MARK = re.compile(rf"«\s?|\s?»|[{''.join(_PLAIN)}]")


def unknown_marks(is_known: Callable[[str], bool]) -> dict[str, str]:
    """The marks that a vocabulary lacks, each with the plain one that stands for it.

    >>> unknown_marks("'’…".__contains__)["«"], "…" in unknown_marks("'’…".__contains__)
    ('"', False)
    """
    return {mark: plain for mark, plain in _PLAIN.items() if not is_known(mark)}


def with_plain_marks(text: str, unknown: Mapping[str, str]) -> str:
    """The text with plain marks for those that a vocabulary lacks.

    >>> with_plain_marks("Il dit : « l’eau… »", {"’": "'", "«": '"', "»": '"'})
    'Il dit : "l\\'eau…"'
    """
    if not unknown:
        return text
    return _MARK.sub(lambda match: unknown.get(match[0].strip() or match[0], match[0]), text)
