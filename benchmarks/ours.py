"""mtrepair as the benchmark runs it: as it comes, with unsafe fixes, with a house style."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from systems import Found, Loaded, System

import mtrepair
from mtrepair.score import Annotation

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
    return Loaded(detect, repair, _translate if style is None and safety == "safe" else None)


def _translate(texts: Sequence[str]) -> list[str]:
    return [mtrepair.translate(text).text for text in texts]


def translator(model: str) -> System:
    """The system that translates with another checkpoint: a folder or the name on a hub."""

    def load() -> Loaded:
        pipeline = mtrepair.load(translation_model=model)
        return Loaded(translate=lambda texts: [pipeline.translate(t).text for t in texts])

    return System(model, "checkpoint given", load, "pip install '.[torch]'", ("translate",))


SYSTEMS = (
    System(
        "mtrepair",
        "rules, safe fixes",
        partial(_loaded, safety="safe", style=None),
        tasks=("detect", "repair", "translate"),
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
)
