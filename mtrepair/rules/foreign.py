"""Phrases in another language than French or English, told by words that French does not have."""

from __future__ import annotations

import re

from mtrepair.document import Document
from mtrepair.types import Span

# Words of grammar of Spanish, Italian, Portuguese, Catalan, German, Dutch that no French text
# has in its own sentences. Left out is what French has too: "es", "con", "die", "van", "al".
_GRAMMAR = frozenset(
    "el los las lo una unos unas del y por para pero muy más está están hay yo fue todo todos "
    "cuando donde quien qué nada esta eso hasta desde soy eres "
    "gli della delle dello degli nel nella nei che è più sono siamo questo questa di uno "
    "não uma um em é foi ao pelo pela seu sua você isso "
    "els amb und der das ist nicht ein eine mit het een niet".split()
)
# Words of grammar that these languages share with French.
_SHARED = frozenset(
    "à a au con d de des dos e en es et i in l la las le les me ne non nos o ou par per qu que se "
    "si son su te tu un une".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_BORDER = re.compile(r"[.!?:;()\[\]«»“”\"\n]")

_WORDS_AROUND = 4
_REACH = 80  # characters that hold so many words
_LONGEST_QUOTATION = 300
_FREQUENT, _RARE = 4.0, 3.0  # Zipf: of words that count as French, of names of other languages


def is_foreign_phrase(document: Document, span: Span) -> bool:
    """Whether `span` stands in a phrase with more foreign words than French ones.

    Looks at the quotation around it if that is short, else at a few words on either side.
    """
    foreign = french = 0
    for word in _words_around(document, span):
        if word in _SHARED:
            continue
        if word.lower() in _GRAMMAR:
            foreign += 1
        elif word.islower():
            zipf = document.lexicon.zipf(word)
            french += zipf >= _FREQUENT
            # "mundo" is known, but as a name.
            name = zipf < _RARE and document.lexicon.is_name(word)
            foreign += name or word in document.unknown
    return foreign > french


def _words_around(document: Document, span: Span) -> list[str]:
    text = document.text
    quoted = document.quotation_around(span.start)
    if quoted is not None and len(quoted) <= _LONGEST_QUOTATION:
        return _WORD.findall(quoted.of(text))
    before = _BORDER.split(text[max(span.start - _REACH, 0) : span.start])[-1]
    after = _BORDER.split(text[span.end : span.end + _REACH])[0]
    return [
        *_WORD.findall(before)[-_WORDS_AROUND:],
        *_WORD.findall(span.of(text)),
        *_WORD.findall(after)[:_WORDS_AROUND],
    ]
