"""The tables of the documentation, generated from the committed results.

python -m benchmarks.harness.tables            prints them
python -m benchmarks.harness.tables --write    puts them between the markers of the README files
python -m benchmarks.harness.tables --check    1 where a README is stale
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import HOME, ROOT
from benchmarks.harness.results import Results

RESULTS = HOME / "results" / "results.json"
READMES = (ROOT / "README.md", HOME / "README.md")
MARKERS = re.compile(r"(<!-- (\w+):begin -->\n).*?(<!-- \2:end -->)", re.DOTALL)

Row = dict[str, Any]


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are aligned to the right.

    >>> print(markdown_table(["a", "b"], [["x", "1"]]), end="")
    | a | b |
    |---|---:|
    | x | 1 |
    """
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def percent(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{100 * value:.{digits}f} %"


def number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:,.{digits}f}".replace(",", " ")


def p_value(value: float | None) -> str:
    return "-" if value is None else "< 0.001" if value < 0.001 else f"{value:.3f}"


def gain(row: Row) -> str:
    """chrF gained per 1,000 characters edited; "-" where nothing is edited."""
    return number(row.get("gain_to_edit", {}).get("value"), 2)


def detection_table(results: Results, tests: str) -> str:
    """Findings of any name against annotations of any name, and ours by name."""
    head = ["detection on " + tests, "precision", "recall", "F0.5", "partial F0.5", "findings"]
    rows = [["marking at random", percent(results.sets[tests]["annotated"]), *"----"]]
    for system, row in results.suites["detect"][tests].items():
        loose, partial = row["any"]["overlap"], row["any"]["partial"]
        rows.append(
            [
                system,
                percent(loose["precision"]),
                percent(loose["recall"]),
                percent(loose["f05"]),
                percent(partial["f05"]),
                str(loose["predicted"]),
            ]
        )
    return markdown_table(head, rows)


def names_table(results: Results, tests: str, system: str = "mtrepair") -> str:
    """Each name that is annotated: how much is found, and how much of it is mended."""
    if system not in results.suites["detect"][tests]:
        return ""
    names = results.suites["detect"][tests][system]["names"]
    mended = results.suites.get("repair", {}).get(tests, {}).get(system, {}).get("mended_names", {})
    head = [
        f"{system} on {tests}",
        "marks",
        "found",
        "precision",
        "exact",
        "partial F0.5",
        "mended",
    ]
    rows = []
    for name, loose in names["overlap"].items():
        mend = mended.get(name)
        rows.append(
            [
                name,
                str(loose["gold"]),
                percent(loose["recall"], 0) if loose["gold"] else "-",
                percent(loose["precision"], 0) if loose["predicted"] else "-",
                percent(names["exact"][name]["recall"], 0) if loose["gold"] else "-",
                percent(names["partial"][name]["f05"], 0),
                percent(mend["recall"], 0) if mend else "-",
            ]
        )
    row = results.suites["detect"][tests][system]
    rows.append(_together("all kinds", row["named"]["overlap"], row["any"]["overlap"]))
    rows.append(_together("mechanical kinds", row["mechanical"], row["mechanical_any_name"]))
    return markdown_table(head, rows)


def _together(title: str, named: Row, unnamed: Row) -> list[str]:
    """Found and precise by name; in brackets under any name."""
    found = f"{percent(named['recall'], 0)} ({percent(unnamed['recall'], 0)})"
    precise = percent(named["precision"], 0)
    if unnamed["predicted"]:
        precise += f" ({percent(unnamed['precision'], 0)})"
    return [title, str(named["gold"]), found, precise, "", "", ""]


def repair_table(results: Results, tests: str) -> str:
    """sacreBLEU's scores and what was broken, by system."""
    head = [
        "repair of " + tests,
        "BLEU",
        "chrF",
        "TER",
        "p (TER)",
        "p against mtrepair",
        "p against its rules",
        "edit P",
        "edit R",
        "edit F0.5",
        "mended",
        "needless per 1,000 words",
        "gain to edit",
        "worse by edits",
        "worse by chrF",
    ]
    rows = []
    for system, row in results.suites["repair"][tests].items():
        if "BLEU" not in row:
            continue
        edits = row["edits"]
        rows.append(
            [
                system,
                number(row["BLEU"]["value"], 2),
                number(row["chrF"]["value"], 2),
                number(row["TER"]["value"], 2),
                p_value(row["TER"]["p"]),
                _against(row, "mtrepair"),
                _against(row, "mtrepair-rules"),
                percent(edits["precision"]) if edits["predicted"] else "-",
                percent(edits["recall"]),
                percent(edits["f05"]),
                percent(row["mended"]),
                number(row["needless_edits_per_1000_words"]),
                gain(row),
                percent(row["harmed_by_edits"], 0),
                percent(row["harmed_by_chrf"], 0),
            ]
        )
    return markdown_table(head, rows)


def _against(row: Row, rival: str) -> str:
    """P-values of the difference from a rival by BLEU, chrF and TER."""
    key = f"p_against_{rival}"
    values = [p_value(row[metric].get(key)) for metric in ("BLEU", "chrF", "TER")]
    return values[0] if len(set(values)) == 1 else " / ".join(values)


def clean_table(results: Results, tests: str) -> str:
    """What systems do to clean text."""
    head = [
        "clean text: " + tests,
        "untouched",
        "edits per 1,000 words",
        "gain to edit",
        "findings per 1,000 words",
        "idempotent",
    ]
    rows = [
        [
            system,
            percent(row.get("untouched")),
            number(row.get("edits_per_1000_words"), 2),
            gain(row),
            number(row.get("false_alarms_per_1000_words"), 2),
            percent(row.get("idempotent"), 0),
        ]
        for system, row in results.suites["clean"][tests].items()
    ]
    return markdown_table(head, rows)


def translation_table(results: Results, tests: str) -> str:
    head = ["translation of " + tests, "BLEU", "chrF", "p (BLEU)", "chars per CPU-second"]
    rows = [
        [
            system,
            number(row["BLEU"]["value"], 1),
            number(row["chrF"]["value"], 1),
            p_value(row["BLEU"]["p"]),
            number(row.get("chars_per_cpu_second"), 0),
        ]
        for system, row in results.suites["translate"][tests].items()
        if "BLEU" in row
    ]
    return markdown_table(head, rows)


def speed_table(results: Results, task: str) -> str:
    rows_of = results.suites["speed"][task]
    sizes = list(dict.fromkeys(size for row in rows_of.values() for size in row))
    head = [f"{task}: characters per CPU-second", *sizes, "peak MB (article)", "load s"]
    rows = []
    for system, row in rows_of.items():
        cells = [_speed_cell(row.get(size)) for size in sizes]
        first = row.get("article", {})
        rows.append(
            [
                system,
                *cells,
                number(first.get("peak_mb"), 0),
                number(first.get("load_cpu_seconds"), 2),
            ]
        )
    return markdown_table(head, rows)


def _speed_cell(cell: Row | None) -> str:
    if cell is None:
        return "-"
    return str(cell["skipped"]) if "skipped" in cell else number(cell["chars_per_cpu_second"], 0)


def start_up_line(results: Results) -> str:
    row = results.suites["speed"]["start-up"]
    ours, bare = row["mtrepair"], row["python"]
    return (
        f"`python -c 'import mtrepair'` takes {ours['cpu_seconds']:.3f} CPU-seconds "
        f"({ours['wall_seconds']:.3f} s), an empty Python {bare['cpu_seconds']:.3f} "
        f"({bare['wall_seconds']:.3f} s).\n"
    )


def all_tables(results: Results) -> dict[str, str]:
    """Every table that the results allow, by the name of its markers."""
    made = {
        "detection": _each(results, "detect", detection_table),
        "names": _each(results, "detect", names_table),
        "repair": _each(results, "repair", repair_table),
        "clean": _each(results, "clean", clean_table),
        "translation": _each(results, "translate", translation_table),
        "speed": _speed(results),
    }
    parts = [overview_table(results), translation_overview(results)]
    made["scores"] = "\n".join(part for part in parts if part)
    return made


def overview_table(results: Results, real: str = "real", clean: str = "wikinews") -> str:
    """One line a system: real texts repaired, clean texts left alone."""
    repair = results.suites.get("repair", {}).get(real, {})
    tidy = results.suites.get("clean", {}).get(clean, {})
    detect = results.suites.get("detect", {}).get(real, {})
    if not repair:
        return ""
    head = [
        "system",
        "BLEU",
        "chrF",
        "TER",
        "p against mtrepair's rules",
        "marks mended",
        "gain to edit",
        "texts worse by chrF",
        "findings right",
        "clean texts untouched",
    ]
    rows = []
    for system, row in repair.items():
        if "BLEU" not in row:
            continue
        found = detect.get(system, {}).get("any", {}).get("overlap", {})
        rows.append(
            [
                system,
                number(row["BLEU"]["value"], 2),
                number(row["chrF"]["value"], 2),
                number(row["TER"]["value"], 2),
                _against(row, "mtrepair-rules"),
                percent(row["mended"]),
                gain(row),
                percent(row["harmed_by_chrf"], 0),
                percent(found["precision"], 0) if found else "-",
                percent(tidy.get(system, {}).get("untouched")),
            ]
        )
    return markdown_table(head, rows)


def translation_overview(results: Results) -> str:
    """BLEU and chrF of each translator on each parallel set."""
    suites = results.suites.get("translate", {})
    systems = list(dict.fromkeys(name for rows in suites.values() for name in rows))
    if not suites:
        return ""
    rows = [
        [system, *(_bleu_and_chrf(rows.get(system, {})) for rows in suites.values())]
        for system in systems
        if system != "nothing"
    ]
    return markdown_table(["French to English, BLEU (chrF)", *suites], rows)


def _bleu_and_chrf(row: Row) -> str:
    if "BLEU" not in row:
        return "-"
    return f"{row['BLEU']['value']:.1f} ({row['chrF']['value']:.1f})"


def _each(results: Results, suite: str, table: Callable[[Results, str], str]) -> str:
    return "\n".join(table(results, tests) for tests in results.suites.get(suite, {}))


def _speed(results: Results) -> str:
    speed = results.suites.get("speed", {})
    parts = [speed_table(results, t) for t in ("detect", "repair", "translate") if t in speed]
    return "\n".join([*parts, start_up_line(results)] if "start-up" in speed else parts)


def filled(text: str, made: dict[str, str]) -> str:
    """The text with the tables between its markers."""
    return MARKERS.sub(lambda m: f"{m[1]}{made[m[2]]}{m[3]}" if m[2] in made else m[0], text)


def put(file: Path, name: str, body: str, *, heading: str) -> None:
    """Puts a section into a report, in the place of what the report has under that name.

    Args:
        file: the report; made with the heading if it is not there.
        name: the section, one word; a report keeps the others.
        body: what it says, in Markdown.
        heading: the first line of a new report.
    """
    text = file.read_text(encoding="utf-8") if file.is_file() else heading
    if f"<!-- {name}:begin -->" not in text:
        text += f"\n## {name.capitalize()}\n\n<!-- {name}:begin -->\n<!-- {name}:end -->\n"
    file.write_text(filled(text, {name: body}), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    made = all_tables(Results.read(RESULTS))
    if not arguments:
        print("\n".join(made.values()))
        return 0
    stale = []
    for file in READMES:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if filled(text, made) != text:
            stale.append(file.relative_to(ROOT).as_posix())
            if "--write" in arguments:
                file.write_text(filled(text, made), encoding="utf-8")
    print(f"{'written' if '--write' in arguments else 'stale'}: {', '.join(stale) or 'none'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
