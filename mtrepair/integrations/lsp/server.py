"""The language server: texts opened and changed, diagnostics published, commands obeyed."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from mtrepair import __version__
from mtrepair.errors import MtrepairError
from mtrepair.integrations.house import accept, keep_words, settings_for
from mtrepair.integrations.lsp.actions import IGNORE, KEEP, KINDS, actions, diagnostic
from mtrepair.integrations.lsp.places import EditorPlaces
from mtrepair.integrations.lsp.texts import OpenText
from mtrepair.repair import Repair

# Seconds without a change after which a text is looked at.
_DELAY = 0.3


class OpenTexts:
    """What the server knows of the texts that are open.

    Args:
        delay: seconds without a change after which a text is looked at.
    """

    def __init__(self, server: LanguageServer, *, delay: float = _DELAY) -> None:
        self._server = server
        self._delay = delay
        self._looking: dict[str, asyncio.Task[None]] = {}
        self._pages = tempfile.TemporaryDirectory(prefix="mtrepair-")

    def look(self, uri: str, *, at_once: bool = False) -> None:
        """Publish what is found in a text, once it has not changed for a moment."""
        self.forget(uri)
        delay = 0.0 if at_once else self._delay
        self._looking[uri] = asyncio.ensure_future(self._publish(uri, delay))

    def forget(self, uri: str) -> None:
        """Look at a text no more."""
        if task := self._looking.pop(uri, None):
            task.cancel()

    async def _publish(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        document = self._server.workspace.get_text_document(uri)
        text = self.text(uri)
        repair = await self._repaired(text)
        if repair is None:
            return
        places = self.places(text)
        told = [diagnostic(finding, places, self.page) for finding in repair.findings]
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri, told, version=document.version)
        )

    async def _repaired(self, text: OpenText) -> Repair | None:
        """The repair of a text, made in a thread; None where it can't be, which is shown."""
        try:
            return await asyncio.to_thread(text.repair)
        except MtrepairError as error:
            self.complain(error)
            return None

    def text(self, uri: str) -> OpenText:
        """A text as it is now."""
        document = self._server.workspace.get_text_document(uri)
        return OpenText(self.place(uri), document.language_id or "", document.source)

    def place(self, uri: str) -> Path:
        """The file of a text; the folder that is open, for one that has none yet."""
        path = to_fs_path(uri) if uri.startswith("file:") else None
        return Path(path or self._server.workspace.root_path or ".")

    def places(self, text: OpenText) -> EditorPlaces:
        """Positions of a text in the units agreed on."""
        encoding = self._server.workspace.position_encoding
        return EditorPlaces(text.text, encoding or types.PositionEncodingKind.Utf16)

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What may be done about the findings at a place."""
        uri = params.text_document.uri
        text = self.text(uri)
        repair = await self._repaired(text)
        if repair is None:
            return []
        places = self.places(text)
        asked = places.span(params.range)
        near = [
            (finding, diagnostic(finding, places, self.page))
            for finding in repair.findings
            if finding.span.touches(asked)
        ]
        return actions(uri, near, repair, places, params.context.only, as_read=text.as_read)

    def page(self, code: str) -> str:
        """The address of a page that explains a code; it is there while the server is."""
        path = Path(self._pages.name) / f"{code}.html"
        if not path.exists():
            from mtrepair.render import card_html
            from mtrepair.selection import cards

            shown = "".join(map(card_html, cards([code])))
            path.write_text(f'<!doctype html><meta charset="utf-8">{shown}', encoding="utf-8")
        return path.as_uri()

    def complain(self, error: Exception) -> None:
        """Show an error to the editor."""
        self._server.window_show_message(
            types.ShowMessageParams(types.MessageType.Error, f"mtrepair: {error}")
        )

    def look_again(self) -> None:
        """Look at every open text: the settings have changed."""
        for uri in list(self._server.workspace.text_documents):
            self.look(uri, at_once=True)

    def close(self) -> None:
        """Take the pages away."""
        self._pages.cleanup()


def language_server(*, delay: float = _DELAY) -> LanguageServer:
    """The server, ready to be started.

    Args:
        delay: seconds without a change after which a text is looked at.
    """
    # The whole text with each change: where lines end, editors and libraries are not of one mind.
    server = LanguageServer(
        "mtrepair", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
    )
    desk = OpenTexts(server, delay=delay)
    _follow(server, desk)
    _obey(server, desk)
    return server


def _follow(server: LanguageServer, desk: OpenTexts) -> None:
    """What the editor tells of its texts, and what it asks about them."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def opened(params: types.DidOpenTextDocumentParams) -> None:
        desk.look(params.text_document.uri, at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        desk.look(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(params: types.DidSaveTextDocumentParams) -> None:
        desk.look(params.text_document.uri, at_once=True)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        desk.forget(uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=list(KINDS))
    )
    async def asked(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await desk.actions(params)

    @server.feature(types.SHUTDOWN)
    async def ended(*_: Any) -> None:
        desk.close()


def _obey(server: LanguageServer, desk: OpenTexts) -> None:
    """Commands that write into the settings of a text's house."""

    @server.command(IGNORE)
    async def ignore(uri: str, code: str, text: str) -> None:
        _write(desk, lambda: accept(settings_for(desk.place(uri)), code, text))

    @server.command(KEEP)
    async def keep(uri: str, word: str) -> None:
        _write(desk, lambda: keep_words(settings_for(desk.place(uri)), [word]))


def _write(desk: OpenTexts, change: Any) -> None:
    try:
        change()
    except MtrepairError as error:
        desk.complain(error)
    else:
        desk.look_again()
