"""English for French texts: whole articles in, segment pairs out."""

from mtrepair.translation.document import Pair, Translation, translate, translate_many

__all__ = ["Pair", "Translation", "translate", "translate_many"]
