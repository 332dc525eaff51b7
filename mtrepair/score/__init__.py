"""What a system is worth: findings against annotations, rewrites against references."""

from mtrepair.score.corpus import METRICS, Score, chrf, compared, corpus_scores
from mtrepair.score.edits import (
    edit_signature,
    edit_tally,
    mended,
    mended_signature,
    needless_edits,
)
from mtrepair.score.facts import names_kept, numbers_kept
from mtrepair.score.gain import Gain, characters_edited, gain_signature, gain_to_edit
from mtrepair.score.signatures import signature
from mtrepair.score.spans import Annotation, Matching, detection, span_signature
from mtrepair.score.tally import Tally
from mtrepair.score.texts import alike, by_paragraph, settled, word_count

__all__ = [
    "METRICS",
    "Annotation",
    "Gain",
    "Matching",
    "Score",
    "Tally",
    "alike",
    "by_paragraph",
    "characters_edited",
    "chrf",
    "compared",
    "corpus_scores",
    "detection",
    "edit_signature",
    "edit_tally",
    "gain_signature",
    "gain_to_edit",
    "mended",
    "mended_signature",
    "names_kept",
    "needless_edits",
    "numbers_kept",
    "settled",
    "signature",
    "span_signature",
    "word_count",
]
