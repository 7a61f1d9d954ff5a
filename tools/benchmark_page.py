"""Write docs/benchmarks.md from benchmarks/results.json: python tools/benchmark_page.py [--check]."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS, PAGE = Path("benchmarks/results.json"), Path("docs/benchmarks.md")
# What benchmarks draw, by workload.
PICTURES = {
    "estimators": ("estimators_growth", "Milliseconds of a fit against rows, every estimator"),
    "exactness": ("ulp", "Largest errors in units in the last place"),
    "growth": ("growth", "Milliseconds of a fit against rows and features"),
    "hierarchical": ("ward_growth", "Time and memory of Ward's method"),
    "k_means": ("k_means_growth", "Time and memory of k-means"),
    "linear_regression": ("linear_regression_growth", "Time of least squares"),
    "neighbours": ("neighbours_growth", "Time of a search for neighbours"),
    "svm": ("svm_growth", "Time of a fit with kernels"),
    "tree_growth": ("tree_growth", "Time and memory of a tree and a forest"),
}
_OPENING = """\
# Benchmarks

What `make bench` measured, one section for each workload: our public functions and estimators, validation included,
beside their peers, each with its best settings, taking turns in one process; medians. A figure says something about its
neighbours in the same table, and little about another table: machines and their load differ.
`python tools/compare_benchmarks.py OLD NEW` compares two files of results by their ratios.
"""


def main() -> None:
    text = page(json.loads(RESULTS.read_text()))
    if "--check" in sys.argv:
        if PAGE.read_text() != text:
            raise SystemExit(f"{PAGE} is older than {RESULTS}: python tools/benchmark_page.py")
        return
    PAGE.write_text(text)


def page(results: dict[str, Any]) -> str:
    """Return the page."""
    return "\n".join([_OPENING, *(line for name in sorted(results) for line in section(name, results[name]))]) + "\n"


def section(name: str, result: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a workload."""
    yield f"## {name.replace('_', ' ')}\n"
    machine, versions = result.get("machine", {}), result.get("versions", {})
    there = ", ".join(f"{k} {v}" for k, v in versions.items() if v != "missing")
    yield f"{machine.get('cores', '?')} cores, {machine.get('processor', '?')}, {machine.get('date', '?')}; {there}.\n"
    picture, words = PICTURES.get(name, ("", ""))
    if picture and Path(f"docs/images/{picture}.png").exists():
        yield f"![{words}](images/{picture}.png)\n"
    for title, value in result.items():
        if title not in ("machine", "versions", "quick", "missing"):
            yield from table(title, value)


def table(title: str, value: Any) -> Iterator[str]:
    """Yield a table: one line for each contender or case, one column for each figure."""
    if not isinstance(value, dict) or not value:
        return
    rows = {name: row for name, row in value.items() if isinstance(row, dict)} or {"": value}
    columns = list(dict.fromkeys(key for row in rows.values() for key, entry in row.items() if is_plain(entry)))
    if not columns:
        for name, row in value.items():
            yield from table(f"{title}: {name}", row)
        return
    yield f"**{title}**\n"
    yield "| | " + " | ".join(map(str, columns)) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for name, row in rows.items():
        yield f"| {name} | " + " | ".join(shown(row.get(column)) for column in columns) + " |"
    yield ""


def is_plain(value: Any) -> bool:
    return isinstance(value, int | float | str)


def shown(value: Any) -> str:
    """Return a figure with three digits, as people read them."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None or isinstance(value, list | dict) else str(value)
    whole = isinstance(value, int) or (float(value).is_integer() and abs(value) < 1e9)
    return f"{value:,.0f}" if whole else f"{value:.3g}"


if __name__ == "__main__":
    main()
