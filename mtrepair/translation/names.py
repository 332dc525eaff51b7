"""Names carried over: told where a hypothesis lacks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from mtrepair.french import unaccented
from mtrepair.lexicon import Lexicon, load
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.types import Span

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ELISION = re.compile(r"^(?:[dlnsjmtc]|qu|jusqu|lorsqu)['’]", re.IGNORECASE)
_STARTS = re.compile(r"(?:^|[.!?…:]|[«“\"(\[])[\s«“\"(\[–—-]*$")
_SHORTEST = 4
# Capitalised words in a row: "Rishi Sunak", "l’Iskander".
_RUN = re.compile(
    r"(?<![\w’'-])(?:[dlnsjmt]['’])?[A-ZÀ-ÝŒ][\w-]*\w(?: [A-ZÀ-ÝŒ][\w-]*\w)*(?![\w’'-])"
)
_TITLES = frozenset("Mme Mlle Mmes Mlles MM Dr Me Mgr Maître Madame Monsieur Sir Lord Lady".split())
# Capitals in a row, no Roman number: "AFP", "SNCF".
_ACRONYM = re.compile(r"(?<![\w-])(?![IVXLCM]+(?!\w))[A-ZÀ-Ý]{3,6}(?![\w-])")
# French words rarer than this have no English name of their own: Londres 4.5, Sunak 0.
_RARE = 3.0
_BEGINNING = 3
SURE = 0.7
_REACH = 8
# Names of more parts are no person's: "Saint-Jean-du-Bois".
_PART = re.compile(r"[A-ZÀ-ÝŒ][^\W\d_]{2,}")
# The district of Paris, which is no ministry; the article is part of it.
LA_DEFENSE = "La Défense"
_LA_DEFENSE = re.compile(
    r"\b(?:quartier|(?:quartier|centre) d['’]affaires|tours?|parvis|esplanade|arche|gare|dalle) de "
    r"la Défense\b|(?<=[^.!?…«“:] )(?<!de )La Défense\b"
)


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def names(source: str, *, lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """The words that a French text writes with a capital because they are names, in order.

    A word that begins a sentence is one only if it is in no dictionary.

    >>> names("Hier, Sunak a vu Wallace à l’ONU.")
    ('Sunak', 'Wallace')
    """
    lexicon = lexicon or load()
    found: dict[str, None] = {}
    for match in WORD.finditer(source):
        word = _ELISION.sub("", match[0])
        if len(word) < _SHORTEST or not word[0].isupper() or word.isupper():
            continue
        start = match.end() - len(word)
        if not begins(source, start) or is_unheard(word, lexicon):
            found[word] = None
    return tuple(found)


@lru_cache(maxsize=1024)
def acronyms(source: str) -> tuple[str, ...]:
    """The acronyms of a French text that English has no other one for, in order.

    >>> acronyms("L’AFP et la SNCF, selon l’ONU")
    ('AFP', 'SNCF')
    """
    # In a headline in capitals every word looks like one.
    if sum(map(str.isupper, source)) > 2 * sum(map(str.islower, source)):
        return ()
    found = dict.fromkeys(match[0] for match in _ACRONYM.finditer(source))
    return tuple(own for own in found if _is_own(own))


def _is_own(acronym: str) -> bool:
    readings = load_bilingual().readings(acronym)
    return not readings or any(reading.english == acronym for reading in readings)


def rare_names(source: str, *, lexicon: Lexicon | None = None) -> list[Span]:
    """The spans of names that have no English form of their own, given names and all.

    >>> rare_names("Hier, Rishi Sunak est parti.")
    [Span(start=6, end=17)]
    """
    lexicon = lexicon or load()
    rare = {name for name in names(source, lexicon=lexicon) if lexicon.zipf(name) < _RARE}
    rare |= set(acronyms(source))
    found = []
    for match in _RUN.finditer(source):
        start = match.start()
        if elision := _ELISION.match(match[0]):
            start += elision.end()
        words = source[start : match.end()].split()
        # What begins a sentence may be an ordinary word before a name: "Hier Sunak a …".
        while words and not rare.intersection(words[:1]) and _is_no_name(source, start, words[0]):
            start = source.index(words[0], start) + len(words.pop(0)) + 1
        if rare.intersection(words):
            found.append(Span(start, match.end()))
    return found


def _is_no_name(source: str, start: int, word: str) -> bool:
    return word in _TITLES or begins(source, start)


def lost_names(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> list[str]:
    """The rare names of the source of which the hypothesis has not even the beginning.

    Of a name in several parts each has to be there; an acronym has to be there whole.

    >>> lost_names("Sunak est à Londres", "He is in London")
    ['Sunak']
    >>> lost_names("l’AFP à Saint-Jean-du-Bois", "the AFFP in Saint-Bois")
    ['Saint-Jean-du-Bois', 'AFP']
    """
    lexicon = lexicon or load()
    plain = unaccented(hypothesis)
    lost = [
        name
        for name in names(source, lexicon=lexicon)
        if lexicon.zipf(name) < _RARE and not all(_stands_in(part, plain) for part in _parts(name))
    ]
    lost += [own for own in acronyms(source) if not _has_acronym(own, hypothesis)]
    return lost + ([LA_DEFENSE] if lacks_la_defense(source, hypothesis) else [])


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
        sure = [r.english for r in bilingual.readings(name) if r.probability >= SURE]
        if sure and not any(_stands_in(form, plain) for form in (name, *sure)):
            found.append(name)
    return found


def lacks_la_defense(source: str, hypothesis: str) -> bool:
    """Whether a text has the district, and its hypothesis a ministry or nothing.

    >>> lacks_la_defense("Les tours de la Défense", "The towers of Defence")
    True
    """
    return _LA_DEFENSE.search(source) is not None and LA_DEFENSE not in hypothesis


def begins(source: str, start: int) -> bool:
    """Whether a sentence or a quotation begins there."""
    return _STARTS.search(source, max(start - _REACH, 0), start) is not None


def is_unheard(word: str, lexicon: Lexicon) -> bool:
    """Whether neither language has the word, nor a part of it."""
    plain, _ = without_possessive(word)
    parts = [plain, *plain.split("-")]
    return not any(lexicon.zipf(part) or lexicon.zipf_english(part) for part in parts if part)


def without_possessive(word: str) -> tuple[str, str]:
    """The word, and the "’s" behind it.

    >>> without_possessive("Sunak’s")
    ('Sunak', '’s')
    """
    return (word[:-2], word[-2:]) if word.endswith(("'s", "’s")) else (word, "")


def _parts(name: str) -> Iterator[str]:
    """The name, or the parts with a capital of one that has two hyphens or more."""
    parts = _PART.findall(name) if name.count("-") > 1 else []
    yield from parts if len(parts) > 1 else [name]


def _stands_in(name: str, plain: str) -> bool:
    """Whether a text has the beginning: Moravie, Moravia; Saxe, Saxony; Tymochenko, Tymoshenko."""
    return unaccented(name)[:_BEGINNING] in plain


def _has_acronym(acronym: str, hypothesis: str) -> bool:
    if acronym in hypothesis or ".".join(acronym) in hypothesis:
        return True
    return any(reading.english in hypothesis for reading in load_bilingual().readings(acronym))
