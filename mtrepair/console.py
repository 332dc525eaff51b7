"""What the commands share: files named, texts read, results and complaints written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO, TypedDict

import click

from mtrepair.errors import InputError, MtrepairError
from mtrepair.files import decoded, read_text, shown, utf8, write_text


class Commands(click.Group):
    """Commands, some of them in modules that are imported only when they are called.

    An error is a message and exit status 2, never a traceback; Ctrl-C is status 130.
    """

    def __init__(
        self, *args: Any, elsewhere: Mapping[str, tuple[str, str]] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._elsewhere = elsewhere or {}

    def main(self, *args: Any, **options: Any) -> Any:
        _fill_closed_streams()
        try:
            return super().main(*args, **options)
        except OSError as error:  # of --help and --version, which are printed before a command runs
            _complain(error)
            sys.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *self._elsewhere])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._elsewhere:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self._elsewhere[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        helps = {name: command.short_help or "" for name, command in self.commands.items()}
        helps |= {name: text for name, (_, text) in self._elsewhere.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(helps.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _close_quietly()
            ctx.exit(128 + 13)  # what a shell reports of a program that SIGPIPE ended
        except (MtrepairError, OSError) as error:
            _complain(error)
            ctx.exit(2)
        except KeyboardInterrupt:
            ctx.exit(128 + 2)  # what a shell reports of a program that SIGINT ended


class Look(TypedDict):
    """How a text looks: whether in colour, and in how many columns; None sets no bound."""

    colour: bool
    width: int | None


class Failures:
    """Files that could not be used: each is reported, and the others go on."""

    def __init__(self) -> None:
        self.count = 0

    @contextmanager
    def reported(self) -> Iterator[None]:
        """A block in which an error is a message on standard error."""
        try:
            yield
        except BrokenPipeError:
            raise
        except (MtrepairError, OSError) as error:
            self.add(error)

    def add(self, error: Exception) -> None:
        """Report an error of a file."""
        _complain(error)
        self.count += 1

    def end(self, status: int) -> None:
        """End the command: with 2 if anything failed, else with `status`."""
        click.get_current_context().exit(2 if self.count else status)


def named(files: Sequence[str]) -> tuple[str, ...]:
    """The files of a command; without any, standard input if something is piped into it."""
    if not files and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError('name a file, or "-" for standard input')
    return tuple(files) or ("-",)


def read(file: str) -> tuple[str, str]:
    """What a file is called in messages, and its text; "-" is standard input."""
    if file == "-":
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file")
        return "stdin", decoded(sys.stdin.buffer.read(), "standard input")
    return shown(file), read_text(Path(file))


def write(text: str) -> None:
    """Write to standard output: UTF-8 whatever the locale, line ends as they are."""
    if sys.stdout is None:
        if text:
            raise InputError("standard output is closed; give --output or open it")
        return
    sys.stdout.buffer.write(utf8(text))
    sys.stdout.buffer.flush()


@contextmanager
def output_to(path: str) -> Iterator[tuple[Callable[[str], None], Look]]:
    """A function that writes to a file, or to standard output, and how texts look there.

    The file is written when the block ends, so that it may be one that is read.
    """
    if not path:
        yield write, Look(colour=coloured(), width=columns())
        return
    parts: list[str] = []
    yield parts.append, Look(colour=False, width=None)
    write_text(Path(path), "".join(parts))


def coloured() -> bool:
    """Whether to write colours to standard output.

    It is a terminal that has them; NO_COLOR refuses them, FORCE_COLOR asks for them elsewhere
    (no-color.org, force-color.org).
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return sys.stdout is not None
    return _is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def columns() -> int | None:
    """How wide the terminal is that standard output is; None where it is none."""
    if not _is_terminal(sys.stdout):
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def shows_progress(*, apart: bool) -> bool:
    """Whether a bar on standard error would be seen, and not stand among what is written.

    Args:
        apart: whether nothing is written to standard output while it is drawn.
    """
    return _is_terminal(sys.stderr) and (apart or not _is_terminal(sys.stdout))


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _complain(error: Exception) -> None:
    """Write an error as a line on standard error."""
    text = str(error)
    if isinstance(error, OSError):
        text = ": ".join(filter(None, (shown(error.filename or ""), error.strerror or text)))
    click.echo(f"mtrepair: {text}", err=True)


def _close_quietly() -> None:
    """Let the flush at the end of the program go nowhere: the reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fill_closed_streams() -> None:
    """Let nothing else take the places of closed standard streams.

    A file that is opened would get the lowest free number, and what a library complains of on
    standard error would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
