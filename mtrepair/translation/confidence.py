"""How sure an English segment is: whether it is likely among the worst third of segments."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from mtrepair.backends.checks import check_files, weights_sha256
from mtrepair.errors import ModelError
from mtrepair.lexicon import load as load_lexicon
from mtrepair.lexicon.bilingual import Match
from mtrepair.lexicon.bilingual import load as load_bilingual
from mtrepair.translation.faults import degenerations

FILE = "confidence.json"
"""Name of the file in a model's folder: how sure segments are belongs to certain weights."""

LOW = 0.5
"""Below it a segment is likelier than not among the worst third."""

# The first 500 words of French stand in every sentence, and so does some English of them.
_FREQUENT = 5.3
# Letters by which forms of an English word are told to be one: "voted", "voter", "voters".
_HEAD = 5
_WORD = re.compile(r"[^\W\d_]+")


class Signs(NamedTuple):
    """What a segment and its English show of its worth; also a weight for each, in log-odds.

    The likelihood of the least likely token is none of them: beside the number of words it adds
    nothing to the area under the curve, and asks the model once more.
    """

    score: float
    """Mean log-probability of a token, natural log."""
    words: float
    """Natural log of the number of words: of a short segment one wrong word is a large part."""
    covered: float
    """Share, 0-1, of the rarer words and phrases of the source whose English is there."""
    certain: float
    """Mean probability, 0-1, of the likeliest English of these."""
    ratio: float
    """How far the length is from that of the source, absolute natural log."""
    faults: float
    """How many things are seen to be wrong."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic regression from signs to the probability of not being in the worst third.

    Attributes:
        weights: of each sign, log-odds.
        bias: log-odds where all signs are 0.
        sha256: of the model's weights for which it was fitted.
        measured: what it was worth on lines that it was not fitted on, by test set.
    """

    weights: Signs
    bias: float
    sha256: str = ""
    measured: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, signs: Signs) -> float:
        """Probability, 0-1, that a segment with such signs is not among the worst third.

        >>> Confidence(Signs(1, 0, 0, 0, 0, 0), 0.0).of(Signs(-2.0, 0, 0, 0, 0, 0)) < 0.2
        True
        """
        logit = self.bias + sum(map(float.__mul__, map(float, self.weights), map(float, signs)))
        return 1 / (1 + math.exp(-logit))


def confidence(
    source: str, hypothesis: str, score: float, faults: int, fitted: Confidence | None
) -> float:
    """How sure a hypothesis is, 0-1; 0 where it is no translation.

    Args:
        score: mean log-probability of a token, natural log.
        faults: how many things are seen to be wrong.
        fitted: of the model that wrote it; for None the mean probability of a token decides.
    """
    if degenerations(source, hypothesis):
        return 0.0
    if fitted is None:
        return round(min(math.exp(score), 1.0), 2)
    return round(fitted.of(signs(source, hypothesis, score, faults)), 2)


def signs(source: str, hypothesis: str, score: float, faults: int) -> Signs:
    """What a segment and its English show of its worth.

    >>> found = signs("Les pénuries durent.", "The shortage goes on.", -0.7, 0)
    >>> found.covered, round(found.words, 1)
    (0.5, 1.4)
    """
    written = _WORD.findall(hypothesis)
    heads = {word.lower()[:_HEAD] for word in written}
    told = list(_telling(source))
    covered = [any(heads & _heads(reading.english) for reading in own.readings) for own in told]
    certain = [own.readings[0].probability for own in told]
    return Signs(
        score,
        math.log(max(len(written), 1)),
        sum(covered) / len(told) if told else 1.0,
        sum(certain) / len(told) if told else 1.0,
        abs(math.log(max(len(hypothesis.strip()), 1) / max(len(source.strip()), 1))),
        float(faults),
    )


def _telling(source: str) -> Iterator[Match]:
    """The words and phrases of the source that are rare enough to tell something."""
    lexicon = load_lexicon()
    for match in load_bilingual().matches(source):
        own = _WORD.findall(source[match.start : match.end])
        if match.readings and any(lexicon.zipf(word) < _FREQUENT for word in own if len(word) > 1):
            yield match


def _heads(english: str) -> set[str]:
    return {word.lower()[:_HEAD] for word in _WORD.findall(english)}


def read_confidence(folder: Path | None) -> Confidence | None:
    """What was fitted for the model in a folder; None where nothing was.

    Raises:
        ModelError: the file is there, but damaged, or fitted for other weights.
    """
    if folder is None or not (folder / FILE).is_file():
        return None
    check_files(folder, [FILE])
    path = folder / FILE
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found = Confidence(**values | {"weights": Signs(**values["weights"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(f"{str(path)!r} says nothing of confidence: {error}; {_ANEW}") from error
    if found.sha256 != weights_sha256(folder):
        raise ModelError(f"{str(path)!r} was fitted for other weights than lie there; {_ANEW}")
    return found


_ANEW = "fit it anew with `python -m mtrepair.train confidence`, or remove it"


def write_confidence(fitted: Confidence, folder: Path) -> None:
    """Keep what was fitted in a model's folder."""
    values = asdict(fitted) | {"weights": fitted.weights._asdict()}
    (folder / FILE).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
