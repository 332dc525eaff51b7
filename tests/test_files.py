"""A file that is replaced is never lost, whatever it is and whatever happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mtrepair import console
from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.files import shown, write_text

ROOT = Path(__file__).parent.parent


def kept(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def full_at(call: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full when the content of a file is put on it for the `call`th time."""
    calls = iter(range(1, 100))

    def fsync(_: int) -> None:
        if next(calls) == call:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)


def at_shell(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """What a shell makes of a line in which `mtrepair` is the command."""
    run = f'mtrepair() {{ "{sys.executable}" -m mtrepair "$@"; }}; {command}'
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        ["/bin/sh", "-c", run],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        check=False,
    )


# Backups


def test_the_oldest_text_keeps_the_backup_and_later_ones_are_numbered(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("un")
    for text in ("deux", "trois", "quatre"):
        write_text(file, text, backup=".bak")
    assert kept(tmp_path) == {
        "a.txt": "quatre",
        "a.txt.bak": "un",
        "a.txt.bak.1": "deux",
        "a.txt.bak.2": "trois",
    }


def test_a_text_that_is_kept_already_is_not_kept_again(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un")
    (tmp_path / "a.txt.bak").write_text("un")
    write_text(tmp_path / "a.txt", "deux", backup=".bak")
    assert kept(tmp_path) == {"a.txt": "deux", "a.txt.bak": "un"}


@pytest.mark.parametrize("call", [1, 2])
def test_a_full_disk_leaves_no_half_of_a_backup_and_the_old_file(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("un")
    full_at(call, monkeypatch)
    with pytest.raises(InputError, match=r"cannot write .*a\.txt: No space left on device"):
        write_text(tmp_path / "a.txt", "deux", backup=".bak")
    backup = {"a.txt.bak": "un"} if call == 2 else {}
    assert kept(tmp_path) == {"a.txt": "un"} | backup


def test_a_backup_does_not_go_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "autre").write_text("précieux")
    (tmp_path / "a.txt").write_text("un")
    (tmp_path / "a.txt.bak").symlink_to("autre")
    with pytest.raises(InputError, match=r"a\.txt\.bak: it is no plain file; move it away or give"):
        write_text(tmp_path / "a.txt", "deux", backup=".bak")
    assert kept(tmp_path) == {"a.txt": "un", "a.txt.bak": "précieux", "autre": "précieux"}


def test_a_backup_is_kept_on_a_file_system_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", link)
    (tmp_path / "a.txt").write_text("un")
    for text in ("deux", "trois"):
        write_text(tmp_path / "a.txt", text, backup=".bak")
    assert kept(tmp_path) == {"a.txt": "trois", "a.txt.bak": "un", "a.txt.bak.1": "deux"}


def test_a_backup_has_the_permissions_and_the_time_of_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un")
    (tmp_path / "a.txt").chmod(0o640)
    os.utime(tmp_path / "a.txt", (1000, 1000))
    write_text(tmp_path / "a.txt", "deux", backup=".bak")
    backup = (tmp_path / "a.txt.bak").stat()
    assert (backup.st_mode & 0o777, backup.st_mtime) == (0o640, 1000)


@pytest.mark.parametrize("suffix", ["/../zz", "/zz", "\\zz", ".b\0"])
def test_a_suffix_that_leads_elsewhere_is_refused(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un")
    with pytest.raises(InputError, match=r"is no suffix: a backup lies beside its file; give one"):
        write_text(tmp_path / "a.txt", "deux", backup=suffix)
    assert kept(tmp_path) == {"a.txt": "un"}


def test_the_command_refuses_such_a_suffix_before_it_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rien à redire.")
    result = CliRunner().invoke(
        main, ["clean", "--in-place", "--backup", "/../zz", str(tmp_path / "a.txt")]
    )
    assert (result.exit_code, "'/../zz' is no suffix" in result.stderr) == (2, True)


# Owners and names


def test_a_file_that_is_replaced_keeps_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("un")
    given = []
    monkeypatch.setattr(os, "chown", lambda _, user, group: given.append((user, group)))
    write_text(tmp_path / "a.txt", "deux")
    before = (tmp_path / "a.txt").stat()
    assert given == [(before.st_uid, before.st_gid)]


def test_where_the_owner_cannot_be_kept_the_group_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []

    def chown(_: object, user: int, group: int) -> None:
        given.append((user, group))
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / "a.txt").write_text("un")
    before = (tmp_path / "a.txt").stat()
    monkeypatch.setattr(os, "chown", chown)
    write_text(tmp_path / "a.txt", "deux")
    assert given == [(before.st_uid, before.st_gid), (-1, before.st_gid)]
    assert kept(tmp_path) == {"a.txt": "deux"}


@pytest.mark.parametrize("text", ["d", "un texte plus long"])
def test_all_hard_links_of_a_file_name_the_new_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("un texte")
    (tmp_path / "b.txt").hardlink_to(tmp_path / "a.txt")
    write_text(tmp_path / "a.txt", text)
    assert kept(tmp_path) == {"a.txt": text, "b.txt": text}


@pytest.mark.parametrize("call", [1, 2])
def test_a_full_disk_leaves_the_old_text_under_all_hard_links(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("un texte")
    (tmp_path / "b.txt").hardlink_to(tmp_path / "a.txt")
    full_at(call, monkeypatch)
    with pytest.raises(InputError, match="No space left on device"):
        write_text(tmp_path / "a.txt", "deux")
    assert kept(tmp_path) == {"a.txt": "un texte", "b.txt": "un texte"}


# Names of files at a terminal


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("a\x1b[2J.txt", "a\\x1b[2J.txt"),
        ("a\nb.txt", "a\\nb.txt"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("été à.txt", "été à.txt"),
    ],
    ids=ascii,
)
def test_a_name_cannot_steer_the_terminal(name: str, printed: str, tmp_path: Path) -> None:
    assert shown(name) == printed
    (tmp_path / name).write_text("Le web,la radio.")
    result = CliRunner().invoke(main, ["detect", str(tmp_path / name), str(tmp_path / "x" / name)])
    assert f"{printed}:1:7: MT103" in result.stdout
    assert f"{printed}: No such file" in result.stderr


# Closed streams


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("Le web,la radio.")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "status", "out", "complaint"),
    [
        ("mtrepair clean <&-", 2, "", 'name a file, or "-" for standard input'),
        ("mtrepair clean - <&-", 2, "", "standard input is closed; name a file"),
        ("mtrepair clean a.txt <&-", 0, "Le web, la radio.", ""),
        ("mtrepair clean a.txt >&-", 2, "", "standard output is closed; give --output or open it"),
        ("mtrepair clean a.txt 2>&-", 0, "Le web, la radio.", ""),
        ("mtrepair clean --in-place a.txt <&- >&- 2>&-; cat a.txt", 0, "Le web, la radio.", ""),
        ("mtrepair clean rien.txt 2>&-", 2, "", ""),
        ("mtrepair --version >&-", 0, "", ""),
    ],
)
def test_a_closed_stream_is_no_traceback(
    line: str, status: int, out: str, complaint: str, folder: Path
) -> None:
    ended = at_shell(line, folder)
    assert (ended.returncode, ended.stdout.decode()) == (status, out)
    assert complaint in ended.stderr.decode()
    assert bool(complaint) == bool(ended.stderr)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
@pytest.mark.parametrize("command", ["clean a.txt", "--version", "--help"])
def test_a_full_disk_behind_standard_output_is_a_message(command: str, folder: Path) -> None:
    ended = at_shell(f"mtrepair {command} >/dev/full", folder)
    assert (ended.returncode, ended.stderr) == (2, b"mtrepair: No space left on device\n")


# Ctrl-C


def interrupted(*args: str) -> Result:
    result = CliRunner().invoke(main, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_an_interrupt_while_a_text_is_cleaned_ends_quietly(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(console, "read_text", read)
    for command in (["clean", "--in-place"], ["detect"], ["translate"]):
        result = interrupted(*command, str(folder / "a.txt"))
        assert (result.exit_code, result.output) == (130, "")


def test_an_interrupt_while_a_file_is_replaced_leaves_the_old_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    result = interrupted("clean", "--in-place", "--backup", ".bak", str(folder / "a.txt"))
    assert (result.exit_code, kept(folder)) == (130, {"a.txt": "Le web,la radio."})


def test_an_interrupt_while_the_modules_load_ends_quietly(folder: Path) -> None:
    (folder / "click.py").write_text("raise KeyboardInterrupt")
    (folder / "mtrepair").symlink_to(ROOT / "mtrepair")
    ended = subprocess.run(
        [sys.executable, "-m", "mtrepair", "--help"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_the_command_that_is_installed_is_the_one_that_is_guarded() -> None:
    assert 'mtrepair = "mtrepair.__main__:main"' in (ROOT / "pyproject.toml").read_text()
