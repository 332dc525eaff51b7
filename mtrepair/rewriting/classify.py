"""Which artefact an edit of a rewrite repairs; none if it says something else."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile(r"[^\w\s'’]")
_QUOTES = re.compile(r"[«»“”\"„]")
_ARTICLES = frozenset("le la les l un une des du de d au aux à".split())
# Words that a phrase translated apart may lack, and that lend the others their grammar only.
_SMALL = frozenset(
    "que qu qui dont où en y à a ai as avons avez ont avait avaient est es suis sommes êtes sont "
    "était étaient été se s me m te t par pour avec sur dans".split()
)
# Forms of one small word, by the border they stand at or the noun they belong to.
_SAME = (
    frozenset("le la l les du des au aux de d à".split()),
    frozenset({"que", "qu"}),
    frozenset({"ne", "n"}),
    frozenset({"se", "s"}),
    frozenset({"ce", "cet", "cette", "ces", "c"}),
    frozenset({"je", "j"}),
    frozenset({"me", "m"}),
    frozenset({"te", "t"}),
    frozenset({"un", "une"}),
    frozenset({"son", "sa", "ses"}),
    frozenset({"mon", "ma", "mes"}),
    frozenset({"leur", "leurs"}),
    frozenset({"quel", "quelle", "quels", "quelles"}),
    frozenset({"tout", "toute", "tous", "toutes"}),
)
_ELIDED = frozenset("l d qu n s c j m t".split())
# Letters that the forms of a word of that many or more share at its beginning.
_SHARED = 3
# What may follow them: gender, number, person, tense, and "al" and "if" with their like.
_ENDING = re.compile(
    "(?:[eéiu]?e?s?|[atxz]|é?[er]|oi|ai[ts]?|aient|ant[es]?s?|ent[es]?s?|e[rz]|i[rt]|issent|issant"
    "|i?ons|i?ez|i?ent|èrent|irent|urent|[eiao]?r(?:ai|as|a|ons|ez|ont)|[eiao]?rai(?:s|t|ent)|[dt]?re"
    "|a[lu]x?|als?|ales?|eaux?|eux|euses?|i?f|ives?|ifs|e?ls?|elles?|e?nn?es?|i?e[nr]s?|ères?|eurs?"
    "|rices?|ques?|cs?|che?s?|ux|les?)"
)


def code_of(before: str, after: str, *, context: str = "") -> str | None:
    """The code of the artefact that is repaired where `before` becomes `after`.

    Args:
        context: the text right before and after, for words that are there twice.

    >>> code_of("nucléaire programme", "programme nucléaire"), code_of("", "ne ")
    ('MT501', 'MT503')
    >>> code_of("ministre", "président") is None
    True
    """
    old, new = (_WORD.findall(text) for text in (before, after))
    if "".join(old) == "".join(new):
        return _of_spaces(before, after, len(new) - len(old))
    if sorted(_MARK.findall(before)) != sorted(_MARK.findall(after)):
        return None
    if [word.lower() for word in old] == [word.lower() for word in new]:
        return "MT504"
    if _loses_name(old, new):
        return None
    return _of_words([w.lower() for w in old], [w.lower() for w in new], context.lower())


def _loses_name(old: list[str], new: list[str]) -> bool:
    kept = {word.lower() for word in new}
    return any(
        word[0].isupper() and len(word) > _SHARED and word.lower() not in kept for word in old
    )


def _of_spaces(before: str, after: str, more_words: int) -> str | None:
    if more_words:
        return "MT101" if more_words > 0 else "MT102"
    old, new = ("".join(text.split()) for text in (before, after))
    if old == new:
        if len(after) < len(before):
            return "MT104"
        return "MT103"
    return "MT202" if _QUOTES.search(before + after) else "MT201"


def _of_words(old: list[str], new: list[str], context: str) -> str | None:
    lost, gained = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not lost and gained and gained.keys() <= {"ne", "n"}:
        return "MT503"
    if not gained and lost:
        return _of_lost(lost, new, context)
    if not lost and not gained:
        return "MT501"
    if not lost and gained.keys() <= _ARTICLES | _SMALL and _kept_order(old, new):
        return "MT502" if gained.keys() <= _ARTICLES else "MT507"
    return _of_forms(lost, gained, old, new)


def _of_lost(lost: Counter[str], new: list[str], context: str) -> str | None:
    around = Counter(_WORD.findall(context))
    if not all(any(_same_word(word, form) for form in new) for word in lost - around):
        return None
    return "MT303" if lost.total() == 1 else "MT302"


def _of_forms(
    lost: Counter[str], gained: Counter[str], old: list[str], new: list[str]
) -> str | None:
    """The code where the words that go and those that come are forms of the same words."""
    pairs, without, added = _paired(sorted(lost.elements()), list(gained.elements()))
    if without - _ARTICLES or added - _ARTICLES - _SMALL:
        return None
    forms, beside = dict(pairs), _ARTICLES | added
    if [forms.get(word, word) for word in old if word not in beside] != [
        word for word in new if word not in beside
    ]:
        return "MT501"
    if added - _ARTICLES:
        return "MT507"
    words = {word for pair in pairs for word in pair}
    if words <= _ARTICLES | _ELIDED | {"que", "ne", "se", "ce", "je", "me", "te"}:
        return "MT505" if words & _ELIDED or without or added else "MT506"
    return "MT506"


def _paired(lost: list[str], gained: list[str]) -> tuple[list[tuple[str, str]], set[str], set[str]]:
    """Each lost word with the form of it that is gained; words lost, and gained, without one."""
    pairs = []
    without = set()
    for word in lost:
        other = next((form for form in gained if _same_word(word, form)), None)
        if other is None:
            without.add(word)
        else:
            gained.remove(other)
            pairs.append((word, other))
    return pairs, without, set(gained)


def _same_word(word: str, form: str) -> bool:
    if any(word in group and form in group for group in _SAME):
        return True
    if not (word.isalpha() and form.isalpha()):
        return False  # 1,500 is no form of 15,000
    same = (a == b for a, b in zip(word, form, strict=False))
    shared = sum(takewhile(bool, same))
    return shared >= _SHARED and all(_ENDING.fullmatch(w[shared:]) for w in (word, form))


def _kept_order(old: list[str], new: list[str]) -> bool:
    rest = iter(new)
    return all(word in rest for word in old)
