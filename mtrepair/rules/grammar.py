"""What separate translation does to the grammar of a sentence, as far as a rule can see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtrepair.document import Document
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_VOWELS = "aàâäeéèêëiîïoôöuùûüyœæ"
_LOWER = "a-zà-ÿœæ"

_NOBODY = re.compile(r"l y (a|avait|aura|aurait|eut|a eu) (?=(?:aucune?|nul|nulle|rien)\b)")
_IS_IT_NOT = re.compile(r"(?<=[, ])est-ce pas(?=[ \u00a0\u202f]?\?)")
_PRONOUN_VERB = re.compile(
    rf"(?<![-\w])(?:je|tu|il|elle|on|nous|vous|ils|elles) ([{_LOWER}]+)"
    rf"(?: (?:peut-être|encore|vraiment|toujours|donc))?\Z",
    re.IGNORECASE,
)
_NOT = re.compile(r" pas\b(?! (?:à pas|mal\b))")
_NO_VERBS = frozenset("ou et même non mais pourquoi ni surtout ne plus si que tous toutes".split())
_NEVER = re.compile(
    rf"(?<![-\w’'])(ont|a|ai|avons|avez|avaient|avait|sont|est|étaient|était) jamais (?=[{_LOWER}]+[éistu]e?s?\b)"
)
# After these, `jamais` means "ever" and takes no `ne`.
_EVER = re.compile(r"\b(?:ne|que|qu|n|plus|moins|meilleure?s?|pires?|si|sans|première?|dernière?|seule?)\b|n['’]")

_MONTHS = frozenset(
    "Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre".split()
)
_DAYS = frozenset("Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche".split())
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:en|depuis|début|fin|jusqu['’]en|mois de|mois d['’])|\b(?:[12]?\d|3[01]|1er)) \Z"
)
_BEFORE_DAY = re.compile(rf"(?:[{_LOWER}]|,) \Z")
_BEFORE_PLURAL = re.compile(r"(?<![\w’'-])(?:de|plusieurs|quelques|\d+) \Z")
_LOST_CAPITAL = re.compile(rf"(?<=[{_LOWER}])\. (?=([{_LOWER}]+)\b)")
_ABBREVIATED = frozenset(
    "etc art chap env min max tél hab trad dir coll fig adj inc corp ltd bros prof resp suiv "
    "approx arr dép dépt févr janv juil sept oct nov déc obs ouvr réf sqq vers".split()
)

_HIATUS = re.compile(rf"[aei] (?=[{_VOWELS}{_VOWELS.upper()}h])")
_ELIDED = {
    "le": "l", "la": "l", "de": "d", "que": "qu", "ne": "n", "je": "j", "me": "m", "te": "t",
    "se": "s", "jusque": "jusqu", "lorsque": "lorsqu", "puisque": "puisqu", "quoique": "quoiqu",
}  # fmt: skip
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVXLC]+(?:e|er|ème)?\Z")
# "la une" of a newspaper, "de un à dix"; "le ou les auteurs" names the article itself.
_APART = frozenset("un une ou et".split())

_CONTRACTION = re.compile(rf"(?<![\w’'-])([dD]e|[àÀ]) (les?) (?=([{_LOWER}]{{3,}}))")
_CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
_FALSE_ELISION = re.compile(
    r"(?<![\w’'-])([lLdD]|[qQ]u)['’](?=([bcdfgjklmnpqrstvwxzh][a-zà-ÿœ]{2,}))"
)
_LEAST_PAIR = 1.0  # log10: ten sightings, more than misprints make


@rule(
    "MT503",
    "missing-negation",
    severity="major",
    examples=[
        ("Mais il y a aucun signe de reprise.", "Mais il n’y a aucun signe de reprise."),
        ("Le monde change, est-ce pas ?", "Le monde change, n’est-ce pas ?"),
        ("Vous savez peut-être pas tout.", "Vous ne savez peut-être pas tout."),
        (
            "Les autorités ont jamais confirmé cette version.",
            "Les autorités n’ont jamais confirmé cette version.",
        ),
    ],
    clean=[
        "Il n’y a aucun signe de reprise.",
        "Il avance pas à pas, il y a pas mal de monde.",
        "C’est le plus beau film qu’il a jamais vu.",
        "« Vous savez pas tout », dit-il.",
        "Il n’ose y croire et ne sait s’il faut agir.",
    ],
)
def missing_negation(document: Document) -> Iterator[Mark]:
    """A negation that lost its `ne`.

    The verb and the rest of the negation were translated apart. `il y a aucun` and
    `est-ce pas ?` are always wrong: safe. A pronoun with verb and `pas`, or an auxiliary with
    `jamais`, may be somebody's speech: unsafe, and left alone inside quotations.
    """
    text = document.text
    apostrophe = document.apostrophe
    for match in _NOBODY.finditer(text):
        if text[match.start() - 1 : match.start()] in ("i", "I"):
            at = match.start() + 2
            fix = [Edit(Span(at, at), f"n{apostrophe}")]
            yield mark(at, match.end() - 1, "“ne” is missing", edits=fix)
    for match in _IS_IT_NOT.finditer(text):
        fix = [Edit(Span(match.start(), match.start()), f"n{apostrophe}")]
        yield mark(*match.span(), "“ne” is missing", edits=fix)
    yield from _not_without_ne(document)
    yield from _never_without_ne(document)


@rule(
    "MT504",
    "wrong-case",
    examples=[
        ("Ils ont été livrés en Mai.", "Ils ont été livrés en mai."),
        ("Il est venu hier soir. puis il est reparti.", "Il est venu hier soir. Puis il est reparti."),
    ],
    clean=[
        "Les attentats du 11 Septembre et Mai 68.",
        "Il faut voir M. Mai, etc. et lui.",
        "Ils ont été livrés en mai.",
    ],
)
def wrong_case(document: Document) -> Iterator[Mark]:
    """A capital in mid-sentence, or none at its start.

    The text of a link starts with a capital, as English months and days do. Unsafe: a name or a
    title may be meant.
    """
    text = document.text
    for match in document.occurrences(document.words & (_MONTHS | _DAYS)):
        before = text[max(match.start() - 12, 0) : match.start()]
        pattern = _BEFORE_MONTH if match[0] in _MONTHS else _BEFORE_DAY
        if pattern.search(before) and not _festive(text, match):
            yield _decapitalised(match, 0.8)
    for match in document.occurrences(_plurals_seen_small(document)):
        before = text[max(match.start() - 12, 0) : match.start()]
        if _BEFORE_PLURAL.search(before) and not document.in_quotation(match.start()):
            yield _decapitalised(match, 0.7)
    for match in _LOST_CAPITAL.finditer(text):
        if _starts_sentence(document, match):
            at = match.end()
            yield mark(
                at,
                at + len(match[1]),
                "no capital at the start of a sentence",
                edits=[Edit(Span(at, at + 1), text[at].upper())],
                safety=Safety.UNSAFE,
                confidence=0.7,
            )


@rule(
    "MT505",
    "elision",
    examples=[
        ("Toute la histoire que il raconte.", "Toute l’histoire qu’il raconte."),
        ("Le rôle de le ministre et à les élus.", "Le rôle du ministre et aux élus."),
        ("Le d’ministre parle de l’ville.", "Le de ministre parle de la ville."),
    ],
    clean=[
        "Le héros de la Haye, le onze et le oui.",
        "Faites-le entrer à la une, de A à Z.",
        "Il essaie de le faire et pense à les voir.",
        "« J’crois que l’gars dort », dit-il.",
        "Le vin de Oliveira et le IIe siècle.",
    ],
)
def elision(document: Document) -> Iterator[Mark]:
    """A missing or false elision or contraction: `la histoire`, `de le`, `l’ville`.

    It stood at the border of a fragment. Words with an aspirated h are known. Safe for words of
    the lexicon; unsafe before names.
    """
    yield from _missing_elisions(document)
    yield from _missing_contractions(document)
    yield from _false_elisions(document)


def _not_without_ne(document: Document) -> Iterator[Mark]:
    text = document.text
    for match in _NOT.finditer(text):
        found = _PRONOUN_VERB.search(text, max(match.start() - 40, 0), match.start())
        if found is None or document.in_quotation(match.start()):
            continue
        verb = found[1].lower()
        if verb not in _NO_VERBS and document.lexicon.zipf(verb) >= 3.0:
            at = found.start(1)
            ne = f"n{document.apostrophe}" if verb[0] in _VOWELS else "ne "
            yield mark(
                at,
                match.end(),
                "“ne” is missing",
                edits=[Edit(Span(at, at), ne)],
                safety=Safety.UNSAFE,
                confidence=0.8,
            )


def _never_without_ne(document: Document) -> Iterator[Mark]:
    text = document.text
    for match in _NEVER.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in ".!?:;\n") + 1
        if _EVER.search(text, max(start, 0), match.start()) or document.in_quotation(match.start()):
            continue
        at = match.start()
        ne = f"n{document.apostrophe}" if match[1][0] in _VOWELS else "ne "
        yield mark(
            at,
            match.end() - 1,
            "“ne” is missing",
            edits=[Edit(Span(at, at), ne)],
            safety=Safety.UNSAFE,
            confidence=0.7,
        )


def _festive(text: str, match: re.Match[str]) -> bool:
    """Whether the capital belongs to a day that has become a name: 14 Juillet, Mai 68."""
    numbered = re.search(r"(?:\d|1er) \Z", text[max(match.start() - 4, 0) : match.start()])
    year = re.match(r" (?:\d{4})\b", text[match.end() : match.end() + 6])
    return numbered is not None and year is None


def _plurals_seen_small(document: Document) -> set[str]:
    """Capitalised plurals of the text that others write with a small letter."""
    lexicon = document.lexicon
    return {
        word
        for word in document.words
        if word.endswith("s")
        and word[0].isupper()
        and word[1:].islower()
        and lexicon.zipf(word) >= 3.5
        and lexicon.capitalised(word) < 0.02
    }


def _decapitalised(match: re.Match[str], confidence: float) -> Mark:
    at = match.start()
    return mark(
        *match.span(),
        "a capital in mid-sentence",
        edits=[Edit(Span(at, at + 1), match[0][0].lower())],
        safety=Safety.UNSAFE,
        confidence=confidence,
    )


def _starts_sentence(document: Document, match: re.Match[str]) -> bool:
    """Whether a full stop with a small letter behind it does end a sentence."""
    before = _word_before(document.text, match.start())
    rest = document.text[match.end() : match.end() + 60]
    tail = re.match(r"[^\W\d_]+(?: [^\W\d_]+)?\.", rest)  # MT201 sees to those
    return (
        tail is None
        and len(before) > 3
        and before.lower() not in _ABBREVIATED
        and document.lexicon.zipf(before) >= 3.0
        and document.lexicon.zipf(match[1]) >= 4.0
        and not document.is_protected(match.start())
    )


def _missing_elisions(document: Document) -> Iterator[Mark]:
    text, lexicon = document.text, document.lexicon
    for match in _HIATUS.finditer(text):
        word = _word_before(text, match.start() + 1)
        elided = _ELIDED.get(word.lower())
        if elided is None and not (word.lower() == "si" and text.startswith(("il ", "ils "), match.end())):
            continue
        start = match.start() + 1 - len(word)
        after = _WORD.match(text, match.end())
        if after is None or text[start - 1 : start] in ("-", "’", "'") and start:
            continue
        safety = _elision_safety(document, start, after[0])
        if safety is None:
            continue
        head = word[: len(elided or "s")]
        yield mark(
            start,
            after.end(),
            f"“{word}” is elided here",
            edits=[Edit(Span(start + len(head), match.end()), document.apostrophe)],
            safety=safety,
            confidence=0.95 if safety is Safety.SAFE else 0.75,
        )


def _elision_safety(document: Document, start: int, after: str) -> Safety | None:
    """How safe it is to elide the word at `start` before the word `after`; None where it isn't."""
    text, lexicon = document.text, document.lexicon
    if len(after) < 2 or after in _APART or lexicon.forbids_elision(after):
        return None
    if after[0].islower():
        borrowed = after[0] == "h" and lexicon.zipf_english(after) > lexicon.zipf(after)
        return Safety.SAFE if lexicon.zipf(after) >= 2.5 and not borrowed else None
    particle = text[max(start - 2, 0) : start - 1].isalpha() and _capital_before(text, start)
    if after.isupper() or _ROMAN.match(after) or after[0] in "HY" or particle or after == "Une":
        return None
    return Safety.UNSAFE


def _capital_before(text: str, start: int) -> bool:
    return _word_before(text, start - 1)[:1].isupper()


def _missing_contractions(document: Document) -> Iterator[Mark]:
    for match in _CONTRACTION.finditer(document.text):
        contracted = _CONTRACTED[match[1].lower(), match[2]]
        if document.lexicon.pair(contracted, match[3]) >= _LEAST_PAIR:
            new = contracted.capitalize() if match[1][0].isupper() else contracted
            yield mark(
                match.start(), match.end(2), f"“{match[1]} {match[2]}” contracts to “{new}”", new
            )


def _false_elisions(document: Document) -> Iterator[Mark]:
    lexicon = document.lexicon
    for match in _FALSE_ELISION.finditer(document.text):
        head, word = match[1].lower(), match[2]
        if word[0] == "h" and not lexicon.h_aspire(word) or document.in_quotation(match.start()):
            continue
        fullness = {"l": ("le", "la"), "d": ("de",), "qu": ("que",)}[head]
        full = max(fullness, key=lambda article: lexicon.pair(article, word))
        if lexicon.pair(full, word) >= _LEAST_PAIR:
            new = full.capitalize() if match[1][0].isupper() else full
            yield mark(
                match.start(),
                match.end() + len(word),
                f"“{full}” is not elided here",
                edits=[Edit(Span(match.start(), match.end()), new + " ")],
            )


def _word_before(text: str, at: int) -> str:
    match = _WORD_BEFORE.search(text, max(at - 40, 0), at)
    return match[0] if match else ""
