"""What `clean` does to the sets of the repository is what was kept when it was last read."""

import json

import pytest

from benchmarks.studies import edits


@pytest.mark.parametrize("name", edits.IN_REPOSITORY)
def test_the_edits_in_a_set_are_those_that_were_kept(name: str) -> None:
    kept = json.loads(edits.KEPT.read_text(encoding="utf-8"))
    texts = dict(edits.sets(None))[name]
    assert edits.made(texts) == kept[name], "run python -m benchmarks.studies.edits"


def test_one_edit_more_is_seen() -> None:
    assert edits.made(["Le web,la radio."]) != edits.made(["Le web, la radio."])
