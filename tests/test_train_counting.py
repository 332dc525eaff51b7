"""The commands that count corpora: the lexicon and the n-gram model."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mtrepair.errors import InputError
from mtrepair.fluency.model import WEIGHTS
from mtrepair.train.commands import commands

# Distinct sentences, since each word must be seen a dozen times.
NUMBERS = "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze".split()
SENTENCES = [f"Nous avons {one} chiens et {other} chats." for one in NUMBERS for other in NUMBERS]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a French corpus, its licence and test sets."""
    folder = tmp_path / "data"
    for name in ("french", "parallel", "eval", "wild"):
        (folder / name).mkdir(parents=True)
    with lzma.open(folder / "french" / "tiny.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{sentence}\n" for sentence in SENTENCES)
    head = "name\tlicence\torigin\n"
    (folder / "french" / "SOURCES.tsv").write_text(head + "tiny\tCC0\there\n")
    (folder / "parallel" / "SOURCES.tsv").write_text(head)
    (folder / "eval" / "dev.fr").write_text("Le lapin court.\n")
    (folder / "wild" / "seed.txt").write_text("Un texte.\n")
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder whose build_binary copies: KenLM reads text as well."""
    folder = tmp_path / "tools"
    folder.mkdir()
    program = folder / "build_binary"
    program.write_text('#!/bin/sh\ncp "$8" "$9"\n')
    program.chmod(0o755)
    return folder


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(a) for a in arguments], catch_exceptions=False)


def test_the_lexicon_command_writes_words_and_where_they_come_from(
    data: Path, tmp_path: Path
) -> None:
    result = invoke("lexicon", "--data", data, "--out", tmp_path / "out")
    assert result.stdout.endswith(" words\n")
    assert "tiny.txt.xz\tCC0\there\t" in (tmp_path / "out" / "SOURCES.tsv").read_text()
    assert (tmp_path / "out" / "words.marisa").is_file()


def test_the_ngrams_command_writes_a_model_that_kenlm_reads(
    data: Path, tools: Path, tmp_path: Path
) -> None:
    import kenlm

    work, out = tmp_path / "work", tmp_path / "out"
    result = invoke("ngrams", "--data", data, "--tools", tools, "--work", work, "--out", out)
    assert result.stdout.startswith("order 1: ")
    model = kenlm.Model(str(out / WEIGHTS))
    assert model.order == 4
    assert model.score("nous avons deux chiens", eos=False) > model.score(
        "nous deux avons chiens", eos=False
    )


def test_ngrams_leave_out_a_source_that_is_named(data: Path, tools: Path, tmp_path: Path) -> None:
    with lzma.open(data / "french" / "other.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{sentence.replace('chats', 'rats')}\n" for sentence in SENTENCES)
    for name, left_out in (("all", ()), ("part", ("--without", "other"))):
        invoke(
            *("ngrams", "--data", data, "--tools", tools, "--work", tmp_path / "work"),
            *("--out", tmp_path / name, *left_out),
        )
    assert "rats" in (tmp_path / "all" / WEIGHTS).read_text()
    assert "rats" not in (tmp_path / "part" / WEIGHTS).read_text()


def test_a_source_to_leave_out_that_is_not_there_is_refused(
    data: Path, tools: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"no source of .* is called 'tyni'"):
        invoke(
            *("ngrams", "--data", data, "--tools", tools, "--work", tmp_path / "work"),
            *("--out", tmp_path / "out", "--without", "tyni"),
        )


def test_ngrams_without_build_binary_say_how_to_get_it(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"there is no '.*build_binary': compile build_binary"):
        invoke(
            *("ngrams", "--data", data, "--tools", tmp_path / "empty"),
            *("--work", tmp_path / "work", "--out", tmp_path / "out"),
        )


def test_a_data_folder_without_corpora_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no corpora: parallel/\*\.tsv\.xz or french"):
        invoke("lexicon", "--data", tmp_path, "--out", tmp_path / "out")


@pytest.mark.parametrize("name", ["lexicon", "bilingual"])
def test_counting_without_data_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MTREPAIR_DATA", raising=False)
    with pytest.raises(InputError, match="counting needs --data or the environment variable"):
        invoke(name, "--out", tmp_path)
