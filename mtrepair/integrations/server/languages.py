"""Which language a text is in: French, English, or another one."""

from __future__ import annotations

import re
from typing import NamedTuple

from mtrepair.lexicon import load

_WORD = re.compile(r"[^\W\d_]+")
_HEAD = 20_000
# Zipf value of words that are common in a language: one in a million. Sentences of French and
# English have nine in ten of them and hardly a word that neither language has; those of other
# languages have many. Set on flores and PUD: one sentence in 300 of either language falls below,
# none of 17 in twelve other languages is above.
_COMMON = 3.0
_LEAST = 0.4
OTHER = "und"


class Guess(NamedTuple):
    """A language, and how sure that is.

    Attributes:
        code: "fr", "en", or "und" for another language or no words at all.
        confidence: 0-1.
    """

    code: str
    confidence: float


def guessed(text: str) -> Guess:
    """The language of a text's first 20,000 characters.

    >>> guessed("Le ministre a parlé lundi.").code, guessed("The minister spoke.").code
    ('fr', 'en')
    >>> guessed("Der Minister sprach am Montag vor den Abgeordneten in Berlin.").code
    'und'
    """
    lexicon = load()
    words = [word.lower() for word in _WORD.findall(text[:_HEAD])]
    if not words:
        return Guess(OTHER, 0.0)
    french = english = unknown = 0
    for word in words:
        own, other = lexicon.zipf(word), lexicon.zipf_english(word)
        french += own > _COMMON and own >= other
        english += other > _COMMON and other > own
        unknown += not own and not other
    code, most = max(("fr", french), ("en", english), key=lambda pair: pair[1])
    share = (most - unknown) / len(words)
    return Guess(code, round(share, 2)) if share >= _LEAST else Guess(OTHER, 0.0)
