"""The notebook runs from top to bottom, and what it shows needs no script."""

import pickle
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import mtrepair

EXAMPLES = Path(__file__).parent.parent / "examples"
NOTEBOOK = EXAMPLES / "newsroom.ipynb"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook after it has run, in a folder of its own."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copy(EXAMPLES / "sample_article.txt", folder)
    ran = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(ran, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    ran.folder = folder
    return ran


def shown(notebook: Any, code: str) -> str:
    """The HTML that the cell with this code shows."""
    (cell,) = [c for c in notebook.cells if c.cell_type == "code" and code in c.source]
    return str(cell.outputs[-1].data["text/html"])


def test_the_repository_keeps_no_output() -> None:
    kept = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in kept.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


def test_the_notebook_shows_findings_repairs_and_translations(notebook: Any) -> None:
    assert "<mark" in shown(notebook, "mtrepair.detect(")
    assert "<del" in shown(notebook, "repair = mtrepair.clean(article)")
    assert "<td lang=" in shown(notebook, "mtrepair.translate(")


def test_nothing_it_shows_needs_a_script(notebook: Any) -> None:
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    pages = [out.data["text/html"] for out in outputs if "text/html" in out.get("data", {})]
    assert len(pages) > 4 and not any("<script" in page for page in pages)


def test_the_notebook_leaves_a_report_of_the_folder(notebook: Any) -> None:
    assert "<h2>2.txt</h2>" in (notebook.folder / "archive.html").read_text(encoding="utf-8")


def test_the_scores_of_the_notebook_get_better(notebook: Any) -> None:
    result = notebook.cells[-1].outputs[-1].data["text/plain"]
    (_, *bleu), _, (_, *ter) = eval(result)
    assert bleu[0] < bleu[1] and ter[0] > ter[1]


def test_findings_are_a_list_that_knows_its_text() -> None:
    found = mtrepair.detect("Le web,la radio.")
    again = pickle.loads(pickle.dumps(found))
    assert (again, again.text) == (list(found), "Le web,la radio.")


def test_findings_of_many_texts_show_themselves_as_well() -> None:
    (found,) = mtrepair.Cleaner().detect_many(["Le web,la radio."])
    assert "1 finding" in found._repr_html_()


def test_a_repair_shows_what_was_refused() -> None:
    from mtrepair.guard import Refusal
    from mtrepair.revision import Revision

    finding = mtrepair.Finding("MT1", "a", mtrepair.Span(0, 3), "web", "why")
    repair = mtrepair.Repair(Revision.of("web"), (), (Refusal(finding, ("a name changes",)),))
    assert "refused: a name changes" in repair._repr_html_()


def test_what_a_notebook_shows_is_escaped() -> None:
    shown = mtrepair.detect("<b>web,la")._repr_html_()
    assert "<b>" not in shown and "&lt;b&gt;" in shown
