"""The report of a run: a Markdown summary and one HTML file with tables and plots."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.harness import suites, tables
from benchmarks.harness.results import Results
from mtrepair.score import gain_signature

Row = dict[str, Any]

# Colour-blind safe (Okabe and Ito 2008): ours, the alternatives, doing nothing, a fourth.
OURS, OTHERS, NOTHING, FOURTH = "#0072B2", "#D55E00", "#7F7F7F", "#009E73"

STYLE = """body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0;font-variant-numeric:tabular-nums}
td,th{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:right}
td:first-child,th:first-child{text-align:left}tr.ours{background:#eaf3fa;font-weight:600}
svg{max-width:100%;height:auto}.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(30rem,1fr));gap:1rem}
small{color:#555}"""


def write(results: Results, logs: Sequence[Path] = ()) -> None:
    """Writes summary.md and report.html beside results.json, which is written once more."""
    results.save()
    summary = markdown(results)
    (results.folder / "summary.md").write_text(summary, encoding="utf-8")
    page = html(results, logs)
    (results.folder / "report.html").write_text(page, encoding="utf-8")


def markdown(results: Results) -> str:
    """The tables, with what was missing and what it takes to repeat them."""
    made = tables.all_tables(results)
    order = ("repair", "clean", "detection", "names", "translation", "speed")
    parts = ["# Benchmark", _missing(results), *(made[name] for name in order if made[name])]
    return "\n".join([*parts, _provenance(results)])


def _missing(results: Results) -> str:
    rows = [f"- {name} is not installed: `{how}`" for name, how in results.missing.items()]
    return "\n".join([*rows, ""]) if rows else ""


def _provenance(results: Results) -> str:
    lines = [
        *(f"- {suite}: {_made(made)}" for suite, made in results.made.items()),
        "",
        "P-values: approximate randomisation (repair) and paired bootstrap (translation) of"
        " sacreBLEU, against the first row; none where fewer than ten texts differ.",
        "",
        *(f"- {name}: {text}" for name, text in signatures(results).items()),
        *(
            f"- set {name}: {s['texts']} texts, {s['words']:,} words, SHA-256 {s['sha256'][:16]}…"
            for name, s in results.sets.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _made(made: Row) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in made["libraries"].items())
    return (
        f"measured {made['day']} at {made['commit']}, Python {made['python']}, {made['machine']};"
        f" {libraries}"
    )


def signatures(results: Results) -> dict[str, str]:
    """Signatures of sacreBLEU's scores and of ours, by what they are about."""
    return _signatures_of_sacrebleu(results) | _own_signatures(results)


def _signatures_of_sacrebleu(results: Results) -> dict[str, str]:
    found = {}
    for suite in ("repair", "translate"):
        for rows in results.suites.get(suite, {}).values():
            for row in rows.values():
                for metric in ("BLEU", "chrF", "TER"):
                    if metric in row:
                        found[f"{metric} ({suite})"] = row[metric]["signature"]
    return found


def _own_signatures(results: Results) -> dict[str, str]:
    """Signatures of our own scores; results from before they had any are of version 1."""
    found = {}
    for suite in ("detect", "repair", "clean"):
        for rows in results.suites.get(suite, {}).values():
            for row in rows.values():
                for name, text in row.get("signatures", suites.SIGNATURES.get(suite, {})).items():
                    found[f"{name} ({suite})"] = text
                if "gain_to_edit" in row:
                    text = row["gain_to_edit"]["signature"]
                    own = text if text.startswith("gain to edit") else gain_signature(text)
                    found[f"gain to edit ({suite})"] = own
    return found


def html(results: Results, logs: Sequence[Path] = ()) -> str:
    """The whole report as one file that needs no other."""
    made = tables.all_tables(results)
    order = ("repair", "clean", "detection", "names", "translation", "speed")
    sections = "".join(_html_tables(made[name]) for name in order if made[name])
    plots = "".join(f"<figure>{plot}</figure>" for plot in _plots(results, logs))
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>mtrepair benchmark</title>"
        f"<style>{STYLE}</style><h1>mtrepair benchmark</h1>{_html_list(_missing(results))}"
        f"<div class='plots'>{plots}</div>{sections}"
        f"<small>{_html_list(_provenance(results))}</small></html>\n"
    )


def _html_list(text: str) -> str:
    return "".join(
        f"<p>{escape(line.removeprefix('- '))}</p>" for line in text.splitlines() if line
    )


def _html_tables(text: str) -> str:
    blocks = []
    for block in text.strip().split("\n\n"):
        lines = block.splitlines()
        if not lines[0].startswith("|"):
            blocks.append(f"<p>{escape(block)}</p>")
            continue
        head, _, *body = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        rows = "".join(_html_row(row, "td") for row in body)
        blocks.append(f"<table>{_html_row(head, 'th')}{rows}</table>")
    return "".join(blocks)


def _html_row(cells: Sequence[str], tag: str) -> str:
    ours = " class='ours'" if cells[0].startswith("mtrepair") and tag == "td" else ""
    return f"<tr{ours}>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _plots(results: Results, logs: Sequence[Path]) -> list[str]:
    """The plots that the results allow, as SVG."""
    suites = results.suites
    drawn: list[str] = []
    for tests, rows in suites.get("detect", {}).items():
        ours = rows.get("mtrepair", rows.get("mtrepair-rules"))
        if ours is not None:
            drawn.append(_drawn(partial(_recall_bars, tests=tests, row=ours)))
            drawn.append(_drawn(partial(_by_confidence, tests=tests, rows=rows)))
    for tests, rows in suites.get("repair", {}).items():
        if "nothing" in rows and "chrF" in rows["nothing"]:
            drawn.append(_drawn(partial(_harm_and_gain, tests=tests, rows=rows)))
            drawn.append(_drawn(partial(_quality_and_speed, tests=tests, rows=rows)))
    if "growth" in suites.get("speed", {}):
        drawn.append(_drawn(partial(_growth, rows=suites["speed"]["growth"])))
    drawn += [_drawn(partial(_training, log=log)) for log in logs]
    return drawn


def _drawn(draw: Callable[[Any], None]) -> str:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    matplotlib.rcParams["svg.hashsalt"] = "mtrepair"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.2), layout="constrained")
    axes.spines[["top", "right"]].set_visible(False)
    draw(axes)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    return re.sub(r"^.*?(?=<svg)", "", out.getvalue(), flags=re.DOTALL)


def _colour(system: str) -> str:
    return OURS if system.startswith("mtrepair") else NOTHING if system == "nothing" else OTHERS


def _recall_bars(axes: Any, tests: str, row: Row) -> None:
    names = {k: v for k, v in row["names"]["overlap"].items() if v["gold"]}
    labels = sorted(names, key=lambda name: names[name]["recall"])
    axes.barh(labels, [100 * names[name]["recall"] for name in labels], color=OURS, alpha=0.5)
    for i, name in enumerate(labels):
        axes.text(
            1,
            i,
            f"{names[name]['found']:.0f}/{names[name]['gold']}",
            va="center",
            size=7,
            color="black",
        )
    axes.tick_params(axis="y", labelsize=8)
    axes.set(title=f"Recall by kind: {tests}", xlabel="% of the marks found", xlim=(0, 100))


def _by_confidence(axes: Any, tests: str, rows: dict[str, Row]) -> None:
    points = rows.get("mtrepair", rows.get("mtrepair-rules", {}))["by_confidence"]
    recall = [100 * point["recall"] for point in points]
    precision = [100 * point["precision"] for point in points]
    axes.plot(recall, precision, marker="o", color=OURS, label="mtrepair, by confidence")
    for system, row in rows.items():
        if not system.startswith("mtrepair"):
            loose = row["any"]["overlap"]
            x, y = 100 * loose["recall"], 100 * loose["precision"]
            axes.scatter([x], [y], color=OTHERS, s=18)
            axes.annotate(system, (x, y), size=7, xytext=(3, 3), textcoords="offset points")
    axes.set(title=f"Precision and recall: {tests}", xlabel="recall, %", ylabel="precision, %")
    axes.set(xlim=(0, None), ylim=(0, 102))
    axes.legend(loc="lower right", fontsize=8)


def _harm_and_gain(axes: Any, tests: str, rows: dict[str, Row]) -> None:
    base = rows["nothing"]["chrF"]["value"]
    _scatter(
        axes,
        {
            name: (100 * row["harmed_by_chrf"], row["chrF"]["value"] - base)
            for name, row in rows.items()
            if "chrF" in row and "guillemets" not in name
        },
    )
    axes.axhline(0, color=NOTHING, lw=0.8)
    axes.set(title=f"Gain against harm: {tests}", ylabel="chrF above doing nothing")
    axes.set(xlabel="% of texts made worse (chrF)")


def _quality_and_speed(axes: Any, tests: str, rows: dict[str, Row]) -> None:
    base = rows["nothing"]["TER"]["value"]
    _scatter(
        axes,
        {
            name: (row["chars_per_cpu_second"], base - row["TER"]["value"])
            for name, row in rows.items()
            if "TER" in row and name != "nothing" and "guillemets" not in name
        },
    )
    axes.axhline(0, color=NOTHING, lw=0.8)
    axes.set(title=f"Gain against speed: {tests}", xscale="log", ylabel="TER below doing nothing")
    axes.set(xlabel="characters per CPU-second")


def _scatter(axes: Any, points: dict[str, tuple[float, float]]) -> None:
    """Points with their names; points that fall together share one label."""
    labels: dict[tuple[str, str], list[str]] = {}
    for system, (x, y) in points.items():
        labels.setdefault((f"{x:.1e}", f"{y:.1f}"), []).append(system)
    for names in labels.values():
        x, y = points[names[0]]
        axes.scatter([x], [y], color=_colour(names[0]))
        label = " / ".join(names)
        axes.annotate(label, (x, y), size=7, xytext=(4, 3), textcoords="offset points")


def _growth(axes: Any, rows: dict[str, Row]) -> None:
    colours = (NOTHING, OURS, FOURTH, OTHERS)
    for colour, (name, row) in zip(colours, rows.items(), strict=False):
        chars = [point["chars"] for point in row["points"]]
        seconds = [point["cpu_seconds"] for point in row["points"]]
        axes.plot(chars, seconds, marker="o", color=colour, label=name)
    axes.set(title="Time and length", xscale="log", yscale="log", xlabel="characters")
    axes.set(ylabel="CPU-seconds")
    axes.legend(fontsize=8)


def _training(axes: Any, log: Path) -> None:
    """Loss (left) and, where the log has it, dev BLEU (right) over the steps."""
    rows = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    axes.plot(*_series(rows, "loss"), color=OURS)
    axes.set(title=f"Training: {log.parent.name}", xlabel="step")
    axes.set_ylabel("loss", color=OURS)
    steps, scores = _series(rows, "bleu")
    if steps:
        other = axes.twinx()
        other.plot(steps, scores, color=FOURTH, marker="o")
        other.set_ylabel("dev BLEU", color=FOURTH)


def _series(rows: Iterable[Row], key: str) -> tuple[list[float], list[float]]:
    points = [(row["step"], row[key]) for row in rows if key in row and "step" in row]
    return [step for step, _ in points], [value for _, value in points]
