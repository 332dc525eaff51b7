"""Candidates for determiners, nouns and verbs in a form that nothing else in the place allows."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

from mtrepair.fluency.sentence import Candidate, Piece, Sentence
from mtrepair.french import (
    CLITICS,
    CONTRACTED,
    COPULAS,
    DETERMINERS,
    HAVE,
    OBJECT_CLITICS,
    PREPOSITIONS,
    SUBJECTS,
    determined,
)
from mtrepair.lexicon.morphology import Analysis
from mtrepair.lexicon.morphology import load as load_morphology

_PRONOUNS = frozenset("le la l' les leur".split())
# After "dois vous", an infinitive is right.
_BEFORE_VOUS = frozenset(", . : ; si quand comme lorsque mais car".split())
# After others an infinitive or a gerund may stand with its pronoun: "pour les voir".
_BEFORE_NOUNS = PREPOSITIONS - {"de", "d'", "à", "en", "sans", "pour", "après"}
_DEFINITE = frozenset("le la l' du au".split())
# Men and women by the same masculine word: "la chef", "une témoin" may be a woman.
_OF_PERSONS = frozenset(
    "chef témoin auteur médecin professeur capitaine procureur commandant lieutenant sergent "
    "colonel général maire juge otage membre écrivain ingénieur peintre proviseur recteur saint "
    "soldat successeur chauffeur docteur entrepreneur gouverneur sénateur défenseur assesseur "
    "agresseur prédécesseur vainqueur possesseur précurseur censeur amateur bâtonnier".split()
)
# What they are is to do something: "l'objectif est faire".
_AIMS = frozenset(
    "objectif but idée rôle mission intention ambition vocation solution priorité problème "
    "essentiel rêve souhait plan défi enjeu tâche devoir volonté".split()
)
_PRONOUN_GENDERS = {"il": "m", "elle": "f", "ils": "m", "elles": "f", "on": "m"}
_OBJECTS = frozenset("que qu' la les l' le".split())
_NEAR = 5
_SHORTEST = 3
_ASK_INFINITIVE = frozenset("pour sans peut doit va vont peuvent doivent faut".split())


def determiners(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """The determiner before token `t` in the gender and number of its noun: "le France".

    Only where the two have no gender and number in common.
    """
    nouns = _disagreeing(sentence, t)
    if not nouns:
        return
    old, vowel = sentence.forms[t - 1], sentence.takes_elision(t)
    told = _number_told(sentence, t) or {"s", "p"}
    # A letter is lost sooner than won: "les" is no slip of "le", nor "un" one of "des".
    numbers_asked = {number for _, number in determined(old)}
    if numbers_asked == {"p"} or old in ("un", "une"):
        told = told & numbers_asked
    found = {
        determiner.form(gender, number, vowel=vowel)
        for determiner in DETERMINERS
        if old in determiner
        for noun in nouns
        for gender, number in noun.agreements
        if number in told
    }
    for form in sorted(found - {"", old}):
        yield from _replaced(sentence, t - 1, form)


def _replaced(sentence: Sentence, at: int, form: str) -> Iterator[Candidate]:
    """Another determiner at token `at`, with the preposition before it if they contract."""
    words: tuple[Piece, ...] = tuple(form.split())
    start = at
    if start and (made := CONTRACTED.get((sentence.forms[start - 1], form))):
        start, words = start - 1, (made,)
    yield Candidate("determiner", start, at + 2, (*words, at + 1))


def numbers(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """The noun at token `t` in the number of the determiner before it: "plusieurs type"."""
    form = sentence.forms[t]
    asked = _asked(sentence, t - 1) if t else frozenset()
    wanted = {number for _, number in asked}
    if len(wanted) != 1 or not _disagreeing(sentence, t):
        return
    told = _number_told(sentence, t)
    # "le moyens": whether "le" or the "s" is wrong, only what follows can tell.
    unclear = wanted == {"s"} and sentence.forms[t - 1] in _DEFINITE
    if wanted.isdisjoint(told) if told else unclear:
        return
    for other in _in_other_number(form):
        fits = any(one.agreements & asked for one in _nominal(other))
        if fits and sentence.model.held(other) == other:
            yield Candidate("number", t - 1, t + 1, (t - 1, other))


def _number_told(sentence: Sentence, t: int) -> set[str]:
    """The numbers, one letter each, that the adjective or verb behind token `t` allows it."""
    if t + 1 == len(sentence) or not sentence.close(t, t + 2):
        return set()
    behind = sentence.analyses[t + 1]
    if sentence.only(t + 1, "adjective"):
        return {number for one in behind for number in one.number}
    if behind and all(one.mood == "finite" for one in behind):
        persons = {person for one in behind for person in one.persons}
        return {person[1] for person in persons if person[0] == "3"}
    return set()


def _in_other_number(form: str) -> tuple[str, ...]:
    if form[-1] not in "sx":
        return (f"{form}s", f"{form}x", *([f"{form[:-2]}aux"] if form.endswith("al") else []))
    return (form[:-1], *([f"{form[:-3]}al"] if form.endswith("aux") else []))


def _disagreeing(sentence: Sentence, t: int) -> list[Analysis]:
    """The analyses of the noun at token `t`, if none agrees with the determiner before it."""
    asked = _asked(sentence, t - 1) if t else frozenset()
    if not asked or not sentence.is_word[t] or not sentence.close(t - 1, t + 1):
        return []
    if not _is_noun(sentence, t):
        return []
    nominal = [one for one in sentence.analyses[t] if one.part in ("noun", "adjective", "name")]
    combinations = {pair for one in nominal for pair in one.agreements}
    if not combinations or combinations & asked:
        return []
    if _belongs_to_next(sentence, t, asked):
        return []
    nouns = [one for one in nominal if one.part in ("noun", "name")]
    if any(one.lemma in _OF_PERSONS for one in nouns):
        return []
    # An adjective by itself may be of another noun than the next one: only its number tells.
    return nouns or ([] if {n for _, n in combinations} & {n for _, n in asked} else nominal)


def _belongs_to_next(sentence: Sentence, t: int, asked: Set[tuple[str, str]]) -> bool:
    """Whether the determiner may be that of the next noun, to which this one is a complement.

    In "le sécurité plan" not the gender of "le" is wrong.
    """
    if t + 1 == len(sentence) or not sentence.close(t, t + 2):
        return False
    return any(one.agreements & asked for one in sentence.nouns(t + 1))


def _asked(sentence: Sentence, i: int) -> Set[tuple[str, str]]:
    """The genders and numbers that a determiner at token `i` stands for; none if it is no one."""
    form = sentence.forms[i]
    if i and sentence.forms[i - 1] in ("l'", "-") and form in ("un", "une"):
        return frozenset()
    return determined(form)


def _nominal(form: str) -> list[Analysis]:
    return [one for one in load_morphology().analyses(form) if one.part in ("noun", "adjective")]


def _is_noun(sentence: Sentence, t: int) -> bool:
    """Whether token `t` begins what the determiner before it determines, and is no verb."""
    form, before = sentence.forms[t], sentence.forms[t - 1]
    if len(form) < _SHORTEST or _is_masked(sentence, t):
        return False
    if form[0].isupper():
        # "à la Canada Cup"
        behind = sentence.forms[t + 1] if t + 1 < len(sentence) else "."
        if behind[0].isupper():
            return False
        known = not form.isupper() and sentence.only(t, "name")
        return known and sentence.document.lexicon.is_name(form)
    if not form.islower() or not sentence.only(t, "noun", "adjective", "verb"):
        return False
    if not sentence.may_be(t, "noun", "adjective"):
        return False
    if before not in _PRONOUNS or not sentence.may_be(t, "verb"):
        only_participle = sentence.only(t, "verb", "adjective") and sentence.may_be(t, "verb")
        return not only_participle
    # "les interprète" is a pronoun with its verb, but not behind a preposition.
    return t > 1 and sentence.forms[t - 2] in _BEFORE_NOUNS


def _is_masked(sentence: Sentence, t: int) -> bool:
    """Whether the word goes on behind a mark: "de la m…e", "usager·ère·s", "type(s)"."""
    end = sentence.tokens[t].end
    return sentence.document.text[end : end + 1] in tuple("…*-'’/·•(")


def verbs(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """The infinitive, participle or person of the verb at token `t` that the words before ask."""
    form = sentence.forms[t]
    if not t or not form.islower() or not sentence.only(t, "verb", "adjective"):
        return
    asked = _asked_verb(sentence, t)
    if asked is None or any(asked.fits(one) for one in sentence.analyses[t]):
        return
    morphology = load_morphology()
    lemmas = {one.lemma for one in sentence.analyses[t] if one.part == "verb"}
    for lemma in sorted(lemmas):
        for other in morphology.inflected(
            lemma, asked.mood, person=asked.person, tense=asked.tense
        ):
            fits = other != form and any(asked.agrees(one) for one in morphology.verbs(other))
            if fits and sentence.model.held(other) == other:
                yield Candidate("verb", t, t + 1, (other,))


def _sounds_so(sentence: Sentence, t: int) -> bool:
    """Whether the form sounds like an infinitive, as "consulté" does; not "pour peut être"."""
    return sentence.forms[t].endswith("ez") or any(
        one.mood == "participle" for one in sentence.analyses[t]
    )


class _Asked(NamedTuple):
    """What the words before a verb ask of it."""

    mood: str
    person: str = ""
    tense: str = ""
    gender: str = ""
    number: str = ""

    def fits(self, one: Analysis) -> bool:
        return one.mood == self.mood and (not self.person or self.person in one.persons)

    def agrees(self, one: Analysis) -> bool:
        """Whether a form has the gender and number that are asked, if any are."""
        return all(
            not own or own in others
            for own, others in ((self.gender, one.gender), (self.number, one.number))
        )


def _asked_verb(sentence: Sentence, t: int) -> _Asked | None:
    forms = sentence.forms
    before, earlier = forms[t - 1], forms[t - 2] if t > 1 else ","
    if before in _ASK_INFINITIVE and earlier not in ("se", "s'"):
        # "Ils vont grandissant."
        gerund = before in ("va", "vont") and any(o.mood == "gerund" for o in sentence.analyses[t])
        return None if gerund or not _sounds_so(sentence, t) else _Asked("infinitive")
    # "a" may stand for "à": it takes a subject.
    if before in HAVE and (before not in ("a", "as") or _has_subject(sentence, t - 1)):
        # Behind an object, "qu'on nous a", the participle agrees with what may be far off.
        objects = set(sentence.forms[max(0, t - _NEAR) : t]) & _OBJECTS
        return None if objects else _Asked("participle", gender="m", number="s")
    # "C'est attaquer la loi", "le but est agir": of a thing, which a participle says nothing of.
    if before in COPULAS and earlier not in ("c'", "ce", "cela", "ça", "qui"):
        return _asked_of_subject(sentence, t)
    return _asked_of_vous(sentence, t)


def _asked_of_subject(sentence: Sentence, t: int) -> _Asked | None:
    """The participle that agrees with the subject right before the copula, if that is clear."""
    subject = t - 2
    if subject < 0 or sentence.forms[subject] in _AIMS:
        return None
    plural = any(one.persons == ("3p",) for one in sentence.analyses[t - 1])
    number = "p" if plural else "s"
    pronoun = sentence.forms[subject]
    if pronoun in _PRONOUN_GENDERS:
        return _Asked("participle", gender=_PRONOUN_GENDERS[pronoun], number=number)
    if not sentence.ends_noun_phrase(subject):
        return None
    nouns = [one for one in sentence.analyses[subject] if one.part in ("noun", "name")]
    genders = {one.gender for one in nouns if number in one.number}
    gender = genders.pop() if len(genders) == 1 else ""
    return _Asked("participle", gender=gender, number=number) if gender in ("m", "f") else None


def _asked_of_vous(sentence: Sentence, t: int) -> _Asked | None:
    """The second person, behind "vous" and clitics, where "vous" begins its clause."""
    first = t - 1
    while first > 0 and sentence.forms[first] in OBJECT_CLITICS:
        first -= 1
    if sentence.forms[first] != "vous" or sentence.is_finite(t):
        return None
    begins = first == 0 or sentence.forms[first - 1] in _BEFORE_VOUS
    return _Asked("finite", "2p", "present") if begins else None


def _has_subject(sentence: Sentence, i: int) -> bool:
    """Whether the auxiliary at token `i` has its subject, or a clitic of its own, before it."""
    if not i:
        return False
    before = sentence.forms[i - 1]
    if before in SUBJECTS or before in CLITICS or before in ("qui", "n'", "ne"):
        return before != "y"  # "il y a"
    return sentence.ends_noun_phrase(i - 1)
