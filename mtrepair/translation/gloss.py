"""Sources with English from the bilingual lexicon in them, for models that were trained so.

A small network has no room for rare words: it learns to order and to inflect the English that it
is given, and to choose where it is given none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from mtrepair.errors import ModelError
from mtrepair.lexicon import Lexicon
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import Bilingual, Match, Reading
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.translation.measures import measures
from mtrepair.translation.trends import trends

GLOSS = "gloss.json"
# Stands between a word and its gloss; vocabularies with byte pieces have a piece for it.
MARKER = "\x01"
_LEXICON = "bilingual_lexicon"
BEHIND, INSTEAD = "behind", "instead"
# Settings that older folders say nothing of.
LATER = {"spaced": False, "turned": False}
_DENIES = {
    "pas": "not", "plus": "no longer", "jamais": "never", "rien": "nothing", "aucun": "no",
    "aucune": "no", "personne": "nobody", "guère": "hardly",
}  # fmt: skip
_NEGATED = re.compile(
    rf"\bn(?:e\s|['’])(?:[\w'’-]+\s){{1,4}}?(?P<no>{'|'.join(_DENIES)})\b"
    r"(?!\s(?:que\b|qu['’]|de plus|seulement|du tout))",
    re.IGNORECASE,
)
# "Personne n’habite plus": one word denies already.
_SUBJECT = re.compile(r"\b(?:personne|rien|aucune?|nul|ni|jamais)\b[^.;:!?]*$", re.IGNORECASE)
_REACH = 40
_ENGLISH_ABOUT = {
    "près": "nearly ", "plus": "more than ", "moins": "less than ", "environ": "about ",
    "quelque": "some ",
}  # fmt: skip
_ABOUT = re.compile(rf"\b({'|'.join(_ENGLISH_ABOUT)})\s(?:de\s)?$", re.IGNORECASE)
_APOSTROPHES = ("'", "’")
# Longer ones are words: " pounds", no " km".
_LONGEST_SYMBOL = 4


@dataclass(frozen=True, slots=True)
class Gloss:
    """Which words of a source are glossed, and how.

    Attributes:
        place: "instead" of the word, "behind" it after `MARKER`, or "" for no glosses.
        below_zipf: words this frequent in French stay; 5.3 leaves the first 500 words, 4.67 the
            first 2,000, 4.17 the first 5,000. A phrase is glossed if it has a rarer word.
        least: smallest probability of a reading that is a gloss.
        readings: 1, or 2 to give both readings of a word that has two.
        spaced: whether glosses stand apart where French words do not: "d'approfondir" is
            "to deepen", and "todeepen" otherwise. Models up to fr-en-base 1 were trained without.
        turned: whether the source is English and its glosses French, for a model that makes damage
            (see `mtrepair.train.turned`). The other settings then go by English words.
    """

    place: str = ""
    below_zipf: float = 4.67
    least: float = 0.4
    readings: int = 1
    spaced: bool = False
    turned: bool = False


def glossed(
    source: str, gloss: Gloss, *, bilingual: Bilingual | None = None, lexicon: Lexicon | None = None
) -> str:
    """The French source with the English of its rarer words.

    A gloss that is the word itself is left out; it takes a capital with the word it stands for.

    Raises:
        ModelError: the gloss is `turned`: that of a model which reads English.

    >>> glossed("Les pénuries durent.", Gloss("instead"))
    'Les shortages durent.'
    """
    if not gloss.place:
        return source
    if gloss.turned:
        raise ModelError("the model reads English; ask one that translates from French")
    bilingual, lexicon = bilingual or load_bilingual(), lexicon or load_lexicon()
    parts, done = [], 0
    told = sorted([*_negators(source), *_measures(source)]) if gloss.place == INSTEAD else ()
    for start, end, english in told:
        if start >= done:
            parts += [_glossed(source[done:start], gloss, bilingual, lexicon), english]
            done = end
    return "".join([*parts, _glossed(source[done:], gloss, bilingual, lexicon)])


def _negators(source: str) -> Iterator[tuple[int, int, str]]:
    """The words that deny together with a "ne", by place, and their English.

    Read alone "plus" is more and "aucun" any, and the "ne" is lost among the glosses.
    """
    for match in _NEGATED.finditer(source):
        if not _SUBJECT.search(source, max(0, match.start() - _REACH), match.start()):
            yield *match.span("no"), _DENIES[match["no"].lower()]


def _measures(source: str) -> Iterator[tuple[int, int, str]]:
    """Rises and falls before a number, and units in words behind one, by place, with their English.

    Read alone "baisse" is cutting, and "livres" are books.
    """
    for trend in trends(source):
        if trend.is_adverbial:
            about = _ABOUT.search(source, trend.span.start, trend.span.end)
            word = _ENGLISH_ABOUT[about[1].lower()] if about else ""
            yield trend.span.start, trend.span.end, f"{trend.direction} {word}"
    for _, unit, span in measures(source):
        if unit.symbol.strip().isalpha() and len(unit.symbol) > _LONGEST_SYMBOL:
            yield span.start, span.end, unit.symbol.strip()


def _glossed(source: str, gloss: Gloss, bilingual: Bilingual, lexicon: Lexicon) -> str:
    pieces, done = [""], 0
    for match in bilingual.matches(source):
        own = source[match.start : match.end]
        glosses = list(_glosses(own, match, gloss, lexicon))
        if not glosses:
            continue
        before = own if gloss.place == BEHIND else ""
        marked = [MARKER + one if gloss.place == BEHIND else one for one in glosses]
        pieces.append(source[done : match.start])
        if gloss.spaced and "".join(pieces[-2:])[-1:].isalnum():
            pieces.append(" ")
        pieces.append(" ".join(filter(None, [before, *marked])))
        done = match.end
        if gloss.spaced and own.endswith(_APOSTROPHES) and source[done : done + 1].isalnum():
            pieces.append(" ")
    return "".join([*pieces, source[done:]])


def _glosses(own: str, match: Match, gloss: Gloss, lexicon: Lexicon) -> Iterator[str]:
    words = own.replace("’", "'").replace("'", "' ").split()
    if not any(_is_rare(word, gloss, lexicon) for word in words):
        return
    for reading in match.readings[: gloss.readings]:
        if reading.probability >= gloss.least and reading.english.lower() != own.lower():
            yield in_case_of(own, reading)


def _is_rare(word: str, gloss: Gloss, lexicon: Lexicon) -> bool:
    return not word.endswith("'") and lexicon.zipf(word.lstrip("-")) < gloss.below_zipf


def in_case_of(own: str, reading: Reading) -> str:
    """The English of a reading, in capitals where its French word is.

    >>> in_case_of("PÉNURIES", Reading("shortages", 0.6))
    'SHORTAGES'
    """
    english = reading.english
    if own.isupper() and len(own) > 1 and any(map(str.islower, english)):
        return english.upper()
    return english[:1].upper() + english[1:] if own[:1].isupper() else english


def told(gloss: Gloss, bilingual: Bilingual) -> dict[str, Any]:
    """What a model's folder, and the packs it is trained on, say of a gloss: all of its settings
    and the checksum of the lexicon, JSON-ready."""
    return asdict(gloss) | {_LEXICON: bilingual.sha256}


@cache
def read_gloss(folder: Path | None) -> Gloss:
    """How the sources of a model are glossed; not at all where its folder does not say.

    Raises:
        ModelError: the model was trained with another bilingual lexicon than the one there is, or
            what the folder says can't be read.
    """
    if folder is None or not (folder / GLOSS).is_file():
        return Gloss()
    path = folder / GLOSS
    try:
        own = json.loads(path.read_text(encoding="utf-8"))
        expected = own.pop(_LEXICON)
        said = LATER | own
        gloss = Gloss(**{field.name: said[field.name] for field in fields(Gloss)})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{str(path)!r} does not say how to gloss: {error!r}") from error
    found = load_bilingual().sha256
    if found != expected:
        raise ModelError(
            f"the model in {str(folder)!r} was trained with the bilingual lexicon "
            f"{expected[:12]}…, and this is {found[:12]}…; use the mtrepair it came with, or train "
            "it on with this lexicon"
        )
    return gloss
