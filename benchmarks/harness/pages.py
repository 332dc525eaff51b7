"""Pages made of open text, with the places where a space is taken away at a tag's border.

Nothing here comes from mtrepair: what is made can't know what is looked for.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_INLINE = ("a", "b", "em", "strong", "i", "span", "u")
_BLOCKS = ("p", "p", "p", "p", "li", "td", "blockquote", "h2", "div")
_ENTITIES = {"é": "&eacute;", "’": "&rsquo;", "\u00a0": "&nbsp;", "à": "&#224;", "«": "&laquo;"}
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class MadePage:
    """A page with what a reader sees of it.

    Attributes:
        source, text: the page, and its text with a blank line between two blocks.
        lost: where in the source a space was taken away, at the border of a tag: between two
            words, or between a mark and a word.
        lost_in_text: the same places in the text.
        kinds: "word" or "mark" for each.
    """

    source: str = ""
    text: str = ""
    lost: list[int] = field(default_factory=list)
    lost_in_text: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def made_page(paragraphs: Sequence[str], seed: int, *, damage: float = 0.0) -> MadePage:
    """A page of the paragraphs, the same for the same seed but for the damage.

    Args:
        damage: share of the spaces at tags' borders that are lost.
    """
    page, rng, harm = MadePage(), random.Random(seed), random.Random(seed + 1)
    page.source = "<!DOCTYPE html>\n<html><head><meta charset=utf-8></head><body class='a,b'>\n"
    for paragraph in paragraphs:
        block = rng.choice(_BLOCKS)
        around = {"td": ("<table><tr><td>", "</td></tr></table>"), "li": ("<ul><li>", "</ul>")}
        opener, closer = around.get(block, (f"<{block} data-x='a,b'>", f"</{block}>"))
        page.source += opener
        page.text += "\n\n" if page.text else ""
        _write(page, _WORD.findall(paragraph), rng, harm, damage)
        page.source += closer + rng.choice(["\n", "\n  ", "<!-- a,b -->\n"])
    page.source += "</body></html>\n"
    return page


def _write(
    page: MadePage, words: list[str], rng: random.Random, harm: random.Random, damage: float
) -> None:
    """Put the words of a block behind a page, some of them in elements."""
    openers, closers = _elements(len(words), rng)
    entities = rng.random() < 0.3
    for i, word in enumerate(words):
        if i:
            tags_after, tags_before = closers.get(i, ""), openers.get(i, "")
            comment = "<!-- note,la -->" if rng.random() < 0.01 else ""
            kind = _kind(words[i - 1], word) if harm.random() < damage else ""
            _border(page, kind, tags_after, tags_before)
            page.source += comment
        else:
            page.source += openers.get(0, "")
        page.source += _escaped(word, rng, entities=entities)
        page.text += word
    page.source += closers.get(len(words), "")


def _border(page: MadePage, kind: str, after: str, before: str) -> None:
    """What stands between two words: closing tags, a space unless it is lost, opening tags."""
    page.source += after
    if kind and (after or before):
        page.lost.append(len(page.source))
        page.lost_in_text.append(len(page.text))
        page.kinds.append(kind)
    else:
        page.source += " "
        page.text += " "
    page.source += before


def _kind(left: str, right: str) -> str:
    """What loses its space: two words, or a mark and a word; nothing else does."""
    if not _LETTERS.match(right):
        return ""
    if _LETTERS.fullmatch(left):
        return "word"
    return "mark" if left[-1] in ",;." and _LETTERS.fullmatch(left[:-1]) else ""


def _elements(size: int, rng: random.Random) -> tuple[dict[int, str], dict[int, str]]:
    """Tags before and behind words: elements of one to five words, nested, a few of them broken."""
    openers: dict[int, str] = {}
    closers: dict[int, str] = {}
    at = rng.randrange(6)
    while at < size:
        end = min(at + rng.randint(1, 5), size)
        name = rng.choice(_INLINE)
        attributes = ' href="/a,b?c=d&amp;e" title=""' if name == "a" else ""
        inner = rng.choice(_INLINE) if rng.random() < 0.3 and end - at > 1 else ""
        openers[at] = f"<{name}{attributes}>"
        closers[end] = f"</{name}>"
        if inner and rng.random() < 0.1:  # they overlap
            openers[at] += f"<{inner}>"
            closers[end] = f"</{name}></{inner}>"
        elif inner:
            openers[at + 1] = f"<{inner}>"
            closers[end] = f"</{inner}></{name}>"
        elif rng.random() < 0.02:  # never closed
            closers[end] = ""
        at = end + rng.randint(1, 9)
    return openers, closers


def _escaped(word: str, rng: random.Random, *, entities: bool) -> str:
    word = word.replace("&", "&amp;").replace("<", "&lt;")
    if not entities:
        return word
    return "".join(_ENTITIES[c] if c in _ENTITIES and rng.random() < 0.5 else c for c in word)
