"""Where a space was lost: beside a mark, a bracket, or a mark of emphasis, a link or a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mtrepair.document import Document, is_emoji
from mtrepair.types import Span

_APOSTROPHES = ("'", "’")
_SPACES = " \u00a0\u202f"

# A mark with a letter right behind it, and an opening mark with a letter right before it.
_GLUED = re.compile(r"[,;.!?»”…)%€](?=[^\W\d_])")
_GLUED_OPENING = re.compile(r"«(?<=[^\W\d_].)")
_GLUED_BRACKET = re.compile(r"\((?<=[a-zà-ÿœ]{3}.)(?=([^()\n]{3,300})\))")

# What loses its space at a link border is a word of the running text; names of sites and files
# ("Booking.com", "node.js") follow a full stop too, so a full stop needs more evidence.
_KNOWN = 3.0  # Zipf: a word that a reader meets once in a million words
_FREQUENT = 5.5
_LEAST_PAIR = 1.0  # log10: ten sightings
_LONGEST = 40  # letters of a word that the lexicon knows
_CLOSING = frozenset(",;.!?»”…)")
_YEAR = 4  # digits; behind fewer a full stop may number a list

_ENTITY = re.compile(r"&#?\w+\Z")
# No prose in the brackets of a call, a formula or an address.
_CODE = re.compile(r"[=_\"{}\[\];<>|\\/*+^]|\w\.\w")

# Markup whose borders are words' borders, if no word goes on behind it as in `**S**ociété`.
_STRONG = re.compile(r"(?<!\*)\*\*(?![\s*])(?:[^*\n]{0,200}[^\s*])\*\*(?!\*)")
_STRONG_UNDERSCORED = re.compile(r"__(?=[^\W_])(?<![_/.]__)(?:[^_\n]{0,200}[^\W_])__(?!_)")
_UNDERSCORED = re.compile(r"_(?=[^\W_])(?<![_/.]_)(?:[^_\n]{0,200}[^\W_])_(?!_)")
_LINK = re.compile(r"\[(?=[^\W_])[^\[\]\n]{1,200}\]\([^()\s]{1,400}\)")
_TAG = re.compile(r"<(/?)(?:a|b|strong|em|i|u|span)(?: [^<>\n]{0,300})?>")


class Loss(NamedTuple):
    """A lost space: where it goes in, the words or marks around it, and what it stood beside."""

    at: int
    span: Span
    beside: str


def lost_spaces(document: Document) -> Iterator[Loss]:
    """The places where a space was lost, in no particular order."""
    text = document.text
    for match in _GLUED.finditer(text):
        if is_glued(document, match.start()):
            end = match.end() + len(document.word_after(match.end()))
            yield Loss(match.end(), Span(match.start(), end), f"after “{match[0]}”")
    for at in document.markup.borders:
        if _is_glued_at_border(document, at) and not is_glued(document, at - 1):
            yield Loss(
                at, Span(at - 1, at + len(run_from(document, at))), f"after “{text[at - 1]}”"
            )
    for match in _GLUED_OPENING.finditer(text):
        at = match.start()
        if at not in document.closings:  # one the wrong way round
            yield Loss(at, Span(at - 1, at + 1), "before “«”")
    for match in _GLUED_BRACKET.finditer(text):
        at = match.start()
        if _is_aside(document, at, match[1]):
            start = at - len(document.word_before(at))
            yield Loss(at, Span(start, at + 1), "before “(”")
    if "**" in text:
        yield from _beside_pairs(document, _STRONG, 2)
    if "__" in text:
        yield from _beside_pairs(document, _STRONG_UNDERSCORED, 2)
    if "_" in text:
        yield from _beside_pairs(document, _UNDERSCORED, 1)
    if "](" in text:
        yield from _beside_links(document)
    if "</" in text:
        yield from _beside_tags(document)


def is_glued(document: Document, at: int) -> bool:
    """Whether the mark at `at`, which has a letter behind it, lost its space."""
    text, lexicon = document.text, document.lexicon
    sign, after = text[at], document.word_after(at + 1)
    before = document.word_before(at)
    if document.is_protected(at) or not after:
        return False
    if sign == ";" and _ENTITY.search(text, max(at - 12, 0), at):
        return False  # MT404 sees to "&rsquo;administration"
    elided = text[at + 1 + len(after) : at + 2 + len(after)] in _APOSTROPHES
    word = len(after) > 1 or after in "àayôAÀ"
    known = elided or (word and lexicon.zipf(after) >= _KNOWN)
    known = known or (after[0].isupper() and len(after) > 2)
    if sign in "%€":
        counted = text[max(at - 2, 0) : at].rstrip(_SPACES)[-1:].isdigit()
        return counted and after.islower() and lexicon.zipf(after) >= _FREQUENT
    if sign in "»”":
        return text[at - 1] != text[at] and known and at not in document.openings
    if sign == ")":
        return _whole_bracket(text, at) and lexicon.zipf(after) >= _FREQUENT
    if sign == "…":
        return bool(before) and after[0].isupper() and lexicon.zipf(before) >= _KNOWN and known
    if sign == ".":
        return _ends_sentence(document, at, before, after)
    if not known or len(before) == 1:
        return False
    return bool(before) or _follows_words(document, at, after)


def _is_glued_at_border(document: Document, at: int) -> bool:
    """Whether a tag stands between a mark and a word: that the word is known needs no proof."""
    sign, after = document.text[at - 1], run_from(document, at)
    if sign not in _CLOSING or document.is_protected(at) or document.is_protected(at - 1):
        return False
    end = at + len(after)
    if document.text[end : end + 1] in _APOSTROPHES:
        return after.isalpha()
    if not after.isalpha() or len(after) < 2:
        return False  # "élu(e)<b>s</b>"
    if sign == ".":
        return after[0].isupper() and after[1:].islower()
    return sign != ")" or document.lexicon.zipf(after) >= _KNOWN


def run_from(document: Document, at: int) -> str:
    """The letters and digits from `at` on, no more than a word has."""
    text = document.text[at : at + _LONGEST]
    return text[: next((i for i, sign in enumerate(text) if not sign.isalnum()), len(text))]


def _follows_words(document: Document, at: int, after: str) -> bool:
    """Whether the comma or other mark at `at`, with no word right before it, ends words."""
    text = document.text
    sign, before = text[at], text[at - 1 : at]
    if before in tuple("»”)%") or is_emoji(before):
        return True
    behind = text[at + 1 + len(after) : at + 2 + len(after)]
    if before == '"':
        prose = behind in (" ", "-", *_APOSTROPHES) and _closes_straight(text, at - 1)
        return sign == "," and prose
    if behind not in tuple(" -.!?,;:\n'’") and behind:
        return False
    # A comma with its space on the wrong side; a semicolon may have one on either.
    spaced = before in tuple(_SPACES) and sign in ",;"
    ended = text[max(at - 2, 0) : at - 1]
    ends = ended.isalnum() or ended in tuple("»”)%") or is_emoji(ended)
    return spaced and bool(ended) and ends


def _closes_straight(text: str, at: int) -> bool:
    """Whether the straight mark at `at` ends a quotation of prose: no `print("a",b)`, no CSV."""
    opened = text.rfind('"', max(at - 1000, 0), at)
    inside = text[at - 1 : at]
    return opened >= 0 and not text[max(opened - 1, 0) : opened].strip() and bool(inside.strip())


def _ends_sentence(document: Document, at: int, before: str, after: str) -> bool:
    """Whether the full stop at `at` stands between two sentences, in no name of a site or file."""
    text, lexicon = document.text, document.lexicon
    if not after[0].isupper() or (after.isupper() and len(after) > 1):
        return False
    if before.islower() and len(after) > 1:
        known = lexicon.zipf(before) >= _KNOWN and lexicon.zipf(after) >= _KNOWN
        if len(before) > 2 and known:
            return True
    # Behind a name, an acronym or a year the next sentence must begin with a word of grammar.
    start = at - len(before)
    if before.isdigit():
        ends = len(before) == _YEAR
    elif before:
        ends = len(before) > 2 and not before.islower()
    else:
        ends = text[at - 1 : at] in tuple(")»”%")
    if not ends or text[start - 1 : start] in tuple("._/@#\\"):
        return False
    return _begins_sentence(document, at + 1, after)


def _begins_sentence(document: Document, start: int, first: str) -> bool:
    """Whether the word at `start` is one of grammar with a small letter or a name behind it."""
    text, lexicon = document.text, document.lexicon
    end = start + len(first)
    if text[end : end + 1] in _APOSTROPHES:
        return len(first) == 1 or first == "Qu"
    following = document.word_after(end + 1)
    return (
        text[end : end + 1] == " "
        and lexicon.zipf(first) >= _FREQUENT
        and lexicon.capitalised(first) < 0.5
        and (lexicon.pair(first, following) > 0.0 or lexicon.is_name(following))
    )


def _whole_bracket(text: str, at: int) -> bool:
    """Whether the bracket that closes at `at` stands beside its words and holds several."""
    opening = text.rfind("(", max(at - 200, 0), at)
    return (
        opening >= 0 and (opening == 0 or text[opening - 1].isspace()) and " " in text[opening:at]
    )


def _is_aside(document: Document, at: int, inside: str) -> bool:
    """Whether the bracket at `at`, right behind a word, holds words rather than arguments."""
    lexicon, before = document.lexicon, document.word_before(at)
    words = inside.split()
    if len(words) < 2 or document.is_protected(at) or _CODE.search(inside):
        return False
    if not before.islower() or lexicon.zipf(before) < max(_KNOWN, lexicon.zipf_english(before)):
        return False
    first = words[1] if words[0].isdigit() else document.word_after(at + 1)
    return first.isalpha() and len(first) > 1 and lexicon.zipf(first) >= _KNOWN


def _beside_pairs(document: Document, pair: re.Pattern[str], width: int) -> Iterator[Loss]:
    """Losses outside pairs of marks of emphasis, each mark `width` characters long."""
    text = document.text
    for match in pair.finditer(text):
        start, end = match.span()
        outside = text[max(start - 1, 0) : start] + text[end : end + 1]
        if "_" in outside or document.is_protected(start + width):
            continue
        left = _lost_between(document, start, start + width)
        right = _lost_between(document, end - width, end)
        # In Markdown an underscore inside a name is no mark: "_set_name" is code.
        if text[start] == "_" and not _is_emphasis(document, match, left=left, right=right):
            continue
        if left:
            yield Loss(start, _words_around(document, start, start + width), "before emphasis")
        if right:
            yield Loss(end, _words_around(document, end - width, end), "after emphasis")


def _is_emphasis(document: Document, match: re.Match[str], *, left: bool, right: bool) -> bool:
    """Whether underscores, glued to a word on one side, stand around words of a text."""
    text, zipf = document.text, document.lexicon.zipf
    if left == right:
        return False
    start, end = match.span()
    outer = document.word_before(start) if left else document.word_after(end)
    width = 2 if text[start + 1] == "_" else 1
    inner = document.word_after(start + width) if left else document.word_before(end - width)
    other = text[end : end + 1] if left else text[max(start - 1, 0) : start]
    french = zipf(inner) > document.lexicon.zipf_english(inner)
    return french and zipf(outer) >= _FREQUENT and not other.isalnum() and other not in tuple("/(.")


def _beside_links(document: Document) -> Iterator[Loss]:
    text = document.text
    for match in _LINK.finditer(text):
        start, end = match.span()
        if _lost_between(document, start, start + 1):
            yield Loss(start, _words_around(document, start, start + 1), "before a link")
        label_end = text.index("]", start)
        if _lost_between(document, label_end, end):
            right = end + len(document.word_after(end))
            yield Loss(end, Span(end - 1, right), "after a link")


def _beside_tags(document: Document) -> Iterator[Loss]:
    for match in _TAG.finditer(document.text):
        start, end = match.span()
        if _lost_between(document, start, end):
            at, side = (end, "after") if match[1] else (start, "before")
            yield Loss(at, _words_around(document, start, end), f"{side} a tag")


def _words_around(document: Document, start: int, end: int) -> Span:
    left, right = document.word_before(start), document.word_after(end)
    return Span(start - len(left), end + len(right))


def _lost_between(document: Document, start: int, end: int) -> bool:
    """Whether the words around the markup of `[start, end)` are two, and no parts of one."""
    return are_two_words(document, document.word_before(start), document.word_after(end))


def are_two_words(document: Document, left: str, right: str) -> bool:
    """Whether what stands on either side of markup is a word, and both are no parts of one."""
    if not (is_word(document, left) and is_word(document, right)):
        return False
    if not (left.islower() or right.islower()) or (left + right).isupper():
        return False
    lexicon, joined = document.lexicon, (left + right).lower()
    if zipf := lexicon.zipf(joined):
        return lexicon.pair(left, right) > zipf  # "parla", but far oftener "par la"
    return lexicon.pair(left, right) >= _LEAST_PAIR or not lexicon.plausible(joined)


def is_word(document: Document, word: str) -> bool:
    """Whether a reader knows it as a word by itself."""
    return (len(word) > 1 or word in ("à", "a")) and document.lexicon.zipf(word) >= _KNOWN
