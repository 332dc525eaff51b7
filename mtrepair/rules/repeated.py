"""A word printed twice in a row, or again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

# Possessive, and begun with one character: this takes a fifth of a pass over all words.
_TWICE = re.compile(r" (\w++) (?i:\1)(?![\w'’-])")
_TWICE_FIRST = re.compile(r"\n(\w++) (?i:\1)(?![\w'’-])")
_TWICE_AT_START = re.compile(r"(\w++) (?i:\1)(?![\w'’-])")
# Words that can't stand beside themselves, unlike “nous nous”, “en en faisant”, “ce qu'il a a”,
# “à la une une photo”, “le son son”, “par contre contre”.
_NEVER_TWICE = frozenset(
    "de des du la le les au aux à et dans pour par sur avec sans sous chez dont que ce cette ces"
    " mon ma mes sa ses il ils ne se me te mais ou où comme selon depuis pendant lorsque quand"
    " leurs notre votre nos vos".split()
)
# “deux virgule un un pour cent”; stammered in a dialogue.
_SELDOM_TWICE = frozenset({"un", "je", "elle", "elles"})
# Repeated for emphasis, or a noun beside its verb: “le parti parti”, “la marche marche”.
_MAY_REPEAT = frozenset(
    "longtemps toujours jamais encore vraiment tellement beaucoup presque grand grande petit petite"
    " mieux moins autre doucement lentement vite joli jolie parti partie marche porte livre lutte"
    " public publique politique critique course donnant chacun faire toute toutes même trop".split()
)
# One follows another only behind a relative clause: “ce qu’il a a de la valeur”.
_VERBS_TWICE = frozenset("a ont est sont avait avaient était étaient".split())
_RELATIVE = re.compile(
    r"\b(?:qu|que|qui|dont|où|quoi|quel|quelle|lequel|laquelle)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.!?:;\n]")
# In 10 million words of novels and press nothing but these stands three times side by side.
_LOOP = re.compile(r"(\w++)(?: (?i:\1)){2,}(?![\w'’-])")
_SUNG = frozenset(
    "la ta tra ha ah oh eh hé ho hi hu là hop toc tic tac bla na bis non oui si très trés trop tant"
    " allez allons attends attendez vite encore jamais toujours bien plus tout loin doucement"
    " aie aïe pan cours viens dors chut mais merci pardon bravo maman papa".split()
)
_KNOWN = 3.0
_COMMON = 3.5  # Zipf: rarer words are often foreign, such as the names of species
_FEWEST_LETTERS = 5


@rule(
    "MT303",
    examples=[
        ("Le chef de de la police a parlé.", "Le chef de la police a parlé."),
        ("Le le ministre est venu.", "Le ministre est venu."),
        ("Il a vu un un homme à terre.", "Il a vu un homme à terre."),
        ("Le gouvernement gouvernement a démissionné.", "Le gouvernement a démissionné."),
        ("Le maire a a dit oui.", "Le maire a dit oui."),
        ("Il a parlé parlé parlé parlé de la route.", "Il a parlé de la route."),
        ("Depuis que nous nous nous étions vus.", "Depuis que nous nous étions vus."),
    ],
    clean=[
        "Nous nous levons et vous vous taisez ; il est très très tard, si si.",
        "Bora Bora, Duran Duran et La La Land.",
        "Il chante la la la et bla bla bla.",
        "Ta ta ta ! Non non non, toc toc toc, et il est très très très fort.",
        "La ville dont il est est belle.",
        "Le vaccin de la zone Est est disponible.",
        "À la une une photo ; donne-les les yeux fermés.",
        "L’appel de de Gaulle et le prix de de Klerk.",
        "Il parle tout en en riant, et ce qu’il a a de la valeur.",
        "Le parti parti, il fait faire faire un mur.",
    ],
)  # fmt: skip
def repeated_word(document: Document) -> Iterator[Mark]:
    """A word printed twice in a row.

    It stood on both sides of a link's border. Safe for articles, prepositions and pronouns that
    can't stand beside themselves, and for any known word printed three times or more, as a model
    does that can't end; unsafe for other common words and in quotations; names, numbers, and
    words that French repeats on purpose are left alone.
    """
    text = document.text
    at_start = _TWICE_AT_START.match(text)
    first = [at_start] if at_start else []
    for match in (*first, *_TWICE_FIRST.finditer(text), *_TWICE.finditer(text)):
        start, word = match.start(1), match[1]
        second = text[start + len(word) + 1 : match.end()]
        if _thrice(text, start, match.end(), second):
            # Asked where it begins only, so that a long loop is read once.
            loop = _LOOP.match(text, start) if _begins_loop(text, start, word) else None
            if loop is not None:
                yield from _looped(document, Span(*loop.span()), word)
            continue
        safety = _twice(document, second)
        # "La zone Est est fermée": a name, and a verb.
        if second in _VERBS_TWICE and word == second and not _has_relative(text, start):
            safety = Safety.SAFE
        # “l’appel de de Gaulle”
        particle = second == "de" and text[match.end() + 1 : match.end() + 2].isupper()
        if safety is None or particle:
            continue
        edit = Edit(Span(start + len(word), match.end()), "")
        confidence = 0.95 if safety == Safety.SAFE else 0.6
        yield mark(
            start,
            match.end(),
            f"“{word}” is printed twice",
            edits=[edit],
            safety=safety,
            confidence=confidence,
        )


def _twice(document: Document, word: str) -> Safety | None:
    """How safe it is to leave out one of two equal words; None if both may stand."""
    if word in _NEVER_TWICE:
        return Safety.SAFE
    if word in _SELDOM_TWICE:
        return Safety.UNSAFE
    if len(word) < _FEWEST_LETTERS or not word.islower() or word in _MAY_REPEAT:
        return None
    return Safety.UNSAFE if document.lexicon.zipf(word) >= _COMMON else None


def _looped(document: Document, loop: Span, word: str) -> Iterator[Mark]:
    """The mark on a word printed three times or more, if nobody sings, laughs or insists so."""
    known = document.lexicon.zipf(word) >= _KNOWN and not document.lexicon.is_name(word)
    if not known or word.lower() in _SUNG or word.isdecimal():
        return
    # "Nous nous nous étions rencontrés": two of them are right.
    kept = 2 * len(word) + 1 if word.lower() in ("nous", "vous") else len(word)
    spoken = document.in_quotation(loop.start)
    yield mark(
        loop.start,
        loop.end,
        f"“{word}” is printed again and again",
        edits=[Edit(Span(loop.start + kept, loop.end), "")],
        safety=Safety.UNSAFE if spoken else Safety.SAFE,
    )


def _begins_loop(text: str, start: int, word: str) -> bool:
    before = text[max(start - len(word) - 2, 0) : start].lower()
    return before.strip(" ,") != word.lower()


def _has_relative(text: str, at: int) -> bool:
    """Whether the clause before `at` may hold another verb of its own: “ce qu’il a a un prix”."""
    return _RELATIVE.search(_CLAUSE.split(text[max(at - 200, 0) : at])[-1]) is not None


def _thrice(text: str, start: int, end: int, word: str) -> bool:
    """Whether the word stands there a third time: it is sung, or stammered on purpose."""
    around = len(word) + 1
    before = text[max(start - around, 0) : start].lower()
    after = text[end : end + around].lower()
    return before.strip(" ,") == word or after.strip(" ,") == word
