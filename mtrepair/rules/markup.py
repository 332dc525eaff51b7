"""What is left of lost markup: entities, emphasis, links, placeholders, broken encodings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from mtrepair.document import Document
from mtrepair.revision import trimmed
from mtrepair.rules.emphasis import pairs, partners
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_SPACES = " \u00a0\u202f"

# An engine that takes an entity for text may space it: "& quot;".
_ENTITY = re.compile(
    r"&(?:(?:amp|\#0*38|\#x0*26);)*"
    r"(?:(?P<name>[A-Za-z]\w{1,31})|\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6});"
    r"|& ?(?:amp ?; ?)?(?P<spaced>nbsp|quot|amp|apos|rsquo|lsquo|ldquo|rdquo|laquo|raquo|hellip"
    r"|ndash|mdash|eacute|egrave|agrave|ccedil) ?;"
)

# Two marks with nothing between them, but no line of stars and no list.
_EMPTY = re.compile(r"(?<!\*)(?<!\* )\*{1,3} \*{1,3}(?! ?\*|\w)")
# A pair of marks with a space on its inner side, where Markdown has none.
_STRONG = re.compile(
    r"(?<!\*)(?P<mark>\*{2,3})(?!\*)(?: [^\W\d_][^*\n]{0,80}? ?| ?[^\W\d_][^*\n]{0,80}? )"
    r"(?P=mark)(?!\*)"
)
_PAIR = re.compile(r"(?<=[\s(]\*) (?P<words>[a-zà-ÿœ]{2}[^*\n=]{0,60}?) \*(?=[\s.,;:!?)])(?! \*)")
# Markdown needs a space outside a pair of stars; words beside it have lost theirs.
_GLUED = re.compile(r"\*(?P<words>[^\W\d_][^*\n]{1,60}[^\W\d_])\*")
_STARRED = frozenset("hôtel hôtels hotel palace restaurant camping résidence de du m mme".split())
_STARS = re.compile(r"(?<=[^\s*] )\*{4} (?=[^\W\d_A-Z])")

_PLACEHOLDER = re.compile(r"__gVirt\w*(?:<?__)?|__[A-Z]{2,12}_?\d{1,4}__|⟦\d{1,4}⟧")
# In a text that has emphasis of this kind, "__COVID19__" is one more.
_UNDERSCORED = re.compile(r"(?<!\w)__(?=[^\W_])[^_\n]{0,80}[^\W\dA-Z_]__(?!\w)")
_TAG_ID = re.compile(r"</?ph\b[^<>\n]{0,40}>|\bph id ?= ?[\"“”«][^\"“”»\n]{1,20}[\"“”»]")
_LINK = re.compile(r"\[[^\[\]\n]{1,120}\] (?:\((?:https?:|/ )[^()\n]{1,200}\)?|https? : ?//\S*)")
_BROKEN_URL = re.compile(r"https? : ?/ ?/\s?\S*")

# First bytes of UTF-8 sequences read as Windows-1252.
_MOJIBAKE = re.compile(r"[ÃÂÅ]|â€|ðŸ|ï»¿")


@rule(
    "MT404",
    examples=[
        ("Le conseil d&#8217;administration s&rsquo;est réuni lundi.",
         "Le conseil d’administration s’est réuni lundi."),
        ("Le groupe R&amp;amp;D d&amp;rsquo;Airbus recrute.", "Le groupe R&D d’Airbus recrute."),
        ("Il parle & quot;trop& quot;, dit-elle.", 'Il parle "trop", dit-elle.'),
        ("J’ai rencontré mon peuple * * hier soir.", "J’ai rencontré mon peuple hier soir."),
        ("Une application sans ** premier ** essai.", "Une application sans premier essai."),
        ("Enfer, même *** moi *** je le sais.", "Enfer, même moi je le sais."),
        ("Je fais*beaucoup* de vélo.", "Je fais beaucoup de vélo."),
        ("Elle aime __gVirt_NP_NN_NNPS<__ les livres.", "Elle aime les livres."),
        ("L’Ã©tÃ© sera chaud.", "L’été sera chaud."),
        ("Un tas de [Camunda] (https://camunda.com).", None),
    ],
    clean=[
        "Le service R&D de Marks & Spencer ; AT&T aussi.",
        "Fin du chapitre.\n\n* * *\n\nDébut du suivant.",
        "* premier point\n* second point",
        "Julie* et Marc* témoignent.\n\n* Les prénoms ont été modifiés.",
        "Un hôtel **** et la comtesse de ***.",
        "La surface = longueur * largeur * hauteur.",
        "La lettre é devient « Ã© » quand on lit mal.",
        "SÃO PAULO et les ÂGES de la vie.",
        "Un texte **en gras** et *en italique* bien formé.",
        "Le jury a primé **Nantes** et **Rennes** cette année.",
    ],
)  # fmt: skip
def entity_residue(document: Document) -> Iterator[Mark]:
    """What is left of markup: entities, marks of emphasis, placeholders, broken encodings.

    The page was taken apart before translation and its marks were translated as text. Entities
    become their characters, also where `&` was escaped twice; marks of emphasis with spaces where
    Markdown has none go, their words stay; placeholders of engines go. Well-formed Markdown is
    left alone. Bytes read in the wrong encoding are mended where ftfy is sure; quotation marks
    are not changed. Safe, but for a lone `****`, which may be a censored word. Broken links are
    shown only.
    """
    text = document.text
    if "&" in text:
        yield from _entities(document)
    if "*" in text:
        yield from _emphasis(document)
    if "__" in text or "⟦" in text or "ph id" in text or "<ph" in text:
        yield from _placeholders(text)
    if "] (" in text or "] http" in text or "http : " in text or "https : " in text:
        yield from _links(text)
    if any(sign in text for sign in ("Ã", "Â", "Å", "â€", "ðŸ", "ï»¿")):
        yield from _encodings(text)


def _entities(document: Document) -> Iterator[Mark]:
    text = document.text
    for match in _ENTITY.finditer(text):
        name = match["name"] or match["spaced"]
        if (name and f"{name};" not in html5) or document.is_protected(match.start()):
            continue
        entity = f"&{name};" if name else f"&{match[0][match[0].rindex('#') :]}"
        character = html.unescape(entity)
        if (character.isprintable() and character != "\ufffd") or character in _SPACES:
            around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
            alone = character in _SPACES and not around.strip("\n")
            replacement = "" if alone else character
            yield mark(*match.span(), f"an HTML entity, {entity}", replacement)


def _emphasis(document: Document) -> Iterator[Mark]:
    text = document.text
    partner = partners(document)
    for match in pairs(_EMPTY, text, partner):
        if _before(text, match.start()):
            yield _without(text, *match.span(), "marks of an empty emphasis")
    for match in pairs(_STRONG, text, partner):
        words = _beside(text, match.start(), match[0].strip("*"), match.end())
        yield mark(*match.span(), "marks of emphasis", words)
    done = 0  # the mark that closes one pair opens no other
    for match in _PAIR.finditer(text):
        before = _before(text, match.start() - 1)
        if before and "=" not in before and match.start() > done:
            words = match["words"].strip()
            yield mark(match.start() - 1, match.end(), "marks of emphasis", words)
            done = match.end()
    for match in pairs(_GLUED, text, partner):
        left = bool(document.word_before(match.start()))
        right = bool(document.word_after(match.end()))
        if left != right and _joins_words(document, match):
            words = " " * left + match["words"] + " " * right
            yield mark(*match.span(), "marks of emphasis glued to a word", words)
    for match in _STARS.finditer(text):
        if document.word_before(match.start() - 1).lower() not in _STARRED:
            end = match.end() - 1
            yield _without(text, match.start(), end, "stray stars", Safety.UNSAFE)


def _beside(text: str, start: int, words: str, end: int) -> str:
    """The words of an emphasis at `[start, end)`, with those spaces that keep others from them."""
    left = words[0].isspace() and text[max(start - 1, 0) : start].isalnum()
    right = words[-1].isspace() and text[end : end + 1].isalnum()
    return " " * left + words.strip() + " " * right


def _joins_words(document: Document, match: re.Match[str]) -> bool:
    """Whether a word that the lexicon knows is glued to the match, and nothing else is."""
    text, known = document.text, document.lexicon.zipf
    beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    glued = document.word_before(match.start()) or document.word_after(match.end())
    return len(glued) > 1 and known(glued) > 0 and not any(sign in beside for sign in "-_/*")


def _placeholders(text: str) -> Iterator[Mark]:
    emphasised = _UNDERSCORED.search(text) is not None
    for match in _PLACEHOLDER.finditer(text):
        if not (emphasised and match[0].startswith("__") and match[0][2].isupper()):
            yield _without(text, *match.span(), "an engine's placeholder")
    for match in _TAG_ID.finditer(text):
        yield _without(text, *match.span(), "an engine's placeholder", Safety.UNSAFE)


def _links(text: str) -> Iterator[Mark]:
    done = 0
    for pattern in (_LINK, _BROKEN_URL):
        for match in pattern.finditer(text):
            if match.start() >= done:
                yield mark(*match.span(), "a broken link", safety=Safety.DISPLAY)
                done = match.end()


def _encodings(text: str) -> Iterator[Mark]:
    from ftfy import fix_encoding

    done = 0
    for match in _MOJIBAKE.finditer(text):
        if match.start() < done:
            continue
        # The byte A0 may have become a space: the next word belongs to it.
        start, done = _word_start(text, match.start()), _word_end(text, match.end())
        broken = text[start:done]
        mended = fix_encoding(broken)
        # A text on encodings quotes the broken letters.
        if mended != broken and "«" not in text[max(start - 2, 0) : start]:
            edit = trimmed(Edit(Span(start, done), mended), text)
            yield mark(start, done, "bytes read in the wrong encoding", edits=[edit])


def _without(text: str, start: int, end: int, message: str, safety: Safety = Safety.SAFE) -> Mark:
    """A mark on `[start, end)`, mended by leaving it out with the space before it, or after."""
    if start and text[start - 1] in _SPACES:
        edit = Edit(Span(start - 1, end), "")
    elif text[end : end + 1] in tuple(_SPACES):
        edit = Edit(Span(start, end + 1), "")
    else:
        edit = Edit(Span(start, end), "")
    return mark(start, end, message, edits=[edit], safety=safety)


def _before(text: str, start: int) -> str:
    """What stands before `start` on its line, white space cut, 200 characters at most."""
    before = text[max(start - 200, 0) : start]
    return before[before.rfind("\n") + 1 :].strip()


def _word_start(text: str, index: int) -> int:
    while index and not text[index - 1].isspace():
        index -= 1
    return index


def _word_end(text: str, index: int) -> int:
    for _ in range(2):
        while index < len(text) and text[index] in _SPACES:
            index += 1
        while index < len(text) and not text[index].isspace():
            index += 1
    return index
