"""Texts for property tests: French words and damage, so that rules really fire."""

from unicodedata import normalize

from hypothesis import strategies as st

WORDS = """le la les de du des un une et ou que qui il elle à au aux dans pour sur par ne pas est
sont a été être avoir l’ d’ qu’ n’ s’ l' d' Russie Iran Londres Paris Sunak Wallace ministre
gouvernement président accord programme nucléaire défense internationale étrangère frappes drones
Drones lundi mars année années homme héros histoire hôpital où ça très plus aucun signe y
l’avantmalgré etvraimentintelligent jusqu’enmars 10ou facilitateurs plan d’action nous vous Covid-19
YouTube iPhone McDonald's N1 3e XIXe 17h40 Facebook Twitter LinkedIn Pinterest the and with from I
don't have any these I’m""".split()
NUMBERS = ["300", "100 000", "2,3", "77.000", "86%", "86 %", "339,49€", "n°1", "n° 1", "10:30"]
MARKS = [
    *".,;:!?…()[]/|-–—«»“”\"'’*&%°\\_#<>@`{}",
    *("« ", " »", "«\u00a0", "\u00a0»", "«\u202f", "\u202f»", "...", ".  .", ",,", " .", " ,"),
    *("!!", " : ", "\u00a0: ", "\u202f;", "--", "* *", "__gVirt_NP__", "&nbsp;", "&amp;", "&#39;"),
    *("**", "** ", " **", "```", "~~~\n", "<!--", "<pre>"),
    *("Ã©", "â€™", "[…]", " – vidéo", " | Russie"),
]
PROTECTED = [
    *("https://exemple.fr/a,b?c=1;d", "www.exemple.fr", "jean.dupont@exemple.fr", "`du code,ici`"),
    *("{{nom}}", "{prix}", "<b>", "</b>", '<a href="x,y">', "`` a ,b ``"),
    *('![Vue](img/a.png "Vue du port")', "<code>f( x )</code>", '<script>f("x",la);</script>'),
    *('<page\n title="le web,la"', "<!-- le web,la -->", "data:text/plain;base64,iVBOR,w0="),
]
SPACES = [*"     ", "  ", "\u00a0", "\u202f", "\t", "", "", "\u200b", "\u00ad"]
LINE_ENDS = ["\n", "\n\n", "\n\n\n", " \n", "\n \n", "\r\n", "\r\n\r\n"]
LINES = [
    '```\nprint("a",b)\n```\n',
    "id;nom;ville\n1;Paul;Tours\n",
    '---\ntitle: "Le vote"\n---\n',
    '| a | b |\n|---|---|\n| "c" | d |\n',
    '[x]: /url "le web,la"\n',
    "Facebook\nTwitter\nLinkedIn\nPinterest\n",
    "Leave a Comment\n\n",
    "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
    "Read more\n",
    "Lire aussi : la Russie et l’Iran\n",
    "The prime minister said that the deal was not in the interest of the country.\n",
    "La Russie prévoit de renforcer ses liens militaires avec l’Iran | Russie\n\n",
    "La Russie prévoit de renforcer ses liens militaires avec l’Iran\n\n",
    "Il y a aucun signe que cet accord va de l’avantmalgré la demande. ",
    "“En échange, Russie a maintenant l’intention de fournir",
    "un exercice de «tableau de bord» qui",
    "- un point\n",
    "Mais le ministre a dit : « Nous n’irons pas. »\n",
]
STRANGE = [
    *("\ufeff", "\u202e", "\u2066", "\x00", "\ud800", "\x0b", "\x85", "\u2028", "\r"),
    *("😀", "👩\u200d👩\u200d👧", "e\u0301", "𝕬", "\u200d", "\u0301", "x\u0323\u0302"),
]

_PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(MARKS),
    st.sampled_from(NUMBERS),
    st.sampled_from(PROTECTED),
    st.sampled_from(LINES),
    st.sampled_from(STRANGE),
)
_GAPS = st.one_of(
    st.sampled_from(SPACES), st.sampled_from(SPACES), st.sampled_from(SPACES + LINE_ENDS)
)


def texts(longest: int = 40) -> st.SearchStrategy[str]:
    """Texts of up to `longest` pieces, some said twice, some with accents apart from letters."""
    short = st.lists(st.tuples(_PIECES, _GAPS), max_size=longest).map(_glued)
    twice = st.tuples(short, st.sampled_from(["", " ", "\n", "\n\n"])).map(
        lambda pair: pair[0] + pair[1] + pair[0]
    )
    apart = short.map(lambda text: normalize("NFD", text))
    return st.one_of(short, short, twice, apart, st.text(max_size=longest))


def _glued(pairs: list[tuple[str, str]]) -> str:
    return "".join(piece + gap for piece, gap in pairs)
