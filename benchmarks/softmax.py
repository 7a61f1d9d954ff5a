"""Speed and exactness of the softmax family, beside SciPy, scikit-learn, PyTorch and JAX."""

from __future__ import annotations

import importlib
import math
import statistics
import tempfile
from collections.abc import Iterable
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import _exactness, _peers
from benchmarks._timing import in_new_process, interleaved, repeated

SHAPES = ((100_000, 10), (10_000, 1000), (1000, 32_000), (1, 1_000_000))
COLUMNS = ("workings", "copy", *_peers.NAMES)
# What compiles in a first call: (label, call on an array x).
COLD = {
    "softmax, rows": ("(200, 1000)", "workings.softmax(x)"),
    "softmax, short rows": ("(2000, 10)", "workings.softmax(x)"),
    "softmax, columns": ("(200, 100)", "workings.softmax(x, axis=0)"),
    "softmax, temperature": ("(200, 100)", "workings.softmax(x, temperature=2.0)"),
    "softmax, a long row": ("(600_000,)", "workings.softmax(x)"),
    "log_softmax": ("(200, 100)", "workings.log_softmax(x)"),
    "logsumexp": ("(200, 100)", "workings.logsumexp(x)"),
    "sigmoid": ("(200, 100)", "workings.sigmoid(x)"),
    "softplus": ("(200, 100)", "workings.softplus(x)"),
}
_FIRST_CALLS = """
import time, sys
import numpy as np, numba
start = time.perf_counter()
import workings
for label, (shape, call) in {cases!r}.items():
    x = np.random.default_rng(0).normal(size=eval(shape)).astype({dtype!r})
    begin = time.perf_counter()
    eval(call)
    print(label, time.perf_counter() - begin, time.perf_counter() - start, sep="|")
"""


def throughput(budget: float) -> dict[str, dict[str, float]]:
    """Return median milliseconds of softmax on every shape, axis and type."""
    found = {}
    for shape in SHAPES:
        for axis in (-1, 0):
            for dtype in (np.float32, np.float64):
                x = np.random.default_rng(0).normal(size=shape).astype(dtype)
                taken = interleaved(_peers.timed_softmax(x, axis), budget=budget)
                key = f"{shape[0]}x{shape[1]} axis {axis} {np.dtype(dtype).name}"
                found[key] = {name: 1e3 * seconds for name, seconds in taken.items()}
    return found


def vector_of_three() -> dict[str, float]:
    """Return median microseconds of a call on three numbers."""
    x = np.array([1.0, 2.0, 3.0])
    functions = {name: f for name, f in _peers.functions("softmax").items() if name not in ("jax", "sklearn", "torch")}
    calls = {name: repeated(lambda f=f: f(x), 500) for name, f in functions.items()}
    if torch := _peers.module("torch"):
        tensor = torch.from_numpy(x)
        calls["torch"] = repeated(lambda: torch.softmax(tensor, -1), 500)
    empty = interleaved({"loop": repeated(lambda: None, 500)}, budget=0.1)["loop"]
    return {name: 1e6 * (s - empty) / 500 for name, s in interleaved(calls, budget=3.0, rounds=15).items()}


def start_up(quick: bool) -> dict[str, Any]:
    """Return seconds of first calls: with nothing compiled, and in a new process once everything is."""
    cases = {label: COLD[label] for label in list(COLD)[: 2 if quick else None]}
    cold, warm = {}, []
    for dtype in ("float32", "float64"):
        with tempfile.TemporaryDirectory() as folder:
            code = _FIRST_CALLS.format(cases=cases, dtype=dtype)
            lines = in_new_process(code, {"NUMBA_CACHE_DIR": folder}).splitlines()
            cold |= {f"{label} {dtype}": float(taken) for label, taken, _ in (line.split("|") for line in lines)}
            one = _FIRST_CALLS.format(cases={"softmax, rows": COLD["softmax, rows"]}, dtype=dtype)
            for _ in range(3):
                warm.append(float(in_new_process(one, {"NUMBA_CACHE_DIR": folder}).split("|")[2]))
    clock = "import time; t = time.perf_counter(); import workings; print(time.perf_counter() - t)"
    imports = [float(in_new_process(clock)) for _ in range(7)]
    return {"cold": cold, "warm process": statistics.median(warm), "import workings": statistics.median(imports)}


def _geometric(values: Iterable[float]) -> float:
    return math.exp(statistics.fmean(math.log(v) for v in values))


def summary(speed: dict[str, dict[str, float]]) -> dict[str, float]:
    """Return the numbers that the project promises, from a table of `throughput`."""
    best, scipy, wide, down = [], [], [], []
    for key, row in speed.items():
        peers = [row[name] for name in _peers.NAMES if name in row]
        if peers:
            best.append(min(peers) / row["workings"])
        if "scipy" in row:
            scipy.append(row["scipy"] / row["workings"])
        columns = int(key.split()[0].split("x")[1])
        if "axis 0" in key:
            down.append(row["workings"] / row["copy"])
        elif columns >= 1000:
            wide.append(row["workings"] / row["copy"])
    found = {"largest ratio to a copy, wide rows": max(wide), "largest ratio to a copy, axis 0": max(down)}
    if best:
        found |= {"fastest peer / ours, smallest": min(best), "fastest peer / ours, geometric mean": _geometric(best)}
    if scipy:
        found |= {"scipy / ours, smallest": min(scipy), "scipy / ours, geometric mean": _geometric(scipy)}
    return found


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    if not math.isfinite(value):
        return "not finite"
    return f"{value:.1e}" if value >= 1e5 else f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _print_speed(console: Console, speed: dict[str, dict[str, float]], short: dict[str, float]) -> None:
    table = Table(title="softmax, milliseconds (median, contenders in turn)", title_justify="left")
    for heading in ("", *COLUMNS, "x fastest peer", "x copy"):
        table.add_column(heading, justify="left" if not heading else "right")
    for key, row in speed.items():
        peers = [row[name] for name in _peers.NAMES if name in row]
        ratio = _number(min(peers) / row["workings"]) if peers else "-"
        cells = [_number(row.get(name)) for name in COLUMNS]
        table.add_row(key, *cells, ratio, _number(row["workings"] / row["copy"]))
    console.print(table)
    for label, value in summary(speed).items():
        console.print(f"  {label}: {value:.2f}")
    console.print("  a vector of 3, microseconds: " + ", ".join(f"{n} {us:.2f}" for n, us in short.items()))


def _print_exactness(console: Console, exactness: dict[str, dict[str, dict[str, float]]]) -> None:
    table = Table(title="largest error in ulp, over all shapes and offsets tried", title_justify="left")
    for heading in ("", "results", "workings", *_peers.NAMES):
        table.add_column(heading, justify="right" if heading in COLUMNS else "left")
    for key, row in exactness.items():
        for kind in ("normal", "subnormal"):
            cells = [_number(row[name][kind]) if name in row else "-" for name in ("workings", *_peers.NAMES)]
            table.add_row(key if kind == "normal" else "", kind, *cells)
    console.print(table)


def main(quick: bool = False) -> dict[str, Any]:
    """Measure, print the tables, and return everything measured."""
    console = Console(width=None if Console().is_terminal else 132)
    for name in _peers.missing():
        console.print(f"{name}: missing")
    importlib.import_module("workings.special")
    short = vector_of_three()
    speed = throughput(0.3 if quick else 3.0)
    _print_speed(console, speed, short)
    started = start_up(quick)
    worst = max(started["cold"], key=started["cold"].__getitem__)
    console.print(f"  first call ever (compiles), slowest: {worst}, {started['cold'][worst]:.2f} s")
    console.print(f"  new process, compiled before, beyond importing NumPy and Numba: {started['warm process']:.3f} s")
    console.print(f"  import workings: {1e3 * started['import workings']:.1f} ms\n")
    exactness = _exactness.measure(quick)
    _print_exactness(console, exactness)
    return {
        "missing": _peers.missing(),
        "milliseconds": speed,
        "summary": summary(speed),
        "vector of 3, microseconds": short,
        "seconds to start": started,
        "largest error in ulp": exactness,
    }
