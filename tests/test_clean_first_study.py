"""What the study of cleaning before translating draws."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from benchmarks.studies.clean_first import by_engines, by_mechanism


def test_damage_by_the_mechanism_has_its_line_and_its_english(tmp_path: Path) -> None:
    pairs = tmp_path / "held.tsv"
    pairs.write_text(
        "Un nucléaire programme.\tUn programme nucléaire.\n"
        "Un programme nucléaire.\tUn programme nucléaire.\n"
        "Une autre ligne\tUne autre ligne.\n",
        encoding="utf-8",
    )
    english = {"Un programme nucléaire.": "A nuclear programme."}
    assert by_mechanism(pairs, english) == [
        ("Un nucléaire programme.", "Un programme nucléaire.", "A nuclear programme.")
    ]


def test_segments_by_engines_are_distinct_whole_and_of_middling_length(tmp_path: Path) -> None:
    (tmp_path / "mt").mkdir()
    french = [f"Une phrase de huit mots, le numéro {n}." for n in range(5)]
    french += [
        french[0],
        "Trop courte.",
        "Deux lignes\nqui font neuf mots en tout ici.",
        "mot " * 61,
    ]
    rows = [{"mt": text, "english": f"English {n % 5}"} for n, text in enumerate(french)]
    rows.append({"mt": "Une phrase de huit mots, mais sans anglais.", "english": ""})
    for name in "ab":
        with lzma.open(tmp_path / f"mt/{name}.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    drawn = by_engines(tmp_path, 3)
    assert len(drawn) == 6 and drawn[:3] == drawn[3:]
    assert {text for text, _ in by_engines(tmp_path, 99)} == set(french[:5])
