"""The command `mtrepair lsp`."""

from __future__ import annotations

import click

from mtrepair.errors import MissingExtra


@click.command("lsp")
@click.option("--port", type=click.IntRange(1, 65_535), help="Speak over TCP, on this machine.")
def lsp_command(*, port: int | None) -> None:
    """Speak the Language Server Protocol over standard input and output, for editors.

    Findings are diagnostics with their codes; each fix is an action, and so are ignoring a
    finding and keeping a word, which are written into the nearest mtrepair.toml.
    """
    try:
        from mtrepair.integrations.lsp.server import language_server
    except ImportError as error:
        raise MissingExtra("pygls", extra="lsp", purpose="the language server") from error
    server = language_server()
    if port is None:
        server.start_io()
    else:
        server.start_tcp("127.0.0.1", port)
