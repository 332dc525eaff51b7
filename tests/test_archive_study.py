"""What the study of archives is made of."""

from pathlib import Path

from benchmarks.studies.archive import articles, broken, written


def test_articles_are_their_own_unless_they_should_be_copies() -> None:
    texts = [str(one["text"]) for one in articles(200, 300)]
    assert len(set(texts)) == 200
    assert {len(text) > 280 for text in texts} == {True}
    again = [str(one["text"]) for one in articles(1000, 300, copies=0.4)]
    assert 0.35 < 1 - len(set(again)) / 1000 < 0.45


def test_a_line_that_is_cut_off_is_told_from_the_others(tmp_path: Path) -> None:
    assert broken(tmp_path, 100).startswith("2 lines cut off among 100: ")


def test_so_many_lines_are_written(tmp_path: Path) -> None:
    assert len(written(tmp_path / "a", articles(7, 100)).read_text("utf-8").splitlines()) == 7
