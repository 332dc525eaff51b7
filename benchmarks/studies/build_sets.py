"""Makes the sets of this folder, with their cards and checksums, from a data folder.

    python -m benchmarks.studies.build_sets DATA

Only what may be redistributed is taken; each card says on what ground.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import HOME, ROOT
from benchmarks.studies.damage import articles, damaged_article
from mtrepair.checksum import sha256

SETS = HOME / "sets"
ARTICLE = ROOT / "examples" / "sample_article.txt"
SEED = 2
COPIES = 2
FREE_WILD = ("MIT", "CC BY 4.0 (MicrosoftDocs)", "MicrosoftDocs fork (CC BY 4.0)")
FREE_CLEAN = ("CC BY-SA 4.0", "LGPL-LR")

Row = dict[str, Any]

CARDS = {
    "article": """The sample article of this repository, with every artefact marked.

- Source: `examples/sample_article.txt`; only the marks are kept here.
- Licence: the article is provided with the project as its sample input; the marks are under this
  repository's licence.
- Annotation: one careful reader marked every artefact with its kind, severity and correction; the
  corrections put quotations into French guillemets. `optional_spans` (spacing before high marks
  or inside guillemets) count neither way.
- Use: development.
""",
    "wild": """Real French texts that a machine translated from English, with every artefact marked.

- Source: posts of a blog translated by script (davidgs/DavidgsWeb, MIT) and documentation that
  its publisher marks as machine-translated (MicrosoftDocs and forks of it, CC BY 4.0), rendered
  from Markdown. `origin` and `licence` stand on each row.
- Licence: MIT (12 rows), CC BY 4.0 (16 rows); the annotations are under this repository's licence.
- Annotation: one careful reader marked every artefact with its kind, severity and correction;
  `clean` is the text with all corrections applied. `optional_spans` (spacing before high marks or
  inside guillemets) count neither way. `english` is the English original where there is one.
- Use: development. Rules and thresholds were written with these texts at hand.
""",
    "damaged": """Open news damaged by `studies/damage.py`, with every wound marked.

- Source: the texts of `wikinews.jsonl`, two paragraphs an article, the first sentence standing as
  the headline; two damaged versions of each. Made by `studies/damage.py`, seed 2, which shares
  nothing with the rules nor with the damage that the models were trained on.
- Licence: CC BY 2.5 (Wikinews contributors), CC BY 4.0 (WiNER-fr); changed as said here.
- Annotation: by the script, exact by construction; what the newspaper itself got wrong is not
  marked.
- Use: development. Its scores are never added to those of real texts.
""",
    "clean": """Varied French written by people: false alarms are counted on it.

- Source: UD French Sequoia (L'Est Républicain, Wikipedia), UD French GSD, jamstatic.fr; sentences
  of one document joined by a space, Markdown rendered. `origin` stands on each row.
- Licence: LGPL-LR (Sequoia), CC BY-SA 4.0 (GSD, jamstatic); `licence` stands on each row.
- Annotation: none; a system should give every text back as it was.
- Use: development.
""",
    "wikinews": """Paragraphs of Wikinews in French: false alarms are counted on them.

- Source: YoannDupont/WiNER-fr, Wikinews 2016-2018, extraction spaces undone.
- Licence: CC BY 2.5 (Wikinews contributors), CC BY 4.0 (WiNER-fr).
- Annotation: none; the few typing errors of the authors are left as they are.
- Use: development.
""",
    "pud": """Parallel sentences of news and Wikipedia, French and English.

- Source: Universal Dependencies PUD (French-PUD, English-PUD), sentences of the CoNLL 2017 task.
- Licence: CC BY-SA 3.0.
- Annotation: translated by professionals; some from English, some from other languages.
- Use: development.
""",
    "flores": """Parallel sentences of Wikinews, Wikijunior and Wikivoyage, French and English.

- Source: FLORES-200, devtest (Meta AI and others, "No Language Left Behind", 2022).
- Licence: CC BY-SA 4.0.
- Annotation: translated from English by professionals, checked by others.
- Use: reported scores; nothing is tuned on it.
""",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder that has wild/ and eval/")
    data = parser.parse_args().data
    SETS.mkdir(exist_ok=True)
    wild = [r for r in _read(data / "wild/gold_dev.jsonl") if r["licence"] in FREE_WILD]
    clean = [r for r in _read(data / "wild/clean_dev.jsonl") if r["licence"] in FREE_CLEAN]
    seed = next(r for r in _read(data / "wild/gold_dev.jsonl") if r["id"] == "seed")
    press = _read(data / "wild/clean_press_dev.jsonl")
    news = [
        {"id": row["id"], "text": row["text"], "licence": "CC BY 2.5; CC BY 4.0"}
        for row in press
        if row["source"] == "wikinews_winer"
    ]
    rng = random.Random(SEED)
    damaged = [
        {"id": f"damaged-{number:02}-{copy}", **damaged_article(paragraphs, rng)}
        for number, paragraphs in enumerate(articles(news), start=1)
        for copy in range(1, COPIES + 1)
    ]
    for name, rows in (
        ("article", [_marks_only(seed)]),
        ("wild", wild),
        ("damaged", damaged),
        ("clean", clean),
        ("wikinews", news),
    ):
        _write(SETS / f"{name}.jsonl", rows)
    for name, stem in (("pud", "ud-pud"), ("flores", "flores200-devtest")):
        for language in ("fr", "en"):
            shutil.copyfile(data / f"eval/{stem}.{language}", SETS / f"{name}.{language}")
            (SETS / f"{name}.{language}").chmod(0o644)
    _checksums_and_cards()


def _marks_only(row: Row) -> Row:
    keys = ("start", "end", "type", "severity", "correction")
    marks = [{key: mark[key] for key in keys} for mark in row["annotations"]]
    return {
        "id": "article",
        "file": ARTICLE.name,
        "annotations": marks,
        "optional_spans": row["optional_spans"],
    }


def _read(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _write(file: Path, rows: Iterable[Row]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    file.write_text("".join(lines), encoding="utf-8")


def _checksums_and_cards() -> None:
    files = sorted(SETS.glob("*.jsonl")) + sorted(SETS.glob("*.fr")) + sorted(SETS.glob("*.en"))
    files.append(ARTICLE)
    sums = {file.name: sha256(file) for file in files}
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (SETS / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    for name, card in CARDS.items():
        own = [file for file in files if file.stem == name]
        text = f"# {name}\n\n{card}- Size: {_size(own[0])}.\n"
        text += "".join(f"- SHA-256 of `{file.name}`: `{sums[file.name]}`\n" for file in own)
        (SETS / f"{name}.md").write_text(text, encoding="utf-8")


def _size(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    if file.suffix != ".jsonl":
        return f"{len(lines):,} sentence pairs"
    rows = [json.loads(line) for line in lines]
    words = sum(len(row.get("text", ARTICLE.read_text(encoding="utf-8")).split()) for row in rows)
    kinds = Counter(mark["type"] for row in rows for mark in row.get("annotations", ()))
    marks = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    texts = "1 text" if len(rows) == 1 else f"{len(rows)} texts"
    return f"{texts}, {words:,} words" + (
        f", {sum(kinds.values())} marks ({marks})" if kinds else ""
    )


if __name__ == "__main__":
    main()
