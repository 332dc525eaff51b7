"""Fixtures that several files of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random Marian model, in both formats, with checksums."""
    from tiny_model import write_marian

    return write_marian(tmp_path_factory.mktemp("models") / "tiny")
