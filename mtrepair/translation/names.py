"""Names carried over: put back where a hypothesis mangles them, told where it lacks them."""

from __future__ import annotations

import re
from functools import lru_cache

from mtrepair.french import unaccented
from mtrepair.lexicon import Lexicon, load
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.types import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[dlnsjmtc]|qu|jusqu|lorsqu)['’]", re.IGNORECASE)
_STARTS = re.compile(r"(?:^|[.!?…:]|[«“\"(\[])[\s«“\"(\[–—-]*$")
_SHORTEST = 4
# Capitalised words in a row: "Rishi Sunak", "l’Iskander".
_RUN = re.compile(
    r"(?<![\w’'-])(?:[dlnsjmt]['’])?[A-ZÀ-ÝŒ][\w-]*\w(?: [A-ZÀ-ÝŒ][\w-]*\w)*(?![\w’'-])"
)
# French words rarer than this have no English name of their own: Londres 4.5, Sunak 0.
_RARE = 3.0
_BEGINNING = 3
_SURE = 0.7


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def names(source: str, *, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """The words that a French text writes with a capital because they are names, in order.

    A word that begins a sentence is one only if it is in no dictionary.

    >>> names("Hier, Sunak a vu Wallace à l’ONU.")
    ('Sunak', 'Wallace')
    """
    lexicon = lexicon or load()
    found: dict[str, None] = {}
    for match in _WORD.finditer(source):
        word = _ELISION.sub("", match[0])
        if len(word) < _SHORTEST or not word[0].isupper() or word.isupper():
            continue
        start = match.end() - len(word)
        if not _begins(source, start) or _is_unheard(word, lexicon):
            found[word] = None
    return tuple(found)


def rare_names(source: str, *, lexicon: Lexicon | None = None) -> list[Span]:
    """The spans of names that have no English form of their own, given names and all.

    >>> rare_names("Hier, Rishi Sunak est parti.")
    [Span(start=6, end=17)]
    """
    lexicon = lexicon or load()
    rare = {name for name in names(source, lexicon=lexicon) if lexicon.zipf(name) < _RARE}
    found = []
    for match in _RUN.finditer(source):
        start = match.start()
        if elision := _ELISION.match(match[0]):
            start += elision.end()
        words = source[start : match.end()].split()
        # What begins a sentence may be an ordinary word before a name: "Hier Sunak a …".
        while words and not rare.intersection(words[:1]) and _begins(source, start):
            start = source.index(words[0], start) + len(words.pop(0)) + 1
        if rare.intersection(words):
            found.append(Span(start, match.end()))
    return found


def restored(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> str:
    """The hypothesis with the names that it mangles as the source writes them.

    A mangled name is a capitalised word that is in neither dictionary nor the source, and near a
    name of the source that the hypothesis lacks: about a quarter of its letters may differ.

    >>> restored("selon Rishi Sunak", "according to Rishi Sunack")
    'according to Rishi Sunak'
    """
    lexicon = lexicon or load()
    there = unaccented(hypothesis)
    lost = [name for name in names(source, lexicon=lexicon) if unaccented(name) not in there]
    if not lost:
        return hypothesis
    own = set(_WORD.findall(source))
    strangers = [
        match
        for match in _WORD.finditer(hypothesis)
        if match[0][0].isupper() and match[0] not in own and _is_unheard(match[0], lexicon)
    ]
    for match in reversed(strangers):
        word, tail = _without_possessive(match[0])
        near = min(lost, key=lambda name: _distance(name, word), default="")
        if near and _distance(near, word) <= (len(near) + 1) // 4:
            hypothesis = hypothesis[: match.start()] + near + tail + hypothesis[match.end() :]
            lost.remove(near)
    return hypothesis


def lost_names(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> list[str]:
    """The rare names of the source of which the hypothesis has not even the beginning.

    >>> lost_names("Sunak est à Londres", "He is in London")
    ['Sunak']
    """
    lexicon = lexicon or load()
    plain = unaccented(hypothesis)
    return [
        name
        for name in names(source, lexicon=lexicon)
        if lexicon.zipf(name) < _RARE and not _stands_in(name, plain)
    ]


def lost_places(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> list[str]:
    """The frequent names of the source of which the hypothesis has neither form.

    The bilingual lexicon has their English: Londres, London. It has to be sure of it, since a
    "Chambre" may be a House.

    >>> lost_places("Sunak est à Londres", "He is in Madrid")
    ['Londres']
    """
    lexicon, bilingual = lexicon or load(), load_bilingual()
    plain = unaccented(hypothesis)
    found = []
    for name in names(source, lexicon=lexicon):
        if lexicon.zipf(name) < _RARE or not lexicon.is_name(name):
            continue
        sure = [r.english for r in bilingual.readings(name) if r.probability >= _SURE]
        if sure and not any(_stands_in(form, plain) for form in (name, *sure)):
            found.append(name)
    return found


def _stands_in(name: str, plain: str) -> bool:
    """Whether a text has the beginning: Moravie, Moravia; Saxe, Saxony; Tymochenko, Tymoshenko."""
    return unaccented(name)[:_BEGINNING] in plain


def _begins(source: str, start: int) -> bool:
    return _STARTS.search(source, max(start - 8, 0), start) is not None


def _is_unheard(word: str, lexicon: Lexicon) -> bool:
    plain, _ = _without_possessive(word)
    parts = [plain, *plain.split("-")]
    return not any(lexicon.zipf(part) or lexicon.zipf_english(part) for part in parts if part)


def _without_possessive(word: str) -> tuple[str, str]:
    return (word[:-2], word[-2:]) if word.endswith(("'s", "’s")) else (word, "")


def _distance(left: str, right: str) -> int:
    """Letters to insert, delete or replace to make one of the other (Levenshtein 1966)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
            diagonal, row[j] = row[j], cost
    return row[-1]
