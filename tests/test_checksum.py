"""Checksums: those of other programs, of files one after another."""

from __future__ import annotations

from pathlib import Path

from mtrepair.checksum import sha256

ROOT = Path(__file__).parent.parent

# FIPS 180-2, appendix B.1.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_checksum_of_a_file_is_that_of_the_standard(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256(tmp_path / "abc") == ABC


def test_files_and_texts_are_read_one_after_another(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    assert sha256(tmp_path / "a", "bc") == ABC


def test_a_file_of_several_blocks_is_read_to_its_end(tmp_path: Path) -> None:
    # 1,000,000 times "a": FIPS 180-2, appendix B.3.
    (tmp_path / "a").write_bytes(b"a" * 1_000_000)
    long = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    assert sha256(tmp_path / "a") == long


def test_no_other_module_hashes_files() -> None:
    own = ROOT / "mtrepair" / "checksum.py"
    files = {*ROOT.glob("mtrepair/**/*.py"), *ROOT.glob("benchmarks/**/*.py")} - {own}
    hashing = ("hashlib.sha256", "file_digest", "from hashlib import sha256")
    found = [file for file in files if any(h in file.read_text("utf-8") for h in hashing)]
    assert found == []
