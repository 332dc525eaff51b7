"""The alternatives: what they find, and what they make of a text when their advice is taken."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.harness.systems import Found, Loaded, System
from mtrepair.score import Annotation
from mtrepair.types import Edit, Span

PIP = "pip install "
# Debian's modules of the system Python, for python3-grammalecte.
DEBIAN = "/usr/lib/python3/dist-packages"
HUNSPELL = "/usr/share/hunspell"
WORD = re.compile(r"[^\W\d_]+")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits; of two that overlap the first is taken."""
    pieces, done = [], 0
    for edit in sorted(edits):
        if edit.span.start >= done:
            pieces += [text[done : edit.span.start], edit.replacement]
            done = edit.span.end
    return "".join([*pieces, text[done:]])


def _advice(text: str, edits: Iterable[tuple[Span, str, str | None]]) -> tuple[list[Found], str]:
    """Findings, and the text with the first suggestion of each taken."""
    advice = list(edits)
    found = [Found(Annotation(span, name)) for span, name, _ in advice]
    return found, applied(text, [Edit(span, new) for span, _, new in advice if new is not None])


def _adviser(advise: Callable[[str], Iterable[tuple[Span, str, str | None]]]) -> Loaded:
    return Loaded(
        lambda text: _advice(text, advise(text))[0], lambda text: _advice(text, advise(text))[1]
    )


def languagetool() -> Loaded:
    engine = import_module("lt_py").Engine("fr")

    def advise(text: str) -> Iterator[tuple[Span, str, str | None]]:
        places = _places_of_bytes(text)
        for match in engine.check(text):
            start, end = match["offset"], match["offset"] + match["length"]
            suggestions = match["suggestions"]
            span = Span(places[start], places[end])
            yield span, match["rule_id"], suggestions[0] if suggestions else None

    return _adviser(advise)


def _places_of_bytes(text: str) -> list[int]:
    """For each byte of the text in UTF-8 the index of its character, and the end."""
    places = [i for i, char in enumerate(text) for _ in char.encode("utf-8", "surrogatepass")]
    return [*places, len(text)]


@cache
def _grammalecte() -> Any:
    sys.path.append(DEBIAN)
    try:
        return import_module("grammalecte").GrammarChecker("fr")
    finally:
        sys.path.remove(DEBIAN)


def grammalecte() -> Loaded:
    checker = _grammalecte()

    def advise(text: str) -> Iterator[tuple[Span, str, str | None]]:
        for line in re.finditer(r"[^\n]+", text):
            grammar, spelling = checker.getParagraphErrors(line[0], bSpellSugg=False)
            for error in [*grammar, *spelling]:
                suggestions = error.get("aSuggestions")
                span = Span(line.start() + error["nStart"], line.start() + error["nEnd"])
                name = error.get("sRuleId", "spelling")
                yield span, name, suggestions[0] if suggestions else None

    return _adviser(advise)


def grammalecte_formatter() -> Loaded:
    formatter = _grammalecte().getTextFormatter()
    return Loaded(repair=formatter.formatText)


def polytypo() -> Loaded:
    module = import_module("polytypo")

    def detect(text: str) -> list[Found]:
        changes = module.analyze(text, locale="fr")
        return [Found(Annotation(Span(c.start, c.end), c.rule_id)) for c in changes]

    return Loaded(detect, lambda text: str(module.transform(text, locale="fr")))


def ftfy() -> Loaded:
    return Loaded(repair=import_module("ftfy").fix_text)


def hunspell() -> Loaded:
    knows = _hunspell()

    def detect(text: str) -> list[Found]:
        words = WORD.finditer(text)
        return [
            Found(Annotation(Span(*word.span()), "spelling"))
            for word in words
            if not knows(word[0])
        ]

    return Loaded(detect)


@cache
def _hunspell() -> Callable[[str], bool]:
    if not Path(HUNSPELL, "fr_FR.dic").is_file():
        raise FileNotFoundError(f"{HUNSPELL}/fr_FR.dic")
    spell = import_module("hunspell").Hunspell("fr_FR", hunspell_data_dir=HUNSPELL).spell
    return cache(lambda word: bool(spell(word)))


def wordninja() -> Loaded:
    split = import_module("wordninja_enhanced").LanguageModel(language="fr").split
    return Loaded(repair=_gated(split, _hunspell()))


def symspell() -> Loaded:
    """SymSpell's segmentation with the French word list of wordninja-enhanced.

    The list has words in order of frequency and no counts: they get Zipf's.
    """
    speller = import_module("symspellpy").SymSpell(max_dictionary_edit_distance=0)
    package = Path(str(import_module("wordninja_enhanced").__file__)).parent
    lzma = import_module("lzma")
    with lzma.open(package / "resources/fr_dict.txt.xz", "rt", encoding="utf-8") as words:
        for rank, word in enumerate(words, start=1):
            speller.create_dictionary_entry(word.strip(), 100_000_000 // rank)

    def split(word: str) -> list[str]:
        segmented = speller.word_segmentation(word, max_edit_distance=0)
        return str(segmented.segmented_string).split()

    return Loaded(repair=_gated(split, _hunspell()))


def _gated(split: Callable[[str], list[str]], knows: Callable[[str], bool]) -> Repair:
    """Splits the words that hunspell does not know into words that it knows."""

    def mended(match: re.Match[str]) -> str:
        word = match[0]
        if knows(word):
            return word
        parts = split(word)
        whole = "".join(parts) == word and all(len(p) > 1 and knows(p) for p in parts)
        return " ".join(parts) if whole else word

    return lambda text: WORD.sub(mended, text)


def justext() -> Loaded:
    """jusText on each block of lines as a paragraph; a text of one block is left alone."""
    module = import_module("justext")
    stop_words = module.get_stoplist("French")

    def repair(text: str) -> str:
        blocks = re.split(r"(\n\s*\n)", text)
        if len(blocks) == 1:
            return text
        html = "".join(f"<p>{escape(block)}</p>" for block in blocks[::2] if block.strip())
        judged = module.justext(f"<html><body>{html}</body></html>", stop_words)
        unwanted = {_squeezed(p.text) for p in judged if p.is_boilerplate}
        kept = [
            blocks[i : i + 2]
            for i in range(0, len(blocks), 2)
            if _squeezed(blocks[i]) not in unwanted
        ]
        return "".join(piece for block in kept for piece in block).rstrip("\n") if kept else text

    return Loaded(repair=repair)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def glue() -> Loaded:
    """What a newsroom can build in a day: four tools and a line that drops repeated lines."""
    steps = [justext().repair, _without_repeats, wordninja().repair, polytypo().repair]

    def repair(text: str) -> str:
        for step in steps:
            assert step is not None
            text = step(text)
        return text

    return Loaded(repair=repair)


def _without_repeats(text: str) -> str:
    seen: set[str] = set()
    lines = []
    for line in text.splitlines(keepends=True):
        if not line.strip() or _squeezed(line) not in seen:
            lines.append(line)
        seen.add(_squeezed(line))
    return re.sub(r"\n{3,}", "\n\n", "".join(lines))


def apertium() -> Loaded:
    def translate(texts: Sequence[str]) -> list[str]:
        lines = "\n\n".join(" ".join(text.split()) for text in texts)
        spanish = _piped(["apertium", "-u", "fr-es"], lines)
        english = _piped(["apertium", "-u", "spa-eng"], spanish)
        translated = english.split("\n\n")
        if len(translated) != len(texts):
            raise RuntimeError(f"apertium gave {len(translated)} lines for {len(texts)}")
        return translated

    translate(["Bonjour."])
    return Loaded(translate=translate)


def _piped(command: Sequence[str], text: str) -> str:
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return done.stdout.rstrip("\n")


Repair = Callable[[str], str]

SYSTEMS = (
    System(
        "languagetool",
        "LanguageTool's rules (lingotweaker), first suggestions taken",
        languagetool,
        PIP + "lingotweaker lingotweaker-data-fr",
    ),
    System(
        "grammalecte",
        "Grammalecte, first suggestions taken",
        grammalecte,
        "apt install python3-grammalecte",
    ),
    System(
        "grammalecte-formatter",
        "Grammalecte's text formatter",
        grammalecte_formatter,
        "apt install python3-grammalecte",
    ),
    System("polytypo", "typography by locale", polytypo, PIP + "polytypo"),
    System("ftfy", "mojibake and character repair", ftfy, PIP + "ftfy"),
    System("justext", "page furniture", justext, PIP + "jusText lxml_html_clean"),
    System(
        "hunspell",
        "words that the French dictionary does not know",
        hunspell,
        "apt install hunspell-fr-comprehensive && " + PIP + "chunspell",
    ),
    System(
        "symspell",
        "symspellpy splits words that hunspell does not know",
        symspell,
        "apt install hunspell-fr-comprehensive && "
        + PIP
        + "symspellpy wordninja-enhanced chunspell",
    ),
    System(
        "wordninja",
        "wordninja-enhanced splits words that hunspell does not know",
        wordninja,
        "apt install hunspell-fr-comprehensive && " + PIP + "wordninja-enhanced chunspell",
    ),
    System(
        "glue",
        "jusText, repeated lines dropped, wordninja behind hunspell, polytypo",
        glue,
        "benchmarks/peers.sh",
    ),
    System(
        "apertium",
        "Apertium, French to Spanish to English",
        apertium,
        "apt install apertium apertium-fr-es apertium-eng-spa",
    ),
)
