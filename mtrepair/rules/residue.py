"""Text of the page that is not the article: furniture, and names of sites behind headlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtrepair.document import Document
from mtrepair.furniture import furniture, orphan_caption
from mtrepair.headline import suffix_start
from mtrepair.rules.markup import entity_residue
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.rules.skipped import truncated, untranslated_english
from mtrepair.types import Edit, Safety, Span

__all__ = ["boilerplate", "entity_residue", "site_suffix", "truncated", "untranslated_english"]

# Kinds that are furniture only beside other furniture.
_WEAK = frozenset({"network", "label"})
# Kinds that stand before or after an article; between its paragraphs a person looks first.
_OUTER = frozenset({"consent notice", "copyright", "tags", "site tool"})


class _Row(NamedTuple):
    """A line that is not blank: where it begins, its text without white space around, its kind."""

    line_start: int
    start: int
    end: int
    text: str
    kind: str


@rule(
    "MT401",
    examples=[
        ("Le ministre a parlé.\n\nFacebook\nTwitter\nLinkedIn\n\nLeave a Comment\n",
         "Le ministre a parlé.\n"),
        ("Accueil > Monde\n\nLe ministre a parlé.", "Le ministre a parlé."),
        ("Il a parlé.\n\nLire aussi : La fin d’un règne\n\nElle est partie.",
         "Il a parlé.\n\nElle est partie."),
        ("Il a parlé.\nPUBLICITÉ\nElle est partie.", "Il a parlé.\nElle est partie."),
        ("Il a parlé.\n\nPar Jean Petit (@jpetit)\n", "Il a parlé.\n"),
        ("Il a parlé.\n\nLe ministre au Parlement – vidéo\n\nElle est partie.", None),
    ],
    clean=[
        "Facebook a été condamné lundi.\n\nTwitter aussi.",
        "Les plateformes visées :\n- Facebook\n- Twitter\n- TikTok\n\nElles feront appel.",
        "Inscrivez-vous sur les listes électorales avant vendredi.\n\nC’est facile.",
        "« Nous utilisons des cookies », a admis le site.\n\nLa CNIL enquête.",
        "La publicité en ligne recule.\n\nPublicité et presse : le divorce",
    ],
)  # fmt: skip
def boilerplate(document: Document) -> Iterator[Mark]:
    """Lines that are no part of the article: share bars, forms, notices, links to other articles.

    They were scraped with the page, and translated or not. Whole lines are compared with phrases
    of known pages, so that an article on networks or newsletters is left alone; words such as
    “Facebook” or “Imprimer” must stand beside other furniture. Safe where a line can't belong to
    an article or stands before or after it; a byline is left to a person or to the unsafe level,
    and so are notices between paragraphs. The caption of a film that is not in the text is shown
    only.
    """
    text = document.text
    lines = text.split("\n")
    if not any(map(furniture, lines)) and not any(map(orphan_caption, lines)):
        return
    rows = list(_rows(text))
    for run in _runs(rows):
        for block in _blocks(text, rows, run):
            edits = [] if len(run) == len(rows) else [_removal(text, rows, run, block)]
            message = f"page furniture: {', '.join(sorted({rows[i].kind for i in block}))}"
            safety = _safety(rows, run, block)
            yield mark(
                rows[block[0]].start, rows[block[-1]].end, message, edits=edits, safety=safety
            )
    for i, row in enumerate(rows):
        if orphan_caption(row.text):
            removal = _removal(text, rows, range(i, i + 1), range(i, i + 1))
            yield mark(
                row.start,
                row.end,
                "caption of a film or of pictures that are not in the text",
                edits=[removal],
                safety=Safety.DISPLAY,
                confidence=0.7,
            )


@rule(
    "MT403",
    examples=[
        ("La Russie veut renforcer ses liens avec l’Iran |  Russie\n\nLe ministre a parlé.",
         "La Russie veut renforcer ses liens avec l’Iran\n\nLe ministre a parlé."),
        ("La Fed maintient ses taux — Le Gardien", "La Fed maintient ses taux"),
        ("Le bilan s’alourdit en Libye | Monde | The Guardian\n\nLe bilan est de 10 morts.",
         "Le bilan s’alourdit en Libye\n\nLe bilan est de 10 morts."),
        ("Ben Wallace quitte le gouvernement - BBC News\n\nIl l’a dit lundi.",
         "Ben Wallace quitte le gouvernement\n\nIl l’a dit lundi."),
    ],
    clean=[
        "Le film « The Crown | Saison 5 » sort en salles",
        "Ukraine | Le point sur la guerre ce matin\n\nLe front est calme.",
        "MADRID — Le gouvernement espagnol a démissionné.",
        "Coupe du monde : une demi-finale France – Maroc\n\nLe match a lieu mercredi.",
        "« La France s’ennuie » — Le Monde",
        "Nom de la commune visitée | Maire\nLyon | Jean Petit",
        "Aperçu du langage et de ses outils | Balises et filtres",
    ],
)  # fmt: skip
def site_suffix(document: Document) -> Iterator[Mark]:
    """The name of a site or of a section after the headline.

    The page's title was scraped with it: “… | Russie”, “… - BBC News”. Only on the first line of
    the text that is not furniture, if it is no sentence. Behind a pipe a few words with capitals
    are enough; behind a dash, which French headlines use too, it takes the name of a known medium
    or the words that such names are made of. Safe.
    """
    headline = document.headline
    if headline is not None:
        alone = not document.text[headline.end :].strip()
        cut = suffix_start(headline.of(document.text), alone=alone)
        if cut is not None:
            start = headline.start + cut
            yield mark(start, headline.end, "name of the site or of its section", "")


def _rows(text: str) -> Iterator[_Row]:
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = at + line.index(bare[0])
            yield _Row(at, start, start + len(bare), bare, furniture(bare) or "")
        at += len(line) + 1


def _runs(rows: Sequence[_Row]) -> Iterator[range]:
    """Rows of furniture with nothing else between them, but no list that the text announces."""
    first = 0
    while first < len(rows):
        last = first
        while last < len(rows) and rows[last].kind:
            last += 1
        announced = first > 0 and rows[first].kind in _WEAK and rows[first - 1].text[-1] == ":"
        if last > first and not announced:
            yield range(first, last)
        first = last + 1


def _blocks(text: str, rows: Sequence[_Row], run: range) -> list[range]:
    """The parts of a run between blank lines; a mere word goes with the part beside it.

    Between paragraphs of the article, mere words are furniture only three at a time.
    """
    outer = _is_outer(rows, run)
    blocks: list[range] = []
    waiting = run.start
    for i in run:
        if i + 1 < run.stop and text.count("\n", rows[i].end, rows[i + 1].start) == 1:
            continue
        block = range(waiting, i + 1)
        if all(rows[j].kind in _WEAK for j in block) and len(block) < (2 if outer else 3):
            if not outer:
                waiting = i + 1
            elif blocks:
                blocks[-1] = range(blocks[-1].start, i + 1)
                waiting = i + 1
        else:
            blocks.append(block)
            waiting = i + 1
    return blocks


def _is_outer(rows: Sequence[_Row], run: range) -> bool:
    return run.start == 0 or run.stop == len(rows)


def _safety(rows: Sequence[_Row], run: range, block: range) -> Safety:
    kinds = {rows[i].kind for i in block}
    if "byline" in kinds:
        return Safety.UNSAFE
    return Safety.SAFE if _is_outer(rows, run) or not kinds & _OUTER else Safety.DISPLAY


def _removal(text: str, rows: Sequence[_Row], run: range, block: range) -> Edit:
    """The edit that leaves out a block of a run, and the white space on one side of it.

    What stays between the neighbours of the run is the longer of the two gaps.
    """
    if run.stop < len(rows):
        before = _gap(text, rows, run.start) if run.start else 0
        if not run.start or before > _gap(text, rows, run.stop):
            return Edit(Span(rows[block.start].line_start, rows[block.stop].line_start), "")
    end = rows[block.stop - 1].end
    line_end = text.find("\n", end)
    return Edit(Span(rows[block.start - 1].end, len(text) if line_end < 0 else line_end), "")


def _gap(text: str, rows: Sequence[_Row], i: int) -> int:
    """Line ends between row `i` and the row before it."""
    return text.count("\n", rows[i - 1].end, rows[i].start)
