"""Damages clean French as pages translated by a machine are damaged, and keeps what was done.

    python -m benchmarks.studies.damage clean.jsonl damaged.jsonl --seed 2

Each text of the input (`id`, `text`) is a paragraph; two of them make an article, the first
sentence standing as its headline. The output has the layout of the annotated sets. What a
translator does to the words of a link is done to phrases that a link could cover: they lose a
space, an article or a negation, take a capital, turn round as English has them, or are printed
twice. What a page does is done to the article: furniture, a doubled headline, mixed quotations.
Nothing here is taken from a rule or from the damage that the models were trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple


class Wound(NamedTuple):
    """`text[start:end]` of the clean text becomes `damaged`, an artefact called `kind`."""

    start: int
    end: int
    damaged: str
    kind: str
    severity: str = "minor"


LETTERS = "A-Za-zÀ-ÖØ-öø-ÿœŒ"
WORD = rf"[{LETTERS}]+(?:-[{LETTERS}]+)*"
SMALL = r"(?:de|du|des|la|le|les|un|une|et|à|au|aux|en|dans|sur|par|pour|avec|que|qui|est|a|ont)"
ADJECTIVE = (
    rf"[{LETTERS}]{{2,}}(?:ique|iques|al|ale|ales|aux|ien|ienne|iens|iennes|if|ive|ifs|ives|"
    r"eux|euse|euses|able|ables|ible|ibles|el|elle|els|elles|aire|aires|ain|aine|ains|aines|"
    r"ais|aise|aises|ois|oise|oises)"
)
FURNITURE = (
    "Partager sur Facebook\nPartager sur X\nImprimer",
    "Share this:\nFacebook\nTwitter\nWhatsApp",
    "Inscrivez-vous à notre lettre d’information",
    "Related Articles",
    "Your email address will not be published. Required fields are marked *",
    "We use cookies to give you the best experience on our website. Accept",
    "Lire aussi : nos dernières analyses",
    "Filed under: World, Politics\nTagged with: news",
    "0 comments\nPost a comment",
)
SECTIONS = ("Monde", "Politique", "Le Quotidien", "World News", "Actualités")


def joined_words(text: str) -> Iterator[Wound]:
    """Words at the border of a link, the space lost at one border or at both."""
    for match in re.finditer(rf"\b({WORD}) ({WORD})\b(?!['’])(?: ({WORD})\b(?!['’]))?", text):
        first, second, third = match.groups()
        if min(len(first), len(second)) < 2 or first.isupper() or second[0].isupper():
            continue
        if third and third[0].islower() and len(second) > 3:
            yield Wound(*match.span(), f"{first}{second}{third}", "run-together", "major")
        yield Wound(match.start(), match.end(2), f"{first}{second}", "run-together", "major")


def joined_digits(text: str) -> Iterator[Wound]:
    """A number stuck to the word before or after it."""
    for match in re.finditer(r"(?<![\w,.])(en|de|ou|à|les|des) (\d+)(?![\d,. ])", text):
        yield Wound(*match.span(), match[1] + match[2], "run-together", "major")
    for match in re.finditer(rf"(?<![\w,.  ])(\d+) ({SMALL})\b", text):
        yield Wound(*match.span(), match[1] + match[2], "run-together", "major")


def split_words(text: str) -> Iterator[Wound]:
    """A long word in two pieces, neither of them a word."""
    for match in re.finditer(rf"\b[{LETTERS}]{{9,}}\b", text):
        middle = match.start() + len(match[0]) // 2
        if match[0].islower():
            damaged = f"{text[match.start() : middle]} {text[middle : match.end()]}"
            yield Wound(*match.span(), damaged, "split-word", "major")


def lost_spaces(text: str) -> Iterator[Wound]:
    """The space after a comma or a full stop, lost where a link begins."""
    for match in re.finditer(rf"(?<=[{LETTERS}]{{2}})([,.]) (?={WORD})", text):
        yield Wound(*match.span(), match[1], "missing-space")


def spare_spaces(text: str) -> Iterator[Wound]:
    """A space too many: doubled, before a comma, after an apostrophe or a bracket."""
    for match in re.finditer(rf"(?<=[{LETTERS}]) (?=[{LETTERS}])", text):
        yield Wound(*match.span(), "  ", "extra-space")
    for match in re.finditer(rf"(?<=[{LETTERS}])[,.](?= )", text):
        yield Wound(*match.span(), f" {match[0]}", "extra-space")
    for match in re.finditer(r"(?<=\b[ldnsLDNS]['’])(?=\w)|(?<=\()(?=\w)", text):
        yield Wound(*match.span(), " ", "extra-space")


def stray_marks(text: str) -> Iterator[Wound]:
    """A mark repeated by a tail that was translated as a sentence of its own."""
    for match in re.finditer(rf"(?<=[{LETTERS}]{{2}})\.(?=\s|$)", text):
        yield Wound(*match.span(), ". .", "stray-punctuation")
    for match in re.finditer(rf"(?<=[{LETTERS}]{{2}}),(?= )", text):
        yield Wound(*match.span(), ", ,", "stray-punctuation")


def other_quotes(text: str) -> Iterator[Wound]:
    """One quotation of a text in another system than the rest."""
    for match in re.finditer(r"«[  ]?([^«»“”\"\n]{3,80}?)[  ]?»", text):
        yield Wound(*match.span(), f"“{match[1]}”", "quote-mismatch")
        yield Wound(*match.span(), f"«{match[1]}»", "guillemet-spacing")
    for match in re.finditer(r'"([^"\n]{3,80})"', text):
        yield Wound(*match.span(), f"“{match[1]} »", "quote-mismatch")


def english_order(text: str) -> Iterator[Wound]:
    """Noun and adjective, or noun and complement, as English orders them."""
    noun = rf"(?!{SMALL}\b|plus\b|moins\b|très\b|assez\b)[a-zà-ÿœ]{{4,}}"
    for match in re.finditer(
        rf"\b(?:[Ll]e|[Ll]a|[Uu]ne?|[Ll]es|des) ({noun}) ({ADJECTIVE})\b", text
    ):
        damaged = text[match.start() : match.start(1)] + f"{match[2]} {match[1]}"
        yield Wound(*match.span(), damaged, "fragment-order", "major")
    name = rf"[A-ZÀ-Ý][{LETTERS}]{{3,}}"
    for match in re.finditer(
        rf"\b({noun}) (?:du|de la|de l['’]|de|d['’]) ?({name})\b(?!-| [A-Z])", text
    ):
        yield Wound(*match.span(), f"{match[2]} {match[1]}", "fragment-order", "major")


def lost_articles(text: str) -> Iterator[Wound]:
    """The article of a country or an office that a link covers."""
    for match in re.finditer(rf"(?<=[,»] )(?:la |le |l['’])(?=[A-ZÉÀ][{LETTERS}]{{3,}})", text):
        yield Wound(match.start(), match.end(), "", "missing-article", "major")
    for match in re.finditer(
        rf"\b(?:que|et|où|mais) ((?:la|le) )(?={WORD} (?:a|est|avait|sera)\b)", text
    ):
        yield Wound(match.start(1), match.end(1), "", "missing-article", "major")


def lost_negations(text: str) -> Iterator[Wound]:
    """A "ne" that the translator of the fragment did not see."""
    for match in re.finditer(
        rf"\b(?:ne |n['’])(?={WORD} (?:{WORD} )?(?:pas|plus|jamais|rien|aucune?)\b)", text
    ):
        yield Wound(*match.span(), "", "missing-negation", "major")


def capitals(text: str) -> Iterator[Wound]:
    """The capital that a fragment gets as a sentence of its own."""
    for match in re.finditer(rf"(?<=[a-zà-ÿ] )({SMALL} )([a-zà-ÿœ])(?=[a-zà-ÿœ]{{4,}})", text):
        yield Wound(match.start(2), match.end(2), match[2].upper(), "wrong-case")


def unmade_elisions(text: str) -> Iterator[Wound]:
    """An elision or a contraction undone at the border of a fragment."""
    whole = {"l": "la", "d": "de", "qu": "que", "n": "ne", "s": "se", "c": "ce"}
    for match in re.finditer(rf"\b([ldnsc]|qu)['’](?=[{LETTERS}]{{3,}})", text):
        yield Wound(*match.span(), f"{whole[match[1]]} ", "elision")
    for match in re.finditer(rf"\b(du|au|des|aux) (?=[{LETTERS}]{{4,}})", text):
        undone = {"du": "de le", "au": "à le", "des": "de les", "aux": "à les"}[match[1]]
        if match[1] in ("du", "au", "aux"):
            yield Wound(match.start(), match.end() - 1, undone, "elision")


def echoes(text: str) -> Iterator[Wound]:
    """A passage printed again beside a link, or a word at its border."""
    for match in re.finditer(rf"\b(?:{WORD} ){{3,6}}{WORD}(?=[,.])", text):
        yield Wound(match.end(), match.end(), f") {match[0]}", "duplicate-passage", "major")
    for match in re.finditer(r"\b(de|la|le|les|et|à|que|pour|dans|sur) (?=\w)", text):
        yield Wound(match.end(), match.end(), match[0], "repeated-word")


def residues(text: str) -> Iterator[Wound]:
    """Markup that the translator was given as text."""
    for match in re.finditer(rf"(?<=[{LETTERS}])['’](?=[{LETTERS}])", text):
        yield Wound(*match.span(), "&#39;", "entity-residue")
    for match in re.finditer(rf"(?<=[{LETTERS}]) (?=[{LETTERS}])", text):
        yield Wound(*match.span(), "&nbsp;", "entity-residue")


# How often each kind is tried, by hand from the counts of marks in real texts.
KINDS: tuple[tuple[Callable[[str], Iterator[Wound]], float], ...] = (
    (joined_words, 6),
    (joined_digits, 2),
    (english_order, 6),
    (spare_spaces, 4),
    (capitals, 2),
    (other_quotes, 3),
    (stray_marks, 1),
    (lost_articles, 1),
    (unmade_elisions, 1),
    (lost_spaces, 1),
    (echoes, 1),
    (lost_negations, 1),
    (residues, 0.7),
    (split_words, 0.3),
)


def wounds(text: str, rng: random.Random, *, per_word: float = 0.05) -> list[Wound]:
    """Damage for a paragraph: `per_word` wounds a word, none beside another."""
    taken = [False] * (len(text) + 1)
    chosen: list[Wound] = []
    for _ in range(round(per_word * len(text.split()) + rng.random() - 0.3)):
        makers, weights = zip(*KINDS, strict=True)
        maker = rng.choices(makers, weights)[0]
        places = [w for w in maker(text) if not any(taken[max(0, w.start - 12) : w.end + 12])]
        if places:
            wound = rng.choice(places)
            taken[wound.start : wound.end + 1] = [True] * (wound.end + 1 - wound.start)
            chosen.append(wound)
    return sorted(chosen)


def page_wounds(paragraphs: list[str], rng: random.Random) -> tuple[str, list[Wound]]:
    """The article with its blank lines, and what a page does to it."""
    text = "\n\n".join(paragraphs)
    headline = paragraphs[0]
    found = []
    if rng.random() < 0.4:
        suffix = f" {rng.choice('|–')} {rng.choice(SECTIONS)}"
        echo = rng.choice(["", suffix])
        end = len(headline)
        found.append(Wound(end, end, suffix, "site-suffix"))
        found.append(Wound(end + 2, end + 2, f"{headline}{echo}\n\n", "duplicate-headline"))
    if rng.random() < 0.6:
        end = len(text)
        found.append(Wound(end, end, f"\n\n{rng.choice(FURNITURE)}", "boilerplate"))
    if rng.random() < 0.25:
        middle = len(headline) + 2 + len(paragraphs[1])
        found.append(Wound(middle, middle, f"\n\n{rng.choice(FURNITURE)}", "boilerplate"))
    return text, found


def damaged_article(paragraphs: list[str], rng: random.Random) -> dict[str, object]:
    """One row of the set: the damaged text, its annotations, and the clean text."""
    text, found = page_wounds(paragraphs, rng)
    start = len(paragraphs[0]) + 2
    for paragraph in paragraphs[1:]:
        for wound in wounds(paragraph, rng):
            found.append(wound._replace(start=wound.start + start, end=wound.end + start))
        start += len(paragraph) + 2
    pieces, marks, done, length = [], [], 0, 0
    for wound in sorted(found):
        pieces += [text[done : wound.start], wound.damaged]
        length += wound.start - done
        marks.append(_mark(wound, length, text))
        length += len(wound.damaged)
        done = wound.end
    damaged = "".join([*pieces, text[done:]])
    for mark in marks:
        _widened(mark, damaged)
    return {"text": damaged, "annotations": marks, "clean": text}


def _mark(wound: Wound, start: int, text: str) -> dict[str, object]:
    return {
        "start": start,
        "end": start + len(wound.damaged),
        "text": wound.damaged,
        "type": wound.kind.replace("-", "_"),
        "severity": wound.severity,
        "correction": text[wound.start : wound.end],
    }


def _widened(mark: dict[str, object], damaged: str) -> None:
    """Makes a mark of nothing (a lost word) cover the word after it, as a reader marks it."""
    start, end = int(str(mark["start"])), int(str(mark["end"]))
    if start == end:
        after = re.compile(r"\S+").match(damaged, end)
        word = after[0] if after else ""
        mark |= {"end": end + len(word), "text": word, "correction": f"{mark['correction']}{word}"}


def articles(rows: list[dict[str, str]]) -> Iterator[list[str]]:
    """Two paragraphs and a headline: the first sentence of the first, if more follows it."""
    for i in range(0, len(rows) - 1, 2):
        body = [row["text"] for row in rows[i : i + 2]]
        headline, _, rest = body[0].partition(". ")
        if 20 <= len(headline) <= 200 and len(rest) >= 80:
            yield [headline, rest, body[1]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clean", type=Path)
    parser.add_argument("damaged", type=Path)
    parser.add_argument("--copies", type=int, default=2, help="damaged versions of each article")
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    rows = [json.loads(line) for line in options.clean.read_text(encoding="utf-8").splitlines()]
    with options.damaged.open("w", encoding="utf-8") as out:
        for number, paragraphs in enumerate(articles(rows), start=1):
            for copy in range(1, options.copies + 1):
                row = {"id": f"damaged-{number:02}-{copy}", **damaged_article(paragraphs, rng)}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
