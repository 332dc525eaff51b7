"""Many texts: in their order, with their ids, errors kept or raised in their turn, in processes."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tiny_model import FakeModel

import mtrepair
from mtrepair import Cleaner
from mtrepair.errors import InputError
from mtrepair.many import results
from mtrepair.translation import Translator

ROOT = Path(__file__).parent.parent
ROWS: list[Any] = [("a", "le web,la radio"), ("b", None), ("c", "rien"), "d"]


def shouted(texts: Sequence[str]) -> list[str]:
    if any("!" in text for text in texts):
        raise ValueError("loud already")
    return [text.upper() for text in texts]


def test_pairs_pass_through_with_their_ids() -> None:
    found = mtrepair.clean_many([(7, "le web,la radio"), ("x", "rien")], as_tuples=True)
    assert [(key, repair.text) for key, repair in found] == [(7, "le web, la radio"), ("x", "rien")]


def test_errors_are_kept_in_their_place() -> None:
    found = list(Cleaner().clean_many(ROWS, as_tuples=True, errors="keep"))
    assert [key for key, _ in found] == ["a", "b", "c", None]
    assert str(found[1][1]).startswith("text 2 must be a str, not NoneType")
    assert str(found[3][1]) == "text 4 must be a pair of an id and a str, not str"
    assert [result.text for _, result in (found[0], found[2])] == ["le web, la radio", "rien"]


def test_an_error_is_raised_behind_the_results_before_it() -> None:
    found = results(["a", "b", 3, "c"], shouted)
    assert [next(found), next(found)] == ["A", "B"]
    with pytest.raises(InputError, match="text 3 must be a str, not int"):
        next(found)


def test_a_text_that_can_not_be_worked_on_takes_no_other_with_it() -> None:
    found = list(results(["a", "b!", "c"], shouted, errors="keep"))
    assert [found[0], found[2]] == ["A", "C"]
    assert str(found[1]) == "loud already"


def test_what_a_text_raises_is_raised_in_its_turn() -> None:
    found = results(["a", "b!", "c"], shouted)
    assert next(found) == "A"
    with pytest.raises(ValueError, match="loud already"):
        next(found)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"errors": "ignore"}, 'errors must be "raise" or "keep", not \'ignore\''),
        ({"processes": 0}, "processes must be a number from 1 on, not 0"),
        ({"processes": "2"}, "processes must be a number from 1 on, not '2'"),
    ],
)
def test_options_are_checked_at_the_call(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Cleaner().clean_many(["a"], **options)
    with pytest.raises(InputError, match=message):
        mtrepair.translate_many(["a"], **options)


def test_a_model_that_is_loaded_is_refused_for_processes() -> None:
    house = Cleaner(repair_model=FakeModel(lambda text: text))
    with pytest.raises(InputError, match="give models by their names or folders, not loaded"):
        house.clean_many(["a"], processes=2)


def test_a_string_alone_is_refused_at_the_call() -> None:
    with pytest.raises(InputError, match="texts must be several str, not one str"):
        Cleaner().clean_many("abc")


def test_texts_are_read_as_they_are_wanted() -> None:
    def texts():  # type: ignore[no-untyped-def]
        yield "le web,la radio"
        raise AssertionError("read too early")

    assert next(Cleaner().clean_many(texts())).text == "le web, la radio"


@pytest.mark.slow
def test_processes_give_the_same_results_in_the_same_order() -> None:
    texts = [f"le web,la radio {n}" for n in range(40)] + [None]
    alone, together = (
        [getattr(r, "text", str(r)) for r in Cleaner().clean_many(texts, errors="keep", **options)]
        for options in ({}, {"processes": 2})
    )
    assert alone == together


@pytest.mark.slow
def test_a_script_without_a_beginning_is_told(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import mtrepair\nprint(list(mtrepair.clean_many(['a'], processes=2)))\n", encoding="utf-8"
    )
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert "does not begin under if __name__" in done.stderr


@pytest.mark.slow
def test_translations_come_from_processes_as_well() -> None:
    texts = ["Il pleut.", "Le vote a lieu lundi."]
    alone = [translation.text for translation in Translator().translate_many(texts)]
    found = Translator().translate_many(texts, processes=2)
    assert [translation.text for translation in found] == alone
