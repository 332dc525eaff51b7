"""Names that a hypothesis mangles, written as in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtrepair.french import unaccented
from mtrepair.lexicon import Lexicon, load
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.translation.names import (
    LA_DEFENSE,
    SURE,
    WORD,
    acronyms,
    is_unheard,
    lacks_la_defense,
    names,
    without_possessive,
)

# A title or a given name, the particle, the name: "Mme Le Bris", "Marine Le Pen".
_PARTICLE = re.compile(
    r"\b(?:(?P<title>M\.|MM\.|Mme|Mlle|Dr|Me|Mgr)|[A-ZÀ-Ý][a-zà-ÿ-]{2,}) "
    r"(?P<particle>L[ea]s?|D[ue]|El|Al|Ben|V[ao]n|Di|Da|Del|Della|Abou|Bin) "
    r"(?P<name>[A-ZÀ-Ý][\w-]{2,})"
)
_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{2,7}(?![\w-])")
_DEFENCE = re.compile(r"\b(?:[Tt]he |[Ll]a )?D[ée]f[ea]n[cs]e\b")
# What a model writes between the parts of a name, and what it makes of a saint.
_BETWEEN = frozenset("of the du de des la le les d l sur en and et".split())
_SAINTS = {"st": "saint", "ste": "sainte"}
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
# Irkoutsk, Kvartchia, Bagapch, Litvine, Ostrovski and Fetissov are Irkutsk, Kvarchia, Bagapsh,
# Litvin, Ostrovsky and Fetisov in English; Düsseldorf may be Duesseldorf.
_FRENCH_LETTERS = (
    ("tch", "1"), ("ch", "2"), ("ou", "u"), ("ss", "s"), ("ine$", "in"), ("on$", "un"),
    ("[ïi]$", "y"),
)  # fmt: skip
_ENGLISH_LETTERS = (("ch", "1"), ("sh", "2"), ("ss", "s"), ("i$", "y"))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PEOPLE = re.compile(r"(?:ai|oi|ien|ain)s$")
# A name in parts is no longer than so many words: "Saint Jean of the Bois".
_MOST_WORDS = 6
# Zipf value from which on English has an acronym of its own: NATO 4, AFFP 0.
_HEARD = 1.5


def restored(source: str, hypothesis: str, *, lexicon: Lexicon | None = None) -> str:
    """The hypothesis with the names that it mangles as the source writes them.

    A mangled name is a capitalised word that is in neither dictionary nor the source, and near a
    name of the source that the hypothesis lacks: about a quarter of its letters may differ.

    >>> restored("selon Rishi Sunak", "according to Rishi Sunack")
    'according to Rishi Sunak'
    >>> restored("à Saint-Jean-du-Bois, selon l’AFP", "in St Jean of Bois, says AFFP")
    'in Saint-Jean-du-Bois, says AFP'
    >>> restored("selon Mme Le Bris", "according to Mrs Bris")
    'according to Mrs Le Bris'
    """
    lexicon = lexicon or load()
    hypothesis = _with_words(source, hypothesis, lexicon)
    hypothesis = _with_compounds(source, hypothesis, lexicon)
    hypothesis = _with_acronyms(source, hypothesis, lexicon)
    hypothesis = _with_particles(source, hypothesis)
    if lacks_la_defense(source, hypothesis) and len(_DEFENCE.findall(hypothesis)) == 1:
        hypothesis = _DEFENCE.sub(LA_DEFENSE, hypothesis)
    return hypothesis


def _with_words(source: str, hypothesis: str, lexicon: Lexicon) -> str:
    there = unaccented(hypothesis)
    lost = [
        name
        for name in names(source, lexicon=lexicon)
        if not any(unaccented(form) in there for form in (name, _in_english(name)))
    ]
    if not lost:
        return hypothesis
    own = set(WORD.findall(source))
    strangers = [
        match
        for match in WORD.finditer(hypothesis)
        if match[0][0].isupper() and match[0] not in own and is_unheard(match[0], lexicon)
    ]
    for match in reversed(strangers):
        word, tail = without_possessive(match[0])
        near = min(lost, key=lambda name: _far(name, word), default="")
        # "Bingley’s" may be of "Bingleys".
        is_own = (tail and near == word + "s") or _is_english_for(near, word)
        if near and not is_own and _far(near, word) <= (len(near) + 1) // 4:
            written = _in_english(near) + tail
            hypothesis = hypothesis[: match.start()] + written + hypothesis[match.end() :]
            lost.remove(near)
    return hypothesis


def _in_english(name: str) -> str:
    """The English of a name that the lexicon is sure of, else the name: Angleterre, England."""
    sure = [r.english for r in load_bilingual().readings(name) if r.probability >= SURE]
    return sure[0] if sure else name


def _is_english_for(name: str, word: str) -> bool:
    """Whether a word is the English of a name, its spelling in other letters, or names a people."""
    if word.lower() in {reading.english.lower() for reading in load_bilingual().readings(name)}:
        return True
    if _PEOPLE.search(name) and word.endswith(("ers", "ans", "ese")):
        return True
    return _spoken(name, _FRENCH_LETTERS) == _spoken(word, _ENGLISH_LETTERS)


def _spoken(name: str, letters: Sequence[tuple[str, str]]) -> str:
    plain = name.lower().translate(_UMLAUTS)
    for own, sound in letters:
        plain = re.sub(own, sound, plain)
    return unaccented(plain)


def _with_compounds(source: str, hypothesis: str, lexicon: Lexicon) -> str:
    """Names in parts that English has no other form for: the words nearest to them give way."""
    for name in names(source, lexicon=lexicon):
        is_compound = name.count("-") > 1 and not load_bilingual().readings(name)
        if not is_compound or name in hypothesis:
            continue
        bare = _bare(name)
        near = [
            (edit_distance(bare, _bare(hypothesis[start:end])), start, end)
            for start, end in _runs(hypothesis)
        ]
        distance, start, end = min(near, default=(len(bare), 0, 0))
        if distance <= len(bare) // 4:
            hypothesis = hypothesis[:start] + name + hypothesis[end:]
    return hypothesis


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words that may be one name: each word has a capital or stands between parts."""
    words = list(_TOKEN.finditer(text))
    for i, first in enumerate(words):
        if not first[0][0].isupper():
            continue
        for last in words[i : i + _MOST_WORDS]:
            if last[0][0].isupper():
                yield first.start(), last.end() - last[0].endswith(".")
            elif last[0].lower() not in _BETWEEN:
                break


def _bare(name: str) -> str:
    """The letters of the parts of a name, without what stands between them."""
    parts = re.split(r"[^\w]+", unaccented(name))
    return "".join(_SAINTS.get(part, part) for part in parts if part not in _BETWEEN)


def _with_acronyms(source: str, hypothesis: str, lexicon: Lexicon) -> str:
    lost = [own for own in acronyms(source) if own not in hypothesis]
    if not lost:
        return hypothesis
    there = set(_CAPITALS.findall(source))
    strangers = [
        match
        for match in _CAPITALS.finditer(hypothesis)
        if match[0] not in there and lexicon.zipf_english(match[0]) < _HEARD
    ]
    for match in reversed(strangers):
        near = min(lost, key=lambda own: edit_distance(own, match[0]), default="")
        if near and edit_distance(near, match[0]) <= (len(near) + 1) // 4:
            hypothesis = hypothesis[: match.start()] + near + hypothesis[match.end() :]
            lost.remove(near)
    return hypothesis


def _with_particles(source: str, hypothesis: str) -> str:
    for match in _PARTICLE.finditer(source):
        if not match["title"] and _stands_alone(match["name"]):
            continue
        whole = f"{match['particle']} {match['name']}"
        bare = re.compile(rf"(?<![\w-])(?:[Tt]he |of )?{re.escape(match['name'])}(?![\w-])")
        if whole not in hypothesis and len(bare.findall(hypothesis)) == 1:
            hypothesis = bare.sub(whole, hypothesis)
    return hypothesis


def _stands_alone(name: str) -> bool:
    """Whether English has the name without the article: a text may write "La France"."""
    readings = load_bilingual().readings(name)
    return bool(readings) and " " not in readings[0].english


def _far(name: str, word: str) -> int:
    """Letters that differ; accents count for nothing in names of few letters that have several."""
    return min(edit_distance(name, word), edit_distance(unaccented(name), unaccented(word)))


def edit_distance(left: str, right: str) -> int:
    """Letters to insert, delete or replace to make one of the other (Levenshtein 1966)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
            diagonal, row[j] = row[j], cost
    return row[-1]
