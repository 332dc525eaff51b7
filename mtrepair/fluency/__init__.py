"""The n-gram language model as a witness: what reads better another way, and by how much."""

from mtrepair.fluency.model import LanguageModel, load_model
from mtrepair.fluency.proposals import proposals
from mtrepair.fluency.sentence import likelihood
from mtrepair.fluency.thresholds import KINDS, Kind

__all__ = ["KINDS", "Kind", "LanguageModel", "likelihood", "load_model", "proposals"]
