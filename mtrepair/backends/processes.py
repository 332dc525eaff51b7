"""What has threads is opened anew in a process that was forked with it."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import Any


class OfProcess:
    """Whatever `opened` makes, made once in each process that asks it.

    >>> OfProcess(lambda: "text").upper()
    'TEXT'
    """

    def __init__(self, opened: Callable[[], Any]) -> None:
        self._open = opened
        self._opened, self._process = opened(), os.getpid()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies and pickles look for
            raise AttributeError(name)
        if os.getpid() != self._process:
            # The threads of what was opened before a fork did not come along. To ask it, or to
            # free it, would wait for them for ever: it stays where it is until the process ends.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._opened))
            self._opened, self._process = self._open(), os.getpid()
        return getattr(self._opened, name)
