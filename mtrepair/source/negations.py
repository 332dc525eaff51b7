"""MT705: what one text denies and the other affirms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.inflection import NEGATIVE_PREFIX
from mtrepair.lexicon.morphology import load as load_morphology
from mtrepair.source.linking import linked, place
from mtrepair.source.sentences import Statement
from mtrepair.source.words import SHORT, Meaning
from mtrepair.types import Span

# Words that deny, whatever stands around them.
_ENGLISH = frozenset(
    "not cannot never neither nobody nothing nowhere none nor dont doesnt didnt isnt arent wasnt"
    " werent couldnt wouldnt shouldnt hasnt havent hadnt".split()
)
_CONTRACTED = frozenset(
    f"{verb}n't"
    for verb in "do does did is are was were ca could wo would sha should has have had must need"
    " might may ought dare ai".split()
)
_OUTRIGHT = _ENGLISH | _CONTRACTED | {"no", "without"}
_FRENCH = frozenset(
    "pas jamais rien aucun aucune ni sans guère nullement personne nul nulle".split()
)
_NE = frozenset(("ne", "n'"))
# What denies behind a verb that should have its "ne", and the marks around what people say.
_BEHIND_NE = frozenset("pas jamais rien guère aucun aucune".split())
_QUOTES = frozenset('«»“”"')
# Of verbs that are nouns as well, those that are verbs there: "sans doute pas" has none.
_VERBS = frozenset("est a ai as suis sont ont va fait peut veut doit dit pense sait".split())
# Denies behind "ne" alone: "no longer".
_PLUS = "plus"
# Goes on with a negation.
_NOR = "ni"
# What of English left standing in French denies there as well.
_LEFT = frozenset("not no cannot without never".split())
_NO_FRENCH = frozenset(("aucun", "aucune"))
# Behind "non".
_NO_DENIAL = frozenset(("plus", "seulement"))
# Verbs that "ne" alone denies; beside others it says little ("plus qu'il ne faut").
_DENIED_BY_NE = re.compile(r"p(?:eu[tvx]|ouv|ui)|s(?:ai[ts]|av|u[ts]?\b)|os|cess")
# Words of either language that the other may deny with: "failed to", "manqué de".
_ENGLISH_DENIES = re.compile(
    r"(?:hardly|barely|scarcely|seldom|rarely|little|few(?:er)?|fail\w*|refus\w*|den(?:y|ies|ied"
    r"|ial)"
    r"|lack\w*|unable|unless|until|absen\w+|avoid\w*|prevent\w*|stop\w*|reject\w*|declin\w*"
    r"|miss(?:ed|es|ing)?"
    r"|instead|except|free|zero|ignor\w*|ceas\w*|ban(?:s|ned)?|forb[ia]d\w*|prohibit\w*|doubt\w*|fear\w*|afraid"
    r"|only"
    r"|difficult\w*|gone|nonetheless|nevertheless|depriv\w*|otherwise|exclud\w*"
    r"|unlike\w*|un(?!it|ion|iq|iv|if|der|til|cle)\w{4,}|im(?:poss|perf|pati|prop|prob|mob|part"
    r"|pun)\w+|non(?:-?\w+)?"
    r"|dis(?!tri|cuss|play|tan|eas|cover|plac|tin)\w{4,}"
    r"|in(?:ab|act|ad|ap|cap|comp|corr|cred|dep|eff|eq|exact|just|suff|tol|val|vis|flex|form|dir"
    r"|def|secur|vol"
    r"|fam|hum|cons|deter|sens)\w+|il(?:leg|lic|lit)\w+|ir(?:reg|rel|res|rev)\w+|\w{3,}less|against|beyond"
    r"|mis\w{4,}"
    r"|oppos\w*|neglect\w*|regardless|despite|impunity|short|yet|devoid|trouble|deficien\w*"
    r"|under\w{5,}|rather|instead|suspicious|silent"
    r"|remains?|same|except|remov\w*|deviat\w*|eliminat\w*|differ\w*|blank|ill-\w+|\w+-(?:free|insensitive))",
    re.IGNORECASE,
)
_FRENCH_DENIES = re.compile(
    r"(?:ne|n'|pas|non|peu|moins|faut|manqu\w*|refus\w*|empêch\w*|absen\w+|rare\w*|difficile\w*"
    r"|évit\w*|ignor\w*"
    r"|hors|cess\w*|interdi\w*|échou\w*|échec|sauf|except\w*|plutôt|défaut|vain|gratuit\w*"
    r"|renonc\w*|exclu\w*"
    r"|priv(?:er?|és?|ées?|ant)|hésit\w*|dout\w*|supprim\w*|annul\w*|sinon|rejet\w*|malgré"
    r"|impun\w+|anonym\w*"
    r"|inutil\w*|incompat\w*|incorrect\w*|indispon\w*|invalid\w*|erron\w*"
    r"|impossib\w*|incapab\w*|inconnu\w*|indépend\w*|nuls?|dépourvu\w*|méconn\w+|zéro"
    r"|aucunement"
    r"|dément\w*|négli\w+|désert\w*|déç\w+|dés(?:a|o|é|i|u|h)\w+|mécont\w+|abstien\w*|abstenu\w*"
    r"|mal|loin|insu|facultati\w+|déconseill\w*|\w*trouvables?|contraire|maximum|limit\w*|interromp\w*|différ\w*|dehors"
    r"|faux|fausse\w*|négati(?:f|ve)s?|non-\w+)",
    re.IGNORECASE,
)
_INSTEAD = frozenset((("au", "lieu"), ("autre", "que"), ("autres", "que")))
# Words of these that may be denied themselves.
_MAY_BE_DENIED = re.compile(
    r"(?:hésit|dout|limit|renonc|échou|cess|interdi|refus|évit|absen|annul|supprim|exclu)\w*"
    r"|échec|loin|mal"
)
# Before what a word denies: "unpublished", "non-default".
_DENYING = re.compile(r"non-?|un|in|im|il|ir|dis|mis|dé")
# What a negation before it affirms.
_CANCELS = re.compile(
    r"preclud\w+|prevent\w*|exclud\w+|prohibit\w*|forbid\w*|un(?:common|usual|like\w+)|interromp\w+"
    r"|empêch\w+|exclu\w*|interdi\w*|impossib\w+|rare\w*"
)
# "not only", "no doubt", "without doubt", "no longer" has a "plus", "why not".
_NO_NEGATION = re.compile(
    r"\b(?:not (?:only|just|merely|simply|to mention|least)|no doubt|no matter|no wonder"
    r"|no sooner|whether or not"
    r"|or not|if not|why not|nothing but|none other|no less|not unlike|no fewer|no more than"
    r"|no longer than|no other|no later"
    r"|isn['’]t it|aren['’]t they"
    r"|doesn['’]t it|don['’]t you|nothing (?:more|less) than|no\. ?\d+|not that|not so much"
    r"|not the (?:only|first|last|end)|not alone|no offen[cs]e|without delay|no (?:problem"
    r"|exception)|nothing new|cannot but|can['’]t help)\b",
    re.IGNORECASE,
)
_FRENCH_NO_NEGATION = re.compile(
    r"\bsans (?:doute|cesse|arrêt|conteste|faute|relâche|précédent|compter|parler|papiers?|abris?"
    r"|tarder|délai|échec|quoi"
    r"|oublier|que|plus (?:tarder|attendre)|pour autant|fil|équivoque|merci|égal"
    r"|problème|souci|serif"
    r"|risque|danger|respect d|fin|limites?|exception)\b|\bpas plus d"
    r"|\b(?:n['’]arr[êe]t|ne cess)\w+ (?:pas|jamais|plus) d"
    r"|\bnon (?:seulement|plus|loin)\b|\bpas (?:seulement|moins|mal|grand-chose|à pas|que"
    r"|du tout)\b"
    r"|\bn['’]est-(?:ce|il|elle)[ -]pas\b|\bn['’](?:empêche\b|oubli\w+ pas)|\bnon sans\b"
    r"|\bn['’]importe\b|\bpourquoi pas\b"
    r"|\b(?:aucun|pas de|nul) doute\b|\bpersonnes?\b(?! ne| n['’])|\bn['’]en \w+ pas moins\b"
    r"|\bou (?:pas|non)\b"
    r"|\bne manqu\w+ pas de\b|\bni plus ni moins\b|\b(?:un|le|premiers?|de|chaque|au|du|ce|grand"
    r"|les|des|quelques|faux) pas\b"
    r"|\btant qu(?:e |['’])[^.;:!?]{0,80}? pas\b"
    r"|\bà jamais\b|\bplus que jamais\b|\bsi jamais\b|\b(?:rien|jamais|pas)[ -](?:de plus|moins"
    r"|que)\b|\bmine de rien\b",
    re.IGNORECASE,
)
# How French says word for word what such a negation leaves.
_LITERALLY = {
    "only": ("seul", "uniqu"), "just": ("juste", "seul"), "merely": ("simpl", "seul"),
    "simply": ("simpl",), "first": ("premi",), "last": ("derni",), "doubt": ("doute",),
    "new": ("nouve",), "problem": ("problème",), "exception": ("exception",),
}  # fmt: skip
# Sentences that have less in common are told in other words, denied or not; the second is for
# those of which one denies nowhere.
_CLOSE, _SIMILAR = 0.4, 0.2
# Words behind a negation that tell what is denied, and how far its counterpart may be.
_SCOPE, _FAR = 5, 7
# How many times as far: for what denies in other words and for what denies outright, each first
# where it should stand, then in the neighbourhood.
_REACHES = ((0.6, 1.0), (0.6, 2.5))
# Words from "ne" to its "pas".
_SPREAD = 6
# How far a second negation stands behind the first that it goes on with.
_GOES_ON = 9
_COORDINATES = frozenset("ou ni or nor".split())
_LISTS = frozenset((",", "et"))
# "Aucun joueur n’a jamais …" denies once.
_SUBJECTS = frozenset("aucun aucune personne rien nul nulle jamais".split())


class Denied(NamedTuple):
    """A negation that the other text lacks, by its place in either text."""

    place: Span
    beside: Span | None


def lost_negations(
    own: Statement, source: Statement, like: float, *, english: str
) -> Iterator[Denied]:
    """The negations of the English sentence that the French one has not."""
    found = _english_cues(source)
    if not found:
        return
    none = [
        match.span()
        for match in _exceptions(_NO_NEGATION, english, source)
        if not _is_affirmed(match[0], own.said)
    ]
    cues = _places(source, found, none)
    if cues:
        answers = _french_answers(own.lower)
        yield from _unanswered(cues, source, answers, own, denies=_english_denies, like=like)


def added_negations(
    own: Statement, source: Statement, like: float, *, french: str
) -> Iterator[Denied]:
    """The negations of the French sentence that the English one has not."""
    found = _french_cues(own)
    if not found:
        return
    none = [match.span() for match in _exceptions(_FRENCH_NO_NEGATION, french, own)]
    cues = _places(own, found, none)
    if cues:
        answers = _english_answers(source)
        yield from _unanswered(cues, own, answers, source, denies=_french_denies, like=like)


def bare_negations(own: Statement, source: Statement) -> Iterator[Denied]:
    """What denies in French without its "ne", where the English sentence denies as well.

    What is said in quotation marks is left alone: people speak so.
    """
    cues = [] if _BEHIND_NE.isdisjoint(own.said) else _english_cues(source)
    if not cues:
        return
    bare = [at for at in _of(_BEHIND_NE, own) if _lacks_ne(own.words, at)]
    if not bare:
        return
    links = linked(source.words, own.words)
    places = [(cue, _place(cue, source.words, own.words, links)) for cue in cues]
    for at in bare:
        near = [cue for cue, place in places if abs(place.at - at) <= place.reach]
        if near:
            place = Span(own.words[at - 1].start, own.words[at].end)
            yield Denied(place, _span(source.words[near[0]]))


def _lacks_ne(words: Sequence[Meaning], at: int) -> bool:
    """Whether a finite verb stands before what should deny it, and no "ne" around, as written."""
    verb, known = words[at - 1].lower if at else "", load_morphology()
    if not known.verbs(verb, "finite") or (known.nouns(verb) and verb not in _VERBS):
        return False
    around = words[max(0, at - _SPREAD - 2) : at + 3]
    if any(word.lower in _NE or word.text in _QUOTES for word in around):
        return False
    is_stride = [word.lower for word in words[at + 1 : at + 3]] == ["à", "pas"]
    is_quoted = sum(word.text in _QUOTES for word in words[:at]) % 2 == 1
    return not is_stride and not is_quoted


class Answer(NamedTuple):
    """Where a sentence denies, and whether it does so in so many words."""

    at: int
    is_strong: bool


def _english_answers(sentence: Statement) -> list[Answer]:
    """Where an English sentence denies."""
    lower = sentence.lower
    return [
        Answer(at, _is_outright_english(lower[at]))
        for at, form in enumerate(sentence.forms)
        if _english_denies(form) or (lower[at] == "than" and lower[max(0, at - 1)] == "other")
    ]


def _french_answers(forms: Sequence[str]) -> list[Answer]:
    """Where a French sentence denies; "ne" and its "pas" are one, by the place of the second."""
    found: list[Answer] = []
    opened = -_SPREAD
    for at, form in enumerate(forms):
        if form in _NE:
            after = forms[at + 1] if at + 1 < len(forms) else ""
            if not after.startswith("import"):
                opened = at
                found.append(Answer(at, bool(_DENIED_BY_NE.match(after))))
        elif tuple(forms[max(0, at - 1) : at + 1]) in _INSTEAD:
            found.append(Answer(at, False))
        elif _french_denies(form) and not _is_no_denial(forms, at):
            if found and found[-1].at == opened and form in _FRENCH and at - opened <= _SPREAD:
                found.pop()
            found.append(Answer(at, _is_outright_french(form) or form in _LEFT))
        elif form == _PLUS and found and found[-1].at == opened and at - opened <= _SPREAD:
            found[-1] = Answer(at, True)
    return found


def _is_no_denial(forms: Sequence[str], at: int) -> bool:
    """Whether a word that may deny does not: "non plus", "une personne"."""
    if forms[at] == _NOR:
        # "Il discuterait des cas ni des lieux" has lost what "ni" goes on with.
        return not any(form in _NE or form in _FRENCH for form in (*forms[:at], *forms[at + 1 :]))
    if forms[at] == "non":
        return not _NO_DENIAL.isdisjoint(forms[at + 1 : at + 2])
    return forms[at] == "personne" and _NE.isdisjoint(forms[max(0, at - _SPREAD) : at + 3])


def _exceptions(
    pattern: re.Pattern[str], text: str, sentence: Statement
) -> Iterator[re.Match[str]]:
    return pattern.finditer(text, sentence.span.start, sentence.span.end)


def _is_affirmed(exception: str, forms: frozenset[str]) -> bool:
    """Whether French has an exception word for word and denies nowhere: "not only", seulement."""
    if not forms.isdisjoint(_FRENCH | _NE | {"non", _PLUS}):
        return False
    words = exception.lower().split()
    return any(
        form.startswith(_LITERALLY[word]) for word in words if word in _LITERALLY for form in forms
    )


def _places(
    sentence: Statement, found: Sequence[int], none: Sequence[tuple[int, int]]
) -> list[int]:
    """The cues of a sentence that are no part of an exception, which `none` are, or of another."""
    cues = [
        i for i in found if not any(start <= sentence.words[i].start < end for start, end in none)
    ]
    return [i for i in cues if not _is_coordinated(sentence.lower, i, cues)]


def _is_coordinated(forms: Sequence[str], i: int, cues: Sequence[int]) -> bool:
    """Whether a negation goes on with one before it: "n’arrête pas ou ne gère pas", "nor"."""
    before = [cue for cue in cues if i - _GOES_ON <= cue < i]
    if not before:
        return False
    between = set(forms[before[-1] : i + 1])
    is_listed = bool(between & _NE) or forms[i] in _NO_FRENCH
    goes_on = bool(between & _COORDINATES) or (is_listed and bool(between & _LISTS))
    return goes_on or forms[before[-1]] in _SUBJECTS


def _is_outright_english(word: str) -> bool:
    """Whether a word, in small letters, denies in so many words."""
    return word in _OUTRIGHT


def _is_outright_french(word: str) -> bool:
    return word in _FRENCH or word == "non"


def _english_cues(sentence: Statement) -> list[int]:
    return _of(_OUTRIGHT, sentence)


def _french_cues(sentence: Statement) -> list[int]:
    """What denies: the second half of "ne … pas"; not "ne … plus", "ne … que"."""
    return [i for i in _of(_FRENCH, sentence) if _is_cue(sentence.lower, i)]


def _of(words: frozenset[str], sentence: Statement) -> list[int]:
    """The numbers of those words in a sentence; most have none."""
    if words.isdisjoint(sentence.said):
        return []
    return [i for i, form in enumerate(sentence.lower) if form in words]


def _is_cue(forms: Sequence[str], i: int) -> bool:
    if forms[i] in _NO_FRENCH:
        # "sans aucun effet", "sans qu’aucun" denies once
        return "sans" not in forms[max(0, i - 2) : i]
    if forms[i] in ("sans", "nullement"):
        return True
    return not _NE.isdisjoint(forms[max(0, i - 6) : i + 3])


@lru_cache(maxsize=1 << 14)
def _french_denies(form: str) -> bool:
    word = form.lower()
    if word in _FRENCH or word in _LEFT or _FRENCH_DENIES.fullmatch(word):
        return True
    prefix = NEGATIVE_PREFIX.match(word)
    return prefix is not None and _is_denied(word, word[prefix.end() :])


def _is_denied(word: str, bare: str) -> bool:
    """Whether an adjective denies another: "illégal", and not "important", "amis", "avoir"."""
    known, zipf = load_morphology(), load_lexicon().zipf
    if zipf(bare) < zipf(word) or (known.analyses(word) and not known.adjectives(word)):
        return False
    return bool(known.adjectives(bare)) and not known.verbs(bare, "participle")


@lru_cache(maxsize=1 << 14)
def _english_denies(form: str) -> bool:
    return _is_outright_english(form.lower()) or bool(_ENGLISH_DENIES.fullmatch(form.lower()))


def _unanswered(
    cues: Sequence[int],
    own: Statement,
    answers: Sequence[Answer],
    other: Statement,
    *,
    denies: Callable[[str], bool],
    like: float,
) -> Iterator[Denied]:
    """The cues that no answer stands for, each of which stands for one, near its place."""
    if len(cues) == sum(answer.is_strong for answer in answers):
        return  # each denies somewhere, however far its clause has moved
    likely = like >= (_CLOSE if answers else _SIMILAR)
    links = linked(own.words, other.words)
    places = {cue: _place(cue, own.words, other.words, links) for cue in cues}
    taken: set[int] = set()
    answered: set[int] = set()
    back = {there: here for here, there in links.items()}
    # "Difficile" is no answer to "not difficult" where it is what "difficult" became, nor is
    # "hésité" to "did not hesitate".
    denied = {at for cue in cues for at in _scope(cue, own.lower)}
    answers = [
        answer
        for answer in answers
        if answer.is_strong
        or back.get(answer.at) in (None, *cues)
        or not (
            denies(own.forms[back[answer.at]])
            or (back[answer.at] in denied and _MAY_BE_DENIED.fullmatch(other.lower[answer.at]))
        )
    ]
    # First what stands where it should, then what is left in the neighbourhood.
    for reaches in _REACHES:
        pairs = sorted(
            (abs(answer.at - place.at), cue, answer.at)
            for cue, place in places.items()
            for answer in answers
            if abs(answer.at - place.at) <= place.reach * reaches[answer.is_strong]
        )
        for _, cue, at in pairs:
            if cue not in answered and at not in taken:
                answered.add(cue)
                taken.add(at)
    for cue in cues:
        if cue in answered or _is_cancelled(cue, own.words):
            continue
        if _is_said_in_one(cue, own.words, other.words):
            continue
        if likely or places[cue].is_linked:
            yield Denied(_span(own.words[cue]), _span(other.words[round(places[cue].at)]))


def _is_said_in_one(cue: int, words: Sequence[Meaning], other: Sequence[Meaning]) -> bool:
    """Whether a negation and what it denies are one word: "pas publié", unpublished."""
    scope = [words[at] for at in _scope(cue, [word.lower for word in words])]
    heads = {head for word in scope for head in word.heads if len(head) >= SHORT}
    bare = [_DENYING.sub("", word.lower, count=1) for word in other if _DENYING.match(word.lower)]
    return any(form.startswith(head) for form in bare for head in heads)


def _scope(cue: int, forms: Sequence[str]) -> range:
    """The words around a negation of which it denies one: French denies around a verb."""
    start = cue - 2 if forms[cue] in _FRENCH else cue
    return range(max(0, start), min(cue + 1 + _SCOPE, len(forms)))


def _is_cancelled(cue: int, words: Sequence[Meaning]) -> bool:
    """Whether a negation and what it denies cancel each other: "does not preclude"."""
    return any(_CANCELS.fullmatch(word.lower) for word in words[cue + 1 : cue + 3])


class _Place(NamedTuple):
    """Where the other sentence should deny, and how many words away it may; by a word or not."""

    at: float
    reach: float
    is_linked: bool


def _place(
    cue: int, words: Sequence[Meaning], other: Sequence[Meaning], links: Mapping[int, int]
) -> _Place:
    """The place before what a negation denies, the first word behind it that says something."""
    last = len(other) - 1
    for at in range(cue + 1, min(cue + 1 + _SCOPE, len(words))):
        if at in links:
            return _Place(min(max(links[at] - (at - cue), 0), last), _FAR, True)
    ratio = len(other) / len(words)
    along = place(cue, list(links.items()), ratio)
    return _Place(min(max(along, 0), last), max(_FAR, len(other) / 3), False)


def _span(word: Meaning) -> Span:
    return Span(word.start, word.end)
