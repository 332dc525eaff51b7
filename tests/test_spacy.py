"""The component of spaCy's pipelines: spans on tokens, findings to the character, round trips."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import mtrepair
from mtrepair.findings import Findings

spacy = pytest.importorskip("spacy")
own = import_module("mtrepair.integrations.spacy_pipe")

ROOT = Path(__file__).parent.parent
TEXT = "Le web,la radio. ."


def pipeline(**config: Any) -> Any:
    nlp = spacy.blank("fr")
    nlp.add_pipe("mtrepair", config=config)
    return nlp


def marked(doc: Any) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in doc.spans["mtrepair"]]


def test_spans_are_labelled_with_codes() -> None:
    assert marked(pipeline()(TEXT)) == [("MT103", ",la"), ("MT201", ". .")]


def test_findings_are_those_of_detect_to_the_character() -> None:
    found = pipeline()(TEXT)._.mtrepair
    assert isinstance(found, Findings) and found.text == TEXT
    assert found == mtrepair.detect(TEXT)
    assert [finding.text for finding in found] == [",la", ". ."]


def test_each_finding_has_its_span_widened_to_tokens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = [(0, 0), (2, 2), (2, 3), (16, 16), (0, 2), (4, 5), (5, 9)]
    found = [
        mtrepair.Finding("MT104", "extra-space", mtrepair.Span(*place), "", "a place")
        for place in places
    ]
    monkeypatch.setattr(mtrepair.Cleaner, "detect", lambda self, text: Findings(text, found))
    texts = [text for _, text in marked(pipeline()("Le web la radio."))]
    assert texts == ["Le", "Le", "Le", ".", "Le", "web", "web la"]


def test_a_document_that_was_not_seen_has_no_findings() -> None:
    pipeline()
    assert spacy.blank("fr")("Le web,la radio.")._.mtrepair == []


def test_settings_are_those_of_a_cleaner() -> None:
    assert marked(pipeline(select=["MT2"])(TEXT)) == [("MT201", ". .")]
    assert marked(pipeline(ignore=["MT2"])(TEXT)) == [("MT103", ",la")]
    assert marked(pipeline(keep=["web,la"])(TEXT)) == [("MT201", ". .")]


def test_a_code_that_there_is_not_is_refused() -> None:
    with pytest.raises(mtrepair.MtrepairError, match="MT999"):
        pipeline(select=["MT999"])


def test_a_language_model_is_asked_where_it_is_named() -> None:
    text = "Le débat porte sur le nucléaire programme."
    assert marked(pipeline()(text)) == []
    asked = pipeline(language_model="french-4gram")(text)
    assert [label for label, _ in marked(asked)] == ["MT501"]
    assert [finding.found_by for finding in asked._.mtrepair] == ["model"]


def test_a_stream_of_documents_is_marked_in_order() -> None:
    texts = [f"Le web,la radio, numéro {number}." for number in range(5)]
    docs = list(pipeline().pipe(texts, batch_size=2))
    assert [doc.text for doc in docs] == texts
    assert [marked(doc) for doc in docs] == [[("MT103", ",la")]] * 5


def test_what_fails_goes_to_the_handler_of_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = mtrepair.kinds._looked  # type: ignore[attr-defined]

    def looked(kind: Any, text: str, terms: Any) -> Any:
        if text == "deux":
            raise RuntimeError("out of order")
        return plain(kind, text, terms)

    monkeypatch.setattr("mtrepair.kinds._looked", looked)
    nlp, failed = pipeline(), []
    with pytest.raises(RuntimeError, match="out of order"):
        list(nlp.pipe(["un", "deux", "trois"]))
    nlp.set_error_handler(lambda name, proc, docs, error: failed.append((name, docs[0].text)))
    assert [doc.text for doc in nlp.pipe(["un", "deux", "trois"])] == ["un", "trois"]
    assert failed == [("mtrepair", "deux")]


def test_a_pipeline_comes_back_from_disk_with_its_settings(tmp_path: Path) -> None:
    pipeline(ignore=["MT2"], keep=["lesJours"]).to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert marked(again(TEXT)) == [("MT103", ",la")]
    assert again.get_pipe("mtrepair").cleaner.keep == ("lesJours",)


def test_a_pipeline_comes_back_from_its_config() -> None:
    config = spacy.util.load_config_from_str(pipeline(ignore=["MT2"]).config.to_str())
    again = spacy.util.load_model_from_config(config)
    assert marked(again(TEXT)) == [("MT103", ",la")]


def test_a_document_keeps_its_findings_when_it_is_written() -> None:
    nlp = pipeline()
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.mtrepair == doc._.mtrepair == mtrepair.detect(TEXT)
    assert marked(again) == marked(doc)


@pytest.mark.slow
def test_processes_mark_the_same() -> None:
    texts = [f"Le web,la radio, numéro {number}. ." for number in range(6)]
    alone, together = (list(pipeline().pipe(texts, batch_size=2, n_process=n)) for n in (1, 2))
    assert [marked(doc) for doc in together] == [marked(doc) for doc in alone]
    assert [doc._.mtrepair for doc in together] == [mtrepair.detect(text) for text in texts]


def test_the_package_tells_spacy_where_its_component_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["mtrepair"].partition(":")
    assert getattr(import_module(module), name) is own.artefact_marker


@pytest.mark.slow
def test_spacy_finds_the_component_that_nobody_has_imported(tmp_path: Path) -> None:
    """With the entry point of pyproject.toml as pip writes it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    place = project["entry-points"]["spacy_factories"]["mtrepair"]
    told = tmp_path / "told-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Name: told\nVersion: 1.0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text(f"[spacy_factories]\nmtrepair = {place}\n", "utf-8")
    code = (
        "import spacy; nlp = spacy.blank('fr'); nlp.add_pipe('mtrepair');"
        "print(len(nlp('Le web,la radio.').spans['mtrepair']))"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": path.rstrip(os.pathsep)},
    )
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr
