"""Candidates for noun phrases that stand in English order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtrepair.fluency.sentence import Candidate, Piece, Sentence
from mtrepair.french import CONTRACTED, DETERMINERS, determined
from mtrepair.lexicon.inflection import PREFIXES
from mtrepair.lexicon.morphology import Analysis
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.lexicon.places import load as load_places

# An adjective that tells a kind, by its ending, stands behind its noun: at most four of a hundred
# sightings before one are misread nouns, "le nucléaire". One that tells a quality may stand before
# it in good prose, "de massives armées": of it hardly any sighting may be there.
_LATE_KIND, _LATE_QUALITY = 0.04, 0.004
# Those in "al" and "el" are of both sorts: the count must be large.
_LATE_EITHER, _OFTEN = 0.015, 500
_KIND = re.compile("(?:ique|aire|ien|éen|ais|ois|ain|iste|atif|itif|ier|and)$")
# One that is a noun as well, "public", may be that noun with another one behind it.
_LATE_NOUN = 0.025
_MOST_ADJECTIVES = 2
_LONGEST_NAME = 2
_LINKS = ("de", "du", "de la", "des")
_VOWEL_LINKS = ("d'", "de l'", "des")
# "un plan de l'Iran" is the same as "un plan pour l'Iran" to what is counted.
_QUOTED_LINKS = ("pour le", "pour la")
_LONGEST_QUOTED = 4
_LEAST_ZIPF = 3.0
# "En Ardèche jeudi": what stands there is no noun of the name.
_WHEN = frozenset(
    "lundi mardi mercredi jeudi vendredi samedi dimanche matin soir midi minuit janvier février "
    "mars avril mai juin juillet août septembre octobre novembre décembre monsieur madame".split()
)
_RELATIVES = frozenset("qui que qu' dont".split())


def swaps(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """The noun at token `t` goes before one or two adjectives: "le nucléaire | programme".

    They stand between a determiner and the noun, agree with it, and are practically never seen
    before a noun.
    """
    if not sentence.is_determiner(t - 2) and not sentence.is_determiner(t - 3):
        return
    nouns = sentence.nouns(t)
    if not nouns or not sentence.forms[t].islower() or _is_adjective(sentence, t):
        return
    for count in range(1, _MOST_ADJECTIVES + 1):
        start = t - count
        if start < 1 or not sentence.is_determiner(start - 1):
            continue
        if not sentence.close(start - 1, t + 1):
            return
        fitting = [noun for noun in nouns if _all_late(sentence, start, t, noun)]
        if fitting:
            turned = Candidate("swap", start, t + 1, (t, *range(start, t)))
            yield from _behind_determiner(sentence, turned, fitting)


def _all_late(sentence: Sentence, start: int, end: int, noun: Analysis) -> bool:
    return all(_is_late(sentence, i, noun) for i in range(start, end))


def _is_late(sentence: Sentence, i: int, noun: Analysis) -> bool:
    """Whether token `i` is an adjective of the noun that never stands before one."""
    form, own = sentence.forms[i], sentence.analyses[i]
    if not form.islower() or not sentence.only(i, "adjective", "noun"):
        return False  # a participle may begin a clause of its own
    adjectives = [one for one in own if one.part == "adjective" and one.agrees(noun)]
    is_noun = sentence.may_be(i, "noun")
    if is_noun and not _is_no_adjective(sentence, i + 1):
        return False  # "la politique commune"
    return bool(adjectives) and all(
        load_places().before(one.lemma) <= _most_before(one.lemma, is_noun=is_noun)
        for one in adjectives
    )


def _most_before(lemma: str, *, is_noun: bool) -> float:
    """The share of sightings before a noun up to which the adjective belongs behind it."""
    if lemma.endswith(("al", "el")) and load_places().sightings(lemma) >= _OFTEN:
        return _LATE_EITHER
    if not _KIND.search(lemma):
        return _LATE_QUALITY
    return _LATE_NOUN if is_noun else _LATE_KIND


def _is_adjective(sentence: Sentence, i: int) -> bool:
    """Whether token `i` may be an adjective other than a participle: "craintes" is none."""
    verbs = {one.lemma for one in sentence.analyses[i] if one.mood == "participle"}
    return any(one.part == "adjective" and one.lemma not in verbs for one in sentence.analyses[i])


def _is_no_adjective(sentence: Sentence, i: int) -> bool:
    """Whether token `i` can't be an adjective, and was never seen behind the one before it."""
    pair = sentence.document.lexicon.pair(sentence.forms[i - 1], sentence.forms[i])
    return not pair and sentence.only(i, "noun", "verb")


def _behind_determiner(
    sentence: Sentence, turned: Candidate, nouns: Sequence[Analysis]
) -> Iterator[Candidate]:
    """The candidate with the determiner before it as one of the nouns, now first, asks."""
    kind, start, end, order, _ = turned
    old = sentence.forms[start - 1]
    first = order[0] if isinstance(order[0], int) else start
    forms = {form for noun in nouns for form in _determiners(sentence, old, first, noun)}
    if not forms or old in forms:
        yield turned
        return
    for form in sorted(forms):
        before = start - 1
        words: tuple[Piece, ...] = tuple(form.split())
        if before and (made := CONTRACTED.get((sentence.forms[before - 1], form))):
            before, words = before - 1, (made,)
        yield Candidate(kind, before, end, (*words, *order))


def _determiners(sentence: Sentence, old: str, first: int, noun: Analysis) -> Iterator[str]:
    """The forms of the determiner `old` that fit the noun at token `first`."""
    vowel = sentence.takes_elision(first)
    for determiner in DETERMINERS:
        if old not in determiner:
            continue
        for gender, number in noun.agreements:
            if form := determiner.form(gender, number, vowel=vowel):
                yield form


def complements(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A name before the noun that it belongs to goes behind it: "l'Iran | relation".

    The noun at token `t` can be nothing else, no verb of which the name is the subject; or an
    adjective of its own follows, as in "l'Inde | politique agricole". A common noun goes behind
    another only where the determiner is the other's: "le sécurité | plan".
    """
    named = t > 0 and sentence.forms[t - 1][0].isupper()
    if not named and not sentence.is_determiner(t - 2):
        return
    end = _noun_end(sentence, t)
    if end is None:
        return
    for count in range(1, _LONGEST_NAME + 1):
        start = t - count
        if start < 1 or not sentence.close(start, end):
            continue
        name = _is_name(sentence, start, t)
        if name and sentence.forms[start - 1][0].isdigit():
            yield from _tied(sentence, start, t, end)
            continue
        foreign = count == 1 and _is_foreign_to(sentence, start, t)
        if name:
            if not foreign and _may_be_predicate(sentence, t, end):
                continue
        elif not foreign or not _are_plain(sentence, start, t):
            continue
        kind = "complement" if name else "compound"
        for turned in _tied(sentence, start, t, end, kind=kind):
            if sentence.forms[start - 1] == "en":
                yield turned
            elif sentence.is_determiner(start - 1) and sentence.close(start - 1, end):
                yield from _behind_determiner(sentence, turned, sentence.nouns(t))


def _tied(
    sentence: Sentence, start: int, t: int, end: int, *, kind: str = "complement"
) -> Iterator[Candidate]:
    """The noun `[t, end)` before its complement `[start, t)`, with each word that ties them."""
    for link in _links(sentence, start):
        pieces = (*range(t, end), *link.split(), *range(start, t))
        yield Candidate(kind, start, end, pieces)


def _noun_end(sentence: Sentence, t: int) -> int | None:
    """Where the noun at token `t` ends with its adjective; None if none can be there."""
    nouns = sentence.nouns(t)
    if not nouns or not sentence.forms[t].islower() or sentence.forms[t] in _WHEN:
        return None
    if t + 1 == len(sentence) or not sentence.close(t, t + 2):
        return t + 1
    agrees = any(one.agrees(noun) for one in sentence.analyses[t + 1] for noun in nouns)
    return t + 2 if agrees and sentence.only(t + 1, "adjective") else t + 1


def _may_be_predicate(sentence: Sentence, t: int, end: int) -> bool:
    """Whether the words are an adjective or a verb of the name before them, not a noun."""
    if end > t + 1:  # "politique agricole"
        return False
    behind = sentence.forms[end] if end < len(sentence) else "."
    return sentence.may_be(t, "adjective", "verb") and behind not in _RELATIVES


def _is_foreign_to(sentence: Sentence, start: int, t: int) -> bool:
    """Whether the determiner before token `start` fits the noun at `t`, and not the one there.

    "le sécurité plan": in French a noun that another one stands behind has the determiner.
    """
    asked = determined(sentence.forms[start - 1])
    own = {pair for one in sentence.analyses[start] for pair in one.agreements}
    nouns = sentence.nouns(t)
    new = {pair for noun in nouns for pair in noun.agreements}
    return bool(own) and not own & asked and bool(new & asked)


def _are_plain(sentence: Sentence, start: int, t: int) -> bool:
    """Whether both are known common nouns of French: no "rock star", no "auto gouvernement"."""
    lexicon = sentence.document.lexicon
    forms = sentence.forms[start], sentence.forms[t]
    return (
        sentence.only(start, "noun")
        and sentence.only(t, "noun", "verb")
        and forms[0] not in PREFIXES
        and all(lexicon.zipf(form) >= _LEAST_ZIPF for form in forms)
        and all(lexicon.zipf_english(form) <= lexicon.zipf(form) for form in forms)
    )


def _is_name(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the tokens are the name of a place or a firm, and of no person."""
    lexicon = sentence.document.lexicon
    for i in range(start, end):
        form = sentence.forms[i]
        # "la CFDT transport": an acronym with what it is of.
        if not form[0].isupper() or form.isupper() or sentence.may_be(i, "person"):
            return False
        if not sentence.may_be(i, "name") or not lexicon.is_name(form):
            return False
        # "le Dieu argent": a common noun, that has a capital as well.
        common = any(one.part == "noun" for one in load_morphology().analyses(form.lower()))
        if common and not sentence.takes_article(i):
            return False
    return not lexicon.pair(sentence.forms[end - 1], sentence.forms[end])


def _links(sentence: Sentence, start: int) -> tuple[str, ...]:
    """The ways to tie the complement that begins at token `start` to the noun before it."""
    if sentence.takes_article(start):
        return ("de l'",) if sentence.takes_elision(start) else _LINKS[1:]
    # Neighbours of hyphened names, "Royaume-Uni", are not counted.
    if sentence.may_be(start, "name") and sentence.forms[start].isalpha():
        return ("d'",) if sentence.takes_elision(start) else _LINKS[:1]
    if not sentence.takes_elision(start):
        return _LINKS
    return (*_VOWEL_LINKS, *_LINKS) if sentence.forms[start][0] in "hH" else _VOWEL_LINKS


def quoted_complements(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A name before a noun in quotation marks: "un Ukraine « plan d'action »"."""
    end = sentence.quoted_until(t)
    if end is None or t < 2 or end - t > _LONGEST_QUOTED or not sentence.is_determiner(t - 2):
        return
    if not sentence.may_be(t, "noun") or not _is_name(sentence, t - 1, t):
        return
    for link in (*_links(sentence, t - 1), *_quoted_links(sentence, t - 1)):
        pieces = (*range(t, end), *link.split(), t - 1)
        yield Candidate("complement", t - 1, end, pieces, (t, end - 1))


def _quoted_links(sentence: Sentence, start: int) -> tuple[str, ...]:
    return ("pour l'",) if sentence.takes_elision(start) else _QUOTED_LINKS
