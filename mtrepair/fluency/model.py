"""The n-gram language model: how likely a run of French words is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from mtrepair.checksum import sha256
from mtrepair.errors import ModelError
from mtrepair.fluency.tokens import known_form
from mtrepair.lexicon import Lexicon

WEIGHTS, CHECKSUMS = "french-4gram.klm", "SHA256SUMS"
CONTEXT = 3
_LN10 = math.log(10.0)
_PER_BILLION = 9.0 * _LN10
# Forms remembered: some 20 MB. A server that runs for weeks reads more.
_REMEMBERED = 100_000
# Zipf value of a form that no list has: one in ten thousand million words.
_UNLISTED = -1.0


class TokenScore(NamedTuple):
    """One token in its context.

    Attributes:
        score: log-probability given the tokens before it, natural log.
        order: length of the longest n-gram known that ends with it; 1 where even the pair with
            the token before is unknown.
    """

    score: float
    order: int


class LanguageModel:
    """A KenLM model of true-cased tokens, and how its classes spell the forms they stand for."""

    def __init__(self, path: Path, lexicon: Lexicon) -> None:
        try:
            import kenlm

            self._model: Any = kenlm.Model(str(path))
        except (OSError, RuntimeError) as error:
            raise ModelError(
                f"no language model can be read from {path}: {error}; reinstall mtrepair, or "
                "clean with language_model=None"
            ) from error
        self._lexicon = lexicon
        self._held: dict[str, str] = {}
        self._spelt: dict[str, float] = {}

    def held(self, form: str) -> str:
        """The form as the model holds it: itself or its class."""
        held = self._held.get(form)
        if held is None:
            if len(self._held) >= _REMEMBERED:
                self._held.clear()
            held = self._held[form] = known_form(form, self._model.__contains__)
        return held

    def spelling(self, form: str) -> float:
        """Natural log of the form's share of the class that stands for it; 0.0 for a held form."""
        spelt = self._spelt.get(form)
        if spelt is None:
            if len(self._spelt) >= _REMEMBERED:
                self._spelt.clear()
            spelt = self._spelt[form] = self._spelling(form)
        return spelt

    def _spelling(self, form: str) -> float:
        held = self.held(form)
        if held == form:
            return 0.0
        lower = form.lower()
        zipf = self._lexicon.zipf(lower) or _UNLISTED
        share = self._lexicon.capitalised(lower)
        share = share if form[0].isupper() else 1.0 - share
        word = (zipf * _LN10 - _PER_BILLION) + math.log(max(share, 1e-3))
        whole = self._model.score(held, bos=False, eos=False) * _LN10
        return float(min(0.0, word - whole))

    def readings(self, held: Sequence[str]) -> list[TokenScore]:
        """Each token of a sentence in its context."""
        scores = self._model.full_scores(" ".join(held), bos=True, eos=False)
        return [TokenScore(prob * _LN10, order) for prob, order, _ in scores]

    def score(self, held: Sequence[str], *, starts: bool, ends: bool) -> float:
        """Log-probability of a run of tokens, natural log.

        Args:
            held: forms as the model holds them.
            starts: whether the run starts its sentence.
            ends: whether it ends its sentence.
        """
        return float(self._model.score(" ".join(held), bos=starts, eos=ends)) * _LN10

    def orders(self, held: Sequence[str], *, starts: bool) -> list[int]:
        """For each token the length of the longest n-gram known that ends with it."""
        scores = self._model.full_scores(" ".join(held), bos=starts, eos=False)
        return [order for _, order, _ in scores]


@cache
def load_language_model(path: Path) -> LanguageModel:
    """The language model of a folder, mapped once.

    Raises:
        ModelError: it is missing, damaged, or not the file of the folder's SHA256SUMS: KenLM trusts
            what it maps, and may crash on one wrong byte.
    """
    from mtrepair.lexicon import load

    _check(path)
    return LanguageModel(path / WEIGHTS, load())


def _check(folder: Path) -> None:
    sums = folder / CHECKSUMS
    if not sums.is_file() or not (folder / WEIGHTS).is_file():
        return
    rows = (line.split() for line in sums.read_text(encoding="utf-8").splitlines())
    expected = {row[1].lstrip("*"): row[0] for row in rows if len(row) == len(("sum", "name"))}
    found = sha256(folder / WEIGHTS)
    if expected.get(WEIGHTS, found) != found:
        raise ModelError(
            f"{WEIGHTS!r} in {str(folder)!r} is not the file that was published: its SHA-256 "
            f"differs from {CHECKSUMS}; it is damaged or was changed: reinstall mtrepair, or clean "
            "with language_model=None"
        )
