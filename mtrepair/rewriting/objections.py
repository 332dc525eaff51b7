"""What the grammar of a text says against an edit, whatever the models and its faults say for it.

Found where version 3 of repair-small, whose edits of 600,000 words of real machine translation were
read one by one, was wrong (`benchmarks/results/harm.md`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from mtrepair.french import ALL_DETERMINERS, CONTRACTED, ELIDED, PREPOSITIONS, WHOLE, determined
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.lexicon.places import load as load_places
from mtrepair.lexicon.tokens import WordToken, french_tokens
from mtrepair.types import Edit

_OF = ("de", "d'")
_CONTRACTIONS = {contracted: parts[0] for parts, contracted in CONTRACTED.items()}
# Words that come, go and change with the order of others.
_SMALL = PREPOSITIONS | ALL_DETERMINERS | ELIDED.keys() | WHOLE.keys()
# Of its sightings, the share before its noun from which an adjective wants one behind it.
_OFTEN_BEFORE = 0.5


def has_objections(text: str, edit: Edit, tokens: Sequence[WordToken]) -> bool:
    """Whether an edit of order, agreement or elision breaks a rule that its text keeps.

    A word is lost, added or another, changes its form beside others that move, or goes over a mark;
    a preposition other than "de" is put in, or a determiner before what began without one or is not
    of its gender and number; an adjective that goes before its noun has none behind it, "l'onglet
    d'autres"; a noun is parted from its complement, "la boîte des propriétés de dialogue".

    Args:
        text: what is edited.
        edit: one edit of it.
        tokens: from the first that the edit touches on, with two behind the last if there are.

    >>> from mtrepair.types import Span
    >>> text = "Ouvrez la propriétés boîte de dialogue."
    >>> tokens = list(french_tokens(text))[2:]
    >>> has_objections(text, Edit(Span(10, 26), "boîte des propriétés"), tokens)
    True
    >>> has_objections(text, Edit(Span(10, 38), "boîte de dialogue des propriétés"), tokens)
    False
    """
    old = [token for token in tokens if token.start < edit.span.end]
    # Of the words that it touches first and last an edit may leave a part.
    before, behind = text[old[0].start : edit.span.start], text[edit.span.end : old[-1].end]
    new = list(french_tokens(before + edit.replacement + behind))
    if not new or not (_clauses(old) == _clauses(new) or _inflects(old, new)):
        return True
    if any(word not in _OF for word in _prepositions(new) - _prepositions(old)):
        return True
    return _misses(old, new) or _parts(text, old, new, tokens[len(old) :])


def _clauses(tokens: Sequence[WordToken]) -> list[Counter[str]]:
    """How often each word that is no small one stands between one mark and the next."""
    clauses: list[Counter[str]] = [Counter()]
    for token in tokens:
        form = token.text.lower()
        if not any(map(str.isalnum, form)):
            clauses.append(Counter())
        elif form not in _SMALL:
            clauses[-1][form] += 1
    return clauses


def _inflects(old: Sequence[WordToken], new: Sequence[WordToken]) -> bool:
    """Whether each word stays where it is, as it is or in another form."""
    pairs = zip(old, new, strict=False)
    return len(old) == len(new) and all(
        _are_forms(a.text.lower(), b.text.lower()) for a, b in pairs
    )


def _are_forms(one: str, other: str) -> bool:
    """Whether two words are forms of one."""
    lemmas = [{it.lemma for it in load_morphology().analyses(form)} for form in (one, other)]
    return one == other or bool(lemmas[0] & lemmas[1])


def _prepositions(tokens: Sequence[WordToken]) -> Counter[str]:
    forms = (token.text.lower() for token in tokens)
    words = (_CONTRACTIONS.get(form, form) for form in forms)
    return Counter(word for word in words if word in PREPOSITIONS)


def _misses(old: Sequence[WordToken], new: Sequence[WordToken]) -> bool:
    """Whether a determiner or an adjective that is put somewhere misses its noun there."""
    was, now = ([token.text.lower() for token in tokens] for tokens in (old, new))
    begins = now[0] in ALL_DETERMINERS and now[0] not in _CONTRACTIONS
    if begins and was[0] not in ALL_DETERMINERS:
        return True  # "Port d'envoi fenêtre": not "Port la fenêtre d'envoi"
    known = set(pairwise(was))
    added = [at for at, pair in enumerate(pairwise(now)) if pair not in known]
    if not all(_fits(now[at], new[at + 1].text) for at in added):
        return True
    return len(now) - 2 in added and now[-2] in _OF and _goes_before(now[-1])


def _fits(form: str, behind: str) -> bool:
    """Whether a form may stand before another; a plural before no name or unknown word."""
    asked = determined(form)
    if not asked:
        return True
    morphology = load_morphology()
    nominals = morphology.nominals(behind) or morphology.nominals(behind.lower())
    if any(one.part != "name" for one in nominals):
        return any(one.agreements & asked for one in nominals)
    # Names have both numbers in the lexicon, but "des" before one is rare.
    return any(number == "s" for _, number in asked)


def _goes_before(form: str) -> bool:
    adjectives = load_morphology().adjectives(form)
    return any(load_places().before(one.lemma) > _OFTEN_BEFORE for one in adjectives)


def _parts(
    text: str, old: Sequence[WordToken], new: Sequence[WordToken], behind: Sequence[WordToken]
) -> bool:
    """Whether the last noun goes forward without its complement, "mot de sortie clé"."""
    noun = old[-1].text
    forms = [token.text for token in new]
    if not behind or noun not in forms or text[old[-1].end : behind[0].start].strip(" "):
        return False
    between = forms[len(forms) - forms[::-1].index(noun) :]
    if not any(form.islower() and form not in _SMALL for form in between):
        return False
    if behind[0].text in _OF:
        return len(behind) > 1 and _is_complement(behind[1].text)
    return _is_complement(behind[0].text) and load_lexicon().pair(noun, behind[0].text) > 0


def _is_complement(form: str) -> bool:
    return form.islower() and form not in _SMALL and load_morphology().is_bare_noun(form)
