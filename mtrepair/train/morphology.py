"""Morphology from a Hunspell dictionary whose entries and affix rules carry tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mtrepair.checksum import sha256
from mtrepair.lexicon.morphology import SHIPPED, Analysis, Part, save

SOURCES = "MORPHOLOGY_SOURCES.tsv"
_LICENCE = "MPL 2.0"
_NOTICE = (
    "Dicollecte, French dictionary 7.0 by Olivier R. and contributors, grammalecte.net; "
    "forms and tags as its affix rules give them"
)
# Of an entry: its affixes need one of them; letters of flags.
_NO_FORM, _FLAG_LETTERS = "()", 2
_PARTS: dict[str, Part] = {
    "nom": "noun",
    "adj": "adjective",
    "adv": "adverb",
    "negadv": "adverb",
    "advint": "adverb",
    "prep": "preposition",
    "prepv": "preposition",
    "det": "determiner",
    "detpos": "determiner",
    "detdem": "determiner",
    "detind": "determiner",
    "detneg": "determiner",
    "cjco": "conjunction",
    "cjsub": "conjunction",
    "nb": "number",
    "nbro": "number",
    "interj": "interjection",
    "npr": "name",
    "prn": "person",
    "patr": "person",
    "titr": "noun",
    "propersuj": "pronoun",
    "properobj": "pronoun",
    "prodem": "pronoun",
    "proind": "pronoun",
    "prorel": "pronoun",
    "proint": "pronoun",
    "proneg": "pronoun",
    "proadv": "pronoun",
}
_TENSES = {
    "ipre": "present",
    "iimp": "imperfect",
    "ipsi": "past",
    "ifut": "future",
    "cond": "conditional",
    "spre": "subjunctive",
    "simp": "subjunctive imperfect",
    "impe": "imperative",
}
_PERSONS = {f"{n}{number}": f"{n}{number[0]}" for n in "123" for number in ("sg", "pl")}
_MOODS = {"infi": "infinitive", "ppas": "participle", "ppre": "gerund"}
_GENDERS = {"mas": "m", "fem": "f", "epi": "mf"}
_NUMBERS = {"sg": "s", "pl": "p", "inv": "sp"}


class Suffix(NamedTuple):
    """A rule of a suffix: where `condition` holds, `dropped` gives way to `added`."""

    dropped: str
    added: str
    condition: re.Pattern[str]
    tags: tuple[str, ...]


def analysed(folder: Path) -> dict[str, set[Analysis]]:
    """Forms with their analyses from `fr.dic` and `fr.aff` of a folder."""
    suffixes = read_suffixes(folder / "fr.aff")
    found: dict[str, set[Analysis]] = {}
    for line in (folder / "fr.dic").read_text(encoding="utf-8").split("\n")[1:]:
        if not line:
            continue
        entry, *tags = line.split()
        word, _, flags = entry.partition("/")
        for form, form_tags in _forms(word, flags, suffixes):
            if _is_written(form):
                found.setdefault(form, set()).update(_analyses(word, [*tags, *form_tags]))
    return {form: own for form, own in found.items() if own}


def read_suffixes(path: Path) -> dict[str, list[Suffix]]:
    """The rules of each suffix flag; prefixes are elided words, which stand apart here.

    Each rule is a line `SFX flag dropped added[/flags] condition tags…`.
    """
    rules: dict[str, list[Suffix]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split()
        if len(fields) < 4 or fields[0] != "SFX" or (fields[2] == "Y" and fields[3].isdigit()):
            continue
        _, flag, dropped, added, *rest = fields
        condition, tags = (rest[0], rest[1:]) if rest and ":" not in rest[0] else (".", rest)
        added = added.partition("/")[0]
        rules.setdefault(flag, []).append(
            Suffix(
                "" if dropped == "0" else dropped,
                "" if added == "0" else added,
                re.compile(f"(?:{condition})$"),
                tuple(tags),
            )
        )
    return rules


def _forms(
    word: str, flags: str, suffixes: dict[str, list[Suffix]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    marks = [flags[i : i + _FLAG_LETTERS] for i in range(0, len(flags), _FLAG_LETTERS)]
    if _NO_FORM not in marks:
        yield word, ()
    for mark in marks:
        for suffix in suffixes.get(mark, ()):
            if word.endswith(suffix.dropped) and suffix.condition.search(word):
                stem = word[: len(word) - len(suffix.dropped)]
                yield stem + suffix.added, suffix.tags


def _is_written(form: str) -> bool:
    """Whether the form is one of letters: no number, no sign, no raised letter."""
    return form.replace("-", "").replace("'", "").replace("’", "").isalpha()


def _analyses(lemma: str, tags: list[str]) -> Iterator[Analysis]:
    values = [tag.partition(":")[2].rstrip("!") for tag in tags if tag[:3] in ("po:", "is:")]
    gender = _both([_GENDERS[value] for value in values if value in _GENDERS])
    number = _both([_NUMBERS[value] for value in values if value in _NUMBERS])
    tenses = tuple(dict.fromkeys(_TENSES[value] for value in values if value in _TENSES))
    persons = tuple(dict.fromkeys(_person(value) for value in values if _person(value)))
    is_verb = any(re.match(r"v\d", value) for value in values)
    for value in dict.fromkeys(values):
        if is_verb and value in _MOODS:
            yield Analysis(lemma, "verb", gender, number, _MOODS[value])
        elif value in _PARTS and not (is_verb and value != "adj"):
            part = _PARTS[value]
            if part == "noun" and lemma[0].isupper():
                part = "name"
            yield Analysis(lemma, part, gender, number)
    if is_verb and tenses and persons:
        yield Analysis(lemma, "verb", "", "", "finite", tenses, persons)
    if not is_verb and not any(value in _PARTS for value in values):
        yield Analysis(lemma, "other", gender, number)


def _person(value: str) -> str:
    # "1isg", "1jsg": the forms of an inversion, "parlè-je".
    return _PERSONS.get(value, "")


def _both(values: list[str]) -> str:
    return "".join(sorted(set("".join(values)), key="mfsp".index))


def write_morphology(folder: Path, out: Path = SHIPPED) -> int:
    """How many forms the morphology has that was written to `out` from a dictionary's folder."""
    found = analysed(folder)
    save(found, out)
    with (out / SOURCES).open("w", encoding="utf-8") as file:
        file.write("file\tlicence\torigin\tsha256\n")
        for name in ("fr.dic", "fr.aff"):
            file.write(f"{name}\t{_LICENCE}\t{_NOTICE}\t{sha256(folder / name)}\n")
    return len(found)
