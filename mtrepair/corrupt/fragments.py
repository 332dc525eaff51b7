"""What becomes of a phrase that is translated apart from its sentence.

Each maker yields every place of a sentence where its damage could happen.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from mtrepair import lexicon
from mtrepair.corrupt.syntax import Parsed, Word, phrases
from mtrepair.french import WHOLE

_APOSTROPHES = "'’"
_VOWEL = re.compile(r"[aeiouyhàâäéèêëîïôöùûœæ]", re.IGNORECASE)
_ARTICLES = frozenset("le la les l' l’ un une des".split())
_CONTRACTED = {"du": "de le", "au": "à le", "aux": "à les", "des": "de les"}
_ELIDED = {elided[:-1]: whole[0] for elided, whole in WHOLE.items() if elided != "l'"}
_OTHER_GENDER = {
    "le": "la", "la": "le", "un": "une", "une": "un", "ce": "cette", "cette": "ce", "son": "sa",
    "sa": "son", "mon": "ma", "ma": "mon", "du": "de la", "au": "à la",
}  # fmt: skip
_NEGATION = frozenset("pas plus jamais rien guère point aucun aucune".split())
_SMALL = frozenset({"ADP", "DET", "SCONJ", "CCONJ", "PRON"})
_LONGEST_COMPLEMENT = 4


class Wound(NamedTuple):
    """`text[start:end]` becomes `damaged`, an artefact of that code."""

    start: int
    end: int
    damaged: str
    code: str


def english_order(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """Noun and adjective, noun and complement, verb and adverb or pronoun, as English has them."""
    words = parsed.words
    for number, word in enumerate(words):
        after = words[number + 1] if number + 1 < len(words) else None
        if word.tag in ("NOUN", "PROPN"):
            # The parts of a person's name keep their order in both languages.
            named = after and after.tag == "PROPN" and word.tag == "NOUN"
            if after and after.head == number and (named or after.tag == "ADJ"):
                yield _turned(parsed, number, number + 1, number + 2, rng)
            yield from _complements(parsed, number, rng)
        elif word.tag in ("VERB", "AUX") and after and after.tag == "ADV":
            if after.head == number and after.text.lower() not in _NEGATION:
                yield _turned(parsed, number, number + 1, number + 2, rng)
        elif after and _is_object_pronoun(word) and word.head == number + 1:
            damaged = f"{after.text} {_unelided(word, None)}"
            yield Wound(word.start, after.end, damaged, "MT501")


def _is_object_pronoun(word: Word) -> bool:
    personal = word.tag == "PRON" and "Person" in word.features
    return personal and word.relation in ("obj", "iobj")


def _turned(parsed: Parsed, first: int, middle: int, last: int, rng: random.Random) -> Wound:
    """The words from `first` to `middle` put behind those from `middle` to `last`."""
    moved = f"{parsed.of(middle, last)} {parsed.of(first, middle)}"
    return _fitted(parsed, first, last, moved, rng)


def _fitted(parsed: Parsed, first: int, last: int, moved: str, rng: random.Random) -> Wound:
    """The words replaced by `moved`; an article in front mostly takes the form that fits."""
    start, end = parsed.words[first].start, parsed.words[last - 1].end
    before = parsed.words[first - 1] if first else None
    if before is None or rng.random() < 0.25:
        return Wound(start, end, moved, "MT501")
    text, vowel = before.text.lower(), bool(_VOWEL.match(moved))
    if text[-1] in _APOSTROPHES and not vowel:
        fitted = _unelided(before, parsed.words[first])
        return Wound(before.start, end, f"{fitted} {moved}", "MT501")
    if text in ("le", "la", "de", "ne", "que") and vowel:
        return Wound(before.start, end, f"{before.text[:-1]}'{moved}", "MT501")
    return Wound(start, end, moved, "MT501")


def _complements(parsed: Parsed, noun: int, rng: random.Random) -> Iterator[Wound]:
    """ "la relation de l'Iran" as "l'Iran relation", "de l'Iran relation", "la Iran relation"."""
    words = parsed.words
    for number in range(noun + 1, len(words)):
        word = words[number]
        if word.head != noun or not word.relation.startswith(("nmod", "obl")):
            continue
        first, last = number, number + 1
        while first > noun + 1 and words[first - 1].head == number:
            first -= 1
        while last < len(words) and words[last].head == number and words[last].tag != "PUNCT":
            last += 1
        if words[first].tag != "ADP" or not 1 < last - first <= _LONGEST_COMPLEMENT + 1:
            continue
        if word.tag == words[noun].tag == "PROPN":
            continue
        begin = noun
        while begin and words[begin - 1].head == noun and words[begin - 1].tag in ("ADJ", "PUNCT"):
            begin -= 1
        core = parsed.of(begin, first)
        bare = first + 1
        article = words[bare].tag == "DET" and bare + 1 < last
        name = bare + 1 if article else bare
        if rng.random() < 0.5:
            yield _fitted(parsed, begin, last, f"{parsed.of(name, last)} {core}", rng)
            continue
        kept = bare if rng.random() < 0.5 else first
        if begin and words[begin - 1].tag == "DET" and words[begin - 1].head == noun:
            begin -= 1
        start = words[begin].start
        yield Wound(start, words[last - 1].end, f"{parsed.of(kept, last)} {core}", "MT501")


def lost_articles(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """The article that a phrase lost with its sentence: "Russie a", "de gouvernement"."""
    for word, after in zip(parsed.words, parsed.words[1:], strict=False):
        text = word.text.lower()
        if word.tag == "DET" and text in _ARTICLES and after.tag in ("NOUN", "PROPN", "ADJ"):
            if word.text[0].isupper():
                yield Wound(word.start, after.start + 1, after.text[0].upper(), "MT502")
            else:
                yield Wound(word.start, after.start, "", "MT502")
        elif word.tag == "ADP" and text in ("du", "au"):
            bare = "de" if text == "du" else "à"
            elided = text == "du" and _VOWEL.match(after.text)
            yield Wound(word.start, after.start, "d'" if elided else f"{bare} ", "MT502")


def lost_negations(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """The "ne" that the translator of the verb alone has no reason to write."""
    for word, after in zip(parsed.words, parsed.words[1:], strict=False):
        if word.text.lower() in ("ne", "n'", "n’"):
            yield Wound(word.start, after.start, "", "MT503")


def wrong_cases(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """The capital of a phrase that was a sentence of its own, or one lost."""
    for first, last in phrases(parsed):
        at = first
        while parsed.words[at].tag in ("ADP", "DET") and at + 1 < last and rng.random() < 0.7:
            at += 1
        word = parsed.words[at]
        letter = word.text[0]
        if letter.islower() and at and len(word.text) > 1:
            yield Wound(word.start, word.start + 1, letter.upper(), "MT504")
        elif letter.isupper() and word.text[1:].islower() and rng.random() < 0.2:
            yield Wound(word.start, word.start + 1, letter.lower(), "MT504")


def unmade_elisions(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """An elision or contraction that the border of a phrase undid, or one made before a name."""
    for word, after in zip(parsed.words, parsed.words[1:], strict=False):
        text = word.text.lower()
        if text[-1] in _APOSTROPHES and len(text) <= 3 and after.start == word.end:
            yield Wound(word.start, word.end, f"{_unelided(word, after)} ", "MT505")
        elif word.tag == "ADP" and text in _CONTRACTED:
            yield Wound(word.start, word.end, _CONTRACTED[text], "MT505")
        elif text in ("le", "la", "de") and after.tag == "PROPN" and rng.random() < 0.3:
            yield Wound(word.start, after.start, f"{word.text[:-1]}'", "MT505")


def _unelided(word: Word, noun: Word | None) -> str:
    stem = word.text.rstrip(_APOSTROPHES)
    if stem == word.text:
        return word.text
    if stem.lower() == "l":
        feminine = noun is not None and noun.features.get("Gender") == "Fem"
        return stem + ("a" if feminine else "e")
    return stem + _ELIDED.get(stem.lower(), "e")[len(stem) :]


def wrong_agreements(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A word in the form it has without its sentence: other gender or number, infinitive."""
    known = lexicon.load()
    for word, after in zip(parsed.words, parsed.words[1:], strict=False):
        text = word.text.lower()
        forms: list[str] = []
        if word.tag == "DET" and text in _OTHER_GENDER and not _VOWEL.match(after.text):
            forms = [_OTHER_GENDER[text]]
        elif word.tag == "ADJ" or word.features.get("VerbForm") == "Part":
            forms = [form for form in _inflections(text) if known.zipf(form) > 2]
        if word.tag == "VERB" and word.lemma != text and word.lemma.endswith(("er", "ir", "re")):
            forms.append(word.lemma)
        if forms:
            form = rng.choice(forms)
            shown = form.capitalize() if word.text[0].isupper() else form
            yield Wound(word.start, word.end, shown, "MT506")


def _inflections(text: str) -> list[str]:
    """The other genders and numbers of a regular adjective or participle."""
    stem = text[:-1] if text.endswith("s") else text
    stem = stem[:-1] if stem.endswith("e") else stem
    return [form for form in (stem, stem + "e", stem + "s", stem + "es") if form != text]


def repeated_words(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A small word that both sides of the border were given."""
    for word in parsed.words[1:]:
        if word.tag in _SMALL and word.text.isalpha():
            yield Wound(word.end, word.end, f" {word.text}", "MT303")


def echoed_phrases(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A phrase printed again beside its link."""
    for first, last in phrases(parsed):
        if last - first >= 3:
            span = parsed.span(first, last)
            between = rng.choice([" ", " ", ") "])
            yield Wound(span.end, span.end, between + span.of(parsed.text), "MT302")


def cut_words(parsed: Parsed, rng: random.Random) -> Iterator[Wound]:
    """A word cut to its elided article before a protected name: "L Microsoft Edge"."""
    for first, noun, name in zip(parsed.words, parsed.words[1:], parsed.words[2:], strict=False):
        if first.text[-1] in _APOSTROPHES and noun.tag == "NOUN" and name.tag == "PROPN":
            yield Wound(first.start, name.start, f"{first.text[:-1]} ", "MT405")
