"""What separate translation does to the grammar of a sentence, as far as a rule can see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from mtrepair.document import Document
from mtrepair.french import (
    CONTRACTED,
    COPULAS,
    ELIDED,
    HAVE,
    PREPOSITIONS,
    SUBJECTS,
    VOWELS,
    WHOLE,
    stays_whole,
)
from mtrepair.lexicon import Lexicon
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.rules.foreign import is_foreign_phrase
from mtrepair.rules.rule import Mark, mark, rule
from mtrepair.types import Edit, Safety, Span

_VOWELS = "".join(sorted(VOWELS))
_LOWER = "a-zà-ÿœæ"

_NOBODY = re.compile(r"l y (a|avait|aura|aurait|eut|a eu) (?=(?:aucune?|nul|nulle|rien)\b)")
_IS_IT_NOT = re.compile(r"est-ce pas(?=[ \u00a0\u202f]?\?)")
_PRONOUN_VERB = re.compile(
    rf"(?<![-\w])(?<!\bne )(?:je|tu|il|elle|on|nous|vous|ils|elles) ([{_LOWER}]+)"
    rf"(?: (?:peut-être|encore|vraiment|toujours|donc))?\Z",
    re.IGNORECASE,
)
_NOT = re.compile(r" pas\b(?! (?:à pas|mal\b))")
_NO_VERBS = frozenset("ou et même non mais pourquoi ni surtout ne plus si que tous toutes".split())
# These patterns begin with a rare character and look back from it: the engine then skips from
# one to the next instead of trying every word.
_NEVER = re.compile(rf" jamais (?=[{_LOWER}]+[éistu]e?s?\b)")
_AUXILIARIES = frozenset("ont a ai avons avez avaient avait sont est étaient était".split())
_CLAUSE = re.compile(r"[.!?:;\n]")
# After these, `jamais` means "ever" and takes no `ne`.
_EVER = re.compile(
    r"\b(?:ne|que|qu|n|plus|moins|meilleure?s?|pires?|si|sans|première?|dernière?|seule?)\b|n['’]"
)

# Two letters to begin with: the engine looks for them as a literal.
_HIATUSES = (
    re.compile(rf"e (?=[{_VOWELS}{_VOWELS.upper()}h])(?<=[dljmtsnuDLJMTSN]e )"),
    re.compile(rf"a (?=[{_VOWELS}{_VOWELS.upper()}h])(?<=[lL]a )"),
    re.compile(r"i (?=ils?\b)(?<=[sS]i )"),
)
_ROMAN = re.compile(r"[IVXLC]+(?:e|er|ème)?\Z")
# "la une" of a newspaper, "de un à dix"; "le ou les auteurs" names the article itself; "es" has
# "tu" before it, or is Spanish.
_APART = frozenset("un une uns unes ou et es".split())

_CONTRACTION = re.compile(rf" (les?) (?=([{_LOWER}]{{3,}}))")
# An infinitive follows these, and no noun without a determiner does.
_MODALS = "peut peuvent pouvait doit doivent faut va vont veut veulent pouvoir".split()
# They may stand between a pronoun and its infinitive.
_ADVERBS = frozenset("bien mieux mal plus moins trop tout toujours jamais encore aussi".split())
_PRONOUN_LEAD = 1.6  # log10; nouns such as "souvenir" have 0.7
_FALSE_ELISION = re.compile(r"['’](?=([bcdfgjklmnpqrstvwxzh][a-zà-ÿœ]{2,}))")
# What else is elided before a consonant is speech: "j'crois".
_UNMADE = ("l", "d", "qu")
# No infinitive goes with these.
_BEFORE_NOUNS = PREPOSITIONS - frozenset(
    "à de d' en pour sans par avant après entre jusqu'".split()
)
# Behind a word: it is a piece of a program's or a file's name.
_TIED = re.compile(r"[-_/=]\w|\.\w")
# Zipf by which a word is rather English: "paquet de incoming".
_SMALL = frozenset("il on un en à y au où ou et a es ai".split())
_BORROWED, _GRAMMATICAL = 0.5, 5.5
_LEAST_PAIR = 1.0  # log10: ten sightings, more than misprints make


@rule(
    "MT503",
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
        "Ne vous inquiétez pas, nous ne nous sommes pas perdus.",
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
        if text[match.start() - 1 : match.start()] not in (" ", "\n", ""):
            continue
        fix = [Edit(Span(match.start(), match.start()), f"n{apostrophe}")]
        yield mark(*match.span(), "“ne” is missing", edits=fix)
    yield from _not_without_ne(document)
    yield from _never_without_ne(document)


@rule(
    "MT505",
    examples=[
        ("Toute la histoire que il raconte.", "Toute l’histoire qu’il raconte."),
        ("Le rôle de le ministre et à les élus.", "Le rôle du ministre et aux élus."),
        ("Le d’ministre parle de l’ville.", "Le de ministre parle de la ville."),
    ],
    clean=[
        "Le héros de la Haye, le onze et le oui.",
        "Faites-le entrer à la une, de A à Z.",
        "Il essaie de le faire et pense à les voir.",
        "Aucun moyen de le savoir, ni de le bien connaître ; non à les stigmatiser.",
        "Le film « Todo lo que el amor » sort mercredi.",
        "« J’crois que l’gars dort », dit-il.",
        "Le film de Manoel de Oliveira et le IIe siècle.",
    ],
)
def elision(document: Document) -> Iterator[Mark]:
    """A missing or false elision or contraction: `la histoire`, `de le`, `l’ville`.

    It stood at the border of a fragment. Words with an aspirated h are known. A phrase in another
    language is left alone, and so is a pronoun before an infinitive (`de le savoir`). Safe for
    words of the lexicon; unsafe before names; only shown before a verb where the article belongs
    to a noun further on (`dans le ouvrir boîte`).
    """
    found = chain(
        _missing_elisions(document), _missing_contractions(document), _false_elisions(document)
    )
    yield from (mark for mark in found if not is_foreign_phrase(document, mark.span))


def _not_without_ne(document: Document) -> Iterator[Mark]:
    text = document.text
    for match in _NOT.finditer(text):
        found = _PRONOUN_VERB.search(text, max(match.start() - 40, 0), match.start())
        if found is None or document.is_as_said(match.start()):
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
        auxiliary = document.word_before(match.start())
        at = match.start() - len(auxiliary)
        clause = _CLAUSE.split(text[max(at - 200, 0) : at])[-1]
        joined = text[at - 1 : at] in tuple("-’'") and at > 0
        if auxiliary not in _AUXILIARIES or joined or _EVER.search(clause):
            continue
        if document.is_as_said(at):
            continue
        ne = f"n{document.apostrophe}" if auxiliary[0] in _VOWELS else "ne "
        yield mark(
            at,
            match.end() - 1,
            "“ne” is missing",
            edits=[Edit(Span(at, at), ne)],
            safety=Safety.UNSAFE,
            confidence=0.7,
        )


def _missing_elisions(document: Document) -> Iterator[Mark]:
    text = document.text
    for match in chain.from_iterable(hiatus.finditer(text) for hiatus in _HIATUSES):
        word = document.word_before(match.start() + 1)
        elided = ELIDED.get(word.lower())
        if elided is None:
            continue
        start = match.start() + 1 - len(word)
        after = document.word_after(match.end())
        if (start and text[start - 1] in "-’'") or _TIED.match(text, match.end() + len(after)):
            continue
        if stays_whole(word.lower(), after):
            continue
        plural = word.lower() in ("le", "la") and after.endswith("s")
        if plural and document.lexicon.zipf(after[:-1]):
            continue  # "le astronautes" wants "les"
        safety = _elision_safety(document, start, after)
        if safety is None or not _may_follow(word.lower(), after):
            continue
        if word.lower() in ("le", "la") and _is_astray(document, start, match.end(), after):
            safety = Safety.DISPLAY
        head = word[: len(elided) - 1]
        yield mark(
            start,
            match.end() + len(after),
            f"“{word}” is elided here",
            edits=[Edit(Span(start + len(head), match.end()), document.apostrophe)],
            safety=safety,
            confidence=0.95 if safety is Safety.SAFE else 0.75,
        )


def _may_follow(word: str, after: str) -> bool:
    """Whether what follows is what a word to be elided stands before: no "la il", "se avec".

    "La est" is rather "là est", and "me environ" no pronoun.
    """
    parts = load_morphology().parts(after.lower())
    if not parts:
        return True
    if word in ("le", "la", "de") and after.lower() in COPULAS | HAVE:
        return False
    if word in ("le", "la"):
        return not parts.isdisjoint(("noun", "adjective", "name", "person", "verb", "number"))
    if word in ("je", "me", "te", "se"):
        verbs = load_morphology().verbs(after.lower())
        if word == "je" and "adverb" in parts:
            return True  # "je absolument", in English order
        first = word != "je" or any("1s" in one.persons for one in verbs)
        return (bool(verbs) and first) or after in ("y", "en")
    return len(after) > 2 or after.lower() in _SMALL


def _is_astray(document: Document, start: int, at: int, after: str) -> bool:
    """Whether the article at `start`, before the verb at `at`, is one of a noun further on.

    "Dans le ouvrir boîte", "cliquez sur le ajouter bouton": neither "sur" before them nor a bare
    noun behind them goes with a verb and its pronoun, and "l’ouvrir boîte" is no better.
    """
    morphology = load_morphology()
    if morphology.parts(after) != {"verb"}:
        return False
    if document.word_before(start - 1).lower() in _BEFORE_NOUNS:
        return True
    end = at + len(after)
    behind = document.word_after(end + 1) if document.text[end : end + 1] == " " else ""
    parts = morphology.parts(behind)
    bare = "noun" in parts and parts <= {"noun", "verb"}
    return bare and bool(morphology.verbs(after, "infinitive"))


def _elision_safety(document: Document, start: int, after: str) -> Safety | None:
    """How safe it is to elide the word at `start` before the word `after`; None where it isn't."""
    lexicon = document.lexicon
    if len(after) < 2 or after in _APART or lexicon.forbids_elision(after):
        return None
    if after.islower():
        more = 0.0 if after[0] == "h" else _BORROWED
        borrowed = lexicon.zipf_english(after) > lexicon.zipf(after) + more
        borrowed = borrowed and lexicon.zipf(after) < _GRAMMATICAL
        known = lexicon.zipf(after) >= 2.5 and not lexicon.is_name(after)
        return Safety.SAFE if known and not borrowed else None
    particle = document.word_before(start - 1)[:1].isupper()
    if after.isupper() or _ROMAN.match(after) or after[0] in "HY" or particle or after == "Une":
        return None
    return Safety.UNSAFE


def _missing_contractions(document: Document) -> Iterator[Mark]:
    text = document.text
    for match in _CONTRACTION.finditer(text):
        if text[match.start() - 1] not in "eàÀ":
            continue
        preposition = document.word_before(match.start())
        start = match.start() - len(preposition)
        new = CONTRACTED.get((preposition.lower(), match[1]))
        if new is None or (start and text[start - 1] in "-’'"):
            continue
        before = document.word_before(start - 1).lower()
        if before in SUBJECTS or before == "qui":
            continue  # "on à le temps": it has
        if _is_pronoun_before(document, match.end(), match[2]):
            continue
        if document.lexicon.pair(new, match[2]) >= _LEAST_PAIR:
            new = new.capitalize() if preposition[0].isupper() else new
            old = Span(start, match.end() - 1)
            yield mark(old.start, old.end, f"“{old.of(text)}” contracts to “{new}”", new)


def _is_pronoun_before(document: Document, start: int, word: str) -> bool:
    """Whether `le` or `les` before the word at `start` is the object of an infinitive."""
    if word in _ADVERBS:
        word = document.word_after(start + len(word) + 1)
    return _may_be_infinitive(word, document.lexicon)


def _may_be_infinitive(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may be read as an infinitive, and is not practically only a noun.

    A noun such as "souvenir" is an infinitive too; what stands before it in the corpora decides:
    "peut savoir" is seen, "peut souvenir" is not, and "le lire" is seen far oftener than "du lire".
    """
    morphology = load_morphology()
    if not morphology.verbs(word, "infinitive"):
        return False
    if not morphology.nouns(word) or any(lexicon.pair(modal, word) for modal in _MODALS):
        return True
    return lexicon.pair("le", word) - lexicon.pair("du", word) > _PRONOUN_LEAD


def _false_elisions(document: Document) -> Iterator[Mark]:
    text, lexicon = document.text, document.lexicon
    for match in _FALSE_ELISION.finditer(text):
        head, word = document.word_before(match.start()), match[1]
        start = match.start() - len(head)
        full_forms = WHOLE.get(f"{head.lower()}'") if head.lower() in _UNMADE else None
        if full_forms is None or (start and text[start - 1] in "-’'"):
            continue
        if (word[0] == "h" and not lexicon.h_aspire(word)) or document.is_as_said(start):
            continue
        full = max(full_forms, key=lambda form: lexicon.pair(form, word))
        if lexicon.pair(full, word) >= _LEAST_PAIR:
            yield mark(
                start,
                match.end() + len(word),
                f"“{full}” is not elided here",
                edits=[Edit(Span(start + 1, match.end()), full[1:] + " ")],
            )
