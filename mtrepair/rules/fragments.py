"""What a border of fragments moved or lost, where the words around it leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_HE = frozenset("fichier document dossier script module programme projet".split())
_SHE = frozenset("commande classe fonction bibliothèque".split())
# It begins with the rarest of its characters; the name is read backwards from there.
_NAMED = re.compile(
    rf"\.[A-Za-z]\w{{0,11}} (?P<kind>{'|'.join(sorted(_HE | _SHE))})(?P<plural>s?)"
    # "fichier par fichier", "fichier de configuration"
    r"(?![\w’'-]| (?:par|de|du|des)\b| d[’'])"
)
_NAME = re.compile(r"[\w.-]")
_BEFORE_HE = frozenset("le un du au ce votre notre son mon leur chaque".split())
_BEFORE_SHE = frozenset("la une cette votre notre sa ma leur chaque".split())
_BEFORE_MANY = frozenset("les des aux ces vos nos ses mes leurs plusieurs".split())

# "Une fois le plan prêt" has no verb; with one it takes `que`.
_ONCE = re.compile(
    r"ne fois (?P<subject>(?:l[ea]s?|une?|ce|cette|ces|[vn]otre|[vn]os|s(?:on|a|es)|leurs?)"
    r" [a-zà-ÿœ-]+(?: [a-zà-ÿœ-]+)?|l[’'][a-zà-ÿœ-]+(?: [a-zà-ÿœ-]+)?|vous|nous)"
    r" (?P<verb>est|sont|a|ont|êtes|avez|sommes|avons|sera|seront|aura|auront"
    r"|(?:étai|avai)(?:en)?t(?= [a-zà-ÿœ]+(?:é|[iu]s?t?)e?s?\b)) [^,.!?\n]{2,80},"
)


@rule(
    "MT501",
    examples=[
        ("Ouvrez le rapport.pdf fichier, puis lisez-le.",
         "Ouvrez le fichier rapport.pdf, puis lisez-le."),
        ("Modifiez l’index.html fichier.", "Modifiez le fichier index.html."),
    ],
    clean=[
        "Ouvrez le fichier rapport.pdf, puis lisez-le.",
        "Il lit le rapport.pdf fichier par fichier.",
        "Voir rapport.pdf. Fichier suivant : annexe.pdf",
    ],
)  # fmt: skip
def name_before_kind(document: Document) -> Iterator[Mark]:
    """A file's name before the noun that says what it is.

    The name in `le rapport.pdf fichier` was a link or code, and was kept where the English had
    it. Only behind a determiner that agrees with the noun. Safe, but unsafe inside quotations.
    Adjectives and complements before their noun are found by the language model.
    """
    text = document.text
    for match in _NAMED.finditer(text):
        start = match.start()
        while start and _NAME.match(text[start - 1]):
            start -= 1
        determiner = _determiner(document, start, match["kind"], match["plural"])
        if start == match.start() or determiner is None:
            continue
        noun = match["kind"] + match["plural"]
        end = match.end() - len(noun) - 1
        edits = [Edit(Span(start, start), f"{noun} "), Edit(Span(end, match.end()), "")]
        if determiner.of(text)[-1] in "’'":
            article = "le" if match["kind"] in _HE else "la"
            whole = article.capitalize() if text[determiner.start].isupper() else article
            edits[0] = Edit(determiner, f"{whole} {noun} ")
        yield mark(
            determiner.start,
            match.end(),
            f"“{noun}” stands before its name",
            edits=edits,
            safety=Safety.UNSAFE if document.in_quotation(start) else Safety.SAFE,
        )


def _determiner(document: Document, start: int, kind: str, plural: str) -> Span | None:
    """The determiner before `start`, if it agrees with the noun; an elided one with its mark."""
    text = document.text
    word = document.word_before(start - 1)
    before = Span(max(start - 1 - len(word), 0), start)
    if text[start - 1 : start] in ("'", "’"):
        return before if word in ("l", "L") and not plural else None
    agreeing = _BEFORE_MANY if plural else _BEFORE_HE if kind in _HE else _BEFORE_SHE
    return before if text[start - 1 : start] == " " and word.lower() in agreeing else None


@rule(
    "MT507",
    examples=[
        ("Une fois le plan est prêt, la ville le publie.",
         "Une fois que le plan est prêt, la ville le publie."),
        ("Une fois vous avez terminé, fermez la page.",
         "Une fois que vous avez terminé, fermez la page."),
    ],
    clean=[
        "Une fois le plan prêt, la ville le publie.",
        "Une fois, le plan est tombé à l’eau, dit-il.",
        "Encore une fois le maire est venu, dit-elle.",
    ],
)  # fmt: skip
def once_without_que(document: Document) -> Iterator[Mark]:
    """The `que` of `une fois que` is missing.

    The English conjunction “once” is one word; with a verb `une fois le plan est prêt` takes
    two. Only where it begins a sentence or a clause, and a comma ends it. Unsafe: a word is
    added. Other small words are found by the repair model.
    """
    text = document.text
    for match in _ONCE.finditer(text):
        start = match.start() - 1
        if text[start : start + 1] not in ("U", "u") or not _begins_clause(text, start):
            continue
        at = match.start("subject")
        lost = f"qu{document.apostrophe}" if text[at] in "u" else "que "
        yield mark(
            start,
            match.end("verb"),
            "“une fois” takes “que” before a verb",
            edits=[Edit(Span(at, at), lost)],
            safety=Safety.UNSAFE,
            confidence=0.8,
        )


def _begins_clause(text: str, start: int) -> bool:
    before = text[max(start - 3, 0) : start].rstrip(' \u00a0\u202f«“"—–-')
    return text[start] == "U" or before[-1:] in tuple(",;:\n")
