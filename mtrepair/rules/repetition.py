"""What is printed twice: the headline, a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.headline import printings
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Span

# Shorter lines are refrains, formulas of a debate, cells of a table.
_LONG_LINE = 60
_LONG_SENTENCE = 50
_FEWEST_WORDS = 8
# The longest passage that we saw emitted again has 430 characters.
_FAR = 1000
# Places where a passage may begin; beyond them lie texts made of one word.
_PLACES = 50
# A credit has a name and an agency; a caption is longer than a headline's first words.
_CREDIT = re.compile(r"© ?")
_LONG_CREDIT = 60
_LONG_CAPTION = 20
_BRACKETS = re.compile(r"[()]")
_LETTERS = re.compile(r"[^\W\d_]+")


@rule(
    "MT301",
    examples=[
        ("La Russie veut renforcer ses liens avec l’Iran\n\n"
         "La Russie veut renforcer ses liens avec l’Iran |  Russie\n\nLe ministre a parlé.",
         "La Russie veut renforcer ses liens avec l’Iran\n\nLe ministre a parlé."),
        ("Le bilan s’alourdit en Libye\n\n12 mars\n\nLe bilan s'alourdit en Libye\nIl est lourd.",
         "Le bilan s’alourdit en Libye\n\n12 mars\n\nIl est lourd."),
    ],
    clean=[
        "Le bilan s’alourdit en Libye\n\nLe bilan s’alourdit en Libye, dit le ministre.",
        "Mon beau sapin, roi des forêts,\nQue j’aime ta verdure.\n\n"
        "Mon beau sapin, roi des forêts,\nQue j’aime ta parure.",
        "Oui\n\nOui",
    ],
)  # fmt: skip
def duplicate_headline(document: Document) -> Iterator[Mark]:
    """The headline printed again among the first lines of the text.

    The title of the page and that of the article were both scraped, one of them often with the
    name of the site. A line that ends as a sentence is no headline. Safe: the second goes.
    """
    text = document.text
    for again in _headlines_again(document):
        yield mark(
            again.start,
            again.end,
            "the headline is printed again",
            edits=[_line_removal(text, again)],
        )


@rule(
    "MT302",
    examples=[
        ("Le juge a reporté l’audience au ) a reporté l’audience au 12 mai.",
         "Le juge a reporté l’audience au 12 mai."),
        ("Il a écrit une bibliothèque pour) pour ce système.",
         "Il a écrit une bibliothèque pour ce système."),
        ("Le texte prévoit que les troupes se retirent avant la fin de l’année prochaine.\n\n"
         "Le texte prévoit que les troupes se retirent avant la fin de l’année prochaine.\n\nFin.",
         "Le texte prévoit que les troupes se retirent avant la fin de l’année prochaine.\n\nFin."),
        ("Il est venu. Les secours ont fouillé les décombres pendant toute la nuit de lundi. "
         "Les secours ont fouillé les décombres pendant toute la nuit de lundi. Il repart.",
         "Il est venu. Les secours ont fouillé les décombres pendant toute la nuit de lundi. "
         "Il repart."),
        ("Le maire au marché de Tours. © Jean Petit Le maire au marché de Tours.",
         "Le maire au marché de Tours. © Jean Petit"),
    ],
    clean=[
        "Trois choix : a) a été retenu ; b) non ; 1) 1 euro.",
        "Nous sommes en guerre. Nous sommes en guerre. Contre un virus.",
        "Vive la vie ! Vive la vie ! Vive la vie et tout ce qui la rend belle et douce ici-bas !",
        "Le projet (le plan) a été adopté (le plan) lundi. Une bonne nouvelle :)",
        "La parole est à M. Dupont.\n\nLa parole est à M. Dupont.",
    ],
)  # fmt: skip
def duplicate_passage(document: Document) -> Iterator[Mark]:
    """A passage emitted again: behind a stray bracket, or as a whole sentence or line.

    Engines print a text again beside a link, with the bracket of the link's address between the
    two; a page prints the caption of a picture on both sides of its credit. Only exact
    repetitions count, and elsewhere only long ones that follow each other, so that refrains,
    formulas and speeches stay. Safe: one of the two goes.
    """
    text = document.text
    if ")" in text:
        for at in _unopened(text):
            yield from _behind_bracket(text, at)
    if "©" in text:
        yield from _captions_again(text)
    yield from _lines_again(document)
    yield from _sentences_again(text)


def _headlines_again(document: Document) -> Iterator[Span]:
    headline = document.headline
    return iter(()) if headline is None else printings(document.text, headline)


def _line_removal(text: str, line: Span) -> Edit:
    """The edit that leaves out a line with the smaller of the gaps before and behind it."""
    before, behind = line.start, line.end
    while before and text[before - 1].isspace():
        before -= 1
    while behind < len(text) and text[behind].isspace():
        behind += 1
    gap = text.count("\n", before, line.start)
    if behind < len(text) and text.count("\n", line.end, behind) < gap:
        return Edit(Span(line.start, behind), "")
    return Edit(Span(before, line.end), "")


def _unopened(text: str) -> Iterator[int]:
    """Closing brackets that nothing opened on their line."""
    at = 0
    for line in text.split("\n"):
        if line.count(")") > line.count("("):
            depth = 0
            for match in _BRACKETS.finditer(line):
                if match[0] == "(":
                    depth += 1
                elif depth:
                    depth -= 1
                else:
                    yield at + match.start()
        at += len(line) + 1


def _behind_bracket(text: str, at: int) -> Iterator[Mark]:
    """What stands before the bracket at `at` and again behind it."""
    before = text[max(at - _FAR, 0) : at].rpartition("\n")[2]
    left, right = before.rstrip(), text[at + 1 : at + 2 + _FAR]
    begins = len(right) - len(right.lstrip(" \u00a0"))
    passage = _shared(left, right[begins:])
    if len(passage) > 2:
        start, end = at - len(before) + len(left), at + 1 + begins + len(passage)
        yield mark(start, end, "a passage is printed again behind a bracket", "")


def _shared(left: str, right: str) -> str:
    """The longest end of `left`, in whole words, that `right` begins with."""
    first = _LETTERS.match(right)
    if first is None:
        return ""
    start = left.find(first[0])
    for _ in range(_PLACES):
        if start < 0:
            break
        passage = left[start:]
        after = right[len(passage) : len(passage) + 1]
        cut = left[start - 1 : start].isalnum() or after.isalnum()
        if right.startswith(passage) and not cut:
            return passage
        start = left.find(first[0], start + 1)
    return ""


def _captions_again(text: str) -> Iterator[Mark]:
    """Captions that stand before the credit of their picture and again behind it."""
    for match in _CREDIT.finditer(text):
        before = text[max(match.start() - _FAR, 0) : match.start()]
        caption = before[before.rfind("\n") + 1 :].strip()
        rest = text[match.end() : match.end() + _FAR].partition("\n")[0].rstrip()
        again = match.end() + len(rest) - len(caption)
        if len(caption) >= _LONG_CAPTION and rest.endswith(caption):
            credit = text[match.end() : again]
            if len(credit) <= _LONG_CREDIT:
                gap = len(credit) - len(credit.rstrip())
                edit = Edit(Span(again - gap, again + len(caption)), "")
                message = "a caption is printed again behind its credit"
                yield mark(again, again + len(caption), message, edits=[edit])


def _lines_again(document: Document) -> Iterator[Mark]:
    """Long lines that follow the same line."""
    text, headlines = document.text, set(_headlines_again(document))
    at, before = 0, ""
    for line in text.split("\n"):
        bare = line.strip()
        if len(bare) > _LONG_LINE and bare == before and len(bare.split()) >= _FEWEST_WORDS:
            start = at + line.index(bare[0])
            span = Span(start, start + len(bare))
            if span not in headlines:
                removal = _line_removal(text, span)
                yield mark(span.start, span.end, "a paragraph is printed again", edits=[removal])
        before = bare or before
        at += len(line) + 1


def _sentences_again(text: str) -> Iterator[Mark]:
    """Long sentences that follow the same sentence on their line."""
    at, before = 0, ""
    for piece in text.split(". "):
        sentence = piece.partition("\n")[0].removesuffix(".")
        if len(sentence) > _LONG_SENTENCE and _follows_itself(before, sentence):
            start, end = at, at + len(sentence)
            edit = Edit(Span(start - 2, end), "")
            yield mark(start, end, "a sentence is printed again", edits=[edit])
        before = piece
        at += len(piece) + 2


def _follows_itself(before: str, sentence: str) -> bool:
    """Whether `before` ends with the sentence, and with the whole of it."""
    rest = before[: -len(sentence)].rstrip(" ")
    whole = not rest or rest[-1] in "\n.!?…"
    return whole and before.endswith(sentence)
