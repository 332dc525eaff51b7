"""Spaces lost at the border of a link or of emphasis, where the markup shows the border."""

from __future__ import annotations

from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.french import APOSTROPHES, ELIDED
from mtrepair.lexicon import Lexicon
from mtrepair.rules.lost_spaces import are_two_words, is_word, run_from
from mtrepair.rules.rule import Mark, mark
from mtrepair.types import Edit, Span

_ELIDED = frozenset(form[:-1] for form in ELIDED.values())

# Zipf values: of a word of grammar, of a word, of one that a reader may have to look up, of one
# that there is.
_GRAMMATICAL, _KNOWN, _RARE, _THERE = 5.5, 3.0, 2.5, 2.0
_FREQUENT = 4.5
_SEEN = 1.0  # log10: ten sightings side by side
# Share of capitals in mid-sentence from which on a word may be a first name: "Pierre" has 0.47.
_NAME = 0.4
_LETTERS = frozenset("àayÀAY")
_ALWAYS, _FIRST_NAME = 0.9, 3
# What no word ends in.
_TAILS = frozenset(
    "et de la le les des du dans pour sur par que qui au aux une avec se est ou".split()
)
# Of a name that no list has; shorter ones may be the head of one: "Mac".
_LONG = 4


def lost_at_borders(document: Document) -> list[Mark]:
    """Marks on two words with nothing between them but the border of a link or of emphasis.

    The border says that a space was lost: no doubt is left where both are words and together
    they are none.
    """
    return list(_lost(document)) if document.markup.borders else []


def _lost(document: Document) -> Iterator[Mark]:
    borders = sorted(document.markup.borders)
    stops = document.markup.borders | document.markup.edges
    for before, at, after in zip([0, *borders], borders, [*borders[1:], None], strict=False):
        whole = document.word_before(at), run_from(document, at)
        left, right = whole[0][-(at - before) :], whole[1][: None if after is None else after - at]
        if (left, right) != whole and document.lexicon.zipf("".join(whole)):
            continue  # "in<b>croy</b>able"
        # An element around letters of one word, "par<b>l</b>é", ends or begins with it.
        inside = not stops.isdisjoint((at - len(left), at + len(right)))
        if not left or not right:
            continue
        if _is_lost(document, at, left, right) or (
            not inside and _are_frequent(left, right, document.lexicon)
        ):
            yield mark(
                at - len(left),
                at + len(right),
                f"a tag stands between “{left}” and “{right}”, but no space",
                edits=[Edit(Span(at, at), " ")],
                confidence=0.99,
            )


def _is_lost(document: Document, at: int, left: str, right: str) -> bool:
    if document.is_protected(at - 1) or document.is_protected(at):
        return False
    end = at + len(right)
    if document.text[end : end + 1] in tuple(APOSTROPHES):
        whole = (left + right).lower()
        named = len(left) >= _LONG and (left[0].isupper() or document.lexicon.zipf(left) > 0)
        return (
            (is_word(document, left) or named) and right.lower() in _ELIDED and whole not in _ELIDED
        )
    return are_two_words(document, left, right) or _are_two(left, right, document.lexicon)


def _are_two(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether two runs of letters with a border between them are two words, names among them."""
    joined = (left + right).lower()
    if right[0].isupper() and _is_grammatical(left, lexicon):
        # "de<b>Vienne</b>" is not "devienne"; "Le<b>Roy</b>" may be a name.
        shaped = right.isupper() or right[1:].islower()
        return shaped and (left.islower() or lexicon.zipf(right) >= _RARE)
    if lexicon.zipf(joined) or lexicon.zipf_english(joined):
        return False
    if _is_code(right):
        is_word_or_acronym = lexicon.zipf(left) >= _KNOWN and len(left) >= _LONG
        return (left.islower() and is_word_or_acronym) or (left.isupper() and len(left) > 1)
    if not all(run.isalpha() and (len(run) > 1 or run in _LETTERS) for run in (left, right)):
        return False
    if right[0].isupper():
        return _precedes_name(left, right, lexicon)
    if not right.islower():
        return False
    if left.isupper() and len(left) > 1:
        return lexicon.zipf(right) >= (_GRAMMATICAL if len(right) < _LONG else _RARE)  # "ONU<b>de"
    pair = lexicon.pair(left, right)
    if pair >= _SEEN or (pair and right in _TAILS):
        return True  # "bien répandue", though "bien" begins words
    if lexicon.plausible(joined):
        return False
    if pair or _are_plain(left, right, lexicon) or (right in _TAILS and len(left) > _LONG):
        return True
    if lexicon.zipf(right) >= _GRAMMATICAL and len(right) > 1:
        return len(left) >= _LONG and (left[0].isupper() or lexicon.zipf(left) >= _RARE)
    return lexicon.zipf(left) >= _GRAMMATICAL and lexicon.zipf(right) >= _RARE


def _are_frequent(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether both are frequent words, so that even "par le" is two, though "parle" is one.

    Only where an element goes on beyond them.
    """
    return right.islower() and all(
        len(run) > 1 and lexicon.zipf(run.lower()) >= _FREQUENT for run in (left, right)
    )


def _is_grammatical(left: str, lexicon: Lexicon) -> bool:
    """Whether it is a word of grammar, that may begin a sentence: "de", "La"."""
    lower = left.lower()
    is_shaped = (left.islower() or left.istitle()) and (len(left) > 1 or left in _LETTERS)
    return is_shaped and lexicon.zipf(lower) >= _GRAMMATICAL


def _is_code(run: str) -> bool:
    """Whether it is one capital, "plan B", or capitals with a number, "FWD50"."""
    return run.isupper() and (len(run) == 1 or not run.isalpha())


def _are_plain(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether both are long and known: no word is made of two such."""
    return min(len(left), len(right)) > _LONG and all(
        lexicon.zipf(run) >= _THERE for run in (left, right)
    )


def _precedes_name(left: str, right: str, lexicon: Lexicon) -> bool:
    """Whether a word stands before one with a capital: not "You<b>Tube</b>", "Mc<b>Donald</b>"."""
    if left.islower():
        return lexicon.zipf(left) >= (_KNOWN if len(left) < _LONG else _THERE)
    if not (right.isupper() or right[1:].islower()) or not left[1:].islower():
        return False
    if lexicon.capitalised(left) >= _ALWAYS and len(left) >= _FIRST_NAME:
        return lexicon.capitalised(right) >= _NAME  # "Ken<b>Adam</b>"
    # "Maison<b>Blanche</b>", but "Open<b>Office</b>".
    french = lexicon.zipf(left) >= max(_KNOWN, lexicon.zipf_english(left))
    named = len(left) >= _LONG and (lexicon.capitalised(left) >= _NAME or french)
    return named or lexicon.pair(left, right) >= _KNOWN
