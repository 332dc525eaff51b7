"""The language server as an editor talks to it, over standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

from mtrepair.integrations.lsp.actions import FIX_ALL, IGNORE, KEEP
from mtrepair.integrations.lsp.places import EditorPlaces
from mtrepair.types import Span

TEXT = "👏 Le web,la radio.\r\nIl va de l’avantmalgré la demande. .\n"
MENDED = "👏 Le web, la radio.\r\nIl va de l’avant malgré la demande.\n"
ROOT = Path(__file__).parent.parent


def converter() -> Any:
    """pygls's, which takes an action that has a command for a bare command."""
    own = default_converter()
    own.register_structure_hook(
        Union[types.Command, types.CodeAction],  # noqa: UP007
        lambda value, _: own.structure(value, types.CodeAction),
    )
    return own


class Editor:
    """An editor that has started the server, and waits for what it says."""

    def __init__(self, folder: Path, encodings: list[str] | None = None) -> None:
        self.folder = folder
        self._loop = asyncio.new_event_loop()
        self._client = LanguageClient("editor", "1", converter_factory=converter)
        self._said: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self._messages: asyncio.Queue[str] = asyncio.Queue()

        @self._client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def hear(params: types.PublishDiagnosticsParams) -> None:
            self._said.put_nowait(params)

        @self._client.feature(types.WINDOW_SHOW_MESSAGE)
        def read(params: types.ShowMessageParams) -> None:
            self._messages.put_nowait(params.message)

        self.told = self.run(self._start(encodings))

    def run(self, coroutine: Any) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(coroutine, 30))

    async def _start(self, encodings: list[str] | None) -> types.InitializeResult:
        path = {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "mtrepair", "lsp"]
        await self._client.start_io(*command, env=os.environ | path, cwd=self.folder)
        general = types.GeneralClientCapabilities(position_encodings=encodings)
        told = await self._client.initialize_async(
            types.InitializeParams(types.ClientCapabilities(general=general), root_uri=None)
        )
        self._client.initialized(types.InitializedParams())
        return told

    def open(self, name: str, text: str, language: str = "plaintext") -> list[types.Diagnostic]:
        """What is published of a text that is opened."""
        self.send(name, text, language)
        return self.published(name)

    def send(self, name: str, text: str, language: str = "plaintext") -> None:
        """Open a text and wait for nothing."""
        item = types.TextDocumentItem(self.uri(name), language, 1, text)
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, name: str, text: str) -> list[types.Diagnostic]:
        """What is published of a text that has changed."""
        own = types.VersionedTextDocumentIdentifier(2, self.uri(name))
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self._client.text_document_did_change(types.DidChangeTextDocumentParams(own, [whole]))
        return self.published(name)

    def close(self, name: str) -> list[types.Diagnostic]:
        own = types.TextDocumentIdentifier(self.uri(name))
        self._client.text_document_did_close(types.DidCloseTextDocumentParams(own))
        return self.published(name)

    def published(self, name: str) -> list[types.Diagnostic]:
        while True:
            said = self.run(self._said.get())
            if said.uri == self.uri(name):
                return list(said.diagnostics)

    def message(self, words: str) -> str:
        """The next message that has these words; it may come after what is published later."""
        while words not in (message := self.run(self._messages.get())):
            pass
        return str(message)

    def actions(
        self, name: str, place: types.Range, only: list[Any] | None = None
    ) -> list[types.CodeAction]:
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(self.uri(name)),
            place,
            types.CodeActionContext([], only=only),
        )
        return list(self.run(self._client.text_document_code_action_async(params)))

    def obey(self, action: types.CodeAction) -> None:
        assert action.command is not None
        params = types.ExecuteCommandParams(action.command.command, action.command.arguments)
        self.run(self._client.workspace_execute_command_async(params))

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def end(self) -> None:
        self.run(self._client.shutdown_async(None))
        self._client.exit(None)
        self.run(self._client.stop())
        self._loop.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "mtrepair.toml").write_text('# Ours.\nlanguage_model = ""\n', encoding="utf-8")
    editor = Editor(folder)
    yield editor
    editor.end()


def edited(text: str, edit: types.WorkspaceEdit | None, encoding: str = "utf-16") -> str:
    """The text with an action's edits, as an editor makes them."""
    assert edit is not None and edit.changes is not None
    places = EditorPlaces(text, encoding)
    ((_, edits),) = edit.changes.items()
    for own in sorted(edits, key=lambda own: places.span(own.range), reverse=True):
        span = places.span(own.range)
        text = text[: span.start] + own.new_text + text[span.end :]
    return text


EVERYWHERE = types.Range(types.Position(0, 0), types.Position(9, 0))


def test_a_text_that_is_opened_has_diagnostics(editor: Editor) -> None:
    first, second, third = editor.open("a.txt", TEXT)
    assert (first.code, first.message, first.source) == (
        "MT103",
        "no space after “,”",
        "mtrepair",
    )
    assert first.range == types.Range(types.Position(0, 9), types.Position(0, 12))
    assert first.severity == types.DiagnosticSeverity.Information
    assert (second.code, second.severity) == ("MT101", types.DiagnosticSeverity.Warning)
    assert second.range == types.Range(types.Position(1, 11), types.Position(1, 22))
    assert third.code == "MT201"


def test_a_code_is_explained_by_the_page_it_links_to(editor: Editor) -> None:
    (told,) = editor.open("page.txt", "Le web,la radio.")
    assert told.code_description is not None
    page = Path(told.code_description.href.removeprefix("file://"))
    assert "MT103 missing-space" in page.read_text(encoding="utf-8")


def test_a_text_that_changes_is_looked_at_again(editor: Editor) -> None:
    assert len(editor.open("change.txt", TEXT)) == 3
    assert editor.change("change.txt", MENDED) == []
    assert editor.change("change.txt", "\u2028Le web,la radio.")[0].range.start.character == 7
    assert editor.close("change.txt") == []


def test_the_fix_at_the_cursor_is_applied_alone(editor: Editor) -> None:
    editor.open("fix.txt", TEXT)
    cursor = types.Position(0, 10)
    fix, ignore, *_ = editor.actions("fix.txt", types.Range(cursor, cursor), ["quickfix"])
    assert (fix.is_preferred, fix.kind) == (True, types.CodeActionKind.QuickFix)
    assert edited(TEXT, fix.edit) == TEXT.replace("web,la", "web, la")
    assert ignore.title == "Ignore this finding (MT103)"


def test_all_that_is_safe_is_repaired_together(editor: Editor) -> None:
    editor.open("all.txt", TEXT)
    for only in (["source.fixAll"], [FIX_ALL], ["source"]):
        (action,) = editor.actions("all.txt", EVERYWHERE, only)
        assert (action.kind, edited(TEXT, action.edit)) == (FIX_ALL, MENDED)
    assert editor.actions("all.txt", EVERYWHERE, ["refactor"]) == []
    kinds = {action.kind for action in editor.actions("all.txt", EVERYWHERE)}
    assert kinds == {types.CodeActionKind.QuickFix, FIX_ALL}


def test_what_is_only_shown_is_not_among_what_is_safe(editor: Editor) -> None:
    text = "Ils ont été livrés en Mai."
    editor.open("shown.txt", text)
    assert editor.actions("shown.txt", EVERYWHERE, [FIX_ALL]) == []
    fix, *_ = editor.actions("shown.txt", EVERYWHERE, ["quickfix"])
    assert (fix.is_preferred, edited(text, fix.edit)) == (None, "Ils ont été livrés en mai.")


def test_pages_are_read_as_pages(editor: Editor) -> None:
    page = '<p>Il va de l’avant<a href="/a,b">malgré la demande</a>.</p>'
    for name, language in (("a.html", "html"), ("b.htm", ""), ("untitled", "html")):
        (told,) = editor.open(name, page, language)
        assert told.code == "MT101"
        (action,) = editor.actions(name, EVERYWHERE, [FIX_ALL])
        assert edited(page, action.edit) == page.replace("<a", " <a")


def test_a_finding_that_is_ignored_is_written_down(editor: Editor) -> None:
    text = "Le web,la radio,le reste."
    first, _ = editor.open("ignore.txt", text)
    action = next(
        action
        for action in editor.actions("ignore.txt", first.range)
        if action.command and action.command.command == IGNORE
    )
    editor.obey(action)
    (left,) = editor.published("ignore.txt")
    assert left.range.start.character == 15
    settings = (editor.folder / "mtrepair.toml").read_text(encoding="utf-8")
    assert settings.startswith("# Ours.\n")
    assert 'accepted = [{code = "MT103", text = ",la"}]' in settings


def test_a_finding_of_a_page_is_ignored_by_what_a_reader_sees(editor: Editor) -> None:
    page = "<p>La presse d’hier,<b>hélas</b> perdue.</p>"
    (told,) = editor.open("ignore.html", page, "html")
    (action,) = [
        action
        for action in editor.actions("ignore.html", told.range)
        if action.command and action.command.command == IGNORE
    ]
    assert action.command is not None and action.command.arguments is not None
    assert list(action.command.arguments[1:]) == ["MT103", ",hélas"]
    editor.obey(action)
    assert editor.published("ignore.html") == []


def test_markdown_is_read_as_markdown(editor: Editor) -> None:
    text = "Le `a,b` et **le web**,hier.\n"
    (told,) = editor.open("a.md", text, "markdown")
    (action,) = editor.actions("a.md", EVERYWHERE, [FIX_ALL])
    assert (told.code, edited(text, action.edit)) == ("MT103", text.replace(",hier", ", hier"))


def test_a_word_that_is_kept_is_written_down(editor: Editor) -> None:
    text = "Il lit OpenNewsest chaque jour."
    (told,) = editor.open("keep.txt", text)
    (action,) = [
        action
        for action in editor.actions("keep.txt", told.range)
        if action.command and action.command.command == KEEP
    ]
    assert action.title == "Keep “OpenNewsest” as it is"
    editor.obey(action)
    assert editor.published("keep.txt") == []
    settings = (editor.folder / "mtrepair.toml").read_text(encoding="utf-8")
    assert 'keep = ["OpenNewsest"]' in settings


def test_settings_that_cant_be_read_are_told(editor: Editor, tmp_path: Path) -> None:
    folder = editor.folder / "broken"
    folder.mkdir()
    (folder / "mtrepair.toml").write_text("safety = 1", encoding="utf-8")
    editor.send("broken/a.txt", TEXT)
    assert len(editor.open("good.txt", TEXT)) >= 2
    words = "safety must be a string, not 1"
    assert words in editor.message(words)


def test_positions_are_in_the_units_that_the_editor_counts(tmp_path: Path) -> None:
    (tmp_path / "mtrepair.toml").write_text('language_model = ""', encoding="utf-8")
    editor = Editor(tmp_path, ["utf-32"])
    assert editor.told.capabilities.position_encoding == "utf-32"
    told, *_ = editor.open("a.txt", TEXT)
    assert told.range.start == types.Position(0, 8)
    (action,) = editor.actions("a.txt", EVERYWHERE, [FIX_ALL])
    assert edited(TEXT, action.edit, "utf-32") == MENDED
    editor.end()


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 8), ("utf-16", 5), ("utf-32", 4)])
def test_a_column_counts_units(encoding: str, column: int) -> None:
    text = "a\r\né👏 b\rc"
    places = EditorPlaces(text, encoding)
    at = text.index("b")
    assert places.position(at) == types.Position(
        1, {"utf-8": 7, "utf-16": 4, "utf-32": 3}[encoding]
    )
    assert places.position(at + 1) == types.Position(1, column)
    for index in range(len(text) + 1):
        if text[index - 1 : index + 1] != "\r\n":
            assert places.index(places.position(index)) == index
    assert places.index(types.Position(1, 99)) == text.index("\rc")
    assert places.index(types.Position(9, 0)) == len(text)
    assert places.span(places.range(Span(0, 3))) == Span(0, 3)
