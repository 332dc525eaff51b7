"""Candidates for small words that were lost: the article of a subject, "ne"."""

from __future__ import annotations

from collections.abc import Iterator

from mtrepair.fluency.sentence import Candidate, Sentence
from mtrepair.french import COPULAS, HAVE, NEGATIONS, OBJECT_CLITICS, SUBJECTS

_BEFORE_SUBJECT = frozenset(", ; . : que qu' mais où car si quand lorsque donc et".split())
_OTHER_SUBJECTS = frozenset("qui ce cela ceci rien -ci -là".split())
# Who writes "je sais pas" may write as people speak.
_SPOKEN = frozenset("je j' tu on".split())
_BETWEEN = frozenset(", et mais".split())
# With these a bare "jamais", "rien" or "personne" means "ever", "anything".
_EVER = frozenset(
    "que qu' plus moins si sans meilleur meilleure meilleurs meilleures pire premier première "
    "dernier dernière seul seule".split()
)
_EVERS = frozenset("jamais rien personne".split())
# "pas mal", "pas à pas", "pas moins de".
_AFTER_PAS = frozenset("mal à moins peu plus seulement".split())
_FAR = 7


def subjects(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An article before the bare subject of a verb: "Russie a" becomes "la Russie a".

    The subject is a name that practically never stands without one.
    """
    begins = t == 0 or sentence.forms[t - 1] in _BEFORE_SUBJECT
    if not begins or t + 1 >= len(sentence) or not sentence.close(t, t + 2):
        return
    if not sentence.takes_article(t) or not _is_predicate(sentence, t + 1):
        return
    whole = t + 1 if sentence.tokens[t].initial else t
    for article in _articles(sentence, t):
        yield Candidate("subject", t, whole, (article, *range(t, whole)))


def _is_predicate(sentence: Sentence, i: int) -> bool:
    """Whether a finite verb of the third person stands there, or the clitic before one."""
    form = sentence.forms[i]
    if form in ("n'", "ne", "s'", "se"):
        return True
    nothing_else = sentence.only(i, "verb") or form in COPULAS or form in HAVE
    return nothing_else and sentence.is_finite(i, "3s", "3p")


def _articles(sentence: Sentence, t: int) -> Iterator[str]:
    names = [one for one in sentence.analyses[t] if one.part == "name"]
    if sentence.takes_elision(t):
        yield "l'"
        return
    genders = {gender for one in names for gender in one.gender}
    if "f" in genders:
        yield "la"
    if "m" in genders:
        yield "le"


def negations(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A "ne" before the verb of the negation at token `t`: "il y a aucun signe".

    The finite verb stands right before the negation, or before an adverb or its participle, and
    its subject before that. Where "ne" may be left out in speech, after "ça" or a subject that is
    said twice, nothing is proposed.
    """
    if sentence.forms[t] not in NEGATIONS or not _may_lack_ne(sentence, t):
        return
    verb = _verb_before(sentence, t)
    if verb is None:
        return
    first = verb
    while first > 0 and sentence.forms[first - 1] in OBJECT_CLITICS:
        first -= 1
    if first == 0 or not _has_subject(sentence, first, verb):
        return
    ne = "n'" if sentence.takes_elision(first) or sentence.forms[first] == "y" else "ne"
    kind = "spoken" if sentence.forms[first - 1] in _SPOKEN else "ne"
    yield Candidate(kind, first, first, (ne,))


def _may_lack_ne(sentence: Sentence, t: int) -> bool:
    forms = sentence.forms
    near = forms[max(0, t - _FAR) : t + 3]
    if "ne" in near or "n'" in near:
        return False
    if forms[t] in _EVERS and not _EVER.isdisjoint(forms[:t]):
        return False
    after = forms[t + 1] if t + 1 < len(forms) else "."
    return not (forms[t] == "pas" and after in _AFTER_PAS)


def _verb_before(sentence: Sentence, t: int) -> int | None:
    """The finite verb that the negation at token `t` belongs to."""
    verb = t - 1
    if verb > 0 and (_is_adverb(sentence, verb) or _ends_tense(sentence, verb, t)):
        verb -= 1
    if verb < 1 or not sentence.is_finite(verb) or not _is_close(sentence, verb, t):
        return None
    return verb


def _is_adverb(sentence: Sentence, i: int) -> bool:
    return sentence.is_word[i] and sentence.only(i, "adverb", "conjunction")


def _ends_tense(sentence: Sentence, i: int, t: int) -> bool:
    """Whether a participle stands between its auxiliary and the negation: "a trouvé aucun"."""
    return sentence.forms[t].startswith("aucun") and _is_participle(sentence, i)


def _is_participle(sentence: Sentence, i: int) -> bool:
    participle = any(one.mood == "participle" for one in sentence.analyses[i])
    return participle and sentence.forms[i - 1] in HAVE


def _is_close(sentence: Sentence, verb: int, t: int) -> bool:
    """Whether nothing but spaces and marks of emphasis stands between the two: "est **pas**"."""
    return all(not sentence.gap(i).strip(" *_") for i in range(verb, t))


def _has_subject(sentence: Sentence, first: int, verb: int) -> bool:
    """Whether the subject of the verb ends right before token `first`, or stands further off."""
    before = sentence.forms[first - 1]
    third = sentence.is_finite(verb, "3s", "3p")
    if before in SUBJECTS or before in _OTHER_SUBJECTS:
        return not _is_dislocated(sentence, first - 1, first)
    if first < verb and sentence.forms[first] not in ("se", "s'", "y", "en", "lui", "leur"):
        return False
    if before in _BETWEEN:
        # Of two verbs of one subject the second, or the verb behind an inserted clause.
        return third and sentence.only(verb, "verb") and first > 1
    return third and sentence.only(verb, "verb", "noun") and sentence.ends_noun_phrase(first - 1)


def _is_dislocated(sentence: Sentence, i: int, first: int) -> bool:
    """Whether the pronoun at token `i` says again what stands before a comma, as in speech.

    "Le voisin, il sait pas"; but not "Autrement dit, il y a pas".
    """
    if sentence.forms[i] not in ("il", "elle", "ils", "elles") or sentence.forms[first] == "y":
        return False
    return i > 1 and sentence.forms[i - 1] == "," and sentence.ends_noun_phrase(i - 2)
