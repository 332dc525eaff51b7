"""What a hypothesis has to carry over, put back where it can be told."""

from __future__ import annotations

import re

from mtrepair.lexicon import Lexicon
from mtrepair.translation.carried import carried
from mtrepair.translation.mangled import restored
from mtrepair.translation.measures import answered, measured
from mtrepair.translation.trends import with_trends

# What tokenizers write for bytes that are no character.
_REPLACEMENT = "\ufffd"
_TOKEN = re.compile(rf"[^\s,.;:()]*{_REPLACEMENT}[^\s,.;:()]*")
_WORD = re.compile(r"[^\s,.;:()]+")


def with_facts(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> str:
    """The hypothesis with the names, numbers, units, rises and falls of its source.

    >>> with_facts("En hausse de 1 200 € selon l’AFP", "Up by 1, 200 \ufffd, says AFFP")
    'Up by €1,200, says AFP'
    """
    if _REPLACEMENT in hypothesis and _REPLACEMENT not in source:
        hypothesis = _without_replacements(source, hypothesis)
    hypothesis = carried(source, restored(source, hypothesis, lexicon=lexicon))
    hypothesis = measured(source, answered(source, hypothesis))
    return with_trends(source, hypothesis)


def _without_replacements(source: str, hypothesis: str) -> str:
    """The hypothesis with the words of its source that have broken characters in it."""
    words = dict.fromkeys(_WORD.findall(source))

    def whole(match: re.Match[str]) -> str:
        parts = re.split(f"{_REPLACEMENT}+", match[0])
        known = r"\S{0,4}".join(map(re.escape, parts))
        alike = [word for word in words if word in parts]
        alike += [word for word in words if len(match[0]) > 2 and re.fullmatch(known, word)]
        return alike[0] if len(alike) == 1 else "".join(parts)

    mended = _TOKEN.sub(whole, hypothesis)
    return re.sub(r"\s+([,.;:)])", r"\1", " ".join(mended.split()))
