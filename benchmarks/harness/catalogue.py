"""What is measured: doing nothing, mtrepair, and the alternatives that install offline."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from benchmarks.harness import ours, peers
from benchmarks.harness.systems import Loaded, System
from mtrepair.errors import RefusedScore


def chosen(names: Sequence[str], *, translation_models: Sequence[str] = ()) -> list[System]:
    """The systems of those names, doing nothing first; all of them where no name is given.

    Raises:
        RefusedScore: no system has one of the names.
    """
    systems = {system.name: system for system in _all(translation_models)}
    for name in names:
        if name not in systems:
            near = difflib.get_close_matches(name, systems)
            raise RefusedScore(
                f"no system is called {name!r}; close to it: {', '.join(near) or 'none'}. "
                f"All systems: {', '.join(systems)}"
            )
    wanted = {*names, *translation_models} if names else set(systems)
    picked = [system for name, system in systems.items() if name in wanted]
    nothing = systems["nothing"]
    return [nothing, *(system for system in picked if system is not nothing)]


def _all(translation_models: Sequence[str]) -> list[System]:
    return [
        System(
            "nothing",
            "the text as it is",
            lambda: Loaded(lambda _: [], lambda text: text, list),
            install="",
        ),
        *ours.SYSTEMS,
        *(ours.translator(model) for model in translation_models),
        *peers.SYSTEMS,
    ]
