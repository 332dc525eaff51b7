"""Parts of a text that are no prose: addresses, code, markup, rows of data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, groupby

from mtrepair.types import Span, covers

# URLs, e-mail addresses, placeholders and tags. Every alternative starts
# with a literal or is anchored by one, so that a text without them is scanned once.
_INLINE = re.compile(
    r"https?://[^\s<>«»“”\"]+"
    r"|\bwww\.[^\s<>«»“”\"]+"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\{\{?[^{}\n]{1,80}\}\}?"
    r"|<[a-zA-Z/!][^<>\n]{0,300}>"
    r"|:::[\w-]+:::"
)
_INLINE_TRIGGERS = ("@", "{", "<", "://", "www.", ":::")
_DOT_INSIDE = re.compile(r"\.(?=[a-z])(?<=[^\W_].)")
_DOTTED_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# Names in code: "catalog_id". An underscore at either end is emphasis, or residue.
_IDENTIFIER = re.compile(r"(?<!\w)[^\W_]+(?:_[^\W_]+)+(?!\w)")

_FRONT_MATTER = re.compile(
    r"\s*+(?P<rule>---|\+\+\+)[ \t]*\n(?P<lines>.*?\n)(?:(?P=rule)|\.\.\.)[ \t]*(?:\n|\Z)", re.S
)
_FRONT_LINE = re.compile(r"[ \t]*$|[ \t]+\S|[#\]}]|- |[\w.\"'-]+[ \t]*[:=]")
_FENCE = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?P<fence>`{3,}|~{3,})(?P<info>.*)$", re.M)
_BACKTICKS = re.compile(r"`+")

# Elements whose content is no prose; what the others hold is.
_ELEMENT = re.compile(
    r"<(?P<open>!--|\?(?=\w)|(?:script|style|pre|code|kbd|samp|svg|math)(?=[\s>/]))", re.I
)
_SELF_CLOSED = re.compile(r"[^<>]*/>")
# A tag over several lines, or one that is never closed but has attributes. Groups are atomic, not
# possessive: until Python 3.11.5 a possessive group may go back into itself (gh-106052).
_QUOTED = r"(?:\"[^\"<]*+\"|'[^'<]*+'|«[^»<]*+»|“[^”<]*+”)"
_TAG = re.compile(
    rf"<[a-zA-Z][\w:.-]*+(?:"
    rf"(?>(?:\s++[\w:@.-]++(?>(?:\s*+=\s*+(?:{_QUOTED}|[^\s\"'<>=«“]++))?))*)\s*+/?>"
    rf"|(?>(?:\s++[\w:@.-]++\s*+=\s*+{_QUOTED})+))"
)

# The target and the title of a link or an image, the label of one that is defined elsewhere.
_TARGET = re.compile(
    r"\](?:\(\s*+(?:<[^<>\n]*+>|[^\s()<>]*+(?>(?:\([^\s()<>]*+\)[^\s()<>]*+)*))"
    r"(?:\s++(?P<quote>[\"'])[^\n]{0,300}?(?P=quote))?\s*+\)"
    r"|\[[^\[\]\n]{0,200}\])"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\n^][^\]\n]{0,200}\]:[ \t]*(?=\S*[/.#:])\S+"
    r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.M,
)
_DELIMITER_ROW = re.compile(r"^(?=[^\n|]*\|)(?=[^\n-]*-)[ \t:|>-]+$", re.M)
_DATA_URI = re.compile(
    r"\bdata:(?:[\w.+-]+/[\w.+-]+|(?=;base64))[^\s,<>«»“”\"]{0,100},[^\s<>«»“”\"]*"
)

_GLUED_SEMICOLON = re.compile(r";(?=[^\s\u00a0])")
_GLUED_COMMA = re.compile(r",(?=[^\s\u00a0\d])")
_ENTITY = re.compile(r"&#?\w{1,31};")
_QUOTED_FIELD = re.compile(r"\"[^\"]*\"")
_SPACED = {sign: re.compile(rf"\s{sign}|{sign}\s") for sign in ";,"}
_ENDS_SENTENCE = (".", "!", "?", "…")
# Longer fields of a lone row are clauses: "Il part;elle reste;personne ne sait pourquoi".
_MOST_WORDS = 4


def protected_spans(text: str) -> list[Span]:
    """Spans that no edit may touch, sorted, none overlapping.

    To those of `inline_spans` come front matter, fenced code, HTML comments, scripts, styles and
    code, broken tags with attributes, targets and titles of links, delimiter rows of tables, data
    URIs, and rows of separated values. The text of links, cells and other tags is prose.

    >>> text = 'Voir [le plan](plan.md "Le plan").'
    >>> [span.of(text) for span in protected_spans(text)]
    ['](plan.md "Le plan")']
    """
    return merged([*_inline(text), *_markup(text)])


def inline_spans(text: str) -> list[Span]:
    """Spans in a sentence that stand for a word or nothing: addresses, names of sites and files,
    code, placeholders, tags; sorted, none overlapping.

    >>> inline_spans("voir https://exemple.fr/a,b ici")
    [Span(start=5, end=27)]
    """
    return merged([*_inline(text), *_inline_code(text, 0, len(text))])


def _inline(text: str) -> Iterator[Span]:
    for match in _dotted_names(text):
        yield Span(*match.span())
    if "_" in text:
        for match in _IDENTIFIER.finditer(text):
            yield Span(*match.span())
    if any(trigger in text for trigger in _INLINE_TRIGGERS):
        for match in _INLINE.finditer(text):
            # The mark that ends a sentence is no part of the address.
            yield _address(match) if match[0][0] in "hw" else Span(*match.span())


def _markup(text: str) -> Iterator[Span]:
    if text.lstrip().startswith(("---", "+++")):
        yield from front_matter(text)
    code = list(_code(text)) if "`" in text or "~~~" in text else []
    yield from code
    if "<" in text:
        yield from _elements(text, code)
        yield from (Span(*match.span()) for match in _TAG.finditer(text))
    if "](" in text or "][" in text:
        yield from (Span(*match.span()) for match in _TARGET.finditer(text))
    if "]:" in text:
        yield from (Span(*match.span()) for match in _DEFINITION.finditer(text))
    if "|" in text and "-" in text:
        yield from (Span(*match.span()) for match in _DELIMITER_ROW.finditer(text))
    if "data:" in text:
        yield from map(_address, _DATA_URI.finditer(text))
    for sign, glued in ((";", _GLUED_SEMICOLON), (",", _GLUED_COMMA)):
        if glued.search(text):
            yield from _rows(text, sign)


def _address(match: re.Match[str]) -> Span:
    address = match[0]
    if ")" in address:  # one that nothing opened is Markdown's: "](https://ex.fr)et"
        depth = accumulate((c == "(") - (c == ")") for c in address)
        address = address[: next((i for i, d in enumerate(depth) if d < 0), len(address))]
    return Span(match.start(), match.start() + len(address.rstrip(".,;:!?)]'’")))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _dotted_names(text: str) -> Iterator[re.Match[str]]:
    """Names of sites and files, a small letter behind their dot: "lemonde.fr", "node.js"."""
    end = 0
    for dot in _DOT_INSIDE.finditer(text):
        if dot.start() < end:
            continue
        start = dot.start()
        while start > end and (text[start - 1].isalnum() or text[start - 1] in "_-"):
            start -= 1
        name = _DOTTED_NAME.match(text, start)
        if name is not None:
            end = name.end()
            yield name


def front_matter(text: str) -> Iterator[Span]:
    """What stands before a page's text, between two rules, if each line of it has a key."""
    match = _FRONT_MATTER.match(text)
    if match is not None:
        rows = match["lines"].rstrip("\n").split("\n")
        keyed = rows[0].strip() and not rows[0][0].isspace()
        if keyed and all(map(_FRONT_LINE.match, rows)):
            yield Span(*match.span())


def _code(text: str) -> Iterator[Span]:
    """Fenced code and inline code, in order."""
    at = 0
    for fence in _fenced(text):
        yield from _inline_code(text, at, fence.start)
        yield fence
        at = fence.end
    yield from _inline_code(text, at, len(text))


def _fenced(text: str) -> Iterator[Span]:
    """Code between fences; the last fence, if nothing closes it, reaches to the end."""
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        fence, info = match["fence"], match["info"]
        if opened is None:
            if "`" not in info or fence[0] == "~":
                opened = match
        elif fence.startswith(opened["fence"]) and not info.strip():
            yield Span(opened.start(), match.end())
            opened = None
    if opened is not None:
        yield Span(opened.start(), len(text))


def _inline_code(text: str, start: int, end: int) -> Iterator[Span]:
    """Code in `[start, end)` between two runs of as many backticks in one paragraph."""
    runs = [match.span() for match in _BACKTICKS.finditer(text, start, end)]
    closers: list[tuple[int, int] | None] = []
    behind: dict[int, tuple[int, int]] = {}
    for run in reversed(runs):
        length = run[1] - run[0]
        closers.append(behind.get(length))
        behind[length] = run
    done = start
    for run, closer in zip(runs, reversed(closers), strict=True):
        if closer is not None and run[0] >= done and text.find("\n\n", run[1], closer[0]) < 0:
            done = closer[1]
            yield Span(run[0], done)


def _elements(text: str, code: Sequence[Span]) -> Iterator[Span]:
    """Comments, and elements of code with what they hold; `code` only tells of such."""
    at = 0
    unclosed: set[str] = set()
    while match := _ELEMENT.search(text, at):
        at, name = match.end(), match["open"].lower()
        closed = name.isalpha() and _SELF_CLOSED.match(text, at)
        if name in unclosed or closed or covers(code, match.start()):
            continue
        closer = _closer(name).search(text, at)
        if closer is None:
            unclosed.add(name)
        else:
            at = closer.end()
            yield Span(match.start(), at)


@cache
def _closer(name: str) -> re.Pattern[str]:
    """What closes the element or comment that `name` opens."""
    ends = {"!--": "-->", "?": r"\?>"}
    return re.compile(ends.get(name, rf"</{name}\s*>"), re.I)


def _rows(text: str, sign: str) -> Iterator[Span]:
    """Rows of values with nothing but `sign` between them: several alike, or a clear one."""
    rows = []
    at = 0
    for line in text.split("\n"):
        rows.append((_borders(line, sign), Span(at, at + len(line)), line))
        at += len(line) + 1
    for borders, group in groupby(rows, key=lambda row: row[0]):
        if borders:
            alike = list(group)
            if _is_data(sign, borders, [line.strip() for _, _, line in alike]):
                yield Span(alike[0][1].start, alike[-1][1].end)


def _borders(line: str, sign: str) -> int:
    """How often `sign` stands between two values; 0 where a space is beside one of them."""
    if sign not in line:
        return 0
    bare = _QUOTED_FIELD.sub('""', _ENTITY.sub("", line.strip()))
    return 0 if _SPACED[sign].search(bare) else bare.rstrip(sign).count(sign)


def _is_data(sign: str, borders: int, rows: list[str]) -> bool:
    """Whether lines with as many borders each are rows of values and no clauses."""
    sentence = rows[0].endswith(_ENDS_SENTENCE)
    if len(rows) > 1:
        return borders > 1 if sentence == (sign == ";") else sign == ";"
    short = all(len(field.split()) <= _MOST_WORDS for field in rows[0].split(sign))
    return sign == ";" and borders > 1 and short and not sentence
