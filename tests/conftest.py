"""Fixtures that several files of tests share, and how property tests run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Alike on every machine and without a clock; "long" looks for what the suite has missed.
settings.register_profile(
    "suite",
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long", parent=settings.get_profile("suite"), max_examples=2000, derandomize=False
)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random Marian model, in both formats, with checksums."""
    from tiny_model import write_marian

    return write_marian(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def sure_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a repair model that is to be believed; there is only its calibration."""
    from mtrepair.rewriting import Calibration, Weights, write_calibration

    codes = "MT101 MT501 MT502 MT503 MT504 MT505 MT506".split()
    folder = tmp_path_factory.mktemp("sure")
    weights = dict.fromkeys(codes, Weights(-2.0, 0.4, 0.2))
    write_calibration(Calibration(weights, odd_token=0.5), folder)
    return folder
