"""MT705: what one text denies and the other affirms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from mtrepair.lexicon.inflection import NEGATIVE_PREFIX
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.source.sentences import Sentence, likeness
from mtrepair.source.words import Word
from mtrepair.types import Span

# Words that deny, whatever stands around them.
_ENGLISH = frozenset("not cannot never neither nobody nothing nowhere none nor".split())
_NO = frozenset(("no", "without"))
_FRENCH = frozenset(
    "pas jamais rien aucun aucune ni sans guère nullement personne nul nulle".split()
)
_NE = frozenset(("ne", "n'"))
# Words of either language that the other may deny with: "failed to", "manqué de".
_ENGLISH_DENIES = re.compile(
    r"(?:hardly|barely|scarcely|seldom|rarely|little|few(?:er)?|fail\w*|refus\w*|den(?:y|ies|ied|ial)|but|only"
    r"|lack\w*|unable|unless|until|absen\w+|avoid\w*|prevent\w*|stop\w*|reject\w*|declin\w*|miss\w*|yet|than|before"
    r"|instead|rather|far|except|free|zero|ignor\w*|ceas\w*|ban(?:s|ned)?|forbid\w*|doubt\w*|any\w*|fear\w*|afraid"
    r"|difficult|hard|gone|nonetheless|nevertheless|deprived|otherwise|exclud\w*|just|merely|sole\w*|alone|least|too"
    r"|unlike|un(?!it|ion|iq|iv|if|der|til|cle)\w{4,}|im(?:poss|perf|pati|prop|prob|mob|part|pun)\w+|dis\w{4,}|non(?:-?\w+)?"
    r"|in(?:ab|act|ad|ap|cap|comp|corr|cred|dep|eff|eq|ev|exact|just|suff|tol|val|vis|flex|form|dir|def|secur|vol|suff|fam|hum|just)\w+"
    r"|il(?:leg|lic|lit)\w+|ir(?:reg|rel|res|rev)\w+|\w{3,}less|off|against|out|other|else|still|remain\w*|keep"
    r"|beyond|withou?t|mis\w{4,}|de\w+ify|oppos\w*|neglect\w*|regardless|despite|although|impunity|short)",
    re.IGNORECASE,
)
_FRENCH_DENIES = re.compile(
    r"(?:ne|n'|pas|non|peu|moins|faut|manqu\w*|refus\w*|empêch\w*|mal|absen\w+|rare\w*|difficile\w*|évit\w*|ignor\w*"
    r"|seul\w*|hors|cess\w*|interdi\w*|échou\w*|échec|sauf|except\w*|contre|plutôt|loin|peine|défaut|trop|reste\w*"
    r"|autre\w*|encore|toujours|avant|tard|vain|perd\w+|zéro|gratuit\w*|abandon\w*|arrêt\w*|renonc\w*|exclu\w*|oppos\w*"
    r"|priv\w+|hésit\w*|dout\w*|presque|supprim\w*|annul\w*|bloqu\w*|sinon|libre\w*|rejet\w*|vide\w*|malgré|impun\w+"
    r"|inutil\w*|impossib\w*|incapab\w*|inconnu\w*|indépend\w*|plus|nuls?|absolument|dépourvu\w*|méconn\w+|dés\w+"
    r"|désormais|tout|même|quand|juste|uniquement|simplement|à-côté|dément\w*|ni|prive\w*|négli\w+|mé\w{4,})",
    re.IGNORECASE,
)
# "not only", "no doubt", "without doubt", "no longer" has a "plus", "why not".
_NO_NEGATION = re.compile(
    r"\b(?:not (?:only|just|merely|simply|to mention|least)|no doubt|no matter|no wonder|no sooner|whether or not"
    r"|or not|if not|why not|nothing but|none other|no less|not unlike|no fewer|no later|isn['’]t it|aren['’]t they"
    r"|doesn['’]t it|don['’]t you|nothing (?:more|less) than|no\. ?\d|not that|not so much|cannot but|can['’]t help)\b",
    re.IGNORECASE,
)
_FRENCH_NO_NEGATION = re.compile(
    r"\bsans (?:doute|cesse|arrêt|conteste|faute|relâche|précédent|compter|parler|papiers?|abris?|tarder|délai"
    r"|oublier|que|plus (?:tarder|attendre)|pour autant|fil|équivoque|merci|égal)\b"
    r"|\bnon (?:seulement|plus|loin)\b|\bpas (?:seulement|moins|mal|grand-chose|à pas|que|du tout)\b"
    r"|\bn['’]est-(?:ce|il|elle)[ -]pas\b|\bn['’]empêche\b|\bn['’]importe\b|\bpourquoi pas\b"
    r"|\b(?:aucun|pas de|nul) doute\b|\bpersonnes?\b(?! ne| n['’])|\bn['’]en \w+ pas moins\b|\bou (?:pas|non)\b"
    r"|\bne manqu\w+ pas de\b|\bni plus ni moins\b|\b(?:un|le|premiers?|de|chaque|au|du|ce|grand|les|des|quelques|faux) pas\b"
    r"|\bà jamais\b|\bplus que jamais\b|\bsi jamais\b|\b(?:rien|jamais|pas)[ -](?:de plus|moins|que)\b|\bmine de rien\b",
    re.IGNORECASE,
)
# Sentences that have less in common are told in other words, denied or not.
_CLOSE = 0.4
# Words on either side of a negation that tell what is denied, and how far its counterpart may be.
_SCOPE, _FAR = 5, 9
# Longer sentences are held against each other around the negation, shorter ones whole.
_LONG = 16


class Denied(NamedTuple):
    """A negation that the other text lacks, by its place in either text."""

    place: Span
    beside: Span | None


def lost_negations(own: Sentence, source: Sentence, english: str, french: str) -> Iterator[Denied]:
    """The negations of the English sentence that the French one has not."""
    if likeness(own, source) < _CLOSE:
        return
    cues = _places(source, english, _is_english_cue, _NO_NEGATION)
    answers = [i for i, word in enumerate(own.words) if _french_denies(word.text)]
    yield from _unanswered(cues, source.words, answers, own.words)


def added_negations(own: Sentence, source: Sentence, english: str, french: str) -> Iterator[Denied]:
    """The negations of the French sentence that the English one has not."""
    if likeness(own, source) < _CLOSE:
        return
    cues = _places(own, french, _is_french_cue, _FRENCH_NO_NEGATION)
    answers = [i for i, word in enumerate(source.words) if _english_denies(word.text)]
    yield from _unanswered(cues, own.words, answers, source.words)


def _places(
    sentence: Sentence,
    text: str,
    is_cue: Callable[[Sequence[Word], int], bool],
    exceptions: re.Pattern[str],
) -> list[int]:
    found = [i for i in range(len(sentence.words)) if is_cue(sentence.words, i)]
    if not found:
        return []
    span = sentence.span
    none = [match.span() for match in exceptions.finditer(text, span.start, span.end)]
    return [
        i for i in found if not any(start <= sentence.words[i].start < end for start, end in none)
    ]


def _is_english_cue(words: Sequence[Word], i: int) -> bool:
    word = words[i].text.lower()
    return word in _ENGLISH or word in _NO or word.endswith("n't")


def _is_french_cue(words: Sequence[Word], i: int) -> bool:
    """Whether a word denies; the second half of "ne … pas" counts, "ne … plus" and "ne … que" not."""
    word = words[i].text.lower()
    if word not in _FRENCH:
        return False
    if word in ("sans", "aucun", "aucune", "nullement"):
        return True
    return any(other.text.lower() in _NE for other in words[max(0, i - 6) : i + 3])


@lru_cache(maxsize=1 << 14)
def _french_denies(form: str) -> bool:
    word = form.lower()
    if word in _FRENCH or _FRENCH_DENIES.fullmatch(word):
        return True
    prefix = NEGATIVE_PREFIX.match(word)
    return prefix is not None and bool(load_morphology().analyses(word[prefix.end() :]))


@lru_cache(maxsize=1 << 14)
def _english_denies(form: str) -> bool:
    word = form.lower()
    return (
        word in _ENGLISH
        or word in _NO
        or word.endswith("n't")
        or bool(_ENGLISH_DENIES.fullmatch(word))
    )


def _unanswered(
    cues: Sequence[int], words: Sequence[Word], answers: Sequence[int], other: Sequence[Word]
) -> Iterator[Denied]:
    """The cues that no answer stands for where their scope is on the other side."""
    for cue in cues:
        if not answers:
            yield Denied(_span(words[cue]), _counterpart(cue, words, other))
            continue
        if len(other) < _LONG:
            continue
        links = _links(cue, words, other)
        if links and not any(min(links) - _FAR <= at <= max(links) + _FAR for at in answers):
            yield Denied(_span(words[cue]), _span(other[links[0]]))


def _links(cue: int, words: Sequence[Word], other: Sequence[Word]) -> list[int]:
    """Where the other sentence has the words around a negation."""
    near = [word for word in words[max(0, cue - 2) : cue + 1 + _SCOPE] if word.weight > 0]
    return [
        at
        for at, word in enumerate(other)
        if word.weight > 0 and any(not word.heads.isdisjoint(own.heads) for own in near)
    ]


def _counterpart(cue: int, words: Sequence[Word], other: Sequence[Word]) -> Span | None:
    links = _links(cue, words, other)
    return _span(other[links[0]]) if links else None


def _span(word: Word) -> Span:
    return Span(word.start, word.end)
