"""What is no good text gives a clear error or a safe result, and nothing is lost."""

import json
import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mtrepair
from mtrepair.cli import main
from mtrepair.errors import InputError
from mtrepair.files import decoded, read_text, shown, utf8, write_text

SAMPLE = Path(__file__).parent.parent / "examples" / "sample_article.txt"
COMMANDS = [["clean"], ["clean", "--json"], ["detect"], ["detect", "--format", "sarif"]]


def run(*args: str, stdin: bytes = b"") -> Result:
    result = CliRunner().invoke(main, args, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def seconds(text: str) -> float:
    """Time on the processor that cleaning takes; nothing may be lost but white space."""
    begin = time.process_time()
    cleaned = mtrepair.clean(text).text
    spent = time.process_time() - begin
    assert "".join(cleaned.split()) == "".join(text.split())
    return spent


# Not text


@pytest.mark.parametrize("value", [b"octets", None, 3, ["a"], bytearray(b"a")])
@pytest.mark.parametrize("function", [mtrepair.clean, mtrepair.detect])
def test_what_is_no_string_is_refused_by_its_type(value: object, function: object) -> None:
    with pytest.raises(InputError, match=rf"must be a str, not {type(value).__name__}; decode"):
        function(value)  # type: ignore[operator]


@pytest.mark.parametrize("function", [mtrepair.clean_many, mtrepair.translate_many])
@pytest.mark.parametrize("texts", ["abc", b"abc"])
def test_one_string_is_not_read_as_many_texts(function: object, texts: object) -> None:
    message = f"several str, not one {type(texts).__name__}, .* put it in a list"
    with pytest.raises(InputError, match=message):
        function(texts)  # type: ignore[operator]


@pytest.mark.parametrize("progress", [False, True])
def test_of_many_texts_the_one_that_is_none_is_told_by_its_number(progress: bool) -> None:
    repairs = mtrepair.clean_many(["a  b", None], progress=progress)  # type: ignore[list-item]
    assert next(repairs).text == "a b"
    with pytest.raises(InputError, match="text 2 must be a str, not NoneType; decode"):
        next(repairs)


@pytest.mark.parametrize("clean", [False, True])
def test_a_text_to_translate_is_told_by_its_number_too(clean: bool) -> None:
    with pytest.raises(InputError, match="text 1 must be a str, not int; decode"):
        next(mtrepair.translate_many([3], clean=clean))  # type: ignore[list-item]
    with pytest.raises(InputError, match="a text must be a str, not int; decode"):
        mtrepair.translate(3, clean=clean)  # type: ignore[arg-type]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("déjà vu".encode("cp1252"), "not UTF-8: byte 0xE9 at offset 1;"),
        (b"abc\xff", "not UTF-8: byte 0xFF at offset 3;"),
        ("Le web".encode("utf-16"), "UTF-16 text"),
        ("Le web".encode("utf-16-le"), "NUL byte at offset 1"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "NUL byte at offset 8"),
        (b"\xed\xa0\x80", "not UTF-8: byte 0xED at offset 0;"),
    ],
    ids=["Windows-1252", "a stray byte", "UTF-16", "UTF-16 without a mark", "PNG", "a surrogate"],
)
def test_bytes_that_are_no_utf8_text_are_refused(
    command: list[str], content: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    result = run(*command, str(tmp_path / "a.txt"))
    assert result.exit_code == 2
    assert "a.txt " in result.stderr
    assert message in result.stderr


def test_undecodable_bytes_come_with_advice() -> None:
    with pytest.raises(InputError, match="for example: iconv -f WINDOWS-1252 -t UTF-8"):
        decoded("déjà".encode("cp1252"), "a.txt")


def test_undecodable_standard_input_is_called_so() -> None:
    assert "mtrepair: standard input is not UTF-8" in run("clean", "-", stdin=b"\xff").stderr


def test_a_file_that_is_refused_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"web,la \xff")
    run("clean", "--in-place", str(tmp_path / "a.txt"))
    assert (tmp_path / "a.txt").read_bytes() == b"web,la \xff"


# Paths


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_missing_file_is_named(command: list[str], tmp_path: Path) -> None:
    result = run(*command, str(tmp_path / "rien.txt"))
    assert result.exit_code == 2
    assert "rien.txt: No such file or directory" in result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_directory_is_refused(command: list[str], tmp_path: Path) -> None:
    result = run(*command, str(tmp_path))
    assert result.exit_code == 2
    assert "is a directory; name the files in it" in result.stderr


@pytest.mark.parametrize(
    "option", [["clean", "-o"], ["clean", "--html"], ["detect", "-o"]], ids=" ".join
)
def test_a_path_that_cannot_be_written_is_named(option: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le web,la radio.")
    result = run(*option, str(tmp_path / "rien" / "b.txt"), str(tmp_path / "a.txt"))
    assert result.exit_code == 2
    assert "b.txt: No such file or directory" in result.stderr


def test_output_to_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le web,la radio.")
    result = run("clean", "-o", str(tmp_path), str(tmp_path / "a.txt"))
    assert (result.exit_code, "Is a directory" in result.stderr) == (2, True)


def test_a_write_protected_file_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Le web,la radio.")
    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr(os, "access", lambda *_: False)
    result = run("clean", "--in-place", str(tmp_path / "a.txt"))
    assert (result.exit_code, "write-protected" in result.stderr) == (2, True)
    assert (tmp_path / "a.txt").read_text() == "Le web,la radio."


def test_a_write_that_fails_half_way_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.txt").write_text("Le web,la radio.")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"a\.txt: No space left on device"):
        write_text(tmp_path / "a.txt", "autre")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("a.txt", "Le web,la radio.")
    ]


def test_a_file_name_that_is_no_utf8_can_be_shown(tmp_path: Path) -> None:
    name = os.fsdecode(b"d\xe9j\xe0.txt")
    (tmp_path / name).write_text("Le web,la radio.")
    result = run("detect", "--format", "json", str(tmp_path / name), str(tmp_path / name))
    assert json.loads(result.stdout)[0]["path"].endswith("d\ufffdj\ufffd.txt")
    assert shown(name) == "d\ufffdj\ufffd.txt"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_text(Path("/dev/null"), "a")
    assert not Path("/dev/null").is_file()


# Strange texts


@pytest.mark.parametrize("text", ["", " ", "\n", "\n\n", "\ufeff", "\r\n", "\t \u00a0"])
def test_a_text_of_nothing_comes_back(text: str) -> None:
    repair = mtrepair.clean(text)
    assert (repair.text, repair.edits) == (text, [])


@pytest.mark.parametrize(
    "odd",
    [
        "\ud800",
        "\udfff\ud800",
        "\x00",
        "\x1b[31m",
        "\u202e, abc\u202c",
        "\u2066, abc\u2069",
        "\u200b",
        "\u200d",
        "\ufeff",
        "😀👩\u200d👩\u200d👧",
        "e\u0301",
        "\U0010ffff",
        "\x0b\x0c\x85\u2028",
    ],
    ids=ascii,
)
def test_odd_characters_stay_beside_what_is_repaired(odd: str) -> None:
    text = f"Un mot{odd} ici. Le web,la radio."
    assert mtrepair.clean(text).text == text.replace(",la", ", la")


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "\u202e", "😀"], ids=ascii)
def test_odd_characters_inside_a_word_are_no_trouble(odd: str) -> None:
    text = f"Un mo{odd}t,la suite."
    assert odd in mtrepair.clean(text, safety="unsafe").text


def test_unseen_characters_hide_no_artefact() -> None:
    (finding,) = mtrepair.detect("Le web,\u200bla radio.", select=["MT103"])
    assert finding.text == ",\u200bla"


def test_a_lone_surrogate_is_written_as_the_replacement_character() -> None:
    assert utf8("é\ud800") == "é\ufffd".encode()


def test_half_pairs_that_belong_together_are_written_as_one_character() -> None:
    assert utf8("\ud83d\ude00") == "😀".encode()


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_sample_article_keeps_line_ends_and_mark(ends: str, mark: str, tmp_path: Path) -> None:
    text = mark + read_text(SAMPLE).replace("\n", ends)
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    run("clean", "--in-place", str(path))
    cleaned = path.read_bytes().decode()
    assert cleaned != text
    assert cleaned.startswith(mark)
    assert cleaned.count("\n") == cleaned.count(ends)
    assert cleaned.removeprefix(mark).replace(ends, "\n") == mtrepair.clean(read_text(SAMPLE)).text


def test_mixed_line_ends_stay_mixed() -> None:
    text = "Le web,la radio.\r\nLa presse.\nLa télé.\r\n"
    assert mtrepair.clean(text).text == text.replace(",la", ", la")


# Large texts. The bounds are some five times what a busy machine took; quadratic code took minutes.


def test_a_hundred_thousand_empty_lines() -> None:
    assert seconds("\n" * 100_000) < 2


def test_a_hundred_thousand_lines_of_spaces() -> None:
    assert seconds("  \n" * 100_000) < 10


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "zkqwxé",
        "lesmaisons",
        "l’",
        "le-",
        "aB1/",
        "e\u0301",
        "`a ",
        "<a b='",
        "**a",
        "](a ",
        "1.000",
    ],
)
def test_a_run_four_times_as_long_takes_some_four_times_as_long(piece: str) -> None:
    short, long = (
        min(seconds(piece * (size // len(piece))) for _ in range(3)) for size in (10_000, 40_000)
    )
    # Quadratic code would take sixteen times as long.
    assert long < 9 * short


@pytest.mark.slow
def test_a_line_of_ten_megabytes() -> None:
    sentence = "La Russie a livré {} drones à l’Iran, selon le ministre de la Défense. "
    line = "".join(sentence.format(number) for number in range(130_000))
    assert len(line.encode()) > 10_000_000
    assert seconds(line) < 120


@pytest.mark.slow
def test_the_time_for_a_damaged_text_grows_with_its_length() -> None:
    def text(paragraphs: int) -> str:
        return "\n\n".join(
            f"La {number}e frappe,dit “Sunak”, y a aucun signe de «{number} plans » dans le "
            f"rapport  du https://exemple.fr/{number} . .\n\nThe {number} drones were not seen by "
            f"the army on Monday. Il etvraiment dit que il partait {number}ou 3 fois"
            for number in range(paragraphs)
        )

    def spent(texts: list[str]) -> float:
        begin = time.process_time()
        # Kept, so that both runs fill the memory alike.
        kept = [mtrepair.detect(text) for text in texts]
        assert len(kept) == len(texts)
        return time.process_time() - begin

    apart, whole = [text(500)] * 16, [text(8000)]
    spent(apart[:1])
    # 1.2 times as long, whatever else the machine does; quadratic code takes up to 16 times as
    # long, and looking for a quotation from the first one on took 1.7 times.
    assert spent(whole) < 1.5 * spent(apart)


@pytest.mark.slow
def test_a_passage_repeated_ten_thousand_times_is_no_fight() -> None:
    sentence = "La Russie renforce ses liens avec l’Iran, selon le ministre de la Défense."
    assert mtrepair.clean(" ".join([sentence] * 10_000)).text == sentence


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *(".", " ", "« ", "»", '"', "“", "a", "a b ", "1", "(", ", ", "’", "l’", "&", "* ", "@"),
        *("http://", "<a", "`", "é", "\u00a0", "-", "| ", "\t", "[", "n° ", "\u200b"),
    ],
    ids=ascii,
)
def test_a_long_line_of_one_thing_takes_linear_time(piece: str) -> None:
    def spent(size: int) -> float:
        begin = time.process_time()
        mtrepair.detect(piece * (size // len(piece)))
        return time.process_time() - begin

    spent(1000)
    # Ten times the text; quadratic code takes a hundred times as long.
    assert spent(200_000) < 30 * max(spent(20_000), 0.02)
