"""How the time and the memory of a tree and of a forest grow with the samples, up to a million, drawn.

Each fit has a process of its own, in which a small one has compiled what is needed and the data are made; the memory is
the peak from there on, as a multiple of the data, which are float64 and not counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks._timing import in_new_process

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "tree_growth.png"
ROWS, FEATURES, TREES = (10_000, 100_000, 300_000, 1_000_000), 50, 10
# Above as many samples scikit-learn is not waited for.
PATIENCE = 100_000


def fit(library: str, name: str, parameters: str, n: int) -> dict[str, float]:
    """Return the seconds of a fit, and its memory as a multiple of the data."""
    code = (
        "import time\n"
        "from benchmarks.trees import data\n"
        f"from {library} import {name}\n"
        f"X, y, _ = data({n}, {FEATURES})\n"
        f"{name}({parameters}).fit(X[:5000], y[:5000])\n"
        f"if len(X) > 65536: {name}({parameters}, max_depth=1).fit(X[:70_000], y[:70_000])\n"
        "def megabytes(name):\n"
        "    lines = open('/proc/self/status').read().split('\\n')\n"
        "    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024\n"
        "open('/proc/self/clear_refs', 'w').write('5')  # the peak begins anew\n"
        "before = megabytes('VmRSS')\n"
        f"begin = time.perf_counter(); model = {name}({parameters}).fit(X, y); taken = time.perf_counter() - begin\n"
        "print(taken, (megabytes('VmHWM') - before) / (X.nbytes / 2**20))"
    )
    seconds, memory = in_new_process(code).split()
    return {"rows": n, "seconds": float(seconds), "times the data": float(memory)}


def draw(found: dict[str, list[dict[str, float]]]) -> None:
    """Draw seconds and memory against the samples."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    for name, points in found.items():
        ours = "scikit-learn" not in name
        style, colour = ("o-" if ours else "s--"), ("#0072b2" if "Decision" in name else "#d55e00")
        rows = [point["rows"] for point in points]
        left.loglog(rows, [point["seconds"] for point in points], style, color=colour, label=name)
        right.semilogx(rows, [point["times the data"] for point in points], style, color=colour, label=name)
    left.set_ylabel("seconds of a fit")
    right.set_ylabel("peak memory beside the data / data")
    right.set_ylim(0, None)
    for axes in (left, right):
        axes.set_xlabel(f"samples of {FEATURES} features")
        axes.grid(alpha=0.25)
        axes.spines[["top", "right"]].set_visible(False)
    left.legend(frameon=False, fontsize=8)
    figure.savefig(PICTURE, dpi=110)
    print(f"Drawn in {PICTURE}")


def main(quick: bool = False) -> dict[str, Any]:
    """Print the table, draw it, and return it."""
    found: dict[str, list[dict[str, float]]] = {}
    for library, title in (("workings", ""), ("sklearn", ", scikit-learn")):
        for module, name, parameters in (
            ("tree", "DecisionTreeClassifier", "random_state=0"),
            ("ensemble", "RandomForestClassifier", f"n_estimators={TREES}, random_state=0, n_jobs=2"),
        ):
            label = f"{name}{f'({TREES})' if module == 'ensemble' else ''}{title}"
            for n in ROWS[:2] if quick else ROWS:
                if library == "sklearn" and n > PATIENCE:
                    continue
                one = fit(f"{library}.{module}", name, parameters, n)
                found.setdefault(label, []).append(one)
                print(
                    f"{label:45}{n:>10,}{one['seconds']:9.2f} s{one['times the data']:7.2f} times the data", flush=True
                )
    draw(found)
    return {"growth": {f"{label}, {int(one['rows']):,}": one for label, points in found.items() for one in points}}


if __name__ == "__main__":
    main()
