"""mtrepair as the benchmark runs it: as it comes, rules alone, unsafe, with a house style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import mtrepair
from benchmarks.harness.systems import Found, Loaded, System
from mtrepair.backends import Engine, load_model, shipped_model
from mtrepair.score import Annotation
from mtrepair.translation import Translator

GUILLEMETS = mtrepair.Style(quotes="guillemets", space="nbsp")


def _rules(*, safety: str = "safe", style: mtrepair.Style | None = None) -> Loaded:
    """The rules alone."""
    return _loaded(
        lambda text: mtrepair.detect(text, style=style),
        lambda text: mtrepair.clean(text, language_model=None, safety=safety, style=style),
    )


def _whole(
    *, safety: str = "safe", style: mtrepair.Style | None = None, repair_model: str | None = None
) -> Loaded:
    """Rules and model, as `clean` runs by default; its findings are those of both."""

    def clean(text: str) -> mtrepair.Repair:
        return mtrepair.clean(text, safety=safety, style=style, repair_model=repair_model)

    return _loaded(lambda text: clean(text).findings, clean)


def _loaded(
    find: Callable[[str], Iterable[mtrepair.Finding]], clean: Callable[[str], mtrepair.Repair]
) -> Loaded:
    def detect(text: str) -> list[Found]:
        return [
            Found(Annotation(finding.span, finding.name), finding.confidence)
            for finding in find(text)
        ]

    clean("Bonjour.")
    return Loaded(detect, lambda text: clean(text).text)


def _translator(model: str | Path, *, engine: Engine) -> Loaded:
    loaded = load_model(model, engine=engine)

    def translate(texts: Sequence[str]) -> list[str]:
        return [translation.text for translation in Translator(model=loaded).translate_many(texts)]

    return Loaded(translate=translate)


def _shipped(name: str) -> Loaded:
    return _translator(shipped_model(name), engine="ctranslate2")


def translator(model: str) -> System:
    """The system that translates with another checkpoint: a folder or the name on a hub.

    A folder with a CTranslate2 conversion runs on that engine, all else on transformers.
    """
    converted = any((Path(model) / sub / "model.bin").is_file() for sub in ("", "ctranslate2"))
    engine: Engine = "ctranslate2" if converted else "transformers"
    load = partial(_translator, model, engine=engine)
    return System(model, f"checkpoint, {engine}", load, "pip install '.[torch]'")


SYSTEMS = (
    System("mtrepair", "rules and model, safe fixes", _whole),
    System("mtrepair-rules", "rules alone, safe fixes", _rules),
    System(
        "mtrepair-repair",
        "rules, language model and repair-small, safe fixes",
        partial(_whole, repair_model="repair-small"),
    ),
    System(
        "mtrepair-unsafe",
        "rules and model, unsafe fixes too",
        partial(_whole, safety="unsafe"),
    ),
    System(
        "mtrepair-guillemets",
        "rules and model, house style of French guillemets",
        partial(_whole, style=GUILLEMETS),
        house_style=True,
    ),
    System(
        "mtrepair-rules-guillemets",
        "rules alone, house style of French guillemets",
        partial(_rules, style=GUILLEMETS),
        house_style=True,
    ),
    System(
        "fr-en-small",
        "the small translator that comes with mtrepair",
        partial(_shipped, "fr-en-small"),
    ),
    System(
        "fr-en-base",
        "the translator that comes with mtrepair",
        partial(_shipped, "fr-en-base"),
    ),
)
