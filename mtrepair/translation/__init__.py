"""English for French texts: whole articles in, segment pairs out."""

from mtrepair.translation.texts import Pair, Translation, Translator

__all__ = ["Pair", "Translation", "Translator"]
