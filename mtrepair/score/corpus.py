"""sacreBLEU's scores of a corpus, with their signatures and p-values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mtrepair.errors import MissingExtra, RefusedScore

METRICS = ("BLEU", "chrF", "TER")
"""The metrics of a repair; for TER less is better."""

# sacreBLEU counts the shuffles that beat the difference, not those that equal it: where all of
# n texts that differ go one way it misses 2 ** (1 - n) of them, 0.002 at 10.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Score:
    """A sacreBLEU score with what it takes to repeat it.

    Attributes:
        metric: "BLEU", "chrF" or "TER".
        value: percent; above 100 only for TER.
        signature: sacreBLEU's own.
        p_value: chance of a difference from the baseline as large as this one between systems
            of equal worth; None for the baseline itself, or where none was asked for.
    """

    metric: str
    value: float
    signature: str
    p_value: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"value": self.value, "signature": self.signature, "p": self.p_value}


def corpus_scores(
    hypotheses: Sequence[str], references: Sequence[str], *, metrics: Sequence[str] = METRICS
) -> dict[str, Score]:
    """sacreBLEU's corpus scores of hypotheses, one reference each.

    Raises:
        RefusedScore: there is nothing to score, or not one reference to each hypothesis.
    """
    hypotheses, references = _lines(hypotheses, references)
    scores = {}
    for name in metrics:
        metric = _metric(name)
        value = metric.corpus_score(hypotheses, [references]).score
        scores[name] = Score(name, value, str(metric.get_signature()))
    return scores


def compared(
    systems: Mapping[str, Sequence[str]],
    references: Sequence[str],
    *,
    test: Literal["ar", "bs"] = "ar",
    trials: int = 2000,
    metrics: Sequence[str] = METRICS,
) -> dict[str, dict[str, Score]]:
    """Scores of each system, with the p-value of its difference from the first, the baseline.

    Args:
        systems: hypotheses by name of system, the baseline first.
        references: one for each text.
        test: "ar", approximate randomisation, or "bs", paired bootstrap resampling. Where fewer
            than 10 texts differ from the baseline's there is no p-value.
        trials: shuffles or samples; no p-value is less than one in as many.
        metrics: names of metrics.

    Raises:
        RefusedScore: there is nothing to score, or not one reference to each hypothesis.
    """
    import logging

    from sacrebleu.significance import PairedTest

    logging.getLogger("sacrebleu").setLevel(logging.WARNING)
    named: list[tuple[str, Sequence[str]]] = [
        (name, _lines(texts, references)[0]) for name, texts in systems.items()
    ]
    lines = _lines(references, references)[0]
    chosen = {name: _metric(name, references=[lines]) for name in metrics}
    result: Any = PairedTest(named, chosen, references=None, test_type=test, n_samples=trials)()
    signatures, columns = result
    first = named[0][1]
    differ = [sum(map(str.__ne__, texts, first)) >= _FEWEST for _, texts in named]
    scores: dict[str, dict[str, Score]] = {name: {} for name in systems}
    for metric, column in columns.items():
        if metric == "System":
            continue
        short = metric.removesuffix("2")
        signature = str(signatures[metric])
        for name, cell, enough in zip(systems, column, differ, strict=True):
            p_value = cell.p_value if enough else None
            scores[name][short] = Score(short, cell.score, signature, p_value)
    return scores


def chrf(hypothesis: str, reference: str) -> float:
    """sacreBLEU's chrF of one text, percent."""
    return float(_metric("chrF").sentence_score(_line(hypothesis), [_line(reference)]).score)


def _metric(name: str, **options: Any) -> Any:
    try:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF
        from sacrebleu.metrics.ter import TER
    except ImportError as error:
        raise MissingExtra("sacrebleu", extra="bench", purpose="scoring a rewrite") from error
    kinds: dict[str, Any] = {"BLEU": BLEU, "chrF": CHRF, "TER": TER}
    if name not in kinds:
        raise RefusedScore(f"no metric is called {name!r}; there are {', '.join(kinds)}")
    return kinds[name](**options)


def _lines(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[list[str], list[str]]:
    if not references or len(hypotheses) != len(references):
        raise RefusedScore(
            f"scoring needs one reference to each hypothesis and at least one, not "
            f"{len(references)} to {len(hypotheses)}"
        )
    return [_line(text) for text in hypotheses], [_line(text) for text in references]


def _line(text: str) -> str:
    """The text on one line, as sacreBLEU's command reads it."""
    return " ".join(text.split("\n"))
