"""Candidates for words in the wrong form: case, agreement, elision, joined, split, repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.fluency.order import NEGATIONS, begins_with_vowel
from mtrepair.fluency.sentence import Candidate, Sentence

_DETERMINERS = (
    "le la l' les",
    "un une",
    "ce cet cette ces",
    "du de_la de_l' des",
    "au à_la à_l' aux",
    "mon ma mes",
    "son sa ses",
    "notre nos",
    "votre vos",
    "leur leurs",
    "quel quelle quels quelles",
    "tout toute tous toutes",
    "aucun aucune",
    "chaque",
)
_SAME = {form: line.split() for line in _DETERMINERS for form in line.split()}
_PLURAL = frozenset("les des ces aux mes tes ses nos vos leurs plusieurs quelques".split())
_SINGULAR = frozenset("le la un une ce cet cette du au mon ma ton ta son sa notre votre".split())
# The words before, the endings found behind them, and the one that they ask for.
_VERBS = (
    (
        frozenset("pour sans peut doit va vont veut peuvent doivent veulent faut".split()),
        ("é", "ée", "és", "ez", "e", "ent"),
        "er",
    ),
    (frozenset("a ont avait avaient ai avons avez aura aurait ayant".split()), ("er", "ez"), "é"),
    (frozenset("est était sera été être fut soit".split()), ("er", "ez"), "é"),
    (frozenset("sont étaient seront furent soient".split()), ("er", "ez"), "és"),
    (frozenset(["vous"]), ("er", "é", "ent"), "ez"),
    (frozenset(["vous", "me", "nous"]), ("vre",), "vez"),
    (frozenset(["vous"]), ("dre",), "dez"),
)
# After "dois vous", an infinitive is right.
_BEFORE_VOUS = frozenset(", . : ; si que qu' quand comme où et lorsque vous ce mais car".split())
_SHORTEST_STEM = 3
_ELIDED = {
    "le": "l'",
    "la": "l'",
    "de": "d'",
    "que": "qu'",
    "ne": "n'",
    "se": "s'",
    "je": "j'",
    "me": "m'",
    "te": "t'",
}
_CONTRACTED = {
    ("de", "le"): "du",
    ("de", "les"): "des",
    ("à", "le"): "au",
    ("à", "les"): "aux",
}
_WHOLE = {"d'": ("de",), "l'": ("le", "la"), "qu'": ("que",), "n'": ("ne",), "s'": ("se",)}


def small_letters(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A word with a capital in mid-sentence gets a small letter: "échange de Drones"."""
    form = sentence.forms[t]
    if not (t and form.istitle() and form.isalpha()) or sentence.tokens[t].initial:
        return
    lower = form.lower()
    if sentence.model.held(lower) != lower or _is_titular(sentence, t):
        return
    if lower.endswith(("er", "ir")):  # a command of a program: "accédez à Publier"
        return
    if sentence.document.lexicon.capitalised(lower) <= _SELDOM:
        yield Candidate("small", t, t + 1, (lower,))


def _is_titular(sentence: Sentence, t: int) -> bool:
    """Whether a capital stands beside token `t`, as in "Chambre des Représentants"."""
    forms = sentence.forms
    left = t - 1
    while left > 0 and forms[left] in _IN_TITLES:
        left -= 1
    right = t + 1
    while right < len(forms) - 1 and forms[right] in _IN_TITLES:
        right += 1
    beside = [forms[left], *forms[right : right + 1]]
    return any(form[0].isupper() for form in beside)


def repetitions(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A word that stands there twice goes once."""
    forms = sentence.forms
    if not t or forms[t] != forms[t - 1] or forms[t] in _TWICE or not sentence.is_word[t]:
        return
    named = t + 1 < len(forms) and forms[t] == "de" and forms[t + 1][0].isupper()  # de Klerk
    if not named and sentence.close(t - 1, t + 1):
        yield Candidate("repeat", t, t + 1, ())


_IN_TITLES = frozenset("de d' du des la le l' les et à au aux pour".split())
_ELIDING = frozenset("l d s n c j m qu".split())
_AUXILIARIES = frozenset(
    "a ai as ont avons avez ait aient avait avaient aura auront aurait auraient est sont était "
    "étaient sera seront serait seraient soit soient".split()
)
# Women and men by the same word: the model prefers what parliaments said of men.
_EPICENE = re.compile(
    "(?:iste|logue|crate|aire|graphe|porte-parole|chef|ministre|juge|maire|enfant|élève|collègue"
    "|membre|pilote|guide|architecte|avocat|auteur|médecin|professeur|capitaine|camarade|artiste"
    "|cadre|arbitre|athlète|garde|interprète|malade|otage|partenaire|peintre|poète|prof|star)s?$"
)
_TWICE = frozenset("nous vous si bla très non oui mieux a".split())
# Share of capitals from which on a word may be meant as a title or a name.
_SELDOM = 0.002
_LEAST_ZIPF = 3.0


def determiners(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """Another gender or number of the determiner before token `t`."""
    if not t or not sentence.is_word[t] or not sentence.close(t - 1, t + 1):
        return
    article, form = sentence.forms[t - 1], sentence.forms[t]
    if t > 1 and sentence.forms[t - 2] == "l'":  # l'un, l'une
        return
    if form in _AUXILIARIES:  # "les" is a pronoun there
        return
    for other in _SAME.get(article, ()):
        if other == article or not _fits(other, article, form):
            continue
        if other[-1] != "'" or begins_with_vowel(form):
            end = t + 1 if other[-1] == "'" else t
            yield Candidate("determiner", t - 1, end, (*other.split("_"), *range(t, end)))


def _fits(other: str, article: str, noun: str) -> bool:
    """Whether a determiner may stand before the noun, as far as the noun's letters tell."""
    if _EPICENE.search(noun) and (other in _PLURAL) == (article in _PLURAL):
        return False
    if other in _PLURAL:
        return noun[-1] in "sxz"
    return article not in _PLURAL or noun[-1] not in "sxz"


def numbers(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """The noun behind a determiner in the determiner's number."""
    if not t or not sentence.forms[t].islower():
        return
    article, form = sentence.forms[t - 1], sentence.forms[t]
    if article in _PLURAL and form[-1] not in "sxz":
        others = [form + "s", form + "x"]
    elif article in _SINGULAR and form[-1] in "sx" and len(form) > 4:
        others = [form[:-1]]
    else:
        return
    for other in others:
        if sentence.model.held(other) == other:
            yield Candidate("number", t, t + 1, (other,))


def verbs(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """Infinitive, participle or person of a verb, as the word before it asks."""
    form = sentence.forms[t]
    if not t or not form.islower():
        return
    earlier = sentence.forms[t - 2] if t > 1 else ","
    for before, endings, new in _VERBS:
        asked = sentence.forms[t - 1] in before
        if not asked or (new.endswith("ez") and earlier not in _BEFORE_VOUS):
            continue
        for ending in endings:
            if not form.endswith(ending) or len(form) - len(ending) < _SHORTEST_STEM:
                continue
            other = form.removesuffix(ending) + new
            if sentence.model.held(other) == other:
                yield Candidate("verb", t, t + 1, (other,))


def elisions(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An elision made or undone before token `t`."""
    before, form = sentence.forms[t - 1], sentence.forms[t]
    if not t or not sentence.is_word[t] or not sentence.close(t - 1, t + 1):
        return
    if before in _ELIDED and begins_with_vowel(form):
        yield Candidate("elision", t - 1, t + 1, (_ELIDED[before], t))
    elif before in _WHOLE and sentence.document.lexicon.forbids_elision(form):
        for whole in _WHOLE[before]:
            yield Candidate("elision", t - 1, t + 1, (whole, t))


def contractions(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """Two small words as the one they make: "de le président", "ce est"."""
    if not 0 < t < len(sentence) - 1 or not sentence.close(t - 1, t + 2):
        return
    before, form = sentence.forms[t - 1], sentence.forms[t]
    made = _CONTRACTED.get((before, form))
    if made and not begins_with_vowel(sentence.forms[t + 1]):
        yield Candidate("contraction", t - 1, t + 1, (made,))
    elif (
        before == "ce"
        and form in ("est", "était")
        # What is missing there is a "ne": "ce est pas".
        and not NEGATIONS & set(sentence.forms[t + 1 : t + 3])
    ):
        yield Candidate("contraction", t - 1, t + 1, ("c'", t))


def splits(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An unknown word as two known ones: "avantmalgré"."""
    form = sentence.forms[t]
    if not sentence.is_class[t] or len(form) < 5 or not form.isalpha() or not form.islower():
        return
    if not sentence.document.lexicon.unknown({form}):
        return
    for cut in range(1, len(form)):
        left, right = form[:cut], form[cut:]
        if left in _ELIDING and begins_with_vowel(right) and _is_part(sentence, right):
            yield Candidate("split", t, t + 1, (left + "'", right))
        if all(_is_part(sentence, part) for part in (left, right)):
            yield Candidate("split", t, t + 1, (left, right))


def _is_part(sentence: Sentence, part: str) -> bool:
    if len(part) == 1 and part not in "aày":
        return False
    zipf = sentence.document.lexicon.zipf(part)
    return zipf >= _LEAST_ZIPF and sentence.model.held(part) == part


def joins(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """Two pieces of a known word become one: "pro gramme"."""
    known = sentence.readings[t].order > 1
    if not t or (known and not (sentence.is_class[t] or sentence.is_class[t - 1])):
        return
    left, right = sentence.forms[t - 1], sentence.forms[t]
    if not sentence.close(t - 1, t + 1):
        return
    whole = left + right
    if whole.isalpha() and right.islower() and len(whole) > 4:
        if sentence.model.held(whole) != whole:
            return
        yield Candidate("join", t - 1, t + 1, (whole,))
