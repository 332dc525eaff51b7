"""Lemma, part of speech, gender, number, mood and person of French forms: looked up."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import marisa_trie

SHIPPED = Path(__file__).parent
FORMS, CLASSES, TABLE = "morphology.marisa", "morphology.bin", "morphology.tsv"
# Number of a form's class.
CLASS_BYTES = 2
# Letters that the forms of a regular verb share with its infinitive.
_STEM = 3

Part = Literal[
    "noun", "adjective", "verb", "name", "person", "adverb", "preposition", "determiner", "pronoun",
    "conjunction", "number", "interjection", "other",
]  # fmt: skip


class Analysis(NamedTuple):
    """One way to read a form.

    Attributes:
        lemma: the form in a dictionary.
        part: part of speech; a noun with a capital is a name, a first name or a surname a person.
        gender: "m", "f", "mf" for both; "" where there is none.
        number: "s", "p", "sp" for both; "" where there is none.
        mood: of a verb "infinitive", "participle" (past), "gerund" (present participle), or
            "finite"; else "".
        tenses: of a finite form: "present", "imperfect", "past", "future", "conditional",
            "subjunctive", "subjunctive imperfect", "imperative".
        persons: of a finite form: "1s", "2s", "3s", "1p", "2p", "3p".
    """

    lemma: str
    part: Part
    gender: str = ""
    number: str = ""
    mood: str = ""
    tenses: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    @property
    def agreements(self) -> set[tuple[str, str]]:
        """Each gender with each number that the form may have, one letter each.

        >>> load().nouns("avion")[0].agreements
        {('m', 's')}
        """
        return {(gender, number) for gender in self.gender for number in self.number}

    def agrees(self, other: Analysis) -> bool:
        """Whether both may have the same gender and the same number.

        >>> load().nouns("programme")[0].agrees(load().adjectives("nucléaires")[0])
        False
        """
        return all(
            not own or not others or not set(own).isdisjoint(others)
            for own, others in ((self.gender, other.gender), (self.number, other.number))
        )


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Morphology:
    """The analyses of half a million forms; a form may have several.

    Case counts: "Russie" is known, "russie" is not; a word that begins a sentence may have to be
    asked in small letters. The attributes are what the files hold; `load` makes one.
    """

    forms: marisa_trie.Trie
    classes: bytes | mmap.mmap
    table: tuple[str, ...]
    _read: dict[str, tuple[Analysis, ...]] = field(default_factory=dict)

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """Every way to read a form; empty if the dictionary lacks it.

        >>> [(one.part, one.lemma) for one in load().analyses("avions")]
        [('noun', 'avion'), ('verb', 'avoir')]
        """
        found = self._read.get(form)
        if found is None:
            found = self._read[form] = self._analyses(form.replace("’", "'"))
        return found

    def _analyses(self, form: str) -> tuple[Analysis, ...]:
        key = self.forms.get(form)
        if key is None:
            return ()
        start = CLASS_BYTES * key
        row = self.table[int.from_bytes(self.classes[start : start + CLASS_BYTES], "big")]
        return tuple(_analysis(form, text) for text in row.split("\t"))

    def may_be(self, form: str, *parts: Part) -> bool:
        """Whether one of the analyses is one of these parts of speech.

        >>> load().may_be("ferme", "verb"), load().may_be("programme", "adjective")
        (True, False)
        """
        return any(one.part in parts for one in self.analyses(form))

    def parts(self, form: str) -> set[Part]:
        """The parts of speech that a form may be; empty if it is unknown.

        >>> load().parts("ouvrir")
        {'verb'}
        """
        return {one.part for one in self.analyses(form)}

    def nouns(self, form: str) -> list[Analysis]:
        """The analyses as a noun or a name."""
        return [one for one in self.analyses(form) if one.part in ("noun", "name")]

    def nominals(self, form: str) -> list[Analysis]:
        """The analyses as a noun, a name or an adjective: what a determiner may stand before."""
        return [one for one in self.analyses(form) if one.part in ("noun", "name", "adjective")]

    def is_bare_noun(self, form: str) -> bool:
        """Whether a form may be a common noun, and no adverb.

        >>> load().is_bare_noun("menu"), load().is_bare_noun("demain")
        (True, False)
        """
        return self.may_be(form, "noun") and not self.may_be(form, "adverb")

    def adjectives(self, form: str) -> list[Analysis]:
        """The analyses as an adjective."""
        return [one for one in self.analyses(form) if one.part == "adjective"]

    def verbs(self, form: str, mood: str = "") -> list[Analysis]:
        """The analyses as a verb, of one mood if it is given."""
        return [
            one
            for one in self.analyses(form)
            if one.part == "verb" and (not mood or one.mood == mood)
        ]

    def inflected(self, lemma: str, mood: str, *, person: str = "", tense: str = "") -> list[str]:
        """The forms of a verb in one mood, of one person and tense if they are given.

        >>> load().inflected("suivre", "finite", person="2p", tense="present")
        ['suivez']
        """
        return [
            form
            for form in self.forms.keys(lemma[:_STEM])
            if any(
                one.lemma == lemma
                and one.mood == mood
                and (not person or person in one.persons)
                and (not tense or tense in one.tenses)
                for one in self.analyses(form)
            )
        ]


def encoded(form: str, analyses: Iterable[Analysis]) -> str:
    """Analyses of a form as a row of the table, which other forms share."""
    return "\t".join(sorted(_encoded(form, one) for one in analyses))


def _encoded(form: str, one: Analysis) -> str:
    shared = 0
    while shared < min(len(form), len(one.lemma)) and form[shared] == one.lemma[shared]:
        shared += 1
    values = (str(len(form) - shared), one.lemma[shared:], one.part, one.gender, one.number)
    return ",".join((*values, one.mood, "+".join(one.tenses), "+".join(one.persons)))


def _analysis(form: str, text: str) -> Analysis:
    dropped, added, part, gender, number, mood, tenses, persons = text.split(",")
    lemma = form[: len(form) - int(dropped)] + added
    return Analysis(
        lemma,
        part,  # type: ignore[arg-type]
        gender,
        number,
        mood,
        tuple(filter(None, tenses.split("+"))),
        tuple(filter(None, persons.split("+"))),
    )


def save(analyses: Mapping[str, Iterable[Analysis]], folder: Path = SHIPPED) -> None:
    """Write the files that `load` maps."""
    rows = {form: encoded(form, own) for form, own in analyses.items()}
    table = sorted(set(rows.values()))
    number = {row: i for i, row in enumerate(table)}
    trie = marisa_trie.Trie(sorted(rows))
    classes = bytearray(CLASS_BYTES * len(trie))
    for form, key in trie.items():
        start = CLASS_BYTES * key
        classes[start : start + CLASS_BYTES] = number[rows[form]].to_bytes(CLASS_BYTES, "big")
    trie.save(str(folder / FORMS))
    (folder / CLASSES).write_bytes(classes)
    (folder / TABLE).write_text("\n".join(table), encoding="utf-8")


@cache
def load(folder: Path = SHIPPED) -> Morphology:
    """The morphology of a folder, by default that of the package; the large files are mapped."""
    with (folder / CLASSES).open("rb") as file:
        classes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    table = (folder / TABLE).read_text(encoding="utf-8").split("\n")
    return Morphology(marisa_trie.Trie().mmap(str(folder / FORMS)), classes, tuple(table))
