"""Negations of a French source, and whether an English hypothesis has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Negation = Literal["not", "only", "hardly"]

_WORD = re.compile(r"\b(?:n|qu)['’]|[\w-]+|[.;:!?…]")
_STOPS = frozenset(".;:!?…")
_NE = frozenset(("ne", "n'"))
_QUE = frozenset(("que", "qu'"))
_PARTNERS = frozenset(
    "pas point plus jamais rien personne aucun aucune aucuns aucunes nul nulle ni nullement".split()
)
_SUBJECTS = frozenset("personne rien aucun aucune nul nulle ni jamais".split())
# "je ne saurais dire", "on ne peut savoir", "il n’ose".
_ALONE = re.compile(r"(?:sau(?:rai[st]?|raient|rions|riez)|p(?:eu[txv]\w*|ouv\w+|ourr\w+)|os\w+)$")
# A partner stands so many words behind its "ne", the "que" of "ne … que" nearer.
_FAR, _NEAR, _BACK = 7, 5, 8
# Of speech: "c’est pas", "j’ai pas"; elsewhere a "pas" without "ne" is a step.
_BEFORE_PAS = frozenset(
    "est ai as a y sais suis peux veux va vais faut ont sont était avait fait veut peut".split()
)
_AFTER_PAS = frozenset(
    "de d' du un une le la les encore si très question que à en facile sûr mal toujours non".split()
)
# What has the look of a negation and is none, or needs none in English.
_NO_NEGATION = re.compile(
    r"\bsans (?:doute|cesse|arrêt|conteste|faute|relâche|précédent|compter|parler|papiers?|abris?"
    r"|tarder|délai|oublier|plus (?:tarder|attendre))\b"
    r"|\bnon (?:seulement|plus|loin)\b|\bpas (?:seulement|moins|mal|grand-chose|à pas|que)\b"
    r"|\bn['’]est-(?:ce|il|elle) pas\b|\bne serait-ce\b|\bon ne peut plus\b|\bn['’]empêche\b"
    r"|\bn['’]importe\b|\bpourquoi pas\b|\b(?:aucun|pas de) doute\b|\bn['’]en \w+ pas moins\b"
    r"|\bn\w*['’ ](?:a |ont |avai\w+ )?(?:de )?cess\w+ (?:de|d['’])|\bne manqu\w+ pas de\b"
    r"|\b(?:avant|moins|peur|crain\w+|évit\w+|empêch\w+) (?:que|qu['’]\w*)\b[^.;:!?]{0,40}?"
    r"\bn(?:e\b|['’])\w*"
    r"|\b(?:plus|moins|mieux|autre\w*) (?:[\w-]+ ){0,3}?(?:que|qu['’]\w*)\b[^.;:!?]{0,20}?"
    r"\bn(?:e\b|['’])\w*",
    re.IGNORECASE,
)

# "nor" is not enough: something before it has to deny as well.
_NOT = re.compile(
    r"n['’]t\b|\b(?:not|cannot|no|none|never|neither|nothing|nobody|nowhere|no-one|without)\b",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"n['’]t\b|\b(?:not|cannot|never|neither|nothing|nobody|nowhere)\b", re.IGNORECASE
)
# Words that deny in their meaning: a translation that has one of them may be right.
_DENIES = re.compile(
    r"\b(?:hardly|barely|scarcely|seldom|rarely|little|few(?:er)?|fail\w*|refus\w*|den(?:y|ies|ied|ial)"
    r"|lack\w*|unable|unless|absen\w+|avoid\w*|prevent\w*|stop\w*|reject\w*|declin\w*|miss\w*|yet"
    r"|instead|rather|far|except|free|only|just|zero|ignor\w*|ceas\w*|ban(?:s|ned)?|forbid\w*|doubt\w*"
    r"|difficult|hard|gone|any\w*|alone|nonetheless|although|despite|depriv\w+|otherwise|exclud\w*"
    r"|unlike|un(?!i|der|til|cle)\w{4,}|im(?:poss|perf|pati|prop|prob|mob)\w+|dis\w{4,}|non-?\w+"
    r"|in(?:ab|act|ad|ap|cap|comp|corr|cred|dep|eff|eq|ev|exp|exact|just|suff|tol|val|vis)\w+"
    r"|il(?:leg|lic)\w+|ir(?:reg|rel|res|rev)\w+|\w{3,}less|least|other|too|out|off|against)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|just|but|merely|alone|solely|simply|mere|sole|except|exclusively|other than"
    r"|limited|single|barely|hardly|mainly|little|few|unless|until|as soon as|as long as"
    r"|more than)\b",
    re.IGNORECASE,
)
_HARDLY = re.compile(
    r"\b(?:hardly|barely|scarcely|(?<!a )little|(?<!a )few|rarely|seldom)\b"
    r"|(?:n['’]t|\bnot?)\b[^.;:!?]{0,30}\b(?:much|many|really|very|great|lots?)\b",
    re.IGNORECASE,
)
# French words that English may say with a negation.
_FRENCH_DENIES = re.compile(
    r"\b(?:n['’]|ne\b|pas|non|ni|sans|aucun|nul|rien|jamais|guère|personne|peu|moins|faut|manqu|refus"
    r"|empêch|im[mp]|in[a-zéèêà]{4}|il[lé]|ir[rr]|dé[a-z]|dis|mal|absen|rare|difficile|évit|ignor|seul"
    r"|hors|cess|interdi|échou|échec|sauf|except|contre|plutôt|lieu|loin|peine|défaut|trop|reste"
    r"|autre|encore|toujours|avant|tard|vain|perdu|zéro|gratuit|abandon|arrêt|renonc|exclu|oppos"
    r"|priv|hésit|dout|presque|supprim|annul|bloqu|sinon|libre|mé[a-z]|rejet|vide)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)  # each hypothesis of a source is held against them
def negations(source: str) -> frozenset[Negation]:
    """What a French text negates: "not", "only" (ne … que) or "hardly" (guère).

    >>> sorted(negations("Il n’y a guère d’espoir.")), sorted(negations("Il n’a que trois ans."))
    (['hardly'], ['only'])
    >>> sorted(negations("Aucun tir n’a été entendu.")), sorted(negations("Il part sans doute."))
    (['not'], [])
    """
    plain = _NO_NEGATION.sub(" . ", source.replace("’", "'"))
    words = [match[0].lower() for match in _WORD.finditer(plain)]
    found: set[Negation] = set()
    for at, word in enumerate(words):
        if kind := _kind(words, at, word):
            found.add(kind)
    return frozenset(found)


def _kind(words: Sequence[str], at: int, word: str) -> Negation | None:
    """The kind of negation that a word begins, or is."""
    if word == "guère":
        return "hardly"
    before = words[at - 1] if at else "."
    after = words[at + 1] if at + 1 < len(words) else "."
    if word in _NE:
        return _of_ne(words, at)
    if word == "pas":
        begins = before in _STOPS and after in _AFTER_PAS
        return "not" if begins or before in _BEFORE_PAS else None
    denies = word in ("sans", "nullement") or (word == "non" and before != "ou")
    return "not" if denies else None


def _of_ne(words: Sequence[str], at: int) -> Negation | None:
    clause = _until_stop(words[at + 1 : at + 1 + _FAR])
    before = _until_stop(words[max(0, at - _BACK) : at][::-1])
    if _SUBJECTS.intersection(before):
        return "not"
    for place, word in enumerate(clause):
        if word in _PARTNERS:
            return "not"
        if word == "guère":
            return "hardly"
        if word in _QUE and 0 < place < _NEAR:
            return "only"
    return "not" if clause and _ALONE.match(clause[0]) else None


def _until_stop(words: Sequence[str]) -> Sequence[str]:
    return words[: next((i for i, word in enumerate(words) if word in _STOPS), len(words))]


def lost_negations(source: str, hypothesis: str) -> list[Negation]:
    """The negations of a source that a hypothesis lacks.

    Words that deny in their meaning count: failed, unable.

    >>> lost_negations("Il n’est pas venu.", "He came.")
    ['not']
    >>> lost_negations("Il n’est pas venu.", "He failed to come.")
    []
    """
    found = negations(source)
    denied = bool(_NOT.search(hypothesis))
    kept: dict[Negation, bool] = {
        "not": denied or bool(_DENIES.search(hypothesis)),
        "only": bool(_ONLY.search(hypothesis)),
        "hardly": bool(_HARDLY.search(hypothesis)),
    }
    return [kind for kind in sorted(found) if not kept[kind]]


def adds_negation(source: str, hypothesis: str) -> bool:
    """Whether a hypothesis negates where nothing in its source denies.

    >>> adds_negation("Il est venu hier.", "He never came yesterday.")
    True
    """
    return bool(_ADDED.search(hypothesis)) and not _FRENCH_DENIES.search(source)


def negations_in_english(text: str) -> frozenset[Negation]:
    """The kinds of negation that an English text has words for.

    >>> sorted(negations_in_english("He has only three, and not much."))
    ['hardly', 'not', 'only']
    """
    patterns: dict[Negation, re.Pattern[str]] = {"not": _NOT, "only": _ONLY, "hardly": _HARDLY}
    return frozenset(kind for kind, pattern in patterns.items() if pattern.search(text))
