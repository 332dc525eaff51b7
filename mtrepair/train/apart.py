"""Damage by the mechanism itself: sentences that a translator is given whole and in pieces."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from mtrepair.align import word_edits
from mtrepair.backends import Seq2Seq
from mtrepair.revision import Revision
from mtrepair.train.corpora import TextPair
from mtrepair.train.turned import turned_gloss
from mtrepair.translation.gloss import Gloss
from mtrepair.types import Edit, Span

# Words that a link mostly does not begin or end with.
_SMALL = frozenset(
    "a an the and or but nor so yet of to in on at by for from with without into onto over under "
    "as if than that this these those which who whom whose what when where why how it he she they "
    "we you i me him her them us his their its our your my is are was were be been being am do "
    "does did have has had will would shall should can could may might must not no there".split()
)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_AFTER_ELISION = re.compile(r"[^\W_][\w-]*")
_LONGEST = 4
# Words in a sentence that is worth cutting and that a small model can read.
_LENGTHS = range(5, 40)
_BATCH = 1024
# Letters that the forms of a word have in common; shorter words come and go with the grammar.
_STEM = 4
# Edits between which a word can move.
_MOST_JOINED = 3
_NO_GLOSS = Gloss()
# What a page does where a link begins or ends, beside what translation does to it; the last two
# stand where the piece behind the border was taken for a sentence.
_AT_BORDERS = {"": 5, "  ": 1, " , ": 1, ". ": 2, " . ": 1}


class Cut(NamedTuple):
    """An English sentence around the phrase that a link covers, without the spaces between.

    Attributes:
        before, phrase, after: the pieces that are translated apart; some may be empty.
    """

    before: str
    phrase: str
    after: str


def link_spans(sentence: str) -> Iterator[Span]:
    """Where a link could stand in an English sentence: up to four words, small ones inside only.

    >>> text = "Wallace spoke of the country's nuclear programme."
    >>> [span.of(text) for span in link_spans(text)][-3:]
    ['nuclear programme', 'nuclear', 'programme']
    """
    words = list(_WORD.finditer(sentence))
    for first in range(len(words)):
        for last in range(min(first + _LONGEST, len(words)) - 1, first - 1, -1):
            ends = (words[first][0].lower(), words[last][0].lower())
            between = sentence[words[first].start() : words[last].end()]
            if not _SMALL & set(ends) and not re.search(r"[^\w'’ -]", between):
                yield Span(words[first].start(), words[last].end())


def cut(sentence: str, rng: random.Random) -> Cut | None:
    """The sentence cut where a link could stand; None if there is no such place.

    >>> cut("He spoke of Iran's relationship with Russia.", random.Random(0))
    Cut(before="He spoke of Iran's", phrase='relationship with Russia', after='.')
    """
    spans = [span for span in link_spans(sentence) if len(span) < len(sentence.strip(" .!?…"))]
    if not spans:
        return None
    span = rng.choice(spans)
    return Cut(
        sentence[: span.start].strip(), span.of(sentence).strip(), sentence[span.end :].strip()
    )


def translated_apart(
    pairs: Sequence[TextPair],
    model: Seq2Seq,
    rng: random.Random,
    *,
    links: int = 3,
    clean: float = 0.3,
    borders: float = 0.03,
    gloss: Gloss = _NO_GLOSS,
) -> list[TextPair]:
    """Human French with the damage that separate translation does to it, and as it was.

    The model translates each English sentence whole, and in pieces around a link. What the pieces
    have in another order, form or case than the whole, or without a small word of it, is damage;
    another choice of words is not. It is carried over to the human translation where that reads
    as the whole does: a target by a small model would teach its faults.

    Args:
        pairs: French and English sentences.
        model: of English to French.
        links: tries for each sentence; all the damage of them is done.
        clean: for each damaged pair so many that are left as they were.
        borders: share of the ends of links where a space is lost or a mark stands too many.
        gloss: what the model's sources have of the lexicon.
    """
    cuts = [[c for _ in range(links) if (c := cut(english, rng))] for _, english in pairs]
    cuttable = [(pair, own) for pair, own in zip(pairs, cuts, strict=True) if own]
    wholes = {english for (_, english), _ in cuttable}
    texts = sorted(wholes.union(*(pieces for _, own in cuttable for pieces in own)))
    translated = _translated(texts, model, gloss)
    made = []
    for (french, english), own in cuttable:
        whole = translated[english]
        edits = [e for pieces in own for e in _damage(whole, _put_together(pieces, translated))]
        places = _carried_over(edits, whole, french)
        for pieces in own:
            places += _at_borders(_borders(pieces, translated), french, rng, borders)
        damaged = Revision.of(french).apply(_apart_from_each_other(places)).text
        if damaged != french:
            made.append((damaged, french))
            if rng.random() < clean:
                made.append((french, french))
    return made


def write_apart(
    pairs: Iterable[TextPair],
    model: Seq2Seq,
    rng: random.Random,
    out: Path,
    *,
    gloss: Gloss = _NO_GLOSS,
    with_english: bool = False,
) -> int:
    """Write the damaged and clean texts as lines of JSON, batch by batch; returns how many.

    Args:
        pairs: French and English.
        with_english: lines of damaged TAB English, which a translator learns from.
    """
    remaining = (pair for pair in pairs if len(pair[1].split()) in _LENGTHS)
    count = 0
    with out.open("w", encoding="utf-8", newline="\n") as file:
        while batch := list(islice(remaining, _BATCH)):
            english = dict(batch)
            for damaged, french in translated_apart(batch, model, rng, gloss=gloss):
                if with_english:
                    line = f"{damaged}\t{english[french]}"
                else:
                    line = json.dumps({"damaged": damaged, "clean": french}, ensure_ascii=False)
                file.write(line + "\n")
                count += 1
            file.flush()
    return count


def _translated(texts: Sequence[str], model: Seq2Seq, gloss: Gloss) -> dict[str, str]:
    """The texts with their French. Marks alone are left as they are, of which a model writes three.

    What it takes for a heading, "in the", gets a colon from it that the English has not.
    """
    sources = [turned_gloss(text, gloss) for text in texts]
    found = {}
    for text, hypotheses in zip(texts, model.generate(sources, beam_size=1), strict=True):
        french = hypotheses[0].text
        is_heading = french.endswith(":") and not text.endswith(":")
        has_words = any(map(str.isalnum, text))
        found[text] = (french.rstrip(" :") if is_heading else french) if has_words else text
    return found


def _put_together(pieces: Cut, translated: Mapping[str, str]) -> str:
    text = ""
    for piece in pieces:
        # A mark that stood right behind the phrase has no space before it.
        tight = not text or not translated[piece] or not piece[:1].isalnum()
        text += translated[piece] if tight else f" {translated[piece]}"
    return text


def _damage(whole: str, apart: str) -> list[Edit]:
    """The differences of the pieces from the whole that change no word but small ones.

    Edits go together where a word moves from one to the other.
    """
    edits = word_edits(whole, apart, phrases=True)
    found: list[Edit] = []
    first = 0
    while first < len(edits):
        for last in range(first + 1, min(first + _MOST_JOINED, len(edits)) + 1):
            edit = _joined(edits[first:last], whole)
            if _stems(edit.span.of(whole)) == _stems(edit.replacement):
                found.append(edit)
                first = last
                break
        else:
            first += 1
    return found


def _joined(edits: Sequence[Edit], whole: str) -> Edit:
    """One edit that does what these do, one after the other."""
    span = Span(edits[0].span.start, edits[-1].span.end)
    text, done = "", span.start
    for edit in edits:
        text += whole[done : edit.span.start] + edit.replacement
        done = edit.span.end
    return Edit(span, text)


def _stems(text: str) -> Counter[str]:
    """The stems of the words that are not small; numbers, acronyms and names in code whole."""
    found: Counter[str] = Counter()
    for word in _AFTER_ELISION.findall(text):
        if word.isdecimal() or word[1:] != word[1:].lower():
            found[word] += 1
        elif len(word) >= _STEM:
            found[word[:_STEM].lower()] += 1
    return found


def _carried_over(edits: Iterable[Edit], whole: str, french: str) -> list[Edit]:
    """The edits of `whole` whose words around are in the French as well, moved there."""
    words = [*_WORD.finditer(whole)]
    places: list[Edit] = []
    for edit in edits:
        span = edit.span
        before = max((w.start() for w in words if w.end() <= span.start), default=0)
        after = min((w.end() for w in words if w.start() >= span.end), default=len(whole))
        start = _only_place(re.escape(whole[before:after]), french)
        if start is not None:
            start += span.start - before
            places.append(Edit(Span(start, start + len(span)), edit.replacement))
    return places


def _only_place(pattern: str, french: str) -> int | None:
    """Where the only match of whole words begins; None for none and for several."""
    found = [match.start() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", french)]
    return found[0] if len(found) == 1 else None


def _borders(pieces: Cut, translated: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words before and behind each end of a link, as they are translated."""
    for left, right in pairwise(pieces):
        before = _WORD.findall(translated[left])
        after = _WORD.findall(translated[right])
        # Where a mark stands at the end of a piece, the page has no space to lose.
        if before and after and translated[left].endswith(before[-1]):
            yield before[-1], after[0]


def _at_borders(
    borders: Iterable[tuple[str, str]], french: str, rng: random.Random, share: float
) -> list[Edit]:
    """Damage to some of the spaces between these words, where the French has them so once."""
    places = []
    for before, after in borders:
        own = f"{re.escape(before)} {re.escape(after)}"
        start = _only_place(f"(?i:{own})", french) if rng.random() < share else None
        if start is not None:
            space = Span(start + len(before), start + len(before) + 1)
            places.append(
                Edit(space, rng.choices(list(_AT_BORDERS), list(_AT_BORDERS.values()))[0])
            )
    return places


def _apart_from_each_other(places: Iterable[Edit]) -> list[Edit]:
    """The edits in order, without those that touch one before them in the list."""
    kept: list[Edit] = []
    for place in places:
        if not any(place.span.touches(other.span) for other in kept):
            kept.append(place)
    return sorted(kept, key=lambda edit: edit.span)
