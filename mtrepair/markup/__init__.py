"""Markup in and out: what a reader sees of it is repaired, and the rest stays as it is."""

from mtrepair.markup.html import read_html
from mtrepair.markup.page import Page
from mtrepair.markup.stretches import Stretch

__all__ = ["Page", "Stretch", "read_html"]
