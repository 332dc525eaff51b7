"""What has been reached, pinned: a score under its floor fails the check."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from benchmarks import HOME
from benchmarks.harness.results import Results
from benchmarks.harness.sets import load
from mtrepair.errors import RefusedScore

FILE = HOME / "floors.json"

SYSTEMS = ("mtrepair", "mtrepair-rules", "mtrepair-guillemets")
SETS = ("article", "real", "damaged", "clean", "wikinews")

# What is pinned, as suite, set, system and keys of the row; "-" before a key: less is better.
PINNED = (
    ("repair", "article", "mtrepair-guillemets", "edits/recall"),
    ("repair", "article", "mtrepair-guillemets", "edits/precision"),
    ("detect", "real", "mtrepair-rules", "mechanical/recall"),
    ("detect", "real", "mtrepair-rules", "any/overlap/precision"),
    ("detect", "real", "mtrepair", "any/overlap/recall"),
    ("detect", "real", "mtrepair", "any/overlap/precision"),
    ("repair", "real", "mtrepair-rules", "BLEU/value"),
    ("repair", "real", "mtrepair-rules", "chrF/value"),
    ("repair", "real", "mtrepair-rules", "-TER/value"),
    ("repair", "real", "mtrepair", "BLEU/value"),
    ("repair", "real", "mtrepair", "chrF/value"),
    ("repair", "real", "mtrepair", "-TER/value"),
    ("repair", "real", "mtrepair", "-harmed_by_edits"),
    ("repair", "real", "mtrepair", "-harmed_by_chrf"),
    ("repair", "real", "mtrepair", "idempotent"),
    ("repair", "real", "mtrepair", "numbers_kept"),
    ("repair", "real", "mtrepair", "names_kept"),
    ("detect", "damaged", "mtrepair", "named/overlap/recall"),
    ("detect", "damaged", "mtrepair", "any/overlap/precision"),
    ("repair", "damaged", "mtrepair", "chrF/value"),
    ("repair", "damaged", "mtrepair", "-TER/value"),
    ("repair", "damaged", "mtrepair", "edits/precision"),
    ("repair", "damaged", "mtrepair", "mended"),
    ("clean", "clean", "mtrepair", "untouched"),
    ("clean", "clean", "mtrepair", "idempotent"),
    ("clean", "wikinews", "mtrepair", "untouched"),
    ("clean", "wikinews", "mtrepair-rules", "untouched"),
    ("clean", "wikinews", "mtrepair", "-false_alarms_per_1000_words"),
)
# Other versions of sacreBLEU or of Unicode tables may round the last digits elsewhere.
TOLERANCE = 1e-4


def check(results: Results, allowed: str | None) -> int:
    """Prints each floor beside what was reached; 1 if one is not held, else 0.

    Args:
        results: of the fast subset.
        allowed: why floors may be lowered to what was reached; the reason is kept in the file.

    Raises:
        RefusedScore: the floors were pinned on other sets.
    """
    pinned = _read()
    _same_sets(pinned)
    broken = {}
    for key, floor in pinned["floors"].items():
        reached = _reached(results, key)
        held = _held(key, reached, floor)
        print(f"{'ok    ' if held else 'BROKEN'} {key}: {reached:.4f} (floor {floor:.4f})")
        if not held:
            broken[key] = (floor, reached)
    if broken and allowed:
        _lower(pinned, broken, allowed)
        return 0
    if broken:
        print('a floor is lowered by --check-floors --allow-regression "REASON" alone')
    return 1 if broken else 0


def raised(results: Results) -> int:
    """Raises the floors to what was reached, where that is better; their number."""
    pinned = _read() if FILE.is_file() else {"floors": {}, "regressions": []}
    count = 0
    for suite, tests, system, keys in PINNED:
        key = f"{suite}/{tests}/{system}/{keys}"
        reached = round(_reached(results, key), 4)
        floor = pinned["floors"].get(key)
        if floor is None or (_held(key, reached, floor) and reached != floor):
            pinned["floors"][key] = reached
            count += 1
    pinned["sets"] = {name: load(name).sha256 for name in SETS}
    _write(pinned)
    return count


def _held(key: str, reached: float, floor: float) -> bool:
    less_is_better = key.split("/")[3].startswith("-")
    return reached <= floor + TOLERANCE if less_is_better else reached >= floor - TOLERANCE


def _reached(results: Results, key: str) -> float:
    suite, tests, system, *keys = key.split("/")
    value: Any = results.suites[suite][tests][system]
    for part in keys:
        value = value[part.lstrip("-")]
    return float(value)


def _same_sets(pinned: dict[str, Any]) -> None:
    for name, digest in pinned["sets"].items():
        found = load(name).sha256
        if found != digest:
            raise RefusedScore(
                f"the floors were pinned on another {name!r} ({digest[:12]}…, now {found[:12]}…): "
                "measure again and pin them with --raise-floors"
            )


def _lower(pinned: dict[str, Any], broken: dict[str, tuple[float, float]], reason: str) -> None:
    for key, (floor, reached) in broken.items():
        pinned["floors"][key] = round(reached, 4)
        pinned["regressions"].append(
            {
                "day": datetime.now(UTC).date().isoformat(),
                "floor": key,
                "from": floor,
                "to": round(reached, 4),
                "reason": reason,
            }
        )
        print(f"lowered {key} from {floor:.4f} to {reached:.4f}: {reason}")
    _write(pinned)


def _read() -> dict[str, Any]:
    if not FILE.is_file():
        raise RefusedScore(f"there is no {FILE.name}: pin what has been reached by --raise-floors")
    pinned: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return pinned


def _write(pinned: dict[str, Any]) -> None:
    FILE.write_text(json.dumps(pinned, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
