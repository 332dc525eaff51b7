"""Models that write several languages: they are told which by a code at the start of a source."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtrepair.errors import ModelError

_CODE = re.compile(r">>[\w-]+<<")
# By ISO 639-3 in the models of the Tatoeba challenge, by two letters in those before them.
_ENGLISH = (">>eng<<", ">>en<<", ">>eng_Latn<<")


def language_prefix(pieces: Iterable[str], *, name: str) -> str:
    """What has a model write English: ">>eng<< " where it writes several languages, else nothing.

    Args:
        pieces: its vocabulary.
        name: of the model, for a report.

    Raises:
        ModelError: English is none of the languages.

    >>> language_prefix(["▁le", ">>deu<<", ">>eng<<"], name="a"), language_prefix(["▁le"], name="b")
    ('>>eng<< ', '')
    """
    codes = [piece for piece in pieces if _CODE.fullmatch(piece)]
    if len(codes) < 2:
        return ""
    for code in _ENGLISH:
        if code in codes:
            return f"{code} "
    raise ModelError(
        f"{name} writes {len(codes)} languages, such as {codes[0]} and {codes[1]}, but not "
        f"English; say which with prefix='{codes[0]}', an option of mtrepair.backends.load_model"
    )


def language_code(prefix: str) -> tuple[list[str], str]:
    """The `>>eng<<` of a prefix as a piece of its own, which no SentencePiece model knows.

    >>> language_code(">>eng<< Le"), language_code("Le")
    ((['>>eng<<'], 'Le'), ([], 'Le'))
    """
    match = _CODE.match(prefix)
    return ([match[0]], prefix[match.end() :].lstrip()) if match else ([], prefix)
