"""The spellchecker as Superdesk loads it, with what stands for Superdesk."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mtrepair import detect
from mtrepair.integrations import superdesk


class Registered(type):
    """Registers an instance of each class that is called, as Superdesk's base class does."""

    made: list[Any] = []  # noqa: RUF012

    def __call__(cls, *args: Any) -> Any:
        made = super().__call__(*args)
        Registered.made.append(made)
        return made


@pytest.fixture
def spellchecker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    class SpellcheckerBase(metaclass=Registered):
        def __init__(self, app: Any) -> None:
            self.config = app.config

    base = ModuleType("base")
    base.SpellcheckerBase = SpellcheckerBase  # type: ignore[attr-defined]
    path = "superdesk.text_checkers.spellcheckers.base"
    for i in range(path.count(".") + 1):
        name = path.rsplit(".", i)[0]
        monkeypatch.setitem(sys.modules, name, base if name == path else ModuleType(name))
    monkeypatch.chdir(tmp_path)
    app = ModuleType("app")
    app.config = {}  # type: ignore[attr-defined]
    superdesk.init_app(app)
    return Registered.made.pop()


def test_superdesk_registers_a_spellchecker_of_french(spellchecker: Any) -> None:
    own = spellchecker
    assert (own.name, own.languages, own.capacities) == (
        "mtrepair",
        ("fr",),
        ("spelling", "grammar"),
    )


def test_a_text_is_checked_by_the_settings_of_the_house(spellchecker: Any, tmp_path: Path) -> None:
    text = "👏 Selon leMatin,il pleut."
    (tmp_path / "mtrepair.toml").write_text(
        'language_model = ""\nkeep = ["leMatin"]\n', encoding="utf-8"
    )
    assert spellchecker.check(text, "fr") == {
        "errors": [
            {
                "startOffset": 15,
                "text": ",il",
                "type": "grammar",
                "message": "no space after “,”",
                "suggestions": [{"text": ", il"}],
            }
        ]
    }
    assert spellchecker.suggest(text) == {"suggestions": [{"text": ", il"}]}


def test_a_fix_that_reaches_beyond_what_is_flagged_is_no_suggestion() -> None:
    text = "Elle a ajouté : “Il faut agir maintenant.\n\nLe vote aura lieu jeudi."
    found = detect(text, select=["MT203"])
    assert [error["suggestions"] for error in superdesk.errors_of(found, text)] == [[]]
