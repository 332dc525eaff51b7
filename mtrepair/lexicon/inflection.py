"""Forms from which an unknown French form may be inflected or derived."""

from __future__ import annotations

from collections.abc import Iterator

# (ending, endings of the known form, least Zipf value of the known form)
_ENDINGS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("s", ("",), 1.5),
    ("x", ("",), 2.5),
    ("es", ("", "e"), 2.0),
)


def stems(word: str) -> Iterator[tuple[str, float]]:
    """Known forms that would explain `word`, each with the least Zipf value it must have."""
    for ending, replacements, least in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 3:
            for replacement in replacements:
                yield word[: len(word) - len(ending)] + replacement, least
