"""Compare two files of results by their ratios to a peer: python tools/compare_benchmarks.py OLD.json NEW.json.

Times of two runs cannot be compared: another machine, another load. The ratio of our time to a peer's in the same run
can. Wherever both files have both times, the ratios stand side by side; one that became more than a third worse, beyond
what runs differ by, is marked, and makes the exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OURS = "workings"
WORSE = 4 / 3
_TIMES = ("ms", "fit ms", "predict ms", "seconds", "s", "fit", "predict", "predict again")
# Contenders whom some tables name in their lines.
_IN_NAMES = (OURS, "scikit-learn")
# What stands beside the contenders' times in a line and is none; and tables that hold none.
_NO_TIMES = ("copy", "difference", "rows", "features", "error")
_NO_TIMES_IN = ("machine", "versions", "losses", "held-out score")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)
        return 2
    old, new = (dict(ratios(json.loads(Path(name).read_text()))) for name in arguments)
    shared = [key for key in new if key in old]
    if not shared:
        print("the two files have no comparison in common")
        return 2
    bad = 0
    for key in shared:
        before, now = old[key], new[key]
        worse = before > WORSE * now
        bad += worse
        print(f"{'WORSE ' if worse else '      '}{before:6.2f} -> {now:6.2f}  {' / '.join(key)}")
    gone = [key for key in old if key not in new]
    if gone:
        print(f"{len(gone)} ratios of the old file are not in the new one, such as {' / '.join(gone[0])}")
    print(f"{len(shared)} ratios of a peer's time to ours; {bad} became more than a third worse")
    return 1 if bad else 0


def ratios(tree: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield (where, a peer's time / ours) for every place where contenders stand side by side.

    >>> list(ratios({"a": {"workings": {"ms": 2.0}, "SciPy": {"ms": 6.0}}}))
    [(('a', 'SciPy', 'ms'), 3.0)]
    >>> list(ratios({"tree, 100": {"s": 2.0}, "tree, scikit-learn, 100": {"s": 6.0}}))
    [(('tree, 100', 'scikit-learn', 's'), 3.0)]
    """
    if isinstance(tree, list):  # growth: a line for each size
        for line in tree:
            if isinstance(line, dict):
                sizes = [f"{line[name]} {name}" for name in ("rows", "features", "length") if name in line]
                yield from ratios(line, (*path, *sizes))
        return
    if not isinstance(tree, dict):
        return
    if OURS in tree and "processor" not in tree:
        for peer, figures in tree.items():
            if peer not in (OURS, *_NO_TIMES) and not peer.startswith("quality"):
                yield from beside(tree[OURS], figures, (*path, peer))
        return
    for name, branch in by_contender(tree).items():
        if (
            name not in _NO_TIMES_IN
            and not name.startswith(("errors around", "ulp", "largest "))
            and "; ulp" not in name
        ):
            yield from ratios(branch, (*path, name))


def by_contender(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with lines of one case under its name, where contenders are told apart by the lines' names."""
    told: dict[str, dict[str, Any]] = {}
    for name, line in table.items():
        words = name.split(", ")
        who = next((word for word in words if word in _IN_NAMES), OURS)
        told.setdefault(", ".join(word for word in words if word != who), {})[who] = line
    return {
        name: lines if OURS in lines and len(lines) > 1 else line
        for name, lines in told.items()
        for line in lines.values()
    }


def beside(ours: Any, theirs: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the ratios of one contender: of its time, of several, or of a time for each size."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours:
            if name in _TIMES or name.isdigit():
                yield from beside(ours[name], theirs.get(name), (*path, name))
    elif isinstance(ours, list) and isinstance(theirs, list):  # seconds, and memory
        yield from beside(ours[0], theirs[0], path)
    elif isinstance(ours, int | float) and isinstance(theirs, int | float) and ours > 0:
        yield path, theirs / ours


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
