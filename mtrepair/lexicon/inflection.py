"""Known forms from which an unknown French form may be inflected or derived."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Endings that change places behind one stem: a form is plausible if the lexicon has the stem with
# another ending of the line; or, in a line with ">", from an ending before it for one behind it.
# "-" is no ending.
_PARADIGMS = """
- s
- e s es
al ale als ales aux
ail aux
au aux
eau eaux
eu eux
if ive ifs ives
f ve fs ves
eux euse euses
er ère ers ères
el elle els elles
eil eille eils eilles
en enne ens ennes
on onne ons onnes
et ette ets ettes
ot otte ots ottes
eur eurs euse euses
teur teurs trice trices tion tions
c que cs ques che ches
ant ante ants antes
ent ente ents entes
é ée és ées
i ie is ies
u ue us ues
isme ismes iste istes
ique iques
iser isé isation isations
ifier ifié ification ifications
able ables > ablement abilité
ible ibles > iblement ibilité
ante ant > amment ance ances
ente ent > emment ence ences
e > ement
é > ément
euse > eusement
elle > ellement
al ale > alement alité
iste istes ie > ique iques iquement
ique iques > iquement icité
iser isé isation > iseur iseurs isateur isateurs isatrice isatrices
ie e > isme ismes iste istes iser isé isation ise isent
er é ant > ation ations age ages ement ements eur eurs euse euses able ables
e al el ique > ité ités
e er eur > erie eries
e > al ale als ales aux
- e > aire aires ette ettes
e > esse esses
er é ant > é er ant ait
er é ant ait > e es ent ons ez ais ions iez aient ai as a âmes âtes èrent erai eras era erons \
erez eront erais erait erions eriez eraient asse asses ât assions assiez assent ée és ées
ger gé geant geait > gé ger geant geait ge gent ges geons geais geaient gea geas geai geâmes gèrent
cer cé çant çait > cé cer çant çait ce cent ces çons çais çaient ça ças çâmes cèrent cera cerait
ir issant issait > ir issait issant issent i it is issons issez issais issions issiez issaient \
irent îmes îtes irai iras ira irons irez iront irais irait irions iriez iraient isse ît ie ies
re ait ant > re ait ant t ent ons ez ais ions iez aient it irent îmes îtes rai ras ra rons rez \
ront rais rait rions riez raient isse ît u ue us ues
eler elé > elle elles ellent ellera ellerait elleraient elleront
eter eté > ette ettes ettent ettera etterait etteraient etteront
eser esé > èse èses èsent èsera
ever evé > ève èves èvent èvera èveront
ener ené > ène ènes ènent ènera
éer éé > ée éent éa éant éée éés éées
yer yé > ie ies ient iera ierait ieront
"""
_FROM_NAMES = """
- e > isme ismes iste istes esque esques ien ienne iens iennes ois oise oises ais aise aises \
ain aine ains aines
"""

_PREFIXES = (
    "acido aéro agri agro alter anglo anti archi astro audio auto bi bio cardio chrono ciné co "
    "crypto cyber dactylo dé dés dis éco électro équi ethno euro extra franco gastro géo "
    "germano giga hétéro hispano homo hydro hyper immuno in infra inter intra ir italo kilo "
    "macro maxi mé médico méga méta micro mono moto multi nano narco néo neuro omni ostéo para "
    "péri pluri poly pré proto pseudo psycho quasi ré re rétro semi sino socio supra super "
    "techno télé thermo trans tri turbo ultra vidéo visio acousto aqua bactério baro bicarbo "
    "calori carbo céphalo chimio chloro chromo cosmo cyto déca dermato dodéca entéro eu fibro "
    "fluo fluoro géronto glyco gluco gyro hélio hémi hémo hépato hepta hexa histo holo homéo "
    "hydr icono iso kinési lacto leuco lipo litho lympho magnéto mécano méso métallo météo micr "
    "mnémo morpho myco mytho naso nécro nitro nucléo octo odonto oligo onco ophtalmo ortho oxy "
    "paléo patho penta pétro pharmaco phono phospho photo phyto piézo pneumo politico proprio "
    "ptéro pyro quadri quinqu radi rhéo sismo stato stéréo stylo sylvo tachy tétra thoraco topo "
    "toxico typo uni uro vaso xéno zoo "
).split()

# Prefixes that are words as well: "surles" is no derivation of "les".
_PREFIX_WORDS = (
    "bien contre demi entre mal mi mini non nord ouest outre photo post pro radio sous sud sur vice"
).split()

NEGATIVE_PREFIX = re.compile("a(?=[^aeéèêiouyhàâîïôû])|an(?=[aeéiou])|il(?=l)|im(?=[bmp])|ir(?=r)")
"""What denies the adjective behind it: "asyndical"; other words have no such prefix."""

# What makes a noun or an adjective of another and is no word itself.
_SUFFIX = re.compile(
    r"(?:log(?:ie|ue|iste|ique)|graph(?:e|ie|ique)|thèque|phil(?:e|ie)|phob(?:e|ie)|crat(?:e|ie)"
    r"|cide|vore|drome|thérapie|pathie|man(?:e|ie)|scop(?:e|ie|ique)|m(?:è|é)tr(?:e|ie|ique))s?$"
)

_LONGEST_ENDING = 8
_SHORTEST_STEM = 3
_SHORTEST_BASE = 4


def _origins(paradigms: str) -> dict[str, tuple[str, ...]]:
    """For each ending those that explain it."""
    table: dict[str, dict[str, None]] = {}
    for line in paradigms.strip().split("\n"):
        first, _, derived = line.partition(">")
        origins = ["" if origin == "-" else origin for origin in first.split()]
        for ending in derived.split() or origins:
            table.setdefault(ending, {}).update(dict.fromkeys(origins))
    return {ending: tuple(o for o in origins if o != ending) for ending, origins in table.items()}


_ORIGINS = _origins(_PARADIGMS)
_NAME_ORIGINS = _origins(_FROM_NAMES)
_PREFIX_TABLE = frozenset(_PREFIXES)
_PREFIX_WORD_TABLE = frozenset(_PREFIX_WORDS)
PREFIXES = _PREFIX_TABLE | _PREFIX_WORD_TABLE
"""What may stand before a word as a part of it."""

_LONGEST_PREFIX = max(map(len, _PREFIXES + _PREFIX_WORDS))


def inflections(word: str, longest_stem: int | None = None) -> Iterator[tuple[str, bool]]:
    """Forms that would explain `word`, were they known, and whether a name would do.

    Args:
        longest_stem: how many letters of `word` the stem may have; by default all.

    >>> ("rationaliser", False) in set(inflections("rationaliserions"))
    True
    """
    last = len(word) if longest_stem is None else longest_stem
    for cut in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), last + 1):
        stem, ending = word[:cut], word[cut:]
        # Nothing is put behind a plural.
        plural = ending != "" and stem[-1:] in ("s", "x", "z")
        for origin in _ORIGINS.get(ending, ()):
            if origin or not plural:
                yield stem + origin, False
        for origin in _NAME_ORIGINS.get(ending, ()):
            if origin or not plural:
                yield stem + origin, True


def bases(word: str) -> Iterator[tuple[str, str, bool]]:
    """Prefix or suffix and base of a derived word, and whether the prefix is a word by itself.

    >>> list(bases("antinucléaire"))
    [('anti', 'nucléaire', False)]
    """
    if suffix := _SUFFIX.search(word):
        base = word[: suffix.start()]
        yield suffix[0], base, False
        yield suffix[0], base.removesuffix("o"), False
    for cut in range(2, min(_LONGEST_PREFIX, len(word) - _SHORTEST_BASE) + 1):
        prefix = word[:cut]
        if prefix in _PREFIX_TABLE:
            yield prefix, word[cut:], False
        elif prefix in _PREFIX_WORD_TABLE:
            yield prefix, word[cut:], True
