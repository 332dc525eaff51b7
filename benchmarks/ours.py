"""mtrepair as the benchmark runs it: as it comes, with unsafe fixes, with a house style."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from systems import Found, Loaded, System

import mtrepair
from mtrepair.backends import Engine, load_model, shipped_model
from mtrepair.score import Annotation
from mtrepair.translate import translate_many

GUILLEMETS = mtrepair.Style(quotes="guillemets", space="nbsp")


def _loaded(*, safety: str, style: mtrepair.Style | None) -> Loaded:
    def detect(text: str) -> list[Found]:
        return [
            Found(Annotation(finding.span, finding.name), finding.confidence)
            for finding in mtrepair.detect(text, style=style)
        ]

    def repair(text: str) -> str:
        return mtrepair.clean(text, safety=safety, style=style).text

    detect("Bonjour.")
    return Loaded(detect, repair)


def _translator(model: str | Path, *, engine: Engine) -> Loaded:
    loaded = load_model(model, engine=engine)

    def translate(texts: Sequence[str]) -> list[str]:
        return [translation.text for translation in translate_many(texts, model=loaded)]

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
    return System(model, f"checkpoint, {engine}", load, "pip install '.[torch]'", ("translate",))


SYSTEMS = (
    System(
        "mtrepair",
        "rules, safe fixes",
        partial(_loaded, safety="safe", style=None),
    ),
    System(
        "mtrepair-guillemets",
        "rules, safe fixes, house style of French guillemets",
        partial(_loaded, safety="safe", style=GUILLEMETS),
        house_style=True,
    ),
    System(
        "mtrepair-unsafe",
        "rules, unsafe fixes too",
        partial(_loaded, safety="unsafe", style=None),
    ),
    System(
        "mtrepair-unsafe-guillemets",
        "rules, unsafe fixes too, house style of French guillemets",
        partial(_loaded, safety="unsafe", style=GUILLEMETS),
        house_style=True,
    ),
    System(
        "fr-en-small",
        "the translator that comes with mtrepair",
        partial(_shipped, "fr-en-small"),
        tasks=("translate",),
    ),
    System(
        "fr-en-base",
        "the larger translator of this repository",
        partial(_shipped, "fr-en-base"),
        tasks=("translate",),
    ),
)
