"""Candidates for fragments that stand in English order, or lost their article or "ne"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtrepair.fluency.sentence import Candidate, Piece, Sentence

_ARTICLES = frozenset("le la l' les un une des du au aux ce cet cette ces".split())
_DETERMINERS = _ARTICLES | frozenset(
    "de d' mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs aucun aucune en "
    "deux trois plusieurs quelques et".split()
)
_NO_ARTICLE_AFTER = _ARTICLES | {"de"}
_FUNCTION = _ARTICLES | frozenset(
    "de d' à en dans sur par pour avec sans sous vers chez entre et ou ni mais où que qu' qui dont "
    "ne n' se s' je j' tu il elle on nous vous ils elles y c' m' t' me te lui leur est a ont sont "
    "pas plus rien personne tout toute tous toutes si comme car donc quand lorsque puisque mon ma "
    "mes ton ta tes son sa ses notre nos votre vos leurs".split()
)
_GENDERS = {
    "le": ("le", "la", "l'"),
    "la": ("le", "la", "l'"),
    "l'": ("le", "la", "l'"),
    "les": ("les",),
    "un": ("un", "une"),
    "une": ("un", "une"),
    "des": ("des",),
    "ce": ("ce", "cette", "cet"),
    "cette": ("ce", "cette", "cet"),
    "du": ("du", "de la", "de l'"),
    "au": ("au", "à la", "à l'"),
    "aux": ("aux",),
    "ces": ("ces",),
}
_LINKS = ("de", "du", "de la", "des")
_VOWEL_LINKS = ("d'", "de l'", "des")
_WITH = {
    "le": ("du", "pour le", "avec le"),
    "la": ("de la", "pour la"),
    "l'": ("de l'", "pour l'"),
    "les": ("des", "pour les"),
}
_VOWELS = frozenset("aàâäeéèêëiîïoôöuùûüœhAÀÂÄEÉÈÊËIÎÏOÔÖUÙÛÜŒH")
_MOST_MOVED = 3
_BEFORE_SUBJECT = frozenset(", ; . : que qu' mais où car si quand lorsque donc".split())
_AFTER_SUBJECT = frozenset(
    "a est ont sont avait avaient était étaient va vont sera seront aura auront doit doivent peut "
    "peuvent n' ne s' se pourrait devrait serait aurait fut veut".split()
)
_ADVERBS = frozenset(
    "ainsi aujourd'hui hier demain ici alors aussi encore déjà toujours jamais souvent puis très "
    "bien mal trop peu assez".split()
)
# Adjectives that tell a kind, and therefore stand behind their noun.
_ADJECTIVE = re.compile(
    "(?:ique|al|ale|aux|eux|euse|if|ive|ien|ienne|aire|el|elle|able|ible|ile|ais|aise|ois|oise"
    "|ain|aine|(?<!t)é|(?<!t)ée)s?$"
)
# Adjectives that stand before it as well.
_BEFORE_NOUN = re.compile(
    "(?:grand|petit|haut|long|gros|bas|lourd|profond|second|dur|seul|vrai|meilleur|futur|divers"
    "|différent|certain|ancien|important|excellent|mauvais|fort|lointain|prochain|exact|plein"
    "|parfait|saint|court|vaste|jeune|triste|double|triple|simple|autre|même|pire|moindre|riche"
    "|pauvre|rapide|large|véritable|bon|beau|bel|belle|bonne|nouveau|nouvel|nouvelle|vieux|vieil"
    "|vieille|premier|première|dernier|dernière|nombreux|nombreuse|principal|soi-disant|incroyable"
    "|formidable|remarquable|considérable|horrible|terrible|tragique|magnifique|unique|actuel"
    "|cruel|réel|éventuel|possible|probable|impossible|énorme|immense|longue|fausse|faux|grosse"
    "|douce|doux|franc|net|tel|tout|maint|plusieurs|quelques|trois|deux|quatre|cinq|six|dix|cent"
    "|rare|modeste|humble|brève|bref|simple)(?:e|s|es|x|le|les|ne|nes)?$"
)
_DEGREES = frozenset("très assez plus moins si trop".split())
NEGATIONS = frozenset("pas aucun aucune jamais rien guère personne".split())
_CLITICS = frozenset("le la les lui leur y en me te se".split())
_BEFORE_VERB = 4
_LONGEST_QUOTED = 4
_COMMON = 3.0


def begins_with_vowel(form: str) -> bool:
    """Whether the form may stand behind an elided one, as far as its first letter tells."""
    return form[0] in _VOWELS


def swaps(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """The noun at token `t` goes before its one or two adjectives: "nucléaire | programme"."""
    if not sentence.is_word[t] or _ADJECTIVE.search(sentence.forms[t]):
        return
    for a in (1, 2):
        if not _movable(sentence, t - a, t, t + 1) or not _is_late(sentence.forms[t - a : t]):
            continue
        if _are_content(sentence, t - a, t + 1):
            yield Candidate("swap", t - a, t + 1, (t, *range(t - a, t)))


def _is_late(adjectives: Sequence[str]) -> bool:
    """Whether the adjectives belong behind their noun."""
    if len(adjectives) > 1 and adjectives[0] in _DEGREES:
        return True
    if any(map(_BEFORE_NOUN.match, adjectives)):
        return False
    return _ADJECTIVE.search(adjectives[-1]) is not None


def _movable(sentence: Sentence, start: int, middle: int, end: int) -> bool:
    """Whether both groups are words, without a mark inside, and neither ends in an elided form."""
    if start < 0 or end > len(sentence):
        return False
    words, forms = sentence.is_word, sentence.forms
    if not all(words[start:end]) or forms[middle - 1][-1] == "'" or forms[end - 1][-1] == "'":
        return False
    return sentence.close(start, end)


def _are_content(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a noun with its adjectives stands there: content words behind a determiner."""
    if start == 0 or sentence.forms[start - 1] not in _DETERMINERS:
        return False
    forms = sentence.forms[start:end]
    return all(form.islower() and (form not in _FUNCTION or form in _DEGREES) for form in forms)


def complements(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A complement that stands before its noun goes behind it: "l'Iran | relation".

    The groups meet before token `t`. A determiner before them goes with the noun; where it is
    the complement's own, both get one.
    """
    for a in range(1, _MOST_MOVED):
        for b in range(1, _MOST_MOVED):
            start, end = t - a, t + b
            if not _movable(sentence, start, t, end):
                continue
            forms = sentence.forms
            edges = forms[start], forms[t - 1], forms[t], forms[end - 1]
            if any(map(_is_function, edges)) or forms[t][0].isupper():
                continue
            if _is_title(sentence, start) or not _is_noun(forms[t]):
                continue
            if any(map(_BEFORE_NOUN.match, forms[start:t])):
                continue
            noun, complement = tuple(range(t, end)), tuple(range(start, t))
            links = _links(sentence, start)
            for link in links:
                yield Candidate("complement", start, end, (*noun, *link.split(), *complement))
            yield from _determined(sentence, noun, complement, links)


def _links(sentence: Sentence, start: int) -> tuple[str, ...]:
    """The ways to tie the complement that begins at token `start` to the noun before it."""
    form = sentence.forms[start]
    if sentence.document.lexicon.forbids_elision(form.lower()):
        return _LINKS
    return _VOWEL_LINKS if form[0] not in "hH" else (*_VOWEL_LINKS, *_LINKS)


def _is_noun(form: str) -> bool:
    return form not in _ADVERBS and not _ADJECTIVE.search(form)


def _is_title(sentence: Sentence, start: int) -> bool:
    """Whether a common noun with a capital stands there: "l'Assurance maladie"."""
    form, lexicon = sentence.forms[start], sentence.document.lexicon
    return form[0].isupper() and not lexicon.is_name(form) and lexicon.zipf(form) >= _COMMON


def _determined(
    sentence: Sentence, noun: tuple[int, ...], complement: tuple[int, ...], links: tuple[str, ...]
) -> Iterator[Candidate]:
    start, end = complement[0] - 1, noun[-1] + 1
    if start < 0 or not sentence.close(start, end):
        return
    article = sentence.forms[start]
    for other in _GENDERS.get(article, ()):
        vowel = begins_with_vowel(sentence.forms[noun[0]])
        if (other[-1] == "'") > vowel:
            continue
        for link in (*links, *_WITH.get(article, ())):
            if (link[-1] == "'") <= begins_with_vowel(sentence.forms[complement[0]]):
                pieces: tuple[Piece, ...] = (*other.split(), *noun, *link.split(), *complement)
                yield Candidate("complement", start, end, pieces)


def quoted_complements(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A complement before a noun in quotation marks: "un Ukraine « plan d'action »"."""
    end = sentence.quoted_until(t)
    if end is None or not t or not sentence.is_word[t - 1] or _is_function(sentence.forms[t - 1]):
        return
    if sentence.forms[t - 1][0].islower() or end - t > _LONGEST_QUOTED:
        return
    vowel = begins_with_vowel(sentence.forms[t - 1])
    links = (*_VOWEL_LINKS, "pour l'") if vowel else (*_LINKS, "pour le", "pour la")
    for link in links:
        pieces = (*range(t, end), *link.split(), t - 1)
        yield Candidate("complement", t - 1, end, pieces, (t, end - 1))


def subjects(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An article before the bare subject of a verb: "Russie a" becomes "la Russie a"."""
    if _is_subject(sentence, t):
        yield from _with_articles("subject", sentence, t)


def articles(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """An article before another bare word: "des Pays-Bas et Royaume-Uni"."""
    before = sentence.forms[t - 1] if t else ""
    if before not in _NO_ARTICLE_AFTER and before[-1:] != "'" and not _is_subject(sentence, t):
        yield from _with_articles("article", sentence, t)


def _is_subject(sentence: Sentence, t: int) -> bool:
    forms = sentence.forms
    begins = t == 0 or forms[t - 1] in _BEFORE_SUBJECT
    return begins and t + 1 < len(forms) and forms[t + 1] in _AFTER_SUBJECT


def _with_articles(kind: str, sentence: Sentence, t: int) -> Iterator[Candidate]:
    form = sentence.forms[t]
    if not sentence.is_word[t] or _is_function(form) or form[-1] == "'":
        return
    whole = t + 1 if sentence.tokens[t].initial else t
    new: tuple[str, ...]
    if begins_with_vowel(form):
        new = ("l'", "les", "des") if form[0] not in "hH" else ("l'", "le", "la", "les", "des")
    else:
        new = ("le", "la", "les", "des")
    for article in (*new, "un", "une"):
        yield Candidate(kind, t, whole, (article, *range(t, whole)))


def negations(sentence: Sentence, t: int) -> Iterator[Candidate]:
    """A "ne" before the verb of the negation at token `t`: "il y a aucun signe"."""
    forms = sentence.forms
    if forms[t] not in NEGATIONS or "ne" in forms[max(0, t - 7) : t + 3]:
        return
    if "n'" in forms[max(0, t - 7) : t + 3] or sentence.document.in_quotation(
        sentence.tokens[t].start
    ):
        return
    for at in range(max(1, t - _BEFORE_VERB), t):
        if sentence.tokens[at].initial or forms[at - 1] in _CLITICS:
            continue
        if sentence.is_word[at] and forms[at - 1][-1] != "'":
            ne = "n'" if begins_with_vowel(forms[at]) or forms[at] == "y" else "ne"
            yield Candidate("ne", at, at, (ne,))


def _is_function(form: str) -> bool:
    return form in _FUNCTION
