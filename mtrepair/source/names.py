"""MT702: names of a text that its source does not have, and those of the source that it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mtrepair.french import unaccented
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.source.sentences import RANKS, Statement
from mtrepair.source.words import HEAD, SHORT, SHORTEST
from mtrepair.translation.mangled import edit_distance
from mtrepair.types import Span

# A text in capitals, or in title case, shows no names by them.
_SHOUTED = 0.7
# How far apart a name may stand from the one that takes its place, as a share of the sentence.
_APART = 0.35
# Probability from which on the lexicon knows a place in English, and how many letters it has in
# common with its people: Norway, Norwegian.
_SURE, _BEGIN = 0.7, 3
# Places whose people are called otherwise, or that have two names.
_OTHERWISE = frozenset(
    "Netherlands Holland France Britain England America Greece Europe Wales Iran Burma".split()
)
# Zipf value from which on a name is well known: Norvège 4, Sunak 0.
_RARE = 2.5
# From here on one that other words are made of, by words; by these, or with an ending.
_COMMON, _KNOWN, _COMMONEST = 3.0, 2.0, 6.0
_PREFIXES = frozenset("re un de dis pre auto co over under out mis non sub".split())
# Likeness from which on a sentence is translated closely enough to miss a name in it, or for a
# name of its own to be none of the translator's.
_CLOSE, _NEAR = 0.45, 0.3
# What French writes small, or as a place: the Norwegian king, le roi de Norvège.
_OF_A_PEOPLE = (
    "ian",
    "ians",
    "an",
    "ans",
    "ish",
    "ese",
    "ic",
    "i",
    "is",
    "ers",
    "men",
    "man",
    "women",
)
# Of these, those that one can be one of.
_COUNTED = ("an", "i")
_PEOPLES = frozenset(
    "French Dutch Czech Czechs Greek Greeks Swiss Welsh Slav Slavs Catalan Filipino".split()
)
# Letters that a place and its people have in common, where neither is known.
_STEM = 4
_TITLES = frozenset("Mme Mlle Mmes Mgr Maître Madame Monsieur Sir Lord Lady".split())
# Letters of other alphabets in French and English spelling, to one sound: Poutine, Putin.
_SOUNDS = (
    ("tch|ch|sh|sch|tsch|cz|zh|j", "1"), ("kh|h", ""), ("ou|oo|w|u", "u"), ("y|i|ï|j", "i"),
    ("ph", "f"), ("[ck]+s|x", "x"), ("qu?|k|c", "k"), ("dj", "1"), ("gu", "g"), ("z", "s"),
    ("v", "f"), (r"(.)\1+", r"\1"), ("[aeiou]+$", ""), ("e", ""),
)  # fmt: skip
_MIXED = re.compile(r"^[^\W\d_]*(?:[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Z][a-z][A-Z])[^\W\d_]*$")
_CAMEL = re.compile(r"[A-Z][a-z]+|[A-Z]+(?![a-z])")
_ENDING = re.compile(r"(?:ing|ers?|e?d|ees?|ments?|ates?|able|less|ness)$")
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][^\W\d_]*[a-zà-ÿ][^\W\d_]+(?:-[^\W\d_]+)*")
_MARKS = re.compile(r"[.!?…:«»“”\"()\[\]—–]|'")


class Name(NamedTuple):
    """A word that is a name, the number `at` of its sentence."""

    text: str
    heads: frozenset[str]
    sentence: Statement
    at: int

    @property
    def span(self) -> Span:
        """Its place, which is looked up for the few names that differ."""
        return self.sentence.words[self.at].span


class Renamed(NamedTuple):
    """A name that differs; one of the sides may lack it."""

    french: Name | None
    english: Name | None


def changed_names(
    own: Statement,
    source: Statement,
    like: float,
    *,
    french_text: Statement,
    english_text: Statement,
) -> Iterator[Renamed]:
    """The names of two sentences that the other sentence does not have.

    One that has taken the place of another is told; one alone only where neither language has it
    for a word, since "the Norwegian king" may be "le roi de Norvège", and the other text has it
    nowhere.

    Args:
        own, source: a French sentence and what it translates.
        like: their likeness.
        french_text, english_text: all of either text.
    """
    added = [name for name in french_names(own) if name.heads.isdisjoint(source.heads)]
    # The first word of a sentence is a name where one has taken its place: "Greece needs time."
    lost = [one for one in english_names(source) if one[0].heads.isdisjoint(own.heads)]
    if not added and not lost:
        return
    if added and lost:
        added = [name for name in added if not _is_there(name, source)]
        lost = [one for one in lost if not _is_there(one[0], own)]
    pairs = _side_by_side(added, [name for name, _ in lost], own, source)
    yield from pairs
    if like < _NEAR:
        return
    paired = {name for pair in pairs for name in pair}
    for name in added:
        is_strange = _is_rare(name.text) or _is_strange_place(name.text, english_text)
        if name not in paired and is_strange and not _is_there(name, english_text):
            yield Renamed(name, None)
    if like < _CLOSE:
        return
    for name, begins in lost:
        is_strange = not begins and _is_rare(name.text) and not _is_word(name.text, english_text)
        if name not in paired and is_strange and not _is_there(name, french_text):
            yield Renamed(None, name)


def translated_names(own: Statement, source: Statement) -> Iterator[tuple[Name, Name]]:
    """French words for names of the English sentence, each with the name: "anti-émeutes", RIoT.

    Only names that are known by their capitals: other names often have a French form.
    """
    for at in source.mixed:
        form, lower = source.forms[at], source.lower[at]
        if not _MIXED.search(form) or any(lower in word for word in own.lower):
            continue
        taken = _word_in(form, lower, source.known[at].heads)
        for number, (written, known) in enumerate(zip(own.forms, own.known, strict=True)):
            if known.weight > 0 and written.islower() and not known.heads.isdisjoint(taken):
                yield _name(own, number), _name(source, at)
                break


def _word_in(form: str, lower: str, heads: frozenset[str]) -> frozenset[str]:
    """The heads of the word that a name is written as: "RIoT", "iCloud"; empty for others.

    One of several words, "FileSystem", is as often an identifier that has a French form.
    """
    is_word = lower in load_bilingual().english
    parts = [part.lower()[:HEAD] for part in _CAMEL.findall(form)]
    is_marked = len(parts) == 1 and form[1].isupper()
    return frozenset(parts if is_marked else ()) | (heads if is_word else frozenset())


def _side_by_side(
    added: Sequence[Name], lost: Sequence[Name], own: Statement, source: Statement
) -> list[Renamed]:
    """Names without counterpart that stand at about the same place of their sentences."""
    near = sorted(
        (abs(_along(french, own) - _along(english, source)), i, j)
        for i, french in enumerate(added)
        for j, english in enumerate(lost)
    )
    found: dict[int, int] = {}
    for apart, i, j in near:
        if apart <= _APART and i not in found and j not in found.values():
            found[i] = j
    return [Renamed(added[i], lost[j]) for i, j in found.items()]


def _along(name: Name, sentence: Statement) -> float:
    """Where in its sentence a name stands, 0-1."""
    return (name.span.start - sentence.span.start) / max(len(sentence.span), 1)


@lru_cache(maxsize=1 << 12)
def _english_of_place(form: str) -> str:
    """The English of a place that the lexicon is sure of; empty for others."""
    lexicon, readings = load_lexicon(), load_bilingual().readings(form)
    is_sure = bool(readings) and readings[0].probability >= _SURE
    if not is_sure or not lexicon.is_name(form) or " " in readings[0].english:
        return ""
    english = readings[0].english
    return "" if english.lower() in load_bilingual().english else english


def _is_strange_place(form: str, english_text: Statement) -> bool:
    """Whether a well-known place is nowhere in the source, nor its people: Norvège, Norwegian."""
    english = _english_of_place(form)
    if not english or english in _OTHERWISE:
        return False
    begin, other = unaccented(english)[:_BEGIN], unaccented(form)[:_BEGIN]
    return not any(
        form[0].isupper() and unaccented(form).startswith((begin, other))
        for form in english_text.forms
    )


def _is_rare(form: str) -> bool:
    """Whether a name is neither a word nor well known in either language."""
    lexicon = load_lexicon()
    return lexicon.zipf(form) < _RARE and lexicon.zipf_english(form) < _RARE


def _is_word(form: str, text: Statement) -> bool:
    """Whether what looks like a name is a word of a trade: in small letters elsewhere, or made."""
    lower = form.lower()
    if _is_made(lower) or _is_derived(lower):
        return True
    return any(form.startswith(lower) for form in text.forms)


@lru_cache(maxsize=1 << 14)
def _is_derived(form: str) -> bool:
    """Whether a word is one of English with an ending: "proofing", "attendee", "sweeper"."""
    ending, zipf = _ENDING.search(form), load_lexicon().zipf_english
    if not ending:
        return False
    stem = form[: ending.start()]
    return len(stem) > SHORT and any(zipf(own) >= _KNOWN for own in (stem, stem + "e", stem + "y"))


def french_names(sentence: Statement) -> list[Name]:
    """The names of a French sentence that are no words of French."""
    return [
        _name(sentence, at) for at, begins in _capitals(sentence, _is_french_name) if not begins
    ]


def english_names(sentence: Statement) -> list[tuple[Name, bool]]:
    """The names of an English sentence that are no words of English.

    Each with whether it has its capital where a sentence asks for one, and may be no name.
    """
    return [(_name(sentence, at), begins) for at, begins in _capitals(sentence, _is_english_name)]


def _name(sentence: Statement, at: int) -> Name:
    return Name(sentence.forms[at], sentence.known[at].heads, sentence, at)


def _capitals(sentence: Statement, is_name: Callable[[str], bool]) -> Iterator[tuple[int, bool]]:
    """The names that have a capital, by number, each with whether a sentence asks for one there.

    A word that neither language has is a name, wherever it stands.
    """
    forms, lower = sentence.forms, sentence.lower
    names = [at for at in sentence.mixed if is_name(forms[at])]
    if not names:
        return
    capitals = sum([forms[at][0].isupper() for at in sentence.mixed])
    if capitals > _SHOUTED * sum([form[0].isalpha() for form in forms]):
        return
    for at in names:
        yield at, _begins(forms, at) and (_is_known(forms[at]) or _is_made(lower[at]))


def _begins(forms: Sequence[str], at: int) -> bool:
    """Whether a sentence asks for a capital at a word: nothing but marks and "l'" before it."""
    for form in reversed(forms[:at]):
        if not form[0].isalpha():
            if _MARKS.match(form):
                return True
        elif not form.endswith("'"):
            return False
    return True


@lru_cache(maxsize=1 << 14)
def _is_known(form: str) -> bool:
    lexicon = load_lexicon()
    return lexicon.zipf(form) > 0 or lexicon.zipf_english(form) > 0


@lru_cache(maxsize=1 << 14)
def _is_made(form: str) -> bool:
    """Whether a word is made of others of English: "unpublish", "sideload"."""
    zipf = load_lexicon().zipf_english
    for at in range(2, len(form) - 1):
        first, last = form[:at], form[at:]
        if first in _PREFIXES and len(last) > SHORT and zipf(last) >= _KNOWN:
            return True
        least = _COMMON if len(last) > 2 else _COMMONEST  # logon, startup
        if at > 2 and zipf(first) >= _COMMON and zipf(last) >= least:
            return True
    return False


@lru_cache(maxsize=1 << 14)
def _is_french_name(form: str) -> bool:
    lexicon = load_lexicon()
    if (
        not _NAME.fullmatch(form)
        or form in _TITLES
        or (lexicon.plausible(form.lower()) and not lexicon.is_name(form))
    ):
        return False
    return all(lexicon.is_name(part) or not lexicon.zipf(part) for part in form.split("-"))


@lru_cache(maxsize=1 << 14)
def _is_english_name(form: str) -> bool:
    english, zipf = load_bilingual().english, load_lexicon().zipf_english
    if (
        not _NAME.fullmatch(form)
        or form in RANKS
        or form in _PEOPLES
        or (zipf(form) >= _RARE and _is_people(form))
    ):
        return False
    parts = [part.lower() for part in form.split("-")]
    return not any(
        part in english or (part.endswith("s") and part[:-1] in english) for part in parts
    )


def _is_people(form: str) -> bool:
    """Whether a word of English is a people, and no place: "Iranian" has a plural, "Iran" none."""
    has_plural = not form.endswith(_COUNTED) or load_lexicon().zipf_english(form + "s") > 0
    return form.endswith(_OF_A_PEOPLE) and has_plural


def _is_there(name: Name, other: Statement) -> bool:
    """Whether a sentence has the name, its English or French, or something that sounds like it."""
    if not other.heads.isdisjoint(name.heads) or _is_taken_apart(name.text, other):
        return True
    # A word of grammar is no name: "Lee" sounds like "le".
    return any(_is_like(name.text, word.lower) for word in other.telling if word.lower[0].isalpha())


def _is_taken_apart(form: str, other: Statement) -> bool:
    """Whether a sentence has half of the words that a name is made of: WebPart, Web Parts."""
    parts = [part.lower()[:HEAD] for part in _CAMEL.findall(form)]
    if len(parts) < 2:
        return False
    longer = [part for part in parts if len(part) >= SHORTEST]
    said = [part for part in longer if any(head.startswith(part) for head in other.heads)]
    return 2 * len(said) >= len(parts)


@lru_cache(maxsize=1 << 14)
def _is_like(one: str, other: str) -> bool:
    own, there = spoken(one), spoken(other)
    if not own or not there:
        return False
    if (
        own == there
        or _is_of_place(one, other)
        or (min(len(own), len(there)) >= 4 and (own in there or there in own))
    ):
        return True
    return own[0] == there[0] and edit_distance(own, there) <= max(len(own), len(there)) // 3


def _is_of_place(one: str, other: str) -> bool:
    """Whether one is the people of the other, a place: Judée, Judean."""
    own, there = unaccented(one), unaccented(other)
    is_people = one.endswith(_OF_A_PEOPLE) or other.endswith(_OF_A_PEOPLE)
    return is_people and own[:_STEM] == there[:_STEM] and min(len(own), len(there)) >= _STEM


@lru_cache(maxsize=1 << 16)
def spoken(name: str) -> str:
    """A name by its sounds, roughly, so that spellings of other alphabets agree.

    >>> spoken("Poutine") == spoken("Putin"), spoken("Tymochenko") == spoken("Tymoshenko")
    (True, True)
    """
    plain = unaccented(name).replace("'", "")
    for own, sound in _SOUNDS:
        plain = re.sub(own, sound, plain)
    return plain
