"""The n-gram language model as a witness: what reads better another way, and by how much."""

from mtrepair.fluency.model import LanguageModel, load_language_model
from mtrepair.fluency.proposals import LEAST_GAIN, proposals
from mtrepair.fluency.search import Change, changes
from mtrepair.fluency.sentence import likelihood
from mtrepair.fluency.thresholds import KINDS, ChangeKind

__all__ = [
    "KINDS",
    "LEAST_GAIN",
    "Change",
    "ChangeKind",
    "LanguageModel",
    "changes",
    "likelihood",
    "load_language_model",
    "proposals",
]
