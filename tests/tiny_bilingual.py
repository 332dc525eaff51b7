"""A bilingual lexicon of a few entries, made as the real one is."""

from __future__ import annotations

from pathlib import Path

from mtrepair.lexicon.bilingual import Bilingual, Reading, load, save

ENTRIES = {
    "le": [("the", 0.8)],
    "pénuries": [("shortages", 0.7), ("scarcity", 0.1)],
    "kamikazes": [("suicide bombers", 0.6)],
    "épuisée": [("exhausted", 0.9)],
    "avions": [("had", 0.4), ("aircraft", 0.3)],
    "républicain": [("Republican", 0.8)],
    "républicains": [("Republicans", 0.8)],
    "pomme": [("apple", 0.6)],
    "pomme de terre": [("potato", 0.9)],
    "Londres": [("London", 1.0)],
    "l'": [("the", 0.7)],
    "armée": [("army", 0.9)],
    "interopérabilité": [("interoperability", 0.2)],
    "Bruxelles": [("Brussels", 0.9)],
    "consultant": [("consultant", 0.5), ("consulting", 0.4)],
}


def write_bilingual(folder: Path) -> Bilingual:
    """The lexicon, saved in `folder` and loaded from there."""
    save({form: tuple(Reading(*own) for own in found) for form, found in ENTRIES.items()}, folder)
    return load(folder)
