"""Damage for training: what separate translation of fragments does to French, with the proof."""

from mtrepair.corrupt.damage import Corrupted, Rates, corrupt
from mtrepair.corrupt.syntax import Parsed, Parser, Word, spacy_parser

__all__ = ["Corrupted", "Parsed", "Parser", "Rates", "Word", "corrupt", "spacy_parser"]
