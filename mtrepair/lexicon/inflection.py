"""Known forms from which an unknown French form may be inflected or derived."""

from __future__ import annotations

from collections.abc import Iterator

# Each line is a paradigm: endings that change places behind one stem. A form that ends in one of
# them is plausible if the stem stands in the lexicon with another.
_PARADIGMS = """
- s
- e s es
al ale als ales aux
ail aux
au aux
eau eaux elle elles
eu eux
if ive ifs ives
f ve fs ves
eux euse euses eusement
er ère ers ères
el elle els elles ellement
eil eille eils eilles
en enne ens ennes
on onne ons onnes
et ette ets ettes
ot otte ots ottes
eur eurs euse euses eresse
teur teurs trice trices tion tions
c que cs ques che ches
ant ante ants antes amment ance ances
ent ente ents entes emment ence ences
able ables ablement abilité
ible ibles iblement ibilité
e es ement
é ée és ées ément
i ie is ies iment
u ue us ues ument
al alement
isme ismes iste istes
- isme ismes iste istes ien ienne iens iennes
ie ique iques iquement iste istes ien ienne iens iennes
iser isation isations iseur iseurs
ifier ification ifications
er ation ations age ages ement ements eur eurs euse euses able ables
ité ités e al el ique eux aux
- ois oise oises
e ois oise oises
- ais aise aises
e ais aise aises
- ien ienne iens iennes
e ien ienne iens iennes
- ain aine ains aines
e ain aine ains aines
er é ant ent ait e es ons ez ais ions iez aient ai as a âmes âtes èrent erai eras era erons \
erez eront erais erait erions eriez eraient asse asses ât assions assiez assent ée és ées
ger gé geant gent geait ge geons geais geaient gea geas geai geâmes gèrent gera geraient
cer cé çant cent çait ce çons çais çaient ça ças çâmes cèrent cera cerait ceront
ir i it issant issent issait is issons issez issais issions issiez issaient irent îmes îtes \
irai iras ira irons irez iront irais irait irions iriez iraient isse isses ît ie ies
re ant ent ait s t ons ez ais ions iez aient is it irent îmes îtes rai ras ra rons rez ront \
rais rait rions riez raient isse ît u ue us ues
eler elle elles ellent ellera ellerait elleront elé
eter ette ettes ettent ettera etterait etteront eté
eser èse èses èsent èsera
ever ève èves èvent èvera èveront
ener ène ènes ènent ènera
éer ée éent éa éant éé éée éés éées
yer ie ies ient iera ierait ieront yé
"""

_PREFIXES = (
    "aéro agro anti archi audio auto bi bio co crypto cyber dé dés éco électro euro extra franco "
    "géo giga hétéro hydro hyper il im in infra inter intra ir macro mé méga micro mono multi "
    "nano narco néo neuro omni para péri poly pré pseudo psycho quasi ré re rétro semi socio super "
    "télé thermo trans tri turbo ultra vidéo"
).split()

# Prefixes that are words as well: "surles" is no derivation of "les".
_PREFIX_WORDS = "contre demi entre mal mi mini non outre photo post pro radio sous sur vice".split()

_LONGEST_ENDING = 8
_SHORTEST_STEM = 3
_SHORTEST_BASE = 5


def _alternatives() -> dict[str, tuple[str, ...]]:
    table: dict[str, dict[str, None]] = {}
    for line in _PARADIGMS.replace("\\\n", " ").split("\n"):
        endings = ["" if ending == "-" else ending for ending in line.split()]
        for ending in endings:
            table.setdefault(ending, {}).update(dict.fromkeys(endings))
    return {ending: tuple(e for e in others if e != ending) for ending, others in table.items()}


_ALTERNATIVES = _alternatives()
_PREFIX_TABLE = frozenset(_PREFIXES)
_PREFIX_WORD_TABLE = frozenset(_PREFIX_WORDS)
_LONGEST_PREFIX = max(map(len, _PREFIXES + _PREFIX_WORDS))


def inflections(word: str) -> Iterator[str]:
    """Forms of the same paradigm: were one of them known, `word` would be a plausible form.

    >>> "rationaliser" in set(inflections("rationaliserions"))
    True
    """
    for cut in range(max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING), len(word) + 1):
        for other in _ALTERNATIVES.get(word[cut:], ()):
            yield word[:cut] + other


def bases(word: str) -> Iterator[tuple[str, str, bool]]:
    """Prefix and rest of a derived word, and whether the prefix is a word by itself.

    >>> list(bases("antinucléaire"))
    [('anti', 'nucléaire', False)]
    """
    for cut in range(2, min(_LONGEST_PREFIX, len(word) - _SHORTEST_BASE) + 1):
        prefix = word[:cut]
        if prefix in _PREFIX_TABLE:
            yield prefix, word[cut:], False
        elif prefix in _PREFIX_WORD_TABLE:
            yield prefix, word[cut:], True
