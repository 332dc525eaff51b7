"""Spaces between words: lost, or put inside a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from mtrepair.document import Document
from mtrepair.french import APOSTROPHES, ELIDED, unaccented
from mtrepair.lexicon import Lexicon
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.lexicon.splitting import Neighbours, Split, best_split, join_gain
from mtrepair.protected import merged
from mtrepair.rules.borders import lost_at_borders
from mtrepair.rules.glued import (
    Border,
    capital_border,
    counted_border,
    may_be_glued,
    may_end_in_grammar,
    number_borders,
    tail_border,
)
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span, meets

# Gains, natural log, from which on a string is called a join, and is split without asking.
# Names are spelled like anything: a string with a capital takes more.
_JOIN, _SURE_JOIN = -3.0, 0.0
_NAME_JOIN, _SURE_NAME_JOIN = -1.0, 4.0
# A string that the lexicon knows as a word, if only a rare one, takes more yet.
_SELDOM_JOIN = 3.0
# By how much a sure split leads the next best one.
_LEAD = 1.5
# The most that neighbours can add to a gain; and what each repetition of the string takes away,
# since the same accident seldom happens twice in a text.
_NEIGHBOURS = 6.0
_REPETITION = 3.0
# Zipf values: of a word of grammar; by which the parts together are rather English.
_GRAMMATICAL = 5.5
_ENGLISH = 1.0
# What it takes to break a compound: "sino-tibétain" has a first part that no list has.
_COMPOUND = 5.0
_SURNAME = 6.0

_SPLIT, _SURE_SPLIT = 4.0, 7.0
_SHORTEST_PIECE = 3
# Of two pieces one is no word, or one that comes three times in a million words at most.
_RARE = 3.5

_ELIDING = tuple(sorted({form[:-1] for form in ELIDED.values() if len(form) <= len("qu'")}))
# "losqu'elle" lacks a letter, not a space.
_WELL_KNOWN = 4.0
_ELIDED_LONG = ("lorsqu", "puisqu", "quoiqu", "presqu", "quelqu")
# Marks that make a part of an address, a hashtag or a file name of the string beside them.
_TIES = frozenset("_@#/\\&+$=~")
_TIED = re.compile(r"[.:]\w|\(")
_ELIDED = re.compile(r"['’][^\W\d_]")
_INITIAL = re.compile(r"\b[A-ZÀ-Ý]\.[ \u00a0]?\Z")
# What stands before a word that has a capital whatever it is.
_STARTS = re.compile(r"(?:\A|\n|[^\w\s,;)'’%-]|(?:\s|\A)-)\s*\Z")


@rule(
    "MT101",
    examples=[
        ("Le plan va de l’avantmalgré la demande.", "Le plan va de l’avant malgré la demande."),
        ("Une équipe etvraimentintelligente.", "Une équipe et vraiment intelligente."),
        ("L’accord tient jusqu’enmars.", "L’accord tient jusqu’en mars."),
        ("Il nage dansl’eau froide.", "Il nage dans l’eau froide."),
        ("Un appareil Windows 10ou un émulateur.", "Un appareil Windows 10 ou un émulateur."),
        ("Il dort en7 heures.", "Il dort en 7 heures."),
        ("C’était la finLe président est parti.", "C’était la fin. Le président est parti."),
        ("Le discours deMacron a déplu.", "Le discours de Macron a déplu."),
        ("Le site OpenNewsest en ligne.", "Le site OpenNews est en ligne."),
        ("Voir les articles45 et 46.", "Voir les articles 45 et 46."),
    ],
    clean=[
        "La covid19, le MP3, le B2B, le G20, le 4x4, 10km, 17h40 et le 3e au XIXe siècle.",
        "Une grenade lancée par la police10, selon trois avocats12. Le Paulette et la Martina.",
        "YouTube, iPhone, McDonald's, DevTools, eXistenZ, MyNewt, QuestDB et leBonCoin.",
        "#lesgens @lesgens lesgens.fr les_gens",
        "Une députée antieuropéenne et hypercritique a surréagi.",
    ],
)
def run_together(document: Document) -> Iterator[Mark]:
    """Words, digits or an elision glued together.

    The space beside a link or bold border was lost. A string that the lexicon doesn't know is
    split where its parts, written as they are and between their neighbours, are likelier than
    one new word. Safe where the lead is clear, or where markup shows the border of two words that
    are none together; unsafe where a name, or a lost full stop, is the other explanation; only
    shown where two English words are ("recordset").
    """
    unknown = document.unknown
    joins = _letter_joins(document, unknown)
    mixed = {word for word in unknown if may_be_glued(word, document.lexicon)}
    names = set(filter(may_end_in_grammar, unknown))
    found = list(document.occurrences(joins.keys() | mixed | names))
    repeated = Counter(match[0] for match in found)
    sure = lost_at_borders(document)
    yield from sure
    told = merged(mark.span for mark in sure)
    for match in found:
        start, word = match.start(), match[0]
        place = _place(document, match.start(), match.end())
        if place is None or meets(told, Span(start, match.end())):
            continue
        marks: list[Mark] = []
        if word in joins:
            needed = joins[word] + _REPETITION * (repeated[word] - 1)
            marks = list(_split_letters(document, start, word, place, needed))
        elif word in mixed:
            marks = list(_split_border(document, start, word))
        if not marks and word in names and (border := tail_border(document, start, word)):
            marks = [_at_borders(start, word, [border])]
        yield from marks


def _letter_joins(document: Document, unknown: Iterable[str]) -> dict[str, float]:
    """Strings of letters that may be joins, each with the gain that it needs."""
    lexicon = document.lexicon
    needed = {
        word: _JOIN if word[0].islower() else _NAME_JOIN
        for word in unknown
        if word.isalpha() and word[1:].islower()
    }
    for word in lexicon.seldom(filter(str.islower, document.words)):
        if _has_common_halves(word, lexicon) and not lexicon.plausible(word):
            needed[word] = _SELDOM_JOIN
    return {word: least for word, least in needed.items() if _may_be_join(word, least, lexicon)}


def _has_common_halves(word: str, lexicon: Lexicon) -> bool:
    """Whether two frequent neighbours make the string: nothing less outweighs that it is known."""
    cuts = range(1, len(word))
    halves = ((word[:cut], word[cut:]) for cut in cuts if word[:cut] in lexicon.common)
    return any(right in lexicon.common and lexicon.pair(left, right) for left, right in halves)


def _may_be_join(word: str, least: float, lexicon: Lexicon) -> bool:
    """Whether the string would be a join if its neighbours spoke for it."""
    places = [Neighbours(starts=True)]
    for elided in _ELIDING:
        if word.endswith(elided) and lexicon.zipf(word.removesuffix(elided)):
            places.append(Neighbours(starts=True, elides=True))
    splits = (best_split(word, lexicon, place) for place in places)
    return any(split and split.gain >= least - _NEIGHBOURS for split in splits)


def _split_letters(
    document: Document, start: int, word: str, place: Neighbours, least: float
) -> Iterator[Mark]:
    """The mark on a string of letters, if it is a join where it stands."""
    split = best_split(word, document.lexicon, place)
    if split is None or _is_english(split, document.lexicon):
        return
    if _is_misspelt(word, split, document.lexicon):
        return
    if word.islower() and word.capitalize() in document.words:
        return  # a name, written small once: "Chocolatey"
    if word[0].isupper() and _INITIAL.search(document.text, max(start - 4, 0), start):
        return  # "J. Lacouture"
    if _breaks_compound(document, start, word, split):
        least += _COMPOUND
    if _may_be_surname(word, place, split, document.lexicon):
        least += _SURNAME
    if split.gain < least:
        return
    sure = least + (_SURE_JOIN - _JOIN if word[0].islower() else _SURE_NAME_JOIN - _NAME_JOIN)
    if _may_be_compound(split, document.lexicon):
        sure += _COMPOUND
    safe = split.gain >= sure and split.lead >= _LEAD
    safety = Safety.SAFE if safe else Safety.UNSAFE
    if _may_be_english_compound(split, document.lexicon):
        safe, safety = False, Safety.DISPLAY
    parts = _with_prefixes(split.parts, document.lexicon)
    borders = [start + sum(map(len, parts[:i])) for i in range(1, len(parts))]
    shown = " ".join(parts)
    yield mark(
        start,
        start + len(word),
        f"“{word}” reads as “{word[0]}{shown[1:]}”",
        edits=[Edit(Span(at, at), " ") for at in borders],
        safety=safety,
        confidence=0.97 if safe else 0.7,
    )


def _with_prefixes(parts: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """The parts, those that make one word made one: ("la", "préinstallation"); two stay two."""
    joined = [parts[0]]
    for left, right in pairwise(parts):
        apart = lexicon.zipf(right) >= _GRAMMATICAL or lexicon.pair(left, right)
        if not apart and lexicon.plausible(left + right):
            joined[-1] += right
        else:
            joined.append(right)
    return joined if len(joined) > 1 else list(parts)


def _is_misspelt(word: str, split: Split, lexicon: Lexicon) -> bool:
    """Whether it is a known word with a letter doubled, or without an accent at its head.

    "instantannée", "destructurer".
    """
    if any(_lacks_a_letter(word, whole) for whole in _ELIDED_LONG):
        return True
    if word[-1] in "se" and lexicon.zipf(word[:-1]) >= _WELL_KNOWN:
        return True  # "beaucoups"
    bare = unaccented(word)
    if len(word) > _SHORTEST_PIECE and bare != word and lexicon.zipf(bare) >= _WELL_KNOWN:
        return True  # "celà"
    if word.startswith("de") and load_morphology().analyses("dé" + word[2:]):
        return True
    borders = {sum(map(len, split.parts[:i])) for i in range(1, len(split.parts))}
    return any(
        left == right and at not in borders and lexicon.zipf(word[:at] + word[at + 1 :]) > 0
        for at, (left, right) in enumerate(pairwise(word), 1)
    )


def _lacks_a_letter(word: str, whole: str) -> bool:
    return any(whole[:i] + whole[i + 1 :] == word for i in range(len(whole)))


def _is_english(split: Split, lexicon: Lexicon) -> bool:
    """Whether the parts are English words rather than French ones: "datapoints"."""
    if any(lexicon.zipf(part) >= _GRAMMATICAL for part in split.parts):
        return False
    if lexicon.zipf_english("".join(split.parts)):
        return True  # "webservice"
    return _are_rather_english(split.parts, lexicon)


def _may_be_english_compound(split: Split, lexicon: Lexicon) -> bool:
    """Whether two frequent English words make the string too: "recordset", "uniqueidentifier".

    Its French reading is then worth little if a word of it is rather English itself ("records
    et"), or if both languages have both words, and French was never seen to put them together.
    """
    word = "".join(split.parts)
    halves = [(word[:cut], word[cut:]) for cut in range(3, len(word) - 2)]
    if not any(
        _is_frequent_english(a, lexicon) and _is_frequent_english(b, lexicon) for a, b in halves
    ):
        return False
    if _may_be_compound(split, lexicon):
        return split.parts in halves
    content = [part for part in split.parts if lexicon.zipf(part) < _GRAMMATICAL]
    return _are_rather_english(content, lexicon)


def _are_rather_english(forms: Iterable[str], lexicon: Lexicon) -> bool:
    """Whether the forms together are more frequent in English than in French."""
    return sum(lexicon.zipf_english(form) - lexicon.zipf(form) for form in forms) >= _ENGLISH


def _is_frequent_english(form: str, lexicon: Lexicon) -> bool:
    """Whether a form is frequent in English, and not much more so in French."""
    english = lexicon.zipf_english(form)
    return english >= _WELL_KNOWN and english >= lexicon.zipf(form) - _ENGLISH


def _may_be_compound(split: Split, lexicon: Lexicon) -> bool:
    """Whether no part is a word of grammar, and no two were ever seen side by side: "softball"."""
    return not any(lexicon.zipf(part) >= _GRAMMATICAL for part in split.parts) and not any(
        lexicon.pair(left, right) for left, right in pairwise(split.parts)
    )


def _may_be_surname(word: str, place: Neighbours, split: Split, lexicon: Lexicon) -> bool:
    """Whether a capital in mid-sentence stands on a word that has none there: "Desmarais"."""
    common = lexicon.zipf(split.parts[0]) > 0.0 and not lexicon.is_name(split.parts[0])
    return word[0].isupper() and not place.starts and common


def _breaks_compound(document: Document, start: int, word: str, split: Split) -> bool:
    """Whether a part next to a hyphen makes no known compound with what is behind that."""
    text, end = document.text, start + len(word)
    compounds = []
    if text[start - 1 : start] == "-" and (before := document.word_before(start - 1)):
        compounds.append(f"{before}-{split.parts[0]}")
    if text[end : end + 1] == "-" and (after := document.word_after(end + 1)):
        compounds.append(f"{split.parts[-1]}-{after}")
    return not all(document.lexicon.zipf(compound) for compound in compounds)


def _split_border(document: Document, start: int, word: str) -> Iterator[Mark]:
    """The mark on a string in which a digit or a capital shows the border."""
    borders = number_borders(word, document.lexicon)
    single = counted_border if word[-1].isdigit() else capital_border
    if not borders and (border := single(document, start, word)):
        borders = [border]
    end = start + len(word)
    if not borders or "-" in (document.text[start - 1 : start], document.text[end : end + 1]):
        return
    yield _at_borders(start, word, borders)


def _at_borders(start: int, word: str, borders: list[Border]) -> Mark:
    safety = min(border.safety for border in borders)
    return mark(
        start,
        start + len(word),
        f"a space is lost inside “{word}”",
        edits=[Edit(Span(start + b.at, start + b.at), b.lost) for b in borders],
        safety=safety,
        confidence=0.95 if safety is Safety.SAFE else 0.7,
    )


def _place(document: Document, start: int, end: int) -> Neighbours | None:
    """Where a string stands, or None if it is a piece of an address, a hashtag or a number."""
    text = document.text
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in _TIES or after[:1] in _TIES or _TIED.match(after):
        return None
    # Behind a full stop is the rest of an address or a file's name, behind an ellipsis a word.
    if before[-1:] == "." and before[:1] != "." and not text[start].isdigit():
        return None
    elides = _ELIDED.match(after) is not None
    return Neighbours(
        before=_neighbour_before(document, start),
        after=_neighbour_after(document, end),
        starts=_STARTS.search(text, max(0, start - 20), start) is not None,
        elides=elides,
    )


def _neighbour_before(document: Document, start: int) -> str:
    """The word before a string, an elided one with its apostrophe; "" if a mark is between."""
    between = document.text[start - 1 : start]
    if between not in (" ", *APOSTROPHES):
        return ""
    word = document.word_before(start - 1).lower()
    return word + "'" if word and between != " " else word


def _neighbour_after(document: Document, end: int) -> str:
    """The word after a string, an elided one with its apostrophe; "" if a mark is between."""
    if document.text[end : end + 1] not in (" ", *APOSTROPHES):
        return ""
    word = document.word_after(end + 1).lower()
    elided = _ELIDED.match(document.text, end + 1 + len(word))
    return word + "'" if word and elided else word


@rule(
    "MT102",
    examples=[
        ("Le pro gramme est prêt.", "Le programme est prêt."),
        ("Le gouver nement a cédé.", "Le gouvernement a cédé."),
    ],
    clean=[
        "Il prend un cours par semaine sur tout le web.",
        "Un gramme de sel pro domo.",
        "Le parti de Jean Dar et le gouver de Marie.",
    ],
)
def split_word(document: Document) -> Iterator[Mark]:
    """One word in two pieces.

    Markup inside a word left a space. Both pieces are unlikely as words here, one of them at
    least is none or a rare one, and together they are a frequent word. Safe where that is much
    likelier than two words side by side.
    """
    pieces = _broken_words(document)
    done = 0
    for match in document.occurrences(pieces.keys() | {piece.capitalize() for piece in pieces}):
        start, left, right = _with_other_piece(document, match, pieces)
        gap = start + len(left)
        whole = gap + 1 + len(right)
        if not right or start < done:
            continue
        place = _place(document, start, whole)
        if place is None or place.elides or "-" in document.text[start - 1 : start]:
            continue
        gain = join_gain(left, right, document.lexicon, place)
        if gain >= _SPLIT:
            done = whole
            yield mark(
                start,
                whole,
                f"“{left} {right}” reads as “{left}{right}”",
                edits=[Edit(Span(gap, gap + 1), "")],
                safety=Safety.SAFE if gain >= _SURE_SPLIT else Safety.UNSAFE,
                confidence=0.95 if gain >= _SURE_SPLIT else 0.7,
            )


def _broken_words(document: Document) -> dict[str, set[tuple[str, str]]]:
    """Rare words of the text, each with the pairs of words of the text that it may be torn from."""
    words, lexicon = document.words, document.lexicon
    torn: dict[str, set[tuple[str, str]]] = {}
    # A piece with a capital begins a sentence, and is no name.
    pieces = {word for word in words - lexicon.common if word.islower()} | document.unknown
    for word in pieces:
        if len(word) < _SHORTEST_PIECE or not word.isalpha() or lexicon.zipf(word) >= _RARE:
            continue
        piece = word.lower()
        pairs = [(piece, whole[len(piece) :]) for whole in lexicon.starting_with(piece)]
        if word == piece:
            pairs += [(whole[: -len(piece)], piece) for whole in lexicon.ending_in(piece)]
        for left, right in pairs:
            other = right if left == piece else left
            if len(other) > 1 and (other in words or other.capitalize() in words):
                torn.setdefault(piece, set()).add((left, right))
    return torn


def _with_other_piece(
    document: Document, match: re.Match[str], torn: dict[str, set[tuple[str, str]]]
) -> tuple[int, str, str]:
    """Start, left and right piece of a torn word of which `match` is one; empty if it is none."""
    text, (start, end), piece = document.text, match.span(), match[0]
    pairs = torn[piece.lower()]
    if (
        text[end : end + 1] == " "
        and (piece.lower(), after := document.word_after(end + 1)) in pairs
    ):
        return start, piece, after
    before = document.word_before(start - 1) if text[start - 1 : start] == " " else ""
    if before and (before.lower(), piece) in pairs:
        return start - 1 - len(before), before, piece
    return start, "", ""
