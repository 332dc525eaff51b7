"""Candidates for words with a wrong capital, elided, contracted, split, joined or said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.fluency.sentence import Candidate, Sentence
from mtrepair.french import (
    ALL_DETERMINERS,
    CLITICS,
    CONTRACTED,
    ELIDED,
    HAVE,
    NEGATIONS,
    PREPOSITIONS,
    SUBJECTS,
    WHOLE,
    stays_whole,
)
from mtrepair.lexicon.morphology import load as load_morphology

_SMALL = frozenset("que qui et ou où il ils elle on ne se je dont si est a ont sont as".split())
_SHORT = 3
# "Le un", "de un à dix": of a figure or an article itself.
_APART = frozenset("un une uns unes".split())
_CONTRACTING = frozenset("de à ce".split())
_ELIDING = frozenset(form[:-1] for form in ELIDED.values() if len(form) <= len("qu'"))
# "Faire faire", "en en parlant" are French; others are said twice.
_TWICE = frozenset(
    "nous vous si bla très non oui mieux a en faire tout trop bien là ça un une".split()
)
# "J'crois", "c'soir" are speech; these before a consonant are a translator's.
_UNMADE = ("l'", "d'", "qu'")
# "si" is elided before "il" alone; "ce" before "est", which `contractions` sees to.
_ELSEWHERE = ("si", "ce")
_IN_TITLES = frozenset("de d' du des la le l' les et à au aux pour".split())
# Share of capitals from which on a word may be meant as a title or a name.
_SELDOM = 0.002
# Of a nationality "Européen" is a person and "européen" is not: both are common.
_PEOPLE = 0.02
_NATIONALITY = re.compile(
    "(?:ais|aise|ois|oise|ien|ienne|éen|éenne|ain|aine|ol|ole|que|and|ande)s?$"
)
_LEAST_ZIPF, _GRAMMATICAL = 3.0, 5.5
# "Anticonstitutionnellement" has 25 letters: what is longer than two such words is none of ours.
_LONGEST = 60
# Before a hashtag, a name of a user, a piece of an address or of a file's name.
_TIES = frozenset("#@/_&=.\\")


def small_letters(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A word with a capital in mid-sentence gets a small letter: "échange de Drones".

    The kind is "nationality" for an adjective behind the noun that it agrees with: "l'élection
    Européenne" is wrong, while "la Fanfare invisible" may be a title.
    """
    form = sentence.forms[t]
    if not (t and form.istitle() and form.isalpha()) or sentence.tokens[t].initial:
        return
    lower, lexicon = form.lower(), sentence.document.lexicon
    if sentence.model.held(lower) != lower or _is_titular(sentence, t):
        return
    if _is_nationality(sentence, t, lower):
        yield Candidate("nationality", t, t + 1, (lower,))
    elif not lower.endswith(("er", "ir")) and lexicon.capitalised(lower) <= _SELDOM:
        # A verb is a command of a program: "accédez à Publier".
        yield Candidate("small", t, t + 1, (lower,))


def _is_nationality(sentence: Sentence, t: int, lower: str) -> bool:
    """Whether the adjective of a people stands at token `t`, behind the noun that it is of."""
    if not _NATIONALITY.search(lower) or not sentence.close(t - 1, t + 1):
        return False
    own, lexicon = load_morphology().adjectives(lower), sentence.document.lexicon
    people = {one.lemma + plural for one in own for plural in ("", "s")}
    if max(map(lexicon.capitalised, people), default=0.0) < _PEOPLE:
        return False
    before = sentence.nouns(t - 1)
    small = sentence.forms[t - 1].islower() and sentence.only(t - 1, "noun")
    return small and any(one.agrees(noun) for one in own for noun in before)


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
    # "Tam tam" is no accident.
    sounds = len(forms[t]) <= _SHORT and not _is_grammar(forms[t])
    if sounds or _may_stand_twice(sentence, t):
        return
    if not _begins_surname(sentence, t) and sentence.close(t - 1, t + 1):
        yield Candidate("repeat", t, t + 1, ())


def _may_stand_twice(sentence: Sentence, t: int) -> bool:
    """Whether it is an adjective or a gerund, said twice, or a noun beside its verb.

    "Donnant donnant", "les poules du couvent couvent".
    """
    gerund = any(one.mood == "gerund" for one in sentence.analyses[t])
    beside = sentence.may_be(t, "noun") and sentence.is_finite(t, "3s", "3p")
    return gerund or beside or sentence.may_be(t, "adjective")


def _is_grammar(form: str) -> bool:
    return form in PREPOSITIONS or form in ALL_DETERMINERS or form in CLITICS or form in _SMALL


def _begins_surname(sentence: Sentence, t: int) -> bool:
    """Whether "de" at token `t` belongs to the name behind it: "un de Klerk"."""
    if sentence.forms[t] != "de" or t + 1 == len(sentence):
        return False
    return sentence.forms[t + 1][0].isupper() and not sentence.may_be(t + 1, "name")


def elisions(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An elision made or undone before token `t`, as its first letter asks."""
    if not t or not sentence.is_word[t]:
        return
    before, form = sentence.forms[t - 1], sentence.forms[t]
    if (before not in ELIDED and before not in _UNMADE) or form in _APART:
        return
    if not sentence.close(t - 1, t + 1) or _is_no_prose(sentence, t):
        return
    is_elided = before in ELIDED and before not in _ELSEWHERE and not stays_whole(before, form)
    if is_elided and sentence.takes_elision(t):
        yield Candidate("elision", t - 1, t + 1, (ELIDED[before], t))
    elif before in _UNMADE and sentence.document.lexicon.forbids_elision(form):
        for whole in WHOLE[before]:
            yield Candidate("whole", t - 1, t + 1, (whole, t))


def _is_no_prose(sentence: Sentence, t: int) -> bool:
    """Whether token `t` is English, a name in small letters, or a piece of a program's name."""
    form, lexicon = sentence.forms[t], sentence.document.lexicon
    if not form.islower():
        return False
    end = sentence.tokens[t].end
    goes_on = sentence.document.text[end : end + 2]
    tied = goes_on[:1] in ("-", "_", "/", "=") or (goes_on[:1] == "." and goes_on[1:].isalnum())
    english = lexicon.zipf_english(form) > lexicon.zipf(form)
    return tied or english or lexicon.is_name(form) or not lexicon.zipf(form)


def contractions(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """Two small words as the one they make: "de le président", "ce est".

    Before an infinitive "le" and "les" are pronouns: "de le savoir".
    """
    if not 0 < t < len(sentence) - 1 or sentence.forms[t - 1] not in _CONTRACTING:
        return
    if not sentence.close(t - 1, t + 2):
        return
    before, form = sentence.forms[t - 1], sentence.forms[t]
    made = CONTRACTED.get((before, form))
    if made and not sentence.takes_elision(t + 1):
        # "On à le temps": it has.
        subject = t > 1 and (sentence.forms[t - 2] in SUBJECTS or sentence.forms[t - 2] == "qui")
        if not subject and _contracts(sentence, t):
            yield Candidate("contraction", t - 1, t + 1, (made,))
    elif (
        before == "ce"
        and form in ("est", "était")
        # What is missing there is a "ne": "ce est pas".
        and not NEGATIONS & set(sentence.forms[t + 1 : t + 3])
    ):
        yield Candidate("contraction", t - 1, t + 1, ("c'", t))


def _contracts(sentence: Sentence, t: int) -> bool:
    """Whether "le" or "les" at token `t` is an article of the gender and number it ought to be."""
    behind = sentence.analyses[t + 1]
    if any(one.mood == "infinitive" for one in behind):
        return False
    number = "p" if sentence.forms[t] == "les" else "s"
    nominal = [one for one in behind if one.part in ("noun", "adjective", "name")]
    fits = any(number in one.number and ("m" in one.gender or number == "p") for one in nominal)
    return fits or not nominal


def splits(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An unknown word as two known ones: "avantmalgré"."""
    form, lexicon = sentence.forms[t], sentence.document.lexicon
    if not sentence.is_class[t] or not 5 <= len(form) <= _LONGEST or not form.isalpha():
        return
    if not form.islower():
        return
    if not lexicon.unknown({form}) or sentence.text_before(t) in _TIES:
        return
    if _is_piece(sentence, t):
        return
    for cut in range(1, len(form)):
        left, right = form[:cut], form[cut:]
        elides = not lexicon.forbids_elision(right)
        if left in _ELIDING and elides and _is_part(sentence, right):
            yield Candidate("split", t, t + 1, (left + "'", right))
        parts = all(_is_part(sentence, part) for part in (left, right))
        if parts and _are_neighbours(sentence, left, right):
            yield Candidate("split", t, t + 1, (left, right))


def _are_neighbours(sentence: Sentence, left: str, right: str) -> bool:
    """Whether the two were seen side by side, or one is a word of grammar: no "code | base"."""
    lexicon = sentence.document.lexicon
    if lexicon.zipf_english(left + right):
        return False  # "webservice"
    grammar = max(lexicon.zipf(left), lexicon.zipf(right)) >= _GRAMMATICAL
    return grammar or lexicon.pair(left, right) > 0.0


def _is_piece(sentence: Sentence, t: int) -> bool:
    """Whether the word makes a known one with the word beside it: "référ | ences"."""
    forms, lexicon = sentence.forms, sentence.document.lexicon
    wholes = [forms[t - 1] + forms[t]] if t else []
    wholes += [forms[t] + forms[t + 1]] if t + 1 < len(forms) else []
    return any(lexicon.zipf(whole) > 0 for whole in wholes)


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
    if whole.isalpha() and right.islower() and len(whole) > 4 and min(len(left), len(right)) > 1:
        lexicon = sentence.document.lexicon
        borrowed = lexicon.zipf_english(whole) > lexicon.zipf(whole)  # "front end"
        # "mur murant": two words, unless they make a frequent one.
        both = bool(sentence.analyses[t] and sentence.analyses[t - 1])
        borrowed = borrowed or (both and lexicon.zipf(whole) < _LEAST_ZIPF)
        if sentence.model.held(whole) != whole or borrowed or _are_words(sentence, t):
            return
        yield Candidate("join", t - 1, t + 1, (whole,))


def _are_words(sentence: Sentence, t: int) -> bool:
    """Whether the pieces are a word of grammar and another word: "en verrai", "a jouté"."""
    left = sentence.forms[t - 1]
    zipf = sentence.document.lexicon.zipf
    if any(len(form) > 2 and zipf(form) >= _GRAMMATICAL for form in sentence.forms[t - 1 : t + 1]):
        return True  # "quel que", and the Spanish "lo que"
    grammar = left in CLITICS or left in PREPOSITIONS or left in HAVE or left in ALL_DETERMINERS
    return grammar and bool(sentence.analyses[t])
