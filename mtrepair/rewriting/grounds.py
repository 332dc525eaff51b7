"""What the grammar of a text says for an edit, whatever the models think of it.

Edits of the repair model on 600,000 words of real machine translation and 240,000 by people, read
one by one (`benchmarks/results/harm.md`), are right where a determiner belongs to another word than
the one behind it, "le outils menu", and seldom elsewhere: an adjective before its noun, "un
malheureux œuf", is a matter of style.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from mtrepair.french import ELIDED, PREPOSITIONS, determined, stays_whole
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.lexicon.places import load as load_places
from mtrepair.lexicon.tokens import WordToken, french_tokens
from mtrepair.rewriting.objections import has_objections
from mtrepair.types import Edit

_ORDER, _ELISION, _AGREEMENT, _MARK = "MT501", "MT505", "MT506", "MT201"
# A mark behind the word at which an edit begins, and the word with a small letter behind that.
_STRAY = re.compile(r"[^\s.!?…]*[.!?…]+\s+([a-zà-ÿœ]+['’]?)")
# What goes on with a sentence; another word may begin one that lost its capital.
_GOES_ON = PREPOSITIONS | frozenset("du au aux qui que qu' dont et ou ni".split())
_TOO_MANY = ("MT302", "MT303")
_ARTICLES = frozenset("le la l' les un une des du au aux".split())
_BEFORE_VOWELS, _BEFORE_CONSONANTS = ("l'", "d'"), ("le", "la", "de")
# Of its sightings, the most that an adjective has before its noun if it belongs behind it: people
# write "pacifiques manifestants" eight times in a thousand.
_SELDOM_BEFORE = 0.001
_IDENTIFIER = re.compile(r"[a-zà-ÿ][A-Z]|[A-Z]{2}[a-z]")


def has_grounds(text: str, edit: Edit, code: str) -> bool:
    """Whether the text as it is breaks a rule of grammar that an edit of that code mends.

    Agreement and order: a determiner that does not fit the noun behind it, or its first letter, or
    that stands before a name or an unknown word and does not fit the noun which the edit moves
    there, or before an infinitive, "le soumettre bouton"; an identifier before its noun, "XPath
    expression", or an adjective that was hardly ever seen there, "un distinct port". Elision: a
    word that must be elided. None of these where another noun comes right behind, to which the
    determiner may belong: "le propriétés nœud" lacks no "s". Marks: one that ends a sentence
    before a word which goes on with it, "le plan. de la Commission". Words too many: an article
    behind an article. Edits of other codes have none.

    An edit of agreement, order or elision that would break another rule has none
    (`mtrepair.rewriting.objections`).

    >>> from mtrepair.types import Span
    >>> text = "Cliquez sur le outils menu."
    >>> edit = Edit(Span(12, 26), "le menu d'outils")
    >>> has_grounds(text, edit, "MT501")
    True
    >>> has_grounds("Ouvrez un distinct port.", Edit(Span(10, 23), "port distinct"), "MT501")
    True
    >>> has_grounds("Un malheureux œuf tomba.", Edit(Span(3, 17), "œuf malheureux"), "MT501")
    False
    """
    if code == _MARK:
        start = text.rfind(" ", 0, edit.span.start) + 1
        stray = _STRAY.match(text, start)
        return stray is not None and stray[1].replace("’", "'") in _GOES_ON
    if code not in (_ORDER, _ELISION, _AGREEMENT, *_TOO_MANY):
        return False
    tokens = list(french_tokens(text))
    inside = [
        i for i, t in enumerate(tokens) if t.end > edit.span.start and t.start < edit.span.end
    ]
    if not inside:
        return False
    # The determiner may stand right before what is edited, or be all that is.
    own = tokens[max(0, inside[0] - 1) : inside[-1] + 2]
    if code in _TOO_MANY:
        forms = [token.text.lower() for token in own]
        return any(one in _ARTICLES and other in _ARTICLES for one, other in pairwise(forms))
    if any(_is_headed(text, *pair) for pair in pairwise(tokens[inside[-1] : inside[-1] + 3])):
        return False
    if has_objections(text, edit, tokens[inside[0] : inside[-1] + 3]):
        return False
    new = [token.text.lower() for token in french_tokens(edit.replacement)]
    for at in range(len(own) - 1):
        if code == _ELISION and _must_be_elided(own[at], own[at + 1]):
            return True
        if _is_astray(own, at, new) or _is_identifier_of(own[at], own[at + 1], new):
            return True
        if _is_misplaced(own[at], own[at + 1], new):
            return True
    return False


def _is_astray(tokens: Sequence[WordToken], at: int, new: Sequence[str]) -> bool:
    """Whether the token at `at` is a determiner that belongs to another word than the next."""
    form, first = tokens[at].text.lower(), tokens[at + 1].text
    heads = [head.text for head in tokens[at + 2 :] if _comes_first(head.text, first, new)]
    if form in _BEFORE_VOWELS and first[0].isalpha() and load_lexicon().forbids_elision(first):
        return bool(heads)  # "l'Canada équipe"; alone, "l'directeur", people speak so
    if form in _BEFORE_CONSONANTS and _must_be_elided(tokens[at], tokens[at + 1]):
        return True
    asked = determined(form)
    if not asked:
        return False
    nominal = load_morphology().nominals(first)
    if first.islower() and load_morphology().verbs(first, "infinitive"):
        # Before it "le" may be a pronoun: "il faut le lire", not "le soumettre bouton".
        return not nominal and any(load_morphology().is_bare_noun(head) for head in heads)
    if first.islower() and nominal:
        return not any(one.agreements & asked for one in nominal)
    return any(_is_foreign(head, asked) for head in heads)


def _is_headed(text: str, one: WordToken, other: WordToken) -> bool:
    """Whether a noun is right behind another with which it was never seen, as in English order."""
    if text[one.end : other.start] != " " or not (one.text.islower() and other.text.islower()):
        return False
    morphology = load_morphology()
    are_nouns = bool(morphology.nouns(one.text)) and morphology.parts(other.text) == {"noun"}
    return are_nouns and not load_lexicon().pair(one.text, other.text)


def _is_identifier_of(one: WordToken, other: WordToken, new: Sequence[str]) -> bool:
    """Whether a common noun behind an identifier goes before it."""
    is_noun = other.text.islower() and bool(load_morphology().nouns(other.text))
    return (
        is_noun
        and _IDENTIFIER.search(one.text) is not None
        and _comes_first(other.text, one.text, new)
    )


def _is_misplaced(one: WordToken, other: WordToken, new: Sequence[str]) -> bool:
    """Whether an adjective that stands behind its noun almost always goes behind this one."""
    morphology, places = load_morphology(), load_places()
    if not (one.text.islower() and _comes_first(other.text, one.text, new)):
        return False
    if morphology.adjectives(other.text):
        return False  # "législatives prochaines": the noun may be the first
    adjectives = morphology.adjectives(one.text)
    return any(
        places.before(adjective.lemma) < _SELDOM_BEFORE and adjective.agrees(noun)
        for adjective in adjectives
        for noun in morphology.nouns(other.text)
    )


def _is_foreign(form: str, asked: frozenset[tuple[str, str]]) -> bool:
    """Whether a form is a common noun that a determiner does not fit."""
    nouns = [one for one in load_morphology().nouns(form) if form.islower()]
    return bool(nouns) and not any(one.agreements & asked for one in nouns)


def _comes_first(head: str, first: str, new: Sequence[str]) -> bool:
    own = [form.lower() for form in (head, first)]
    return all(form in new for form in own) and new.index(own[0]) < new.index(own[1])


def _must_be_elided(one: WordToken, other: WordToken) -> bool:
    form, behind = one.text.lower(), other.text.lower()
    if form == "si":
        return behind in ("il", "ils")
    if form not in ELIDED or stays_whole(form, behind):
        return False
    return behind[0].isalpha() and not load_lexicon().forbids_elision(behind)
