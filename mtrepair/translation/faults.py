"""What is wrong with a hypothesis, as far as it can be seen beside its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from mtrepair.translation.carried import lost_signs, missing_numbers, strange_numbers
from mtrepair.translation.measures import lost_measures
from mtrepair.translation.names import lost_names, lost_places
from mtrepair.translation.negation import adds_negation, lost_negations
from mtrepair.translation.trends import lost_trends

_WORD = re.compile(r"\w+")
_QUOTE = re.compile(r"[«»“”„\"]")
# French is a fifth longer than English. 15 characters of grace: "Oui." and "Yes, indeed."
_LONGEST, _SHORTEST, _GRACE = 2.0, 0.35, 15
# Weight from which a hypothesis is no translation, and from which a fact is lost.
DEGENERATE = 100
NUMBER = 10
FACTS = 4
Kind = Literal["form", "fact", "wording"]
_NEGATIONS = {
    "not": "the negation is missing",
    "only": "“only” is missing",
    "hardly": "“hardly” is missing",
}
# A run of up to so many words, written again and again.
_LOOP_WORDS = 8
_LOOP_TIMES = 3
# The same inside a word: "adaptationadaptationadaptation".
_STUTTER = re.compile(r"([^\W\d_]{2,16})\1\1")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: how bad it is, and in words for a person.

    Attributes:
        weight: 100 and more where the hypothesis is no translation, 10 for a number that is lost,
            less for form.
        kind: "fact" where stand-ins may mend it, "wording" where other French words may.
    """

    weight: int
    message: str
    kind: Kind = "form"


def faults(source: str, hypothesis: str) -> list[Fault]:
    """What a hypothesis lacks or adds.

    >>> [fault.message for fault in faults("Il a 35 chars", "He has tanks and tanks")]
    ['35 is missing']
    """
    found = degenerations(source, hypothesis)
    found += _lost_facts(source, hypothesis)
    found += _lost_wording(source, hypothesis)
    if len(_QUOTE.findall(source)) != len(_QUOTE.findall(hypothesis)):
        found.append(Fault(2, "quotes differ"))
    return found


def _lost_facts(source: str, hypothesis: str) -> list[Fault]:
    lost = [(NUMBER, f"{own} is missing") for own in missing_numbers(source, hypothesis)]
    lost += [(5, f"{own} is new") for own in strange_numbers(source, hypothesis)]
    lost += [(5, f"{own} has no minus") for own in lost_signs(source, hypothesis)]
    lost += [(FACTS, f"{own} is missing") for own in lost_names(source, hypothesis)]
    lost += [(3, f"{own} is missing") for own in lost_places(source, hypothesis)]
    return [Fault(weight, message, "fact") for weight, message in lost]


def _lost_wording(source: str, hypothesis: str) -> list[Fault]:
    units = dict.fromkeys(m.unit.symbol.strip() for m in lost_measures(source, hypothesis))
    lost = [(FACTS, f"{own} is missing") for own in units]
    lost += [(FACTS + 1, _NEGATIONS[own]) for own in lost_negations(source, hypothesis)]
    lost += [(FACTS, f"the trend is lost: {own}") for own in lost_trends(source, hypothesis)]
    found = [Fault(weight, message, "wording") for weight, message in lost]
    if adds_negation(source, hypothesis):
        found.append(Fault(3, "a negation is new"))
    return found


def degenerations(source: str, hypothesis: str) -> list[Fault]:
    """Ways in which a hypothesis is no translation: empty, in a loop, far too short or long.

    >>> [fault.message for fault in degenerations("Il pleut.", "It is is is is is raining.")]
    ['repeats itself']
    """
    if not _WORD.search(hypothesis):
        return [Fault(10 * DEGENERATE, "nothing was written")] if _WORD.search(source) else []
    found = []
    stutters = _STUTTER.search(hypothesis) and not _STUTTER.search(source)
    if stutters or _repeats(hypothesis) > max(_repeats(source), _LOOP_TIMES - 1):
        found.append(Fault(DEGENERATE, "repeats itself"))
    if len(hypothesis) > _LONGEST * len(source) + _GRACE:
        found.append(Fault(DEGENERATE, "is too long"))
    if len(hypothesis) < _SHORTEST * len(source) - _GRACE:
        found.append(Fault(DEGENERATE, "is too short"))
    return found


def _repeats(text: str) -> int:
    """How often in a row the same words stand, at most."""
    words = _WORD.findall(text.lower())
    most = 1
    for size in range(1, min(_LOOP_WORDS, len(words) // 2) + 1):
        run = 0
        for i in range(len(words) - size):
            run = run + 1 if words[i] == words[i + size] else 0
            most = max(most, run // size + 1)
    return most
