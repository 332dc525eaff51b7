"""Lines of a page that are no part of its article: share bars, forms, notices, links, captions.

A line is compared whole with the phrases of `furniture.txt`, which come from known pages in
English, in French, and in the French that machines make of the English. A sentence that speaks of
Facebook or of a newsletter is no such line.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

# The longest consent notices and captions that we met have 350 characters.
_LONGEST = 400
# Links hold headlines of up to 25 words; only notices are longer.
_MOST_WORDS = 30
_LONG = frozenset({"spam notice", "consent notice"})

_FOLD = str.maketrans("àâäáéèêëîïíôöóûüùúçÿñ’ʼ›»→▸▶", "aaaaeeeeiiiooouuuucyn''>>>>>")
_WORD = re.compile(r"\w[\w'’+-]*|[:@©>›»→▸▶%&]")
# The first two words; a quotation is no furniture.
_HEAD = re.compile(r"[^\w@©«“\"'‘]*(\w[\w'’+-]*|[@©])(?:[^\w:@©>›%&]*(\w[\w'’+-]*|[:@©>›%&]))?")
_BYLINE = re.compile(r"(?:Par|By|De) (?:[^\W\d_a-z][\w.'’-]*,? ){1,5}[(|–-]? ?@\w{2,20}\)?")

# What players, share bars and lists of articles leave: "05:00Auto -", "• Copié",
# "Le Courrier3 days ago", "Suivez-nous/Monde/Publié , le".
_PLAYER = re.compile(r"\d{1,2}:\d\d(?:Auto|HD)\b[ \d/:-]*")
_COPIED = re.compile(r"[•·|] ?(?:Copié|Copied|Copier|Copy|Partager|Share)\W*")
_TIME_AGO = re.compile(
    r"(?P<medium>[^\W\d_a-z][\w’'.&-]*?(?: [\w’'.&-]+){0,4}?)?"
    r"(?:(?:\d{1,3}|[Aa]n?) (?:second|minute|min|hour|day|week|month|year)s? ago"
    r"|[Ii]l y a \d{1,3} (?:seconde|minute|min|heure|jour|semaine)s?)"
)
_DATELINE = re.compile(r"(?:[^\W\d_][\w’' -]{1,30}/){1,4}Publié ?,? ?le(?: [\w :.-]{1,30})?")
_AGO = (" ago", " min", "minutes", "heures", "heure", "jours", "jour", "semaines", "semaine")

# "… – vidéo": the film did not come with the text.
_FILMS = ("vidéo", "vidéos", "video", "videos", "photo", "photos", "images", "podcast", "audio")
_ENDS = tuple(form for word in _FILMS for form in (word, word.capitalize(), word.upper()))
_ORPHAN = re.compile(rf"\s[–—-]\s*(?:en\s)?(?:{'|'.join(_FILMS)})$", re.IGNORECASE)
# Words that names of media are made of, and the address of a site.
_MEDIUM = re.compile(
    r"(?:(?:The|Le|La|Les|L[’'])\s?)?(?:[A-ZÀ-Ý][\w&’'-]*\s){0,3}"
    r"(?:News|Times|Post|Herald|Tribune|Gazette|Guardian|Telegraph|Chronicle|Observer|Newspaper"
    r"|Magazine|Radio|TV|Blog)(?:\sOnline)?"
    r"|(?:(?:Le|La)\s)?(?:(?:Gazette|Courrier|Dépêche|Quotidien|Tribune|Télégramme|Républicain"
    r"|Nouvelliste|Nouvelles)\s(?:d[eu]|des|de\sla|d[’'])|Journal\sdu)"
    r"(?:\s|(?<=[’']))(?:L[ae]\s)?[A-ZÀ-Ý][\w’'-]+(?:\s[A-ZÀ-Ý][\w’'-]+)?"
    r"|[A-ZÀ-Ý]\w+-Matin|The\sDaily\s[A-Z]\w+|(?:BBC|CNN|CBC|ABC|NBC|CBS|Sky|Fox)\s[A-ZÀ-Ý]\w+"
    r"|(?:Actualités|Nouvelles)\s(?:de\s(?:la\s)?)?(?:BBC|CNN|CBC|ABC|NBC|CBS|Sky|Fox)"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:com|co\.uk|org|net|fr|eu|be|ch|ca)"
)
_ARTICLE = re.compile(r"l(?:[ae]s?\s|['’])")
_CREDIT = re.compile(
    r"(?:crédits?|credits?|légende)[\s:]"
    r"|(?:photo(?:graphie|graph|s)?|image|illustration|picture|infographie)\s*(?::|par\s|by\s|©)"
    r"|©\s*[^\W\d]",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r".*(?:[/|]\s*(?:AFP|AP|EPA|PA|Reuters|Sipa)|Getty\sImages|\((?:photo\s)?(?:AFP|AP|Reuters))"
    r"\s*\)?$",
    re.IGNORECASE,
)
# Nearly all lines end otherwise.
_AGENCY_ENDS = ("ap", "fp", "pa", "reuters", "images")


class _Phrases(NamedTuple):
    labels: frozenset[str]
    networks: frozenset[str]
    by_start: dict[str, list[tuple[str, str]]]  # kind and phrase by the first word or two
    first_words: frozenset[str]
    media: frozenset[str]


@lru_cache(maxsize=1024)  # a text's first lines are looked at by five rules
def furniture(line: str) -> str | None:
    """The kind of page furniture that a line is; None if it may be text of the article.

    "network" and "label" are words such as "Facebook" or "Imprimer", which are furniture only
    beside other furniture.

    >>> furniture("Leave a Comment"), furniture("Partager sur Facebook")
    ('comment form', 'share')
    >>> furniture("Facebook a été condamné lundi.") is None
    True
    """
    if not 0 < len(line) <= _LONGEST:
        return None
    if kind := _left_by_player(line):
        return kind
    head = _HEAD.match(line)
    if head is None:
        return None
    phrases = _phrases()
    first = _fold(head[1])
    if first not in phrases.first_words:  # nearly every line
        return None
    start = f"{first} {_fold(head[2] or '')}"
    close = phrases.by_start.get(first, []) + phrases.by_start.get(start, [])
    if close or first in phrases.networks or first in phrases.labels:
        return _kind(line, close)
    return "byline" if _BYLINE.fullmatch(line.strip()) else None


def caption(line: str) -> bool:
    """Whether a line is the caption or the credit of a picture or a film.

    >>> caption("Photo: Getty Images"), caption("Ben Wallace au Parlement – vidéo")
    (True, True)
    """
    line = line.strip()
    if len(line) > _LONGEST:
        return False
    if orphan_caption(line) or _CREDIT.match(line):
        return True
    ends = line.rstrip(") \u00a0\u202f").lower().endswith(_AGENCY_ENDS)
    return ends and _AGENCY.match(line) is not None


def orphan_caption(line: str) -> bool:
    """Whether a line is the caption of a film or of pictures that did not come with the text.

    >>> orphan_caption("Ben Wallace au Parlement – vidéo"), orphan_caption("Photo : AFP")
    (True, False)
    """
    line = line.rstrip()
    return line.endswith(_ENDS) and len(line) <= _LONGEST and _ORPHAN.search(line) is not None


def is_medium(name: str) -> bool:
    """Whether a name is that of a newspaper, a broadcaster or a site.

    >>> is_medium("Le Gardien"), is_medium("Mail Online"), is_medium("Le Marais")
    (True, True, False)
    """
    if _ARTICLE.match(name.strip()):
        return False  # "le temps", "la presse"
    folded = name.strip().lower().replace("’", "'")
    return folded in _phrases().media or _MEDIUM.fullmatch(name.strip()) is not None


def _left_by_player(line: str) -> str | None:
    """The kind of line that phrases of words cannot tell, by the marks and figures in it."""
    line = line.strip()
    if line.endswith(_AGO) and (ago := _TIME_AGO.fullmatch(line)):
        return "time" if ago["medium"] else "label"
    if line[:1] in "•·|" and _COPIED.fullmatch(line):
        return "share"
    if line[:1].isdigit() and ":" in line[:3] and _PLAYER.fullmatch(line):
        return "player"
    if "/Publié" in line and _DATELINE.fullmatch(line):
        return "site tool"
    return None


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    folded = word.casefold().translate(_FOLD)
    return "#" if folded.isdecimal() else folded


def _kind(line: str, close: list[tuple[str, str]]) -> str | None:
    words = [_fold(word) for word in _WORD.findall(line)]
    while words[0] in ":>%&":
        del words[0]
    phrases = _phrases()
    if phrases.networks.issuperset(words):
        return "share" if len(words) > 1 else "network"
    if len(words) == 1 and words[0] in phrases.labels:
        return "label"
    folded = " ".join(words) + " "
    for kind, phrase in close:
        if (len(words) <= _MOST_WORDS or kind in _LONG) and _pattern(phrase).fullmatch(folded):
            return kind
    return None


@cache
def _phrases() -> _Phrases:
    words: dict[str, set[str]] = {"label": set(), "network": set()}
    media: set[str] = set()
    by_start: dict[str, list[tuple[str, str]]] = {}
    kind = ""
    source = files("mtrepair").joinpath("furniture.txt").read_text(encoding="utf-8")
    for line in source.splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif kind in words:
            words[kind].update(line.split())
        elif kind == "medium" and line:
            media.add(line)
        elif line and not line.startswith(";"):
            for start in _starts(line):
                by_start.setdefault(start, []).append((kind, line))
    labels, networks = frozenset(words["label"]), frozenset(words["network"])
    first_words = {start.partition(" ")[0] for start in by_start} | {"par", "by", "de"}
    return _Phrases(labels, networks, by_start, labels | networks | first_words, frozenset(media))


def _starts(phrase: str) -> list[str]:
    """The first two words that a line of this phrase may have; one where the second is free."""
    first, second = (*phrase.split(), "")[:2]
    if not second or second[-1] in "?…":
        return first.split("|")
    return [" ".join(pair) for pair in product(first.split("|"), second.split("|"))]


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile("".join(_regex(word) for word in phrase.split()))


def _regex(word: str) -> str:
    if word == "…":
        return r"(?:.* )?"
    choices = "|".join(re.escape(choice) for choice in word.rstrip("?").split("|"))
    return f"(?:(?:{choices}) )" + ("?" if word.endswith("?") else "")
