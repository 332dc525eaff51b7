"""Lines, paragraphs, sentences and segments of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from mtrepair.types import Segment, SegmentKind, Span

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")

# What may follow a full stop without ending a sentence.
_ABBREVIATION = re.compile(
    r"\b(?:M|MM|Mme|Mlle|Mgr|Dr|Me|St|Ste|Mr|Mrs|Ms|art|al|cf|ex|env|etc|fig|no|p|pp|tél|vol|av|bd"
    r"|apr|J|[A-ZÀ-Ý])\.$"
)
_LONGEST_ABBREVIATION = len("Mlle.")
# Possessive, and never begun inside a run of marks: a line of dots is read once.
_SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++(?:\s*+[»”\"’)\]]++)?(?=\s++[\"“«‘(\[—–-]*+\s*+[A-ZÀ-ÝŒ0-9])"
)

_ITEM = re.compile(r"(?:[-•*·▪‣◦]|\d{1,3}[.)])\s+\S")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,][\s»”\"’)\]]*$")
_ASKS = re.compile(r"[?!…][\s»”\"’)\]]*$")
# No word of a language, but data: what looks inside words would do so a million times.
_NO_WORD = 1000
_RUN = re.compile(rf"(?<![\w'’-])[\w'’-]{{{_NO_WORD}}}")

# The headline of the sample article has 17 words; half as many again for longer ones.
_HEADLINE_WORDS = 25
# An alexandrine has some 45 letters.
_FEWEST_LETTERS, _LONGEST_VERSE = 12, 60
# Columns at which mail and plain-text files are wrapped.
_WRAPPED = range(40, 101)


def lines(text: str) -> list[Span]:
    """The lines of a text, each with its line end; they tile it."""
    starts = list(accumulate(map(len, text.split("\n")), lambda at, size: at + size + 1, initial=0))
    spans = [Span(start, end) for start, end in pairwise(starts[:-1])]
    return [*spans, Span(starts[-2], len(text))] if starts[-2] < len(text) else spans


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text without the blank lines between them.

    >>> [span.of("a\\n\\n\\nb c\\n") for span in paragraphs("a\\n\\n\\nb c\\n")]
    ['a', 'b c\\n']
    """
    spans, start = [], 0
    for match in _PARAGRAPH_END.finditer(text):
        if match.start() > start:
            spans.append(Span(start, match.start()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans


def verses(text: str, rows: Sequence[Span]) -> list[Span]:
    """Passages in verse: short lines one below the other, each with a capital, few of them whole.

    Args:
        rows: the lines of the text.

    >>> text = "Le Malheur nous attend,\\nLa Nuit tombe en chantant\\nEt nul ne nous entend."
    >>> [span.of(text)[:10] for span in verses(text, lines(text))]
    ['Le Malheur']
    """
    found: list[Span] = []
    start = 0
    for at in range(len(rows) + 1):
        if at < len(rows) and _may_be_verse(rows[at].of(text).strip()):
            continue
        passage = [row.of(text).strip() for row in rows[start:at]]
        whole = sum(row[-1] in ".!?…" for row in passage)
        if len(passage) > 1 and 2 * whole <= len(passage):
            found.append(Span(rows[start].start, rows[at - 1].end))
        start = at + 1
    return found


def _may_be_verse(row: str) -> bool:
    return _FEWEST_LETTERS <= len(row) <= _LONGEST_VERSE and row[0].isupper() and " " in row


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of one paragraph; they tile it, white space included.

    >>> text = "M. Sunak a parlé. Il est parti."
    >>> [sentence.of(text) for sentence in sentences(text, Span(0, len(text)))]
    ['M. Sunak a parlé. ', 'Il est parti.']
    """
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        if match[0] == "." and _abbreviates(text, start, match.end()):
            continue
        end = match.end()
        while end < span.end and text[end].isspace():
            end += 1
        yield Span(start, end)
        start = end
    if start < span.end:
        yield Span(start, span.end)


def _abbreviates(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` belongs to an abbreviation that begins at `start` or on.

    Asked of its last letters alone: a list of names is one long sentence.
    """
    return _ABBREVIATION.search(text, max(start, end - _LONGEST_ABBREVIATION), end) is not None


def segments(text: str) -> list[Segment]:
    """The units that a model reads: headlines, sentences, list items, captions and furniture.

    They tile the text: white space belongs to the segment before it, at the start of the text
    to the first. A line is a paragraph, unless its paragraph was wrapped at a fixed width.

    >>> [(s.kind, s.span.of(text)) for text in ["Un titre\\n\\nIl part. Il revient.\\n"]
    ...     for s in segments(text)]
    [('headline', 'Un titre\\n\\n'), ('sentence', 'Il part. '), ('sentence', 'Il revient.\\n')]
    """
    blocks = list(_blocks(text))
    lines_read = [block.of(text).strip() for block, _ in blocks]
    starts: list[tuple[int, SegmentKind]] = []
    for (block, wrapped), line, is_furniture in zip(
        blocks, lines_read, _furniture(lines_read), strict=True
    ):
        kind: SegmentKind = (
            "furniture" if is_furniture else _kind(line, first=not starts, wrapped=wrapped)
        )
        whole = kind in ("headline", "furniture")
        for part in [block] if whole else sentences(text, block):
            is_data = len(part) > _NO_WORD and _RUN.search(text, part.start, part.end)
            starts.append((part.start, "furniture" if is_data else kind))
    if not starts:
        return [Segment(Span(0, len(text)), "sentence")] if text else []
    places = [0, *(start for start, _ in starts[1:]), len(text)]
    return [
        Segment(Span(start, end), kind)
        for (start, end), (_, kind) in zip(pairwise(places), starts, strict=True)
    ]


def _blocks(text: str) -> Iterator[tuple[Span, bool]]:
    """Lines and wrapped paragraphs that hold more than white space, and which of them they are."""
    for paragraph in paragraphs(text):
        end = text.find("\n", paragraph.start, paragraph.end)
        if end in (-1, paragraph.end - 1):  # nearly all are one line
            if not paragraph.of(text).isspace():
                yield paragraph, False
            continue
        rows = [
            Span(*match.span())
            for match in _LINE.finditer(text, paragraph.start, paragraph.end)
            if not match[0].isspace()
        ]
        if _is_wrapped([row.of(text).strip() for row in rows]):
            yield Span(rows[0].start, rows[-1].end), True
        else:
            yield from ((row, False) for row in rows)


def _is_wrapped(rows: list[str]) -> bool:
    """Whether every line ends where the first word of the next would not have fitted."""
    if len(rows) < 2 or max(map(len, rows)) not in _WRAPPED:
        return False
    width = max(map(len, rows))
    lower = sum(row[0].islower() for row in rows[1:])
    return 2 * lower >= len(rows) - 1 and all(
        len(row) + 1 + len(after.split(maxsplit=1)[0]) > width for row, after in pairwise(rows)
    )


def _furniture(rows: list[str]) -> list[bool]:
    """Which lines are page furniture; a mere word such as "Facebook" only beside another."""
    from mtrepair.furniture import furniture

    kinds = [None, *map(furniture, rows), None]
    return [
        kind is not None and (kind not in ("network", "label") or bool(before or after))
        for before, kind, after in zip(kinds, kinds[1:], kinds[2:], strict=False)
    ]


def _kind(line: str, *, first: bool, wrapped: bool) -> SegmentKind:
    from mtrepair.furniture import caption

    if caption(line):
        return "caption"
    if _ITEM.match(line):
        return "item"
    if not wrapped and _is_headline(line, first=first):
        return "headline"
    return "sentence"


def _is_headline(line: str, *, first: bool) -> bool:
    ends = _ENDS_SENTENCE.search(line) is not None and not (first and _ASKS.search(line))
    return not ends and line[:200] == line and len(line.split()) <= _HEADLINE_WORDS
