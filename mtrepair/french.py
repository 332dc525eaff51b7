"""The closed classes of French: determiners, elided words, contractions, pronouns, negations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

APOSTROPHES = "'’"
VOWELS = frozenset("aàâäeéèêëiîïoôöuùûüyœæ")

ELIDED = {
    "le": "l'", "la": "l'", "de": "d'", "que": "qu'", "ne": "n'", "se": "s'", "je": "j'",
    "me": "m'", "te": "t'", "ce": "c'", "jusque": "jusqu'", "lorsque": "lorsqu'",
    "puisque": "puisqu'", "quoique": "quoiqu'", "si": "s'",
}  # fmt: skip
"""Each word that loses its vowel before another one, and what is left of it."""

BEFORE_FEW = frozenset("lorsque puisque quoique".split())
"""Elided before `FEW` alone: "puisqu'il", but "puisque exclusivement"."""
FEW = frozenset("il ils elle elles on un une en".split())

WHOLE = {
    "l'": ("le", "la"), "d'": ("de",), "qu'": ("que",), "n'": ("ne",), "s'": ("se",),
    "j'": ("je",), "m'": ("me",), "t'": ("te",), "c'": ("ce",),
}  # fmt: skip
"""Each elided form, and what it is before a consonant."""

CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}

SUBJECTS = frozenset("je j' tu il elle on nous vous ils elles".split())
CLITICS = frozenset("me m' te t' se s' le la l' les lui leur y en nous vous".split())
OBJECT_CLITICS = CLITICS - {"nous", "vous"}
"""Those that are no subject."""
NEGATIONS = frozenset("pas jamais rien aucun aucune guère personne".split())
"""What goes with "ne"; "plus" is more often "more"."""

COPULAS = frozenset(
    "suis es est sommes êtes sont étais était étions étiez étaient serai seras sera serons serez "
    "seront serais serait serions seriez seraient fus fut furent soit soient".split()
)
HAVE = frozenset(
    "ai as a avons avez ont avais avait avions aviez avaient aurai auras aura aurons aurez auront "
    "aurais aurait aurions auriez auraient eut eurent ait aient".split()
)
PREPOSITIONS = frozenset(
    "à de d' dans en sur sous par pour avec sans vers chez entre contre selon depuis pendant avant "
    "après dès malgré parmi envers jusqu' durant outre hors".split()
)


class Determiner(NamedTuple):
    """Forms of one determiner by what follows: masculine, feminine, plural, and before a vowel."""

    masculine: str
    feminine: str
    plural: str
    masculine_vowel: str
    feminine_vowel: str

    def form(self, gender: str, number: str, *, vowel: bool) -> str:
        """The form for one gender, "m" or "f", and one number, "s" or "p"; "" if it has none.

        >>> DETERMINERS[0].form("f", "s", vowel=True)
        "l'"
        """
        if number == "p":
            return self.plural
        if gender == "m":
            return self.masculine_vowel if vowel else self.masculine
        return self.feminine_vowel if vowel else self.feminine

    def fits(self, form: str) -> Iterator[tuple[str, str]]:
        """The genders and numbers, one letter each, that a form of this determiner stands for."""
        if form in (self.masculine, self.masculine_vowel):
            yield "m", "s"
        if form in (self.feminine, self.feminine_vowel):
            yield "f", "s"
        if form == self.plural:
            yield "m", "p"
            yield "f", "p"


DETERMINERS = (
    Determiner("le", "la", "les", "l'", "l'"),
    Determiner("un", "une", "des", "un", "une"),
    Determiner("ce", "cette", "ces", "cet", "cette"),
    Determiner("du", "de la", "des", "de l'", "de l'"),
    Determiner("au", "à la", "aux", "à l'", "à l'"),
    Determiner("mon", "ma", "mes", "mon", "mon"),
    Determiner("ton", "ta", "tes", "ton", "ton"),
    Determiner("son", "sa", "ses", "son", "son"),
    Determiner("notre", "notre", "nos", "notre", "notre"),
    Determiner("votre", "votre", "vos", "votre", "votre"),
    Determiner("leur", "leur", "leurs", "leur", "leur"),
    Determiner("quel", "quelle", "quels", "quel", "quelle"),
    Determiner("aucun", "aucune", "", "aucun", "aucune"),
    Determiner("certain", "certaine", "certains", "certain", "certaine"),
)
ALWAYS_PLURAL = frozenset(
    "deux trois quatre cinq six sept huit neuf dix plusieurs quelques".split()
)

ALL_DETERMINERS = ALWAYS_PLURAL | {
    form for determiner in DETERMINERS for form in determiner if form and " " not in form
}
"""Every form that may begin a noun phrase; "de la" and "à l'" by their last word."""


_NOTHING: frozenset[tuple[str, str]] = frozenset()
_DETERMINED = {
    **{
        form: frozenset(pair for determiner in DETERMINERS for pair in determiner.fits(form))
        for determiner in DETERMINERS
        for form in determiner
        if form
    },
    **dict.fromkeys(ALWAYS_PLURAL, frozenset({("m", "p"), ("f", "p")})),
}


def determined(form: str) -> frozenset[tuple[str, str]]:
    """The genders and numbers of what a determiner stands before; empty for other words.

    >>> sorted(determined("le")), len(determined("plusieurs")), len(determined("avec"))
    ([('m', 's')], 2, 0)
    """
    return _DETERMINED.get(form, _NOTHING)


def stays_whole(form: str, behind: str) -> bool:
    """Whether an elided word of `BEFORE_FEW` keeps its vowel before another word.

    >>> stays_whole("puisque", "exclusivement"), stays_whole("puisque", "il")
    (True, False)
    """
    return form in BEFORE_FEW and behind not in FEW


def unaccented(text: str) -> str:
    """The text in lower case without accents.

    >>> unaccented("Élysée")
    'elysee'
    """
    lower = text.lower()
    if lower.isascii():
        return lower
    split = unicodedata.normalize("NFD", lower)
    return "".join(character for character in split if not unicodedata.combining(character))
