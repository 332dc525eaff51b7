"""`corrupt`: several wounds to a text, none beside another, and what each of them is."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mtrepair.codes import CODES
from mtrepair.corrupt import fragments, page
from mtrepair.corrupt.fragments import Wound
from mtrepair.corrupt.syntax import Parsed, spacy_parser
from mtrepair.types import Edit, Finding, Fix, Safety, Span

Maker = Callable[[Parsed, random.Random], Iterator[Wound]]

_MAKERS: dict[str, Maker] = {
    "MT101": page.joined_words,
    "MT103": page.lost_spaces,
    "MT104": page.spare_spaces,
    "MT201": page.stray_marks,
    "MT202": page.other_quotes,
    "MT204": page.tight_guillemets,
    "MT302": fragments.echoed_phrases,
    "MT303": fragments.repeated_words,
    "MT405": fragments.cut_words,
    "MT501": fragments.english_order,
    "MT502": fragments.lost_articles,
    "MT503": fragments.lost_negations,
    "MT504": fragments.wrong_cases,
    "MT505": fragments.unmade_elisions,
    "MT506": fragments.wrong_agreements,
}
_ENGLISH = "MT402"
DAMAGES = (*_MAKERS, _ENGLISH)
"""Codes of the kinds of damage that can be made."""

# Marks of one careful reader in 88 real texts, by code (ARTEFACTS.md, "What real texts show").
_REAL = {
    "MT501": 66, "MT101": 59, "MT104": 40, "MT506": 34, "MT402": 29, "MT504": 16, "MT202": 11,
    "MT201": 10, "MT502": 10, "MT505": 8, "MT103": 8, "MT302": 7, "MT503": 6, "MT405": 4,
    "MT303": 4, "MT204": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """How much damage, and of which kinds.

    Attributes:
        clean: share of texts that stay as they are.
        per_word: mean wounds a word in the others, each of which has one at least.
        kinds: code to how often it is tried; by default as real texts have them.
        page: whether a text of several lines gets a page's headline and furniture.
    """

    clean: float = 0.27
    per_word: float = 0.05
    kinds: Mapping[str, float] = field(default_factory=lambda: dict(_REAL))
    page: bool = True


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A damaged text, the text it was made from, and every wound as a finding with its fix."""

    text: str
    original: str
    findings: tuple[Finding, ...]


def corrupt(
    text: str | Parsed,
    rng: random.Random,
    rates: Rates | None = None,
    *,
    english: str | None = None,
) -> Corrupted:
    """The text damaged as pages translated in fragments are, with the wounds as findings.

    Args:
        text: correct French; parsed beforehand where many are damaged.
        rng: the only source of chance.
        english: what the text was translated from; some of it may be left in.

    Raises:
        MissingExtra: a text that is not parsed, and no tagger is installed.
    """
    if isinstance(text, str):
        (text,) = spacy_parser()([text])
    rates = rates or Rates()
    if rng.random() < rates.clean:
        return Corrupted(text.text, text.text, ())
    wounds = _choose(text, rng, rates, english)
    if rates.page:
        wounds += page.page_wounds(text.text, rng)
    return _wounded(text.text, sorted(wounds))


def _choose(parsed: Parsed, rng: random.Random, rates: Rates, english: str | None) -> list[Wound]:
    makers = {code: maker for code, maker in _MAKERS.items() if rates.kinds.get(code)}
    if english is not None and rates.kinds.get(_ENGLISH):
        makers[_ENGLISH] = lambda p, r: page.left_in_english(p, english, r)
    if not makers:
        return []
    codes = list(makers)
    weights = [rates.kinds[code] for code in codes]
    wanted = max(1, round(rates.per_word * len(parsed.words) + rng.uniform(-0.5, 0.5)))
    chosen: list[Wound] = []
    taken: list[Span] = []
    places: dict[str, list[Wound]] = {}
    # Many a kind finds no place in a short sentence.
    for _ in range(4 * wanted):
        (code,) = rng.choices(codes, weights)
        if code not in places:
            places[code] = list(makers[code](parsed, rng))
        free = [wound for wound in places[code] if not _near(wound, taken)]
        if free and len(chosen) < wanted:
            wound = rng.choice(free)
            chosen.append(wound)
            taken.append(Span(wound.start, wound.end))
    return chosen


def _near(wound: Wound, taken: list[Span]) -> bool:
    return any(wound.start <= span.end + 2 and span.start <= wound.end + 2 for span in taken)


def _wounded(text: str, wounds: list[Wound]) -> Corrupted:
    pieces, marks, done, length = [], [], 0, 0
    for wound in wounds:
        pieces += [text[done : wound.start], wound.damaged]
        start = length + wound.start - done
        length = start + len(wound.damaged)
        done = wound.end
        marks.append((Span(start, length), wound))
    damaged = "".join([*pieces, text[done:]])
    findings = tuple(_finding(span, wound, text, damaged) for span, wound in marks)
    return Corrupted(damaged, text, findings)


def _finding(span: Span, wound: Wound, text: str, damaged: str) -> Finding:
    whole = text[wound.start : wound.end]
    return Finding(
        code=wound.code,
        name=CODES[wound.code].name,
        span=span,
        text=span.of(damaged),
        message=f"was “{whole}”",
        fixes=(Fix((Edit(span, whole),), Safety.SAFE),),
    )
