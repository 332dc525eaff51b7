"""What a server is started with, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mtrepair.backends.shipped import BEAM_SIZE, TRANSLATION_MODEL
from mtrepair.errors import InputError

# A character of a form is at most four bytes of UTF-8, each written as %XX; in JSON two \uXXXX.
_BYTES_A_CHARACTER = 12
# Room for the other fields of a request.
_ROOM = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What a server is started with; it can be pickled, so that workers get it.

    Attributes:
        host: address to listen at; by default no other machine can ask.
        port: 0 takes a free one.
        workers: processes; they share what is mapped: lexicons and the language model.
        config: file of a house's settings; None looks for it upwards of the working directory.
        alone: whether no file of settings is read.
        rules_only: whether the rules look alone, without the language model.
        translation_model: name or folder.
        beam_size: hypotheses followed at a time.
        max_characters: of one text, or of all texts of a request.
        seconds: that a request may take, waiting included.
        waiting: requests that may wait in a worker for each kind of work; more are refused.
        translations: requests of a worker whose segments are translated together.
        connections: that a worker keeps open; more are refused.
        idle_seconds: that a connection may say nothing, send its request, or take its answer.
        grace_seconds: that requests may still take when the server is told to stop.
        api_key: that clients must send; None asks for none.
        origins: web pages that browsers may ask from, or "*" for any.
        metrics_folder: where several workers count together.

    Raises:
        InputError: a value is out of range.

    >>> ServerSettings(port=0).host
    '127.0.0.1'
    """

    host: str = "127.0.0.1"
    port: int = 8081
    workers: int = 1
    config: Path | None = None
    alone: bool = False
    rules_only: bool = False
    translation_model: str | Path = TRANSLATION_MODEL
    beam_size: int = BEAM_SIZE
    max_characters: int = 50_000
    seconds: float = 30.0
    waiting: int = 32
    translations: int = 8
    connections: int = 256
    idle_seconds: float = 10.0
    grace_seconds: int = 30
    api_key: str | None = None
    origins: tuple[str, ...] = ()
    metrics_folder: Path | None = None

    def __post_init__(self) -> None:
        least = {
            "workers": 1,
            "beam_size": 1,
            "max_characters": 1,
            "waiting": 0,
            "translations": 1,
            "connections": 1,
            "grace_seconds": 0,
        }
        for name, smallest in least.items():
            if getattr(self, name) < smallest:
                raise InputError(
                    f"{name} must be a number from {smallest} on, not {getattr(self, name)!r}"
                )
        for name in ("seconds", "idle_seconds"):
            if not getattr(self, name) > 0:
                raise InputError(f"{name} must be more than 0, not {getattr(self, name)!r}")
        if not 0 <= self.port <= 65_535:
            raise InputError(f"port must be a number from 0 to 65535, not {self.port!r}")
        if self.api_key is not None and not self.api_key:
            raise InputError("api_key must have something in it; leave it out to ask for none")

    @property
    def max_bytes(self) -> int:
        """Most bytes of a request's body.

        >>> ServerSettings(max_characters=1000).max_bytes
        77536
        """
        return _BYTES_A_CHARACTER * self.max_characters + _ROOM
