"""What the engine skipped or cut: English left in, words cut to their head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from mtrepair.document import Document
from mtrepair.furniture import furniture
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

# A letter before a name, where nothing but an elided article or preposition may stand.
# Two letters to begin with: the engine looks for them as a literal.
_LONE_LETTERS = (
    re.compile(r"l (?=[A-ZÀ-ÝŒ])(?<=[^\W\d_] l )"),
    re.compile(r"d (?=[A-ZÀ-ÝŒ])(?<=[^\W\d_] d )"),
    re.compile(r"L (?=[A-ZÀ-ÝŒ])(?:(?<=[.:!?] L )|(?<=\nL )|(?<=\AL ))"),
)
_LAST_WORD = re.compile(r"(?P<before>[^\n]*\s)(?:[\w]{1,2}['’])?(?P<word>[^\W\d_A-ZÀ-Ý]{2,})\s*\Z")
# Headlines are shorter, or end with a word that nothing has to follow.
_CUT_AFTER = 6
_TAIL = 200
_GOES_ON = frozenset("de du des le les au aux dans ce cette ses leurs".split())


@rule(
    "MT402",
    examples=[
        ("Le site ouvre lundi. Go to the page that you want to change and select it. C’est tout.",
         None),
        ("Dans la page, sélectionnez I don’t have any of these, puis validez.", None),
    ],
    clean=[
        "Le Brexit, Black Lives Matter et le New York Times.",
        "Son slogan : “Long live the Queen”.",
        "L’Academy of Motion Picture Arts and Sciences a voté.",
        "Il chante « The Answer Is Blowing in the Wind » depuis 1963.",
        "La start-up nation, le off et le happy end, made in France.",
    ],
)  # fmt: skip
def untranslated_english(document: Document) -> Iterator[Mark]:
    """A sentence or a clause of at least four words left in English.

    The engine skipped a segment or took it for a name. Names, titles and short quotations are
    left alone. Shown only: the translation is a person's or a model's work.
    """
    text = document.text
    for span in document.foreign:
        start = text.rfind("\n", max(span.start - 400, 0), span.start) + 1
        line = text[start : start + 401].partition("\n")[0]
        if furniture(line) is None:
            yield mark(span.start, span.end, "English left in", safety=Safety.DISPLAY)


@rule(
    "MT405",
    examples=[
        ("Remarque : L Microsoft Edge démarre seul.", None),
        ("Le ministre a parlé de l Iran avec ses homologues.",
         "Le ministre a parlé de l’Iran avec ses homologues."),
        ("Il vient du centre d Microsoft à Paris.", "Il vient du centre de Microsoft à Paris."),
        ("L’accord prévoit que les troupes se retirent de la rég", None),
        ("Il est venu. Il a dit que les troupes se retirent de", None),
    ],
    clean=[
        "Le groupe L Italie et la classe L Mercedes.",
        "Une bouteille de 2 l Evian.",
        "L. Dupont et D. Martin ont signé.",
        "Les grévistes de Lyon restent mobilisés cette semaine encore",
        "La taxe est calculée d’après la valeur moyenne au taux de",
    ],
)  # fmt: skip
def truncated(document: Document) -> Iterator[Mark]:
    """A word cut to its head: a lone `l` or `d` before a name, or the cut last word of the text.

    A protected term swallowed its neighbours, or the text was cut at a length. Before a vowel the
    apostrophe is put back, and `d` becomes `de` before a consonant, which is unsafe; else the
    rest of the word is not known, and the place is shown only.
    """
    text = document.text
    for match in chain.from_iterable(letter.finditer(text) for letter in _LONE_LETTERS):
        word = document.word_after(match.end())
        if len(word) > 1:
            yield _lone_letter(document, match, word)
    yield from _cut_end(document)


def _lone_letter(document: Document, match: re.Match[str], word: str) -> Mark:
    start, end = match.start(), match.end() + len(word)
    letter = match[0].strip()
    message = f"“{letter}” stands alone: an elision or a word was cut"
    if not document.lexicon.forbids_elision(word):
        rest = document.apostrophe
    elif letter == "d":
        rest = "e "
    else:
        return mark(start, end, message, safety=Safety.DISPLAY, confidence=0.7)
    edit = Edit(Span(match.end() - 1, match.end()), rest)
    return mark(start, end, message, edits=[edit], safety=Safety.UNSAFE, confidence=0.8)


def _cut_end(document: Document) -> Iterator[Mark]:
    """The last word of a text that ends without a mark, if something had to follow it."""
    text = document.text
    end = len(text.rstrip())
    if not text[end - 1 : end].isalpha():  # most texts end with a mark
        return
    start = max(text.rfind("\n", 0, end) + 1, end - _TAIL)
    match = _LAST_WORD.match(text, start)
    if match is None or len(match["before"].split()) < _CUT_AFTER:
        return
    word, lexicon = match["word"], document.lexicon
    cut = lexicon.unknown({word}) and any(lexicon.words.iterkeys(word))
    if cut or (word in _GOES_ON and _has_sentences(text)):
        yield mark(*match.span("word"), "the text ends in mid-sentence", safety=Safety.DISPLAY)


def _has_sentences(text: str) -> bool:
    """Whether sentences come before the last, which is then no heading and no item of a list."""
    return any(mark in text for mark in (". ", ".\n", "! ", "? "))
