"""Measures the n-gram language model by itself: gains, thresholds, false alarms, speed.

    python -m benchmarks.studies.fluency --data DATA [--out benchmarks/results/fluency.md] [--wrong]

Damage is made one wound a sentence, by `damage.py` and by what is added here; neither shares
anything with the code that proposes changes. An edit is right if it alone gives back the text as
it was before the wound. Thresholds are set on newstest2009 to 2011; the other sets only measure.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import mtrepair
from benchmarks.studies import damage
from benchmarks.studies.damage import ADJECTIVE, Wound
from mtrepair.backends.shipped import shipped_model
from mtrepair.cleaner import LANGUAGE_MODEL
from mtrepair.document import Document
from mtrepair.fluency import KINDS, LanguageModel, load_language_model
from mtrepair.fluency.search import changes
from mtrepair.types import Safety

Maker = Callable[[str], Iterator[Wound]]

DEVELOPMENT = ("newstest2009", "newstest2010", "newstest2011")
HELD_OUT = ("newstest2012",)
GRID = (4, 6, 8, 10, 12)


def wrong_endings(text: str) -> Iterator[Wound]:
    """A determiner, a number or a verb form that the translator of a fragment could not know."""
    others = {"le": "la", "la": "le", "un": "une", "une": "un", "les": "le", "du": "de la"}
    for match in re.finditer(r"\b(le|la|un|une|les|du) (?=[a-zà-ÿ]{4,})", text):
        yield Wound(match.start(1), match.end(1), others[match[1]], "agreement")
    for match in re.finditer(r"\b(?:les|des|ces|aux) ([a-zà-ÿ]{4,})s\b", text):
        yield Wound(match.start(1), match.end(1) + 1, match[1], "agreement")
    for match in re.finditer(r"\b(?:pour|de|doit|peut|va|sans) ([a-zà-ÿ]{3,})er\b", text):
        yield Wound(match.start(1), match.end(1) + 2, match[1] + "é", "agreement")
    for match in re.finditer(r"\b(?:a|ont|avait|avaient) ([a-zà-ÿ]{3,})é\b", text):
        yield Wound(match.start(1), match.end(1) + 1, match[1] + "er", "agreement")


def turned_groups(text: str) -> Iterator[Wound]:
    """Noun and complement, noun and qualified adjective, in the order of English."""
    noun = r"[a-zà-ÿœ]{4,}"
    link = r"(?:du|de la|de l['’]|des|de|d['’])"
    determiner = r"(?:[Ll]e|[Ll]a|[Uu]ne?|[Ll]es|des|du)"
    for match in re.finditer(rf"\b{determiner} ({noun}) {link} ?({noun})\b", text):
        if match[1] not in ("plus", "moins", "reste", "part"):
            yield Wound(match.start(1), match.end(2), f"{match[2]} {match[1]}", "fragment-order")
    for match in re.finditer(rf"\b({noun}) ((?:très|plus|assez|moins) {ADJECTIVE})\b", text):
        yield Wound(*match.span(), f"{match[2]} {match[1]}", "fragment-order")


def doubled_words(text: str) -> Iterator[Wound]:
    """A word printed twice at the border of a link."""
    return (wound for wound in damage.echoes(text) if wound.kind == "repeated-word")


MAKERS: dict[str, tuple[Maker, ...]] = {
    "fragment-order": (damage.english_order, turned_groups),
    "missing-article": (damage.lost_articles,),
    "missing-negation": (damage.lost_negations,),
    "wrong-case": (damage.capitals,),
    "repeated-word": (doubled_words,),
    "run-together": (damage.joined_words,),
    "split-word": (damage.split_words,),
    "elision": (damage.unmade_elisions,),
    "agreement": (wrong_endings,),
}


class Case(NamedTuple):
    """A text, what it should read, and its damage; None where it has none."""

    text: str
    reference: str
    damage: str | None


class Edit(NamedTuple):
    """An edit of the language model: gain, kind, whether right, damage of its text."""

    gain: float
    kind: str
    right: bool
    damage: str | None
    shown: str


def cases(sentences: Sequence[str], rng: random.Random, *, clean: int, each: int) -> list[Case]:
    """`clean` intact sentences, and up to `each` of the others with each kind of damage."""
    found = [Case(text, text, None) for text in sentences[:clean]]
    rest = sentences[clean:] or sentences
    for kind, makers in MAKERS.items():
        made = (_wounded(text, makers, rng) for text in rng.sample(rest, len(rest)))
        wounded = [Case(text, before, kind) for before, text in made if text != before]
        found += wounded[:each]
    return found


def _wounded(text: str, makers: Sequence[Maker], rng: random.Random) -> tuple[str, str]:
    wounds = [wound for make in makers for wound in make(text)]
    if not wounds:
        return text, text
    wound = rng.choice(wounds)
    return text, text[: wound.start] + wound.damaged + text[wound.end :]


def edits(found: Sequence[Case], model: LanguageModel) -> list[Edit]:
    """The best changes of each text that don't touch each other."""
    return [edit for case in found for edit in _edits(case, model)]


def _edits(case: Case, model: LanguageModel) -> Iterator[Edit]:
    taken: list[tuple[int, int]] = []
    least = min(kind.least for kind in KINDS.values())
    proposed = changes(Document(case.text), model, least=least)
    for change in sorted(proposed, key=lambda change: -change.gain):
        if change.gain < KINDS[change.candidate.kind].least:
            continue
        (start, end), new = _bounds(change.edit.span), change.edit.replacement
        if any(start <= stop and begin <= end for begin, stop in taken):
            continue
        taken.append((start, end))
        after = case.text[:start] + new + case.text[end:]
        shown = f"…{case.text[max(0, start - 25) : start]}[{case.text[start:end]} → {new}]"
        shown += f"{case.text[end : end + 20]}…"
        right = _alike(after) == _alike(case.reference)
        yield Edit(change.gain, change.candidate.kind, right, case.damage, shown)


def _bounds(span: mtrepair.Span) -> tuple[int, int]:
    return span.start, span.end


def _alike(text: str) -> str:
    return text.translate(str.maketrans("’\u00a0\u202f", "'  "))


def threshold_rows(found: Sequence[Edit], words: int) -> Iterator[str]:
    """Per kind and gain: edits, right ones, precision, and those in clean text."""
    yield "| kind | code | gain | edits | right | precision | in clean text | per 1,000 words |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, kind in KINDS.items():
        own = [edit for edit in found if edit.kind == name]
        for least in sorted({kind.least, kind.unsafe, kind.safe, *GRID} - {float("inf")}):
            at = [edit for edit in own if edit.gain >= least]
            if not at or least < kind.least:
                continue
            right, clean = sum(e.right for e in at), sum(e.damage is None for e in at)
            mark = {kind.unsafe: " unsafe", kind.safe: " safe"}.get(least, "")
            yield (
                f"| {name} | {kind.code} | {least:g}{mark} | {len(at)} | {right} | "
                f"{right / len(at):.2f} | {clean} | {1000 * clean / words:.3f} |"
            )


def band_rows(found: Sequence[Edit]) -> Iterator[str]:
    """Per kind: share of right edits among those shown only, unsafe, and safe."""
    yield "| kind | shown only | unsafe | safe |"
    yield "|---|---|---|---|"
    for name, kind in KINDS.items():
        cells = []
        for level in Safety:
            own = [e.right for e in found if e.kind == name and kind.verdict(e.gain)[0] == level]
            cells.append(f"{sum(own) / len(own):.2f} of {len(own)}" if own else "none")
        yield f"| {name} | {' | '.join(cells)} |"


def summary_rows(found: Sequence[Edit], tests: Sequence[Case], words: int) -> Iterator[str]:
    """Per damage and level: how much is mended, how many edits are right."""
    wounded = Counter(case.damage for case in tests if case.damage)
    yield "| level | damage | texts | edits | right | precision | mended |"
    yield "|---|---|---|---|---|---|---|"
    for level in (Safety.SAFE, Safety.UNSAFE):
        at = [e for e in found if KINDS[e.kind].verdict(e.gain)[0] >= level]
        for damage_kind, texts in wounded.items():
            yield _summary(level, damage_kind, [e for e in at if e.damage == damage_kind], texts)
        everything = [e for e in at if e.damage]
        yield _summary(level, "all damage", everything, sum(wounded.values()))
        clean = [e for e in at if not e.damage]
        yield (
            f"| {level.name.lower()} | none (clean) | {len(tests) - sum(wounded.values())} | "
            f"{len(clean)} | | | {1000 * len(clean) / words:.3f} per 1,000 words |"
        )


def _summary(level: Safety, name: str, at: Sequence[Edit], texts: int) -> str:
    right = sum(e.right for e in at)
    share = right / len(at) if at else 1.0
    return (
        f"| {level.name.lower()} | {name} | {texts} | {len(at)} | {right} | {share:.3f} | "
        f"{100 * right / texts:.1f} % |"
    )


def intact_rows(data: Path) -> Iterator[str]:
    """What the whole of `clean` does to clean text, by rules alone and with the model."""
    yield "| clean set | paragraphs | words | model | untouched | edits per 1,000 words |"
    yield "|---|---|---|---|---|---|"
    for name, texts in clean_sets(data).items():
        words = sum(len(text.split()) for text in texts)
        for model in (None, LANGUAGE_MODEL):
            repairs = [mtrepair.clean(text, language_model=model) for text in texts]
            intact = sum(repair.text == text for repair, text in zip(repairs, texts, strict=True))
            made = sum(len(repair.edits) for repair in repairs)
            yield (
                f"| {name} | {len(texts)} | {words} | {model or 'none'} | "
                f"{100 * intact / len(texts):.2f} % | {1000 * made / words:.2f} |"
            )


def clean_sets(data: Path) -> dict[str, list[str]]:
    """Human-written French, a paragraph a text."""
    rows = {
        name: read_rows(data / f"wild/{name}.jsonl") for name in ("clean_press_dev", "clean_dev")
    }
    return {name: [row["text"] for row in found] for name, found in rows.items()}


def real_rows(data: Path) -> Iterator[str]:
    """Every finding of the model in real machine-translated text, for reading."""
    for row in read_rows(data / "wild/gold_dev.jsonl"):
        repair = mtrepair.clean(row["text"])
        for finding in repair.findings:
            if finding.found_by == "model":
                fix = finding.fixes[0]
                new = ", ".join(repr(edit.replacement) for edit in fix.edits)
                yield (
                    f"| {row['id']} | {finding.code} | {fix.safety.name.lower()} | "
                    f"{finding.text!r} | {new} |"
                )
        for refusal in repair.refused:
            yield f"| {row['id']} | refused | {'; '.join(refusal.reasons)} | | |"


def speed_rows(data: Path) -> Iterator[str]:
    """Characters per CPU-second of `clean` on articles of eight press paragraphs."""
    texts = clean_sets(data)["clean_press_dev"]
    articles = ["\n\n".join(texts[i : i + 8]) for i in range(0, len(texts), 8)]
    for model in (None, LANGUAGE_MODEL):
        mtrepair.clean(articles[0], language_model=model)
        start = time.process_time()
        for article in articles:
            mtrepair.clean(article, language_model=model)
        spent = time.process_time() - start
        yield f"clean, model {model or 'none'}: {sum(map(len, articles)) / spent:,.0f} characters"


def read_rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def read_sentences(data: Path, names: Sequence[str]) -> list[str]:
    files = [data / f"eval/{name}.fr" for name in names]
    lines = [line.strip() for file in files for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if 40 < len(line) < 400]


def report(data: Path, *, wrong: bool) -> Iterator[str]:
    model = load_language_model(shipped_model(LANGUAGE_MODEL))
    for title, names, clean, each in (
        ("newstest2009 to 2011: thresholds are set here", DEVELOPMENT, 4000, 400),
        ("newstest2012: held out", HELD_OUT, 1500, 200),
        ("wikinews: held out", (), 60, 40),
    ):
        rng = random.Random(13)
        sentences = read_sentences(data, names) if names else _wikinews(data)
        rng.shuffle(sentences)
        tests = cases(sentences, rng, clean=clean, each=each)
        words = sum(len(case.text.split()) for case in tests if not case.damage)
        found = edits(tests, model)
        yield f"\n## {title}\n"
        yield from summary_rows(found, tests, words)
        yield ""
        if names == DEVELOPMENT:
            yield from threshold_rows(found, words)
            yield ""
            yield from band_rows(found)
        if wrong:
            yield from sorted(
                f"{e.kind} {e.gain:.1f} {e.damage} {e.shown}"
                for e in found
                if not e.right and KINDS[e.kind].verdict(e.gain)[0]
            )
    yield "\n## Clean text, the whole of clean()\n"
    yield from intact_rows(data)
    yield "\n## Real machine-translated text: what the model finds\n"
    yield "| text | code | safety | found | new |\n|---|---|---|---|---|"
    yield from real_rows(data)
    yield "\n## Speed, per CPU-second\n"
    yield from speed_rows(data)


def _wikinews(data: Path) -> list[str]:
    rows = read_rows(data / "wild/clean_press_dev.jsonl")
    return [row["text"] for row in rows if row["id"].startswith("wikinews_")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write the report there too")
    parser.add_argument("--wrong", action="store_true", help="list the edits that are not right")
    options = parser.parse_args()
    lines = [
        "# The language model by itself",
        "",
        "Written by `python -m benchmarks.studies.fluency --data DATA_FOLDER --out "
        "benchmarks/results/fluency.md`.",
    ]
    for line in report(options.data, wrong=options.wrong):
        print(line)
        lines.append(line)
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
